"""backup and restore: what they print, their exit status, and what they leave behind."""

import os
import shutil
import signal
import subprocess
import unittest

from ledger_case import (BINARY, LedgerCase, clean_environment, ndjson, opening, record, reserve,
                         run, run_until, settle)


def tree(folder):
    return sorted(os.path.relpath(os.path.join(place, name), folder)
                  for place, _, names in os.walk(folder) for name in names)


class Backup(LedgerCase):
    def setUp(self):
        super().setUp()
        self.apply([*opening(), reserve("r1", 60), settle("r1", 61), reserve("r2", 62)])
        self.to = self.path("backup")
        self.again = self.path("again")

    def backup(self):
        return self.expect(0, run("backup", "--data", self.data, "--to", self.to))

    def restore(self, status=0, *words):
        return self.expect(status, run("restore", "--from", self.to, "--data", self.again), *words)

    def test_a_restored_ledger_is_the_one_that_was_backed_up(self):
        made = self.backup().stdout.decode()
        self.assertIn("log embedded\n", made)
        self.assertIn("16 partitions proven\n", made)
        digests = run("digest", "--data", self.data).stdout
        said = self.restore().stdout
        self.assertTrue(said.startswith(digests), said)
        self.assertIn(b"16 partitions proven\n", said)
        self.assertEqual(made.splitlines()[-1], said.decode().splitlines()[-1])
        verified = self.expect(0, run("verify", "--data", self.again))
        self.assertEqual(made.splitlines()[-1], verified.stdout.decode().splitlines()[-1])
        self.assertEqual(digests, run("digest", "--data", self.again).stdout)

    def test_the_list_says_what_is_in_it(self):
        self.backup()
        with open(os.path.join(self.to, "BACKUP"), encoding="ascii") as file:
            lines = [line.split(" ") for line in file.read().splitlines()]
        self.assertEqual(["nemo-ledger", "backup", "2"], lines[0])
        self.assertEqual(["log", "embedded"], lines[1])
        listed = {words[1]: int(words[2]) for words in lines if words[0] == "file"}
        self.assertEqual(sorted([*listed, "BACKUP"]), tree(self.to))
        for path, size in listed.items():
            self.assertEqual(size, os.path.getsize(os.path.join(self.to, path)), path)
        digests = [words[1:] for words in lines if words[0] == "partition"]
        said = run("digest", "--data", self.data).stdout.decode()
        self.assertEqual(said, "".join(" ".join(words) + "\n" for words in digests))

    def test_what_is_missing_on_the_command_line_is_named(self):
        self.expect(2, run("backup", "--data", self.data), "--to")
        self.expect(2, run("backup", "--to", self.to), "--data")
        self.expect(2, run("restore", "--data", self.again), "--from")
        self.expect(2, run("restore", "--from", self.to), "--data")
        self.assertFalse(os.path.exists(self.to))

    def test_help_teaches(self):
        for command, words in (("backup", ["kafka", "BACKUP", "--to", "master key"]),
                               ("restore", ["kafka", "--from", "digests", "--no-webhooks"])):
            said = self.expect(0, run(command, "--help")).stdout.decode()
            for word in words:
                self.assertIn(word.lower(), said.lower())

    def test_a_ledger_in_use_is_refused_with_the_fix(self):
        with subprocess.Popen([BINARY, "apply", "--data", self.data], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, env=clean_environment()) as writer:
            writer.stdin.write(ndjson([record("acme", "clock_ticked")]))
            writer.stdin.flush()
            writer.stdout.readline()
            self.expect(3, run("backup", "--data", self.data, "--to", self.to),
                        "another process has it open", "stop it")
            self.assertFalse(os.path.exists(self.to))
        self.backup()

    def test_a_target_that_is_there_is_left_alone(self):
        self.backup()
        before = tree(self.to)
        self.expect(3, run("backup", "--data", self.data, "--to", self.to), self.to, "not empty")
        self.assertEqual(before, tree(self.to))
        self.expect(3, run("restore", "--from", self.to, "--data", self.data), "exists already")
        self.expect(0, run("verify", "--data", self.data))

    def test_a_folder_without_the_list_is_no_backup(self):
        self.backup()
        os.remove(os.path.join(self.to, "BACKUP"))
        self.restore(3, self.to, "no backup", "BACKUP")
        self.assertFalse(os.path.exists(self.again))

    def test_damage_is_named_and_nothing_is_left(self):
        self.backup()
        shutil.copytree(self.to, self.path("whole"))
        for path in tree(self.to):
            with self.subTest(path=path):
                place = os.path.join(self.to, path)
                with open(place, "rb") as file:
                    content = file.read()
                os.remove(place)
                self.restore(3, "BACKUP" if path == "BACKUP" else place)
                if content:
                    middle = len(content) // 2
                    other = content[middle] ^ 8
                    with open(place, "wb") as file:
                        file.write(content[:middle] + bytes([other]) + content[middle + 1:])
                    self.restore(3, place, "damaged")
                    self.assertFalse(os.path.exists(self.again))
                with open(place, "wb") as file:
                    file.write(content)
        self.restore()


class Stopped(LedgerCase):
    """By a signal, at whatever it is doing."""

    def test_a_stopped_backup_leaves_nothing_or_all(self):
        self.expect(0, run("demo", "--data", self.data, "--calls", "30000"))
        for number in (signal.SIGINT, signal.SIGTERM):
            to = self.path(f"backup-{number}")
            process = run_until(to, number, "backup", "--data", self.data, "--to", to)
            self.assertIn(process.returncode, (0, 128 + number))
            if process.returncode == 0:
                self.assertIn("BACKUP", os.listdir(to))
            else:
                self.assertIn(b"stopped by a signal", process.stderr)
                self.assertFalse(os.path.exists(to))


if __name__ == "__main__":
    unittest.main()
