"""What reading commands print: aligned, exact, and as of the moment asked for."""

import csv
import io
import json
import os
import unittest

from ledger_case import USD, LedgerCase, at, opening, reserve, run, settle


class Reading(LedgerCase):
    def setUp(self):
        super().setUp()
        self.lines = self.apply([
            *opening(), reserve("r1", 60, 2 * USD), settle("r1", 61, 1_234_567_891),
            reserve("r2", 62, 3 * USD), reserve("r3", 63, 4 * USD),
            reserve("r4", 64, USD // 2), reserve("r5", 65, USD // 2)])

    def read(self, *args, status=0):
        process = run(*args, "--data", self.data)
        self.expect(status, process)
        return process.stdout.decode()

    def balance(self, *args):
        return json.loads(self.read("balance", "--org", "acme", "--format", "json", *args))

    def test_the_balance_is_the_last_outcomes(self):
        now = self.balance()
        last = self.lines[-1]
        self.assertEqual(last["position"], now["position"])
        self.assertEqual(last["at"], now["at"])
        for name, value in last["balance"].items():
            self.assertEqual(value, now[name])

    def test_the_balance_at_every_position_is_that_outcomes(self):
        for line in self.lines:
            with self.subTest(position=line["position"]):
                then = self.balance("--at", line["position"])
                self.assertEqual(line["position"], then["position"])
                for name, value in line["balance"].items():
                    self.assertEqual(value, then[name])

    def test_a_time_counts_what_fell_due_by_then(self):
        self.assertEqual(str(3 * USD + USD // 2), self.balance("--at", at(64))["held_nano"])
        self.assertEqual(str(3 * USD + USD // 2), self.balance("--at", at(661))["held_nano"])
        self.assertEqual(str(USD // 2), self.balance("--at", at(662))["held_nano"])
        self.assertEqual("0", self.balance("--at", at(3000))["held_nano"])
        self.assertEqual("0", self.balance("--at", at(2))["balance_nano"])

    def test_before_the_organization_there_is_none(self):
        process = run("balance", "--data", self.data, "--org", "acme", "--at",
                      "2026-01-04T00:00:00Z")
        self.expect(1, process, "acme: no such organization")

    def test_a_position_of_another_partition_is_refused(self):
        other = (int(self.lines[0]["position"].split("/")[0]) + 1) % 16
        for position, word in [(f"{other}/0", "partition"),
                               (self.lines[0]["position"].split("/")[0] + "/99", "not written")]:
            process = run("balance", "--data", self.data, "--org", "acme", "--at", position)
            self.expect(2, process, word)

    def test_the_budgets_say_what_is_left(self):
        (budget,) = self.balance()["budgets"]
        self.assertEqual(("KEY", "k1", "DAILY"),
                         (budget["scope"], budget["scope_id"], budget["period"]))
        self.assertEqual([5 * USD, 1_234_567_891, 3 * USD + USD // 2],
                         [int(budget[x]) for x in ("limit_nano", "spent_nano", "held_nano")])
        self.assertEqual(int(budget["limit_nano"]) - int(budget["spent_nano"]) -
                         int(budget["held_nano"]), int(budget["left_nano"]))

    def test_tables_align_and_carry_no_colour(self):
        text = self.read("balance", "--org", "acme")
        self.assertNotIn("\x1b", text)
        self.assertIn("8.765432109", text)
        figures = [line for line in text.splitlines()
                   if line.startswith(("balance ", "held ", "available ", "credit line "))]
        self.assertEqual(4, len(figures))
        self.assertEqual(1, len({len(line) for line in figures}), figures)

    def test_the_journal_balances(self):
        rows = list(csv.DictReader(io.StringIO(
            self.read("journal", "--format", "csv"), newline="")))
        self.assertEqual(["manual:clearing", "credits:purchased:acme"],
                         [row["debit"] for row in rows])
        self.assertEqual(["10.000000000", "1.234567891"], [row["amount"] for row in rows])
        listed = json.loads(self.read("journal", "--org", "acme", "--format", "json"))
        self.assertEqual([row["position"] for row in rows], [x["position"] for x in listed])
        self.assertEqual("settled", listed[1]["outcome"])
        self.assertEqual("1234567891", listed[1]["postings"][0]["amount_nano"])

    def test_the_journal_between_two_moments(self):
        def count(*args):
            return len(json.loads(self.read("journal", "--format", "json", *args)))

        self.assertEqual(1, count("--from", at(61)))
        self.assertEqual(1, count("--to", at(60)))
        self.assertEqual(2, count("--from", at(3), "--to", at(61)))
        self.assertEqual(0, count("--org", "other"))
        self.assertEqual(1, count("--from", self.lines[5]["position"]))

    def explain(self, reservation):
        return json.loads(self.read("explain", "--org", "acme", "--reservation", reservation,
                                    "--format", "json"))

    def test_an_explanation_has_each_check_with_its_numbers(self):
        story = self.explain("r3")
        self.assertEqual("denied_budget", story["outcome"])
        checks = story["request"]["checks"]
        self.assertEqual([True] * (len(checks) - 1) + [False], [x["passed"] for x in checks])
        self.assertEqual("budget", checks[-1]["check"])
        self.assertEqual([str(5 * USD), "1234567891", str(3 * USD), str(4 * USD)],
                         [checks[-1][x] for x in ("limit_nano", "spent_nano", "held_nano",
                                                  "asked_nano")])
        rpm = next(x for x in checks if x["check"] == "requests_per_minute")
        self.assertEqual(("2", "1", "3"), (rpm["used"], rpm["asked"], rpm["limit"]))

    def test_every_explanation_agrees_with_the_outcome(self):
        for line in self.lines:
            if "reservation_id" not in line or not line["outcome"].startswith(("gr", "denied")):
                continue
            with self.subTest(reservation=line["reservation_id"]):
                story = self.explain(line["reservation_id"])
                self.assertEqual(line["outcome"], story["outcome"])
                self.assertEqual(line["outcome"] == "granted",
                                 all(x["passed"] for x in story["request"]["checks"]))
                self.assertIn(line["position"], [x["position"] for x in story["events"]])
        self.assertEqual(["granted", "settled"],
                         [x["outcome"] for x in self.explain("r1")["events"]])

    def test_the_rate_limit_names_the_minute(self):
        self.assertEqual("denied_rate_limit", self.lines[-1]["outcome"])
        text = self.read("explain", "--org", "acme", "--reservation", "r5")
        self.assertIn("3 + 1 > 3", text)

    def test_digests_are_the_logs(self):
        digest = self.read("digest")
        self.assertEqual(16, len(digest.splitlines()))
        self.assertRegex(digest.splitlines()[0], r"^0 \d+ [0-9a-f]{32}$")
        self.assertEqual(digest, self.read("digest", "--rebuild"))

    def test_digests_of_the_log_alone_need_no_state(self):
        digest = self.read("digest")
        for folder in ("state", "outcomes"):
            with open(os.path.join(self.data, folder, "CURRENT"), "w", encoding="ascii") as file:
                file.write("damaged")
        self.expect(3, run("digest", "--data", self.data), "state")
        self.assertEqual(digest, self.read("digest", "--rebuild"))

    def test_a_log_moves_and_keeps_its_digest(self):
        export = os.path.join(self.folder, "log.export")
        self.read("log", "export", "--out", export)
        other = os.path.join(self.folder, "other")
        self.expect(0, run("log", "import", "--data", other, export))
        self.assertEqual(self.read("digest"), run("digest", "--data", other).stdout.decode())
        self.assertEqual(self.read("outcomes"), run("outcomes", "--data", other).stdout.decode())
        self.expect(0, run("verify", "--data", other))
        with open(export, "rb") as file:
            self.assertEqual(file.read(), run("log", "export", "--data", other).stdout)
        self.expect(3, run("log", "import", "--data", other, export), "empty")

    def test_inspect_gives_the_records_back(self):
        listed = [json.loads(x) for x in self.read("log", "inspect").splitlines()]
        self.assertEqual([x["event_id"] for x in self.lines], [x["event_id"] for x in listed])
        self.assertEqual([x["position"] for x in self.lines], [x["position"] for x in listed])
        self.assertEqual("g1", listed[3]["credit_granted"]["grant_id"])
        outcomes = [json.loads(x) for x in self.read("log", "inspect", "--outcomes").splitlines()]
        self.assertEqual(self.lines, outcomes)
        limited = self.read("log", "inspect", "--from", self.lines[4]["position"], "--limit", "2")
        self.assertEqual(self.lines[4]["position"],
                         json.loads(limited.splitlines()[0])["position"])
        self.assertEqual(2, len(limited.splitlines()))

    def test_verify_passes(self):
        self.assertRegex(self.read("verify"), r"[\d,]+ checks passed")


if __name__ == "__main__":
    unittest.main()
