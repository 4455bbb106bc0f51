"""Replay and demo: the same seed, the same bytes; cut off, they go on; proofs at the end."""

import csv
import glob
import io
import json
import os
import random
import signal
import subprocess
import time
import unittest

from ledger_case import BINARY, LedgerCase, clean_environment, record, run, run_until


def trace(rows, seed=1):
    """A trace in Azure's form."""
    made = random.Random(seed)
    lines = ["TIMESTAMP,ContextTokens,GeneratedTokens"]
    seconds = 0.0
    for _ in range(rows):
        seconds += made.expovariate(5)
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_700_158_486 + int(seconds)))
        lines.append(f"{stamp}.{int(seconds % 1 * 1e7):07},{made.randint(1, 6000)},"
                     f"{made.randint(1, 900)}")
    return "\r\n".join(lines).encode()


class Replay(LedgerCase):
    def setUp(self):
        super().setUp()
        self.trace = self.path("trace.csv", trace(1500))

    def replay(self, name, *more):
        data = os.path.join(self.folder, name)
        outcomes = data + ".ndjson"
        process = run("replay", "--data", data, "--trace", self.trace, "--orgs", 7, "--outcomes",
                      outcomes, *more)
        self.expect(0, process)
        with open(outcomes, "rb") as file:
            return process.stdout.decode(), file.read()

    def digest(self, name):
        return self.expect(0, run("digest", "--data", os.path.join(self.folder, name))).stdout

    def test_the_same_seed_makes_the_same_bytes_whatever_the_speed(self):
        _, first = self.replay("a")
        _, second = self.replay("b", "--batch-records", 13, "--partition-threads", 3)
        self.assertEqual(first, second)
        self.assertEqual(self.digest("a"), self.digest("b"))
        _, third = self.replay("c", "--seed", 2)
        self.assertNotEqual(first, third)

    def test_the_report_is_what_the_outcomes_come_to(self):
        report, outcomes = self.replay("a")
        lines = [json.loads(line) for line in outcomes.splitlines()]
        revenue = sum(int(posting["amount_nano"]) for line in lines for posting in line["postings"]
                      if posting["credit"] == "revenue:usage")
        self.assertRegex(report, rf"usage revenue +{revenue // 10 ** 9}\.{revenue % 10 ** 9:09}\n")
        denied = sum(line["outcome"] == "denied_budget" for line in lines)
        if denied:
            self.assertRegex(report, rf"denied_budget +{denied:,} ")
        self.assertIn("all 1,500 calls of the trace were played", report)
        self.assertRegex(report, r"\n\d+ checks passed\ndigest [0-9a-f]{32}\n$")
        self.assertNotIn("NO  ", report)

    def wait_for_records(self, data, process):
        """Until its log has some, or it is done."""
        def written(path):
            try:
                return os.path.getsize(path)
            except FileNotFoundError:  # another has taken its place
                return 0

        files = os.path.join(self.folder, data, "log", "*.log")
        while process.poll() is None and sum(map(written, glob.glob(files))) < 10_000:
            time.sleep(0.005)

    def test_cut_off_it_goes_on_to_the_same_books(self):
        _, whole = self.replay("whole")
        command = [BINARY, "replay", "--data", os.path.join(self.folder, "cut"), "--trace",
                   self.trace, "--orgs", "7", "--batch-records", "40"]
        wait = random.Random(7)
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, env=clean_environment())
            self.wait_for_records("cut", process)
            time.sleep(wait.uniform(0, 0.2))
            process.send_signal(number)
            process.wait(60)
        report, again = self.replay("cut", "--batch-records", 40)
        self.assertIn("on the ledger before", report)

        self.assertEqual(whole, again)
        self.assertEqual(self.digest("whole"), self.digest("cut"))

    def test_stopped_by_a_signal_it_says_how_to_go_on(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            data = self.data + str(number)
            process = run_until(os.path.join(data, "VERSION"), number, "replay", "--data", data,
                                "--trace", self.trace, "--batch-records", 8)
            self.expect(128 + number, process, "stopped by a signal after", "the same command")

    def test_choices_are_written_down(self):
        path = self.path("choices.csv")
        self.replay("a", "--choices", path)
        with open(path, newline="", encoding="ascii") as file:
            kinds = [row["kind"] for row in csv.DictReader(file)]
        self.assertEqual(1500, kinds.count("call"))

    def test_wrong_choices_are_named(self):
        for more, words in [
                (["--models", "gpt-4o=none"], ["gpt-4o=none"]),
                (["--models", "no-such-model"], ["no-such-model"]),
                (["--shares", "failz=3"], ["failz=3", "did you mean 'fails'"]),
                (["--shares", "fails=900,cancels=900"], ["share"]),
                (["--orgs", "0"], ["0"]),
                (["--start", "soon"], ["soon"]),
                (["--prices", self.trace], ["trace.csv"]),
                (["--tenants", self.trace], ["trace.csv"])]:
            with self.subTest(more=more):
                process = run("replay", "--data", self.data, "--trace", self.trace, *more)
                self.expect(2, process, *words)
                self.assertFalse(os.path.exists(self.data))

    def test_a_wrong_trace_is_named_with_its_line(self):
        path = self.path("bad.csv", trace(3) + b"\r\n2023-11-16 18:15:00.0000000,many,3")
        self.expect(2, run("replay", "--data", self.data, "--trace", path), "bad.csv", "5")


class Demo(LedgerCase):
    def demo(self, *more):
        return run("demo", "--calls", 2500, "--orgs", 12, "--data", self.data, *more)

    def test_it_shows_a_whole_life_and_proves_it(self):
        text = self.expect(0, self.demo()).stdout.decode()
        for words in ["1. A ledger opens", "2. Customers come", "3. Calls", "4. What it came to",
                      "5. Why was this call refused?", "6. The statement of", "7. Proofs",
                      "What to try next"]:
            self.assertIn(words, text)
        self.assertRegex(text, r"\n[1-9]\d+ checks passed\ndigest [0-9a-f]{32}\n$")
        self.assertNotIn("NO  ", text)
        self.assertNotIn("\x1b", text)
        self.assertRegex(
            text, r"ok  [\d,]+ postings of [\d,.]+ add up to what each of [5-9] accounts holds")

    def test_what_to_try_next_works(self):
        text = self.expect(0, self.demo()).stdout.decode()
        commands = [line.split()[1:] for line in text.split("What to try next")[1].splitlines()
                    if line.startswith("  nemo-ledger")]
        self.assertGreater(len(commands), 3)
        for command in commands:
            with self.subTest(command=command):
                self.expect(0, run(*command))

    def test_the_same_seed_ends_in_the_same_digest(self):
        first = self.expect(0, self.demo()).stdout.splitlines()[-2:]
        self.data += "2"
        self.assertEqual(first, self.expect(0, self.demo()).stdout.splitlines()[-2:])
        self.data += "3"
        self.assertNotEqual(first, self.expect(0, self.demo("--seed", 2)).stdout.splitlines()[-2:])

    def test_stopped_by_a_signal_it_says_how_far_it_came(self):
        process = run_until(os.path.join(self.data, "VERSION"), signal.SIGTERM, "demo", "--calls",
                            50_000, "--batch-records", 100, "--data", self.data)
        self.assertEqual(143, process.returncode)
        self.assertRegex(process.stderr.decode(), r"stopped by a signal after \d+ of 50000 calls")
        self.expect(0, run("verify", "--data", self.data))

    def test_a_ledger_that_is_there_is_left_alone(self):
        self.expect(0, self.demo())
        before = run("digest", "--data", self.data).stdout
        self.expect(2, self.demo(), self.data)
        self.assertEqual(before, run("digest", "--data", self.data).stdout)

    def test_without_a_directory_the_next_demo_takes_the_last_ones_place(self):
        places = []
        for _ in range(2):
            process = run("demo", "--calls", 100, "--orgs", 5, env={"TMPDIR": self.folder})
            text = self.expect(0, process).stdout.decode()
            places.append(text.split("1. A ledger opens")[1].split(":")[0].strip())
        self.assertEqual(places[0], places[1])
        self.assertTrue(places[0].startswith(self.folder))
        self.expect(0, run("verify", "--data", places[0]))


PRICES = {
    "sample_spec": {"input_cost_per_token": 0.0},
    "good-model": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5e-06,
                   "output_cost_per_token": 1e-05},
    "wrong-unit": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5,
                   "output_cost_per_token": 10},
}


class Prices(LedgerCase):
    def table(self, name, **changes):
        models = {model: dict(entry) for model, entry in PRICES.items()}
        for model, entry in changes.items():
            models[model.replace("_", "-")].update(entry)
        return self.path(name, json.dumps(models).encode())

    def test_what_cannot_be_right_is_quarantined_with_its_reason(self):
        listed = self.path("quarantine.csv")
        process = run("prices", "import", self.table("p.json"), "--quarantine", listed)
        self.assertIn(b"unit_mistake", self.expect(0, process).stdout)
        with open(listed, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertIn(("wrong-unit", "unit_mistake"), [(x["model"], x["reason"]) for x in rows])
        shown = run("prices", "show", self.table("p.json"), "--format", "csv")
        models = {x["model"] for x in csv.DictReader(io.StringIO(
            self.expect(0, shown).stdout.decode(), newline=""))}
        self.assertEqual({"good-model"}, models)

    def test_a_book_goes_into_a_ledger_once(self):
        when = ["--effective-from", "2026-01-01T00:00:00Z", "--at", "2026-01-01T00:00:00Z"]
        path = self.table("p.json")
        for outcome in ("accepted", "exists"):
            process = run("prices", "import", path, "--data", self.data, *when)
            self.assertIn(outcome, self.expect(0, process).stdout.decode().splitlines()[-1])
        shown = run("prices", "show", "good-model", "--data", self.data, "--format", "json")
        rates = json.loads(self.expect(0, shown).stdout)["rates"]
        self.assertIn(("input_tokens", "0.0000025"), [(x["class"], x["usd"]) for x in rates])
        self.expect(1, run("prices", "show", "wrong-unit", "--data", self.data), "wrong-unit")

    def test_prices_are_in_force_by_the_latest_time_of_any_partition(self):
        day = "2026-01-0{}T00:00:00Z"
        first, second = self.table("a.json"), self.table(
            "b.json", good_model={"input_cost_per_token": 3e-06})
        for path, when in [(first, day.format(1)), (second, day.format(3))]:
            self.expect(0, run("prices", "import", path, "--data", self.data, "--effective-from",
                               when, "--at", day.format(1)))

        def price():
            shown = run("prices", "show", "good-model", "--data", self.data, "--format", "json")
            return {x["class"]: x["usd"] for x in
                    json.loads(self.expect(0, shown).stdout)["rates"]}["input_tokens"]

        self.assertEqual("0.0000025", price())
        (line,) = self.apply([record("acme", "clock_ticked", day.format(4))])
        self.assertFalse(line["position"].startswith("0/"), "time passes in another partition")
        self.assertEqual("0.000003", price())

    def test_a_jump_is_from_the_book_published_last_though_not_in_force_yet(self):
        before = self.table("before.json")
        later = self.table("later.json", good_model={"input_cost_per_token": 2.5e-08})
        for path, when in [(before, "2027-01-01T00:00:00Z"), (later, "2028-01-01T00:00:00Z")]:
            process = run("prices", "import", path, "--data", self.data, "--effective-from", when,
                          "--at", "2026-01-01T00:00:00Z")
        self.assertIn(b"price_jump", process.stdout + process.stderr)

    def test_a_book_as_a_record_does_the_same_through_apply(self):
        process = run("prices", "import", self.table("p.json"), "--out", "-", "--effective-from",
                      "2026-01-01T00:00:00Z")
        lines = [json.loads(line) for line in self.expect(0, process).stdout.splitlines()]
        self.assertEqual("good-model", lines[0]["price_book_published"]["models"][0]["model"])
        self.assertEqual(["accepted"] * 2, [x["outcome"] for x in self.apply(lines)])

    def test_what_a_ledgers_import_leaves_out_is_among_its_exceptions(self):
        when = ["--effective-from", "2026-01-01T00:00:00Z", "--at", "2026-01-01T00:00:00Z"]
        listed = self.path("quarantine.csv")
        process = run("prices", "import", self.table("p.json"), "--data", self.data, *when,
                      "--quarantine", listed)
        self.expect(0, process)
        again = run("prices", "import", self.table("p.json"), "--data", self.data, *when)
        self.assertIn(b"what was left out: exists", self.expect(0, again).stdout)
        with open(listed, newline="", encoding="utf-8") as file:
            left_out = [(x["model"], x["reason"]) for x in csv.DictReader(file)]
        report = run("report", "exceptions", "--data", self.data, "--format", "json")
        rows = json.loads(self.expect(0, report).stdout)["data"]
        self.assertEqual({"quarantined_price"}, {x["kind"] for x in rows})
        self.assertEqual(sorted(left_out),
                         sorted((x["subject"], x["text"].split(":")[0]) for x in rows))
        table = run("report", "exceptions", "--data", self.data)
        self.assertIn(b"wrong-unit", self.expect(0, table).stdout)
        self.expect(0, run("verify", "--data", self.data))

    def test_a_jump_from_the_book_in_force_is_quarantined_unless_accepted(self):
        later = self.table("later.json", good_model={"input_cost_per_token": 2.5e-08})
        before = self.table("before.json")
        process = run("prices", "import", later, "--previous", before)
        self.assertIn(b"price_jump", process.stdout + process.stderr)
        process = run("prices", "import", later, "--previous", before, "--accept-jump",
                      "good-model")
        self.assertNotIn(b"price_jump", self.expect(0, process).stdout)

    def test_a_difference_is_named_with_its_ratio(self):
        process = run("prices", "diff", self.table("a.json"), self.table(
            "b.json", good_model={"output_cost_per_token": 2e-05}), "--format", "json")
        changes = json.loads(self.expect(0, process).stdout)["changes"]
        (output,) = [x for x in changes if x["class"] == "output_tokens"]
        self.assertEqual(("0.00001", "0.00002", "2"),
                         (output["before_usd"], output["after_usd"], output["ratio"]))


if __name__ == "__main__":
    unittest.main()
