"""What ops/test says of a stage that failed: the lines that name it come last, whatever follows
them in the log."""

import pathlib
import subprocess
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parents[2] / "ops" / "lib" / "stage_runner.sh"

# a line of a log, and whether it names a failure
LINES = [
    ("seed 7 FAILED: node 1 decides 14/1 otherwise than before:", True),
    ("again: at commit X, ops/sim --seed 7 --trace", True),
    ("shrunk to 2 records in 53 runs: node 0 decides 9/1 otherwise than before:", True),
    ("[  FAILED  ] Holds.EndOnce (3 ms)", True),
    ("FAIL: test_it (a_test.A.test_it)", True),
    ("AssertionError: 201 != 503", True),
    ("fuzz: token: a FINDING; again: build/fuzz/fuzz_token FILE", True),
    ("[       OK ] Holds.EndOnce (3 ms)", False),
    ("crash                           0              0.0", False),
]


def shown(lines):
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        log.write("".join(line + "\n" for line in lines))
        log.flush()
        return subprocess.run(["bash", "-euo", "pipefail", "-c", 'source "$0"; show_failure "$1"',
                               RUNNER, log.name], capture_output=True, text=True,
                              check=True).stdout.splitlines()


class StageFailure(unittest.TestCase):
    def test_the_lines_that_name_it_come_last(self):
        for line, names_it in LINES:
            with self.subTest(line=line):
                said = shown([line, *["a table's row"] * 60])
                self.assertEqual(line if names_it else "--- what failed", said[-1])

    def test_they_are_few_and_each_comes_once(self):
        said = shown([f"FAIL: test {number}" for number in range(100)] * 2)
        self.assertEqual(20, len(said) - 1 - said.index("--- what failed"))

    def test_a_log_that_names_nothing_is_shown_all_the_same(self):
        self.assertEqual(["quiet", "--- what failed"], shown(["quiet"])[1:])


if __name__ == "__main__":
    unittest.main()
