"""Bad words on the command line: a clear message, exit status 2, and nothing made."""

import os
import unittest

from ledger_case import LedgerCase, ndjson, opening, record, run

BAD_WORDS = [
    # arguments, what stderr must say
    (["aply"], ["aply: no such command", "did you mean 'apply'"]),
    (["log", "exprot"], ["exprot: no such command", "did you mean 'export'"]),
    (["prices", "x"], ["x: no such command"]),
    (["apply", "--dta", "d"], ["--dta: no such option", "did you mean '--data'"]),
    (["verify", "--data", "DATA", "--threads", "2"], ["--threads: no such"]),
    (["verify", "--data", "DATA", "x", "--batch-records=2"], ["--batch-records=2: no such"]),
    (["verify", "--data", "DATA", "--partition-threads", "0"], ["--partition-threads"]),
    (["digest", "--data", "DATA", "-1"], ["-1: one argument too many"]),
    (["apply"], ["--data: not given"]),
    (["apply", "--data"], ["--data"]),
    (["apply", "--data", "DATA", "a", "b"], ["b: one argument too many"]),
    (["apply", "--data", "DATA", "--batch-records", "0"], ["--batch-records"]),
    (["apply", "--data", "DATA", "--batch-records", "many"], ["--batch-records", "many"]),
    (["apply", "--data", "DATA", "--partition-threads", "-1"], ["--partition-threads"]),
    (["apply", "--data", "DATA", "--log", "kafka://localhost"], ["no such log", "HOST:PORT"]),
    (["apply", "--data", "DATA", "--log", "kafka://h:1", "--topic-prefix", "a b"],
     ["--topic-prefix a b"]),
    (["apply", "--data", "DATA", "--log", "kafka://h:1", "--kafka-config", "no-such-file"],
     ["no-such-file"]),
    (["kafka", "init"], ["--log embedded: has no topics"]),
    (["kafka", "init", "--log", "kafka://h:1", "--replication", "0"], ["--replication"]),
    (["serve", "--data", "DATA"], ["--log embedded", "--log kafka://HOST:PORT"]),
    (["serve", "--data", "DATA", "--log", "kafka://h:1", "--partitions", "0-16"], ["'0-16'"]),
    (["serve", "--data", "DATA", "--log", "kafka://h:1", "--partitions", "3,"], ["ends in"]),
    (["apply", "--data", "DATA", "--log", "paper"], ["paper: no such log"]),
    (["apply", "--data", "DATA", "no-such-file"], ["no-such-file", "No such file"]),
    (["balance", "--data", "DATA"], ["--org: not given"]),
    (["balance", "--data", "DATA", "--org", "a b"], ["a b: no organization id"]),
    (["balance", "--data", "DATA", "--org", "acme", "--at", "noon"], ["noon: neither"]),
    (["balance", "--data", "DATA", "--org", "acme", "--format", "xml"], ["--format"]),
    (["journal", "--data", "DATA", "--from", "x"], ["--from x: neither"]),
    (["explain", "--data", "DATA", "--org", "acme"], ["--reservation: not given"]),
    (["replay", "--data", "DATA"], ["--trace: not given"]),
    (["replay", "--data", "DATA", "--trace", "no-such-trace"], ["no-such-trace"]),
    (["prices", "import", "no-such-prices"], ["no-such-prices"]),
    (["prices", "import", "."], [".: is a directory"]),
    (["prices", "import", "no-such-prices", "--data", "DATA", "--book-version", "\udcff"],
     ["--book-version: not in UTF-8"]),
    (["prices", "import", "no-such-prices", "--data", "DATA", "--effective-from", "noon"],
     ["--effective-from noon"]),
    (["stripe", "clear", "--data", "DATA", "--object", "txn_1", "--amount", "1", "--to", "bank",
      "--reason", "\udcff"], ["--reason: not in UTF-8"]),
    (["log", "import", "--data", "DATA", "no-such-export"], ["no-such-export"]),
    (["log", "inspect", "--data", "DATA", "--partition", "16"], ["--partition"]),
    (["digest", "--data", "DATA", "--config", "no-such.toml"], ["no-such.toml"]),
]

READING = [
    ["balance", "--org", "acme"],
    ["journal"],
    ["explain", "--org", "acme", "--reservation", "r"],
    ["verify"],
    ["digest"],
    ["digest", "--rebuild"],
    ["log", "export"],
    ["log", "inspect"],
    ["outcomes"],
    ["prices", "show"],
]

COMMANDS = [
    ["demo"], ["apply"], ["replay"], ["balance"], ["journal"], ["explain"], ["verify"],
    ["digest"], ["log"], ["log", "export"], ["log", "import"], ["log", "inspect"], ["outcomes"],
    ["prices"], ["prices", "import"], ["prices", "show"], ["prices", "diff"],
]


class Usage(LedgerCase):
    def test_bad_words_are_named_and_make_nothing(self):
        for arguments, words in BAD_WORDS:
            with self.subTest(arguments=arguments):
                filled = [self.data if word == "DATA" else word for word in arguments]
                self.expect(2, run(*filled), *words)
                self.assertFalse(os.path.exists(self.data))

    def test_no_command_shows_what_there_is(self):
        process = run()
        self.assertEqual(2, process.returncode)
        self.assertIn(b"apply", process.stderr)

    def test_every_command_has_help_with_examples(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                process = run(*command, "--help")
                self.expect(0, process)
                text = process.stdout.decode()
                self.assertIn("Usage: nemo-ledger " + " ".join(command), text)
                if command not in (["log"], ["prices"]):
                    self.assertIn("Examples:\n  nemo-ledger " + " ".join(command), text)
        self.expect(0, run("--help"))
        self.assertIn(b"nemo-ledger", run("--version").stdout)

    def test_reading_commands_never_make_a_directory(self):
        for command in READING:
            with self.subTest(command=command):
                self.expect(3, run(*command, "--data", self.data), self.data)
                self.assertFalse(os.path.exists(self.data))

    def test_a_file_is_no_directory(self):
        self.path("data", b"something else")
        for command in [["apply"], *READING]:
            with self.subTest(command=command):
                self.expect(3, run(*command, "--data", self.data), self.data)
        with open(self.data, "rb") as file:
            self.assertEqual(b"something else", file.read())

    def test_an_unknown_organization_is_said(self):
        self.apply(opening())
        for more in [[], ["--at", "2026-01-05T12:00:00Z"]]:
            process = run("balance", "--data", self.data, "--org", "nobody", *more)
            self.expect(1, process, "nobody: no such organization")
        process = run("explain", "--data", self.data, "--org", "acme", "--reservation", "none")
        self.expect(1, process, "none: no such reservation")


class Settings(LedgerCase):
    def balance(self, *args, env=None, config=None):
        more = []
        if config is not None:
            more = ["--config", self.path("settings.toml", config.encode())]
        return run("balance", "--org", "acme", *more, *args, env=env)

    def setUp(self):
        super().setUp()
        self.apply(opening())
        self.file = f'data = "{self.data}"\nformat = "csv"\n'

    def test_a_file_sets_what_nothing_else_does(self):
        self.assertIn(b"position,at,section", self.expect(0, self.balance(config=self.file)).stdout)

    def test_variables_win_over_the_file(self):
        process = self.expect(0, self.balance(config=self.file, env={"NEMO_FORMAT": "json"}))
        self.assertTrue(process.stdout.startswith(b"{"))

    def test_flags_win_over_both(self):
        process = self.balance("--format", "table", config=self.file,
                               env={"NEMO_FORMAT": "json", "NEMO_DATA": "/nowhere"})
        self.expect(3, process, "/nowhere")
        process = self.balance("--format", "table", "--data", self.data, config=self.file,
                               env={"NEMO_FORMAT": "json", "NEMO_DATA": "/nowhere"})
        self.assertIn(b"available", self.expect(0, process).stdout)

    def test_a_section_is_for_its_command_alone(self):
        sections = f'data = "{self.data}"\n[balance]\nformat = "json"\n[journal]\nformat = "csv"\n'
        self.assertTrue(self.expect(0, self.balance(config=sections)).stdout.startswith(b"{"))

    def test_underscores_do_for_hyphens(self):
        config = self.path("c.toml", f'data = "{self.data}"\nbatch_records = 7\n'.encode())
        process = run("apply", "--config", config, stdin=ndjson([record("acme", "clock_ticked")]))
        self.expect(0, process)

    def test_wrong_settings_are_named(self):
        for text, word in [("batch-recrods = 7\n", "batch-recrods"), ("[aply]\ndata = 1\n", "aply"),
                           ('format = "xml"\n', "format")]:
            with self.subTest(text=text):
                self.expect(2, self.balance(config=self.file.split("format")[0] + text), word)

    def test_partition_threads_are_verifys_too(self):
        for args, env, text in [(["--partition-threads", 3], {}, ""),
                                ([], {"NEMO_PARTITION_THREADS": "3"}, ""),
                                ([], {}, "partition-threads = 3\n")]:
            config = self.path("c.toml", f'data = "{self.data}"\n{text}'.encode())
            self.expect(0, run("verify", "--config", config, *args, env=env))
        config = self.path("c.toml", f'data = "{self.data}"\npartition-threads = 0\n'.encode())
        self.expect(2, run("verify", "--config", config), "partition-threads")
        self.expect(2, run("verify", "--data", self.data, env={"NEMO_PARTITION_THREADS": "0"}),
                    "--partition-threads")

    def test_a_wrong_variable_is_named(self):
        self.expect(2, run("apply", "--data", self.data, env={"NEMO_BATCH_RECORDS": "few"}),
                    "--batch-records")


if __name__ == "__main__":
    unittest.main()
