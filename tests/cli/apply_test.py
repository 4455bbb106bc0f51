"""Records in, outcomes out: as they come, in order, whatever comes."""

import json
import os
import re
import select
import signal
import subprocess
import time
import unittest

from ledger_case import (BINARY, USD, LedgerCase, at, clean_environment, ndjson, opening, record,
                         reserve, run, settle)


class Streaming(LedgerCase):
    def start(self, *args):
        process = subprocess.Popen(
            [BINARY, "apply", "--data", self.data, *args], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment(), bufsize=0)

        def end():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                pipe.close()

        self.addCleanup(end)
        return process

    def answer(self, process):
        ready, _, _ = select.select([process.stdout], [], [], 20)
        self.assertTrue(ready, "no outcome within 20 s while the input stays open")
        line = b""
        while not line.endswith(b"\n"):
            piece = process.stdout.read(1)
            self.assertTrue(piece, "the output ended")
            line += piece
        return json.loads(line)

    def test_each_line_is_answered_while_the_input_stays_open(self):
        process = self.start()
        for line in [*opening(), reserve("r1", 10), settle("r1", 11)]:
            process.stdin.write(ndjson([line]))
            self.assertEqual(line["event_id"], self.answer(process)["event_id"])
        process.stdin.close()
        self.assertEqual(0, process.wait(20))

    def test_half_a_line_waits_for_its_other_half(self):
        process = self.start()
        line = ndjson([opening()[0]])
        process.stdin.write(line[:40])
        self.assertFalse(select.select([process.stdout], [], [], 0.3)[0])
        process.stdin.write(line[40:])
        self.assertEqual("accepted", self.answer(process)["outcome"])

    def test_a_signal_ends_it_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                process = self.start()
                process.stdin.write(ndjson([record("acme", "clock_ticked", at(1))]))
                self.answer(process)
                process.send_signal(number)
                self.assertEqual(128 + number, process.wait(20))
                said = process.stderr.read().decode()
                self.assertIn("stopped by a signal; 1 records were applied", said)
                self.assertIn(f"`tail -n +2 FILE | nemo-ledger apply --data {self.data}`", said)
        self.expect(0, run("verify", "--data", self.data))

    def test_stopped_it_names_the_line_from_which_the_rest_makes_the_whole(self):
        lines = opening() + [reserve(f"r{i}", 10 + i) for i in range(40)]
        lines.insert(0, reserve("r0", 0))  # denied, uses up no id that a second run could go by
        text = b"\n" + ndjson(lines[:1]) + b"  \n" + ndjson(lines[1:])
        process = self.start("--batch-records", "4")
        held_back = text.rindex(b"\n", 0, -1) + 9  # the last line stays half read
        process.stdin.write(text[:held_back])
        for _ in lines[:-1]:
            self.answer(process)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(143, process.wait(20))
        said = process.stderr.read().decode()
        line = int(re.search(r"line (\d+) of stdin is the first that was not", said)[1])
        self.assertEqual(text.count(b"\n"), line)
        rest = b"".join(text.splitlines(keepends=True)[line - 1:])
        self.expect(0, run("apply", "--data", self.data, stdin=rest))
        whole = os.path.join(self.folder, "whole")
        self.expect(0, run("apply", "--data", whole, stdin=text))
        self.assertEqual(run("digest", "--data", whole).stdout,
                         run("digest", "--data", self.data).stdout)

    def test_a_reader_that_leaves_is_told_and_nothing_is_lost(self):
        process = self.start()
        process.stdin.write(ndjson(opening()[:1]))
        self.answer(process)
        process.stdout.close()
        try:
            for second in range(200):
                process.stdin.write(ndjson([record("acme", "clock_ticked", at(second))]))
                time.sleep(0.005)
        except BrokenPipeError:
            pass
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
        self.assertEqual(2, process.wait(20))
        self.assertIn(b"stdout", process.stderr.read())
        self.expect(0, run("verify", "--data", self.data))

    def test_what_was_printed_is_there_after_a_kill(self):
        process = self.start()
        for line in opening():
            process.stdin.write(ndjson([line]))
            self.answer(process)
        process.kill()
        process.wait()
        listed = run("outcomes", "--data", self.data)
        self.expect(0, listed)
        self.assertEqual(4, len(listed.stdout.splitlines()))


class Input(LedgerCase):
    def outcomes(self, stdin, *args):
        process = run("apply", "--data", self.data, *args, stdin=stdin)
        self.expect(0, process)
        return [json.loads(line) for line in process.stdout.splitlines()]

    def test_the_last_line_needs_no_newline(self):
        self.assertEqual(1, len(self.outcomes(ndjson(opening()[:1]).rstrip(b"\n"))))

    def test_blank_lines_are_passed_over(self):
        lines = [json.dumps(line).encode() for line in opening()]
        text = b"\n \t\r\n" + b"\r\n\n   \n".join(lines) + b"\n\n\t"
        self.assertEqual(["accepted"] * 4, [line["outcome"] for line in self.outcomes(text)])

    def test_nothing_in_gives_nothing_out(self):
        self.assertEqual([], self.outcomes(b""))

    def test_a_file_and_a_dash_are_the_same(self):
        path = self.path("in.ndjson", ndjson(opening()))
        by_file = run("apply", "--data", self.data, path)
        other = os.path.join(self.folder, "other")
        by_dash = run("apply", "--data", other, "-", stdin=ndjson(opening()))
        with open(path, "rb") as file:
            self.assertEqual(4, len(file.readlines()))
        by_input = self.expect(0, by_dash).stdout
        self.assertEqual(4, len(by_input.splitlines()))
        self.assertEqual([json.loads(x)["outcome"] for x in self.expect(0, by_file)
                          .stdout.splitlines()], [json.loads(x)["outcome"] for x in
                                                  by_input.splitlines()])

    def test_wrong_lines_are_malformed_at_their_offset_and_the_rest_goes_on(self):
        good = opening()
        wrong = [
            (b"not json", "not_json"),
            (b"[]", "not_an_object"),
            (b'"text"', "not_an_object"),
            (b'{"event_id": 1}', None),
            (b"{}", None),
            (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", None),
            (b"\xff\xfe\x00\x01", "not_json"),
            (ndjson([record("acme", "no_such_payload")]).strip(), None),
            (ndjson([record("acme", "credit_granted", grant_id="x", kind="PURCHASED",
                            amount_nano=2 ** 63)]).strip(), "wrong_integer"),
            (ndjson([record("acme", "credit_granted", grant_id="x", kind="PURCHASED",
                            amount_nano=10 ** 400)]).strip(), "wrong_integer"),
            (ndjson([record("acme", "credit_granted", grant_id="x", kind="PURCHASED",
                            amount_nano=1.5)]).strip(), None),
            (ndjson([record("acme", "credit_granted", "yesterday", grant_id="x",
                            kind="PURCHASED", amount_nano=1)]).strip(), "wrong_time"),
        ]
        text = ndjson(good[:1]) + b"".join(line + b"\n" for line, _ in wrong) + ndjson(good[1:])
        lines = self.outcomes(text)
        self.assertEqual(len(wrong) + 4, len(lines))
        for (line, reason), answer in zip(wrong, lines[1:]):
            with self.subTest(line=line[:60]):
                self.assertEqual("malformed", answer["outcome"])
                if reason is not None:
                    self.assertEqual(reason, answer["detail"]["reason"])
        self.assertEqual(["accepted"] * 3, [x["outcome"] for x in lines[-3:]])

    def test_rules_that_are_not_known_are_refused_and_what_comes_before_is_applied(self):
        newer = record("_ledger", "rules_activated", at(9), rules_version=2)
        text = ndjson([*opening(), newer, *opening("other")])
        for place, batch in enumerate((1, 3, 4096)):
            data = os.path.join(self.folder, f"data{place}")
            process = run("apply", "--data", data, "--batch-records", batch, stdin=text)
            self.assertEqual(2, process.returncode)
            self.assertEqual(4, len(process.stdout.splitlines()))
            for word in (newer["event_id"], "rules_version 2", "up to 1", "newer nemo-ledger"):
                self.assertIn(word, process.stderr.decode())
            self.expect(0, run("verify", "--data", data))

    def test_amounts_at_the_edge_of_64_bits(self):
        most = 2 ** 63 - 1
        lines = self.outcomes(ndjson([
            opening()[0],
            record("acme", "credit_granted", at(1), grant_id="g1", kind="PURCHASED",
                   amount_nano=str(most)),
            record("acme", "credit_granted", at(2), grant_id="g2", kind="PURCHASED",
                   amount_nano=1)]))
        self.assertEqual(["accepted", "accepted", "invalid_amount_nano"],
                         [x["outcome"] for x in lines])
        self.assertEqual(str(most), lines[1]["balance"]["balance_nano"])

    def test_a_line_of_100_megabytes_is_malformed_with_little_memory(self):
        path = self.path("long.ndjson")
        with open(path, "wb") as file:
            file.write(ndjson(opening()[:1]))
            file.write(b'{"org_id": "')
            for _ in range(100):
                file.write(b"x" * 1_000_000)
            file.write(b'"}\n')
            file.write(ndjson(opening()[1:]))
        with open(path, "rb") as file:
            process = subprocess.Popen([BINARY, "apply", "--data", self.data], stdin=file,
                                       stdout=subprocess.PIPE, env=clean_environment())
            out = process.stdout.read()
            process.stdout.close()
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        self.assertEqual(0, status)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(["accepted", "malformed"] + ["accepted"] * 3,
                         [x["outcome"] for x in lines])
        self.assertEqual("too_long", lines[1]["detail"]["reason"])
        self.assertLess(usage.ru_maxrss, 400_000, "kilobytes")

    def test_results_do_not_depend_on_speed(self):
        calls = [line for i in range(60)
                 for line in (reserve(f"r{i}", 10 + i * 30), settle(f"r{i}", 20 + i * 30))]
        text = ndjson(opening() + calls)
        outputs = set()
        for place, (batch, threads) in enumerate([(1, 1), (7, 1), (4096, 2), (64, 4)]):
            data = os.path.join(self.folder, f"data{place}")
            process = run("apply", "--data", data, "--batch-records", batch,
                          "--partition-threads", threads, stdin=text)
            self.expect(0, process)
            digest = run("digest", "--data", data)
            outputs.add(process.stdout + self.expect(0, digest).stdout)
        self.assertEqual(1, len(outputs))

    def test_time_goes_back_and_leaps_ahead(self):
        lines = self.outcomes(ndjson([
            *opening(), reserve("r1", 600),
            record("acme", "clock_ticked", at(10)),
            record("acme", "clock_ticked", "2027-01-05T00:00:00Z")]))
        self.assertEqual("2026-01-05T00:10:00.000Z", lines[5]["at"])
        self.assertEqual(["expired", "accepted"], [x["outcome"] for x in lines[6:]])
        self.assertEqual(str(10 * USD), lines[-1]["balance"]["available_nano"])


class Disk(LedgerCase):
    def tmpfs(self, size):
        place = os.path.join(self.folder, "small")
        os.mkdir(place)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place],
                                 capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("a tmpfs cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", place])
        return place

    def test_a_full_disk_under_the_data_is_said_and_nothing_printed_is_lost(self):
        data = os.path.join(self.tmpfs("24m"), "data")
        pad = "x" * 60_000
        lines = [opening()[0]] + [
            record("acme", "organization_updated", at(1), name=pad + str(i)) for i in range(2000)]
        process = run("apply", "--data", data, "--batch-records", 8, stdin=ndjson(lines))
        said = process.stderr.decode()
        self.assertEqual(3, process.returncode, said)
        self.assertIn(data, said)
        printed = [x for x in process.stdout.splitlines(keepends=True) if x.endswith(b"\n")]
        self.assertGreater(len(printed), 8)
        self.assertLess(len(printed), 2000)
        subprocess.run(["mount", "-o", "remount,size=400m", os.path.dirname(data)], check=True)
        again = run("outcomes", "--data", data)
        self.expect(0, again)
        self.assertEqual(printed, again.stdout.splitlines(keepends=True)[:len(printed)])
        self.expect(0, run("verify", "--data", data))

    def test_a_full_disk_under_the_output_is_said(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        with open("/dev/full", "wb") as full:
            process = subprocess.run([BINARY, "apply", "--data", self.data], stdout=full,
                                     input=ndjson(opening()), stderr=subprocess.PIPE,
                                     env=clean_environment(), timeout=60)
        self.assertEqual(2, process.returncode)
        self.assertIn(b"stdout: cannot be written: No space left", process.stderr)
        self.expect(0, run("verify", "--data", self.data))


if __name__ == "__main__":
    unittest.main()
