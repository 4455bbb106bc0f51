"""A data directory that is not as it should be: exit status 3, named, and left as it is."""

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


if __name__ == "__main__":
    unittest.main()
