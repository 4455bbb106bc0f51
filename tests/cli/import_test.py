"""`log import`: whole or refused, from files, gzip and pipes; what it refuses leaves nothing."""

import gzip
import os
import re
import shutil
import signal
import subprocess
import unittest

from ledger_case import (BINARY, LedgerCase, clean_environment, ndjson, opening, record, reserve,
                         run, run_until, settle)

REFUSED = [
    # the file's bytes, what stderr must say
    (b"", "neither a log"),
    (b" \n\n", "neither a log"),
    (b"org_id,amount\nacme,1\n", "neither a log"),
    (b"\x7fELF" + bytes(range(256)), "neither a log"),
    (b"[1]\n", "neither a log"),
    (gzip.compress(b"org_id,amount\n"), "neither a log"),
    (gzip.compress(ndjson(opening()))[:-9], "damaged or cut off"),
    (b'{"nemo_log_export":2,"partitions":16}\n', "version 2"),
    (b'{"nemo_log_export":1,"partitions":16}\n', "is missing"),
    (gzip.compress(b'{"nemo_log_export":1,"partitions":16}\n'), "is missing"),
]


class Import(LedgerCase):
    def setUp(self):
        super().setUp()
        self.source = os.path.join(self.folder, "source")
        lines = [*opening(), reserve("r1", 60), settle("r1", 61)]
        self.records = ndjson(lines)
        self.expect(0, run("apply", "--data", self.source, stdin=self.records))
        self.export = self.expect(0, run("log", "export", "--data", self.source)).stdout
        self.digest = self.expect(0, run("digest", "--data", self.source)).stdout

    def piped(self, content):
        """Imported through a pipe that is named like a file, as the shell's <(...) does."""
        read, write = os.pipe()
        with subprocess.Popen([BINARY, "log", "import", "--data", self.data, f"/dev/fd/{read}"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[read],
                              env=clean_environment()) as process:
            os.close(read)
            with os.fdopen(write, "wb") as pipe:
                pipe.write(content)
            out, said = process.communicate(timeout=60)
        return subprocess.CompletedProcess([], process.returncode, out, said)

    def test_what_is_no_log_and_no_records_is_refused_and_nothing_is_made(self):
        for content, words in REFUSED:
            with self.subTest(content=content[:40]):
                path = self.path("wrong", content)
                self.expect(2, run("log", "import", "--data", self.data, path), path, words)
                self.assertFalse(os.path.exists(self.data))
                self.expect(2, self.piped(content), words)
                self.assertFalse(os.path.exists(self.data))

    def test_an_export_comes_over_however_it_is_given(self):
        packed = gzip.compress(self.export)
        ways = [lambda: run("log", "import", "--data", self.data, self.path("log", self.export)),
                lambda: run("log", "import", "--data", self.data, self.path("log.gz", packed)),
                lambda: run("log", "import", "--data", self.data, "-", stdin=self.export),
                lambda: self.piped(self.export), lambda: self.piped(packed)]
        for number, way in enumerate(ways):
            with self.subTest(way=number):
                self.data = os.path.join(self.folder, f"data{number}")
                self.assertIn(b"6 records imported", self.expect(0, way()).stdout)
                digest = self.expect(0, run("digest", "--data", self.data)).stdout
                self.assertEqual(self.digest, digest)
                self.assertNotIn("IMPORTING", os.listdir(self.data))

    def test_records_are_applied_however_they_are_given(self):
        packed = gzip.compress(self.records)
        ways = [lambda: run("log", "import", "--data", self.data, self.path("in", self.records)),
                lambda: run("log", "import", "--data", self.data, self.path("in.gz", packed)),
                lambda: self.piped(b"\n\n" + self.records), lambda: self.piped(packed)]
        for number, way in enumerate(ways):
            with self.subTest(way=number):
                self.data = os.path.join(self.folder, f"data{number}")
                text = self.expect(0, way()).stdout.decode()
                self.assertIn("6 records applied", text)
                self.assertNotIn("malformed", text)
                digest = self.expect(0, run("digest", "--data", self.data)).stdout
                self.assertEqual(self.digest, digest)


class CutOff(LedgerCase):
    """An import of many records that does not come to its end."""

    def setUp(self):
        super().setUp()
        source = os.path.join(self.folder, "source")
        lines = [record(f"org{i % 97}", "clock_ticked", "2026-01-05T00:00:00Z")
                 for i in range(30_000)]
        self.expect(0, run("apply", "--data", source, stdin=ndjson(lines)))
        self.file = self.path("log")
        self.expect(0, run("log", "export", "--data", source, "--out", self.file))

    def cut_off(self, number, made="IMPORTING"):
        """An import that gets a signal once it has made this in its directory."""
        for _ in range(20):
            process = run_until(os.path.join(self.data, made), number, "log", "import", "--data",
                                self.data, self.file)
            if b"imported" not in process.stdout and b"applied" not in process.stdout:
                break
            shutil.rmtree(self.data)  # it was done before the signal came
        return process

    def test_killed_it_leaves_a_directory_that_every_command_refuses(self):
        self.assertEqual(-signal.SIGKILL, self.cut_off(signal.SIGKILL).returncode)
        for command in [["verify"], ["digest"], ["digest", "--rebuild"], ["log", "export"],
                        ["balance", "--org", "org1"], ["apply"], ["log", "import", self.file]]:
            with self.subTest(command=command):
                self.expect(3, run(*command, "--data", self.data), self.data, "cut off",
                            "remove the directory")

    def test_stopped_by_a_signal_it_says_how_far_it_came(self):
        process = self.expect(143, self.cut_off(signal.SIGTERM), "stopped by a signal after",
                              "of 30000 records", "remove it and import again")
        self.assertRegex(process.stderr.decode(), r"after [1-9]\d* of")
        self.expect(3, run("verify", "--data", self.data), "cut off")

    def test_a_signal_while_a_ledger_catches_up_with_its_log_stops_it(self):
        source = os.path.join(self.folder, "source")
        digest = run("digest", "--data", source).stdout
        shutil.rmtree(os.path.join(source, "state"))
        command = ["apply", "--data", source, "--batch-records", 10]
        process = run_until(os.path.join(source, "state", "CURRENT"), signal.SIGTERM, *command)
        self.expect(143, process, "stopped by a signal while " + source, "goes on from there")
        self.expect(0, run(*command))
        self.assertEqual(digest, run("digest", "--data", source).stdout)

    def test_records_that_were_stopped_name_the_line_to_go_on_with(self):
        lines = [record(f"org{i % 97}", "clock_ticked", "2026-01-05T00:00:00Z")
                 for i in range(60_000)]
        text = ndjson(lines)
        for name, content in [("in", text), ("in.gz", gzip.compress(text, 1))]:
            with self.subTest(name=name):
                self.data = os.path.join(self.folder, "data-" + name)
                self.file = self.path(name, content)
                said = self.expect(130, self.cut_off(signal.SIGINT, "log"), "stopped by a signal",
                                   self.file, self.data).stderr.decode()
                line, command = re.search(r"line (\d+) .* go on with `(.*)`", said).groups()
                self.assertIn(f"tail -n +{line}", command)
                command = command.replace("nemo-ledger", BINARY)
                subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL,
                               env=clean_environment())
                records = sum(int(x.split()[1]) for x in
                              run("digest", "--data", self.data).stdout.splitlines())
                self.assertEqual(60_000, records)


if __name__ == "__main__":
    unittest.main()
