"""A data directory that is not as it should be: exit status 3, named, and left as it is."""

import glob
import os
import subprocess
import unittest

from ledger_case import BINARY, LedgerCase, clean_environment, ndjson, opening, record, run

ALL = [["apply"], ["balance", "--org", "acme"], ["journal"], ["verify"], ["digest"],
       ["log", "export"], ["log", "inspect"]]


class Directory(LedgerCase):
    def setUp(self):
        super().setUp()
        self.apply(opening())

    def test_another_version_is_refused(self):
        with open(os.path.join(self.data, "VERSION"), "w", encoding="ascii") as file:
            file.write("999\n")
        for command in ALL:
            with self.subTest(command=command):
                self.expect(3, run(*command, "--data", self.data), "another version")

    def test_a_directory_in_use_is_refused(self):
        holder = subprocess.Popen([BINARY, "apply", "--data", self.data], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, env=clean_environment())
        try:
            holder.stdin.write(ndjson([record("acme", "clock_ticked")]))
            holder.stdin.flush()
            holder.stdout.readline()
            for command in ALL:
                with self.subTest(command=command):
                    self.expect(3, run(*command, "--data", self.data), self.data,
                                "another process has it open")
        finally:
            holder.stdin.close()
            self.assertEqual(0, holder.wait(20))
            holder.stdout.close()
        self.expect(0, run("verify", "--data", self.data))

    def test_somebody_elses_directory_is_left_alone(self):
        other = os.path.join(self.folder, "other")
        os.mkdir(other)
        with open(os.path.join(other, "letter.txt"), "w", encoding="ascii") as file:
            file.write("dear")
        for command in ALL:
            with self.subTest(command=command):
                self.expect(3, run(*command, "--data", other), other)
                self.assertEqual(["letter.txt"], os.listdir(other))

    def test_a_flipped_byte_in_the_log_is_found(self):
        files = [path for path in glob.glob(os.path.join(self.data, "**"), recursive=True)
                 if os.path.isfile(path) and b"organization_created" not in path.encode()]
        flipped = 0
        for path in files:
            with open(path, "rb") as file:
                whole = file.read()
            place = whole.find(b"g1")
            if place < 0 or "log" not in os.path.relpath(path, self.data):
                continue
            flipped += 1
            with open(path, "r+b") as file:
                file.seek(place)
                file.write(b"g2")
            process = run("verify", "--data", self.data)
            with open(path, "wb") as file:
                file.write(whole)
            self.assertIn(process.returncode, (1, 3), process.stdout + process.stderr)
            said = (process.stdout + process.stderr).decode()
            self.assertRegex(said, r"\d+/\d+|" + os.path.basename(path))
        self.assertGreater(flipped, 0, "the record lies in no file of the log")
        self.expect(0, run("verify", "--data", self.data))


if __name__ == "__main__":
    unittest.main()
