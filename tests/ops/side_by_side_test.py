"""Test files beside each other: all are run and counted, and what failed is said last."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

LIB = pathlib.Path(__file__).resolve().parents[2] / "ops" / "lib"
FILE = "import time, unittest\nclass Case(unittest.TestCase):\n    def test_it(self):\n        {}\n"


class SideBySide(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, **lines):
        """Test files NAME_test.py, each of one test that is this line."""
        for name, line in lines.items():
            (self.folder / f"{name}_test.py").write_text(FILE.format(line))

    def program(self, name, text):
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def run_them(self, *words, status=0):
        done = subprocess.run([sys.executable, LIB / "side_by_side.py", self.folder, *words],
                              capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def counted(self, text):
        """What ops/test reads in a log: passed, failed, skipped."""
        log = self.program("log", text)
        return subprocess.run(["bash", "-c", 'source "$0" && count_tests "$1"',
                               LIB / "stage_runner.sh", log],
                              capture_output=True, text=True, check=True).stdout.split()

    def test_all_are_counted_whatever_they_are(self):
        self.write(one="pass", two="pass", three="self.skipTest('')")
        program = self.program("program.py", "import sys; assert sys.argv[1:] == ['--rounds', '3']")
        said = self.run_them("--also", f"{program} --rounds 3")
        self.assertEqual(["3", "0", "1"], self.counted(said))
        self.assertIn("[4/4] ", said)

    def test_what_failed_comes_last_and_the_others_run_all_the_same(self):
        self.write(a="self.fail('a reason')", b="pass", c="pass")
        said = self.run_them("--at-once", "1", status=1)
        self.assertEqual(["2", "1", "0"], self.counted(said))
        self.assertLess(said.index("c_test.py: ok"), said.index("a reason"))
        self.assertEqual("FAILED: a_test.py", said.splitlines()[-1])

    def test_a_program_that_fails_or_dies_is_a_failure(self):
        self.write(a="pass")
        for text in ("import sys; sys.exit('FAILED: why')", "import os; os.kill(os.getpid(), 9)"):
            program = self.program("program.py", text)
            self.assertIn("FAILED: program.py", self.run_them("--also", program, status=1))

    def test_files_run_beside_each_other_but_not_those_that_measure(self):
        enter = ("import os; os.mkdir('in'); time.sleep(0.3); os.rmdir('in')")
        meet = ("import os\n        while not os.path.exists('here'): open({!r}, 'w'); "
                "os.path.exists({!r}) and open('here', 'w'); time.sleep(0.01)")
        self.write(x=meet.format("x", "y"), y=meet.format("y", "x"), m=enter, n=enter)
        said = self.run_them("--first", "y_test.py", "--alone", "m_test.py,n_test.py")
        self.assertEqual(["4", "0", "0"], self.counted(said))

    def test_a_file_may_stand_in_a_folders_place(self):
        self.write(a="pass")
        said = self.run_them(str(self.folder / "a_test.py"))
        self.assertEqual(["2", "0", "0"], self.counted(said))

    def test_a_name_that_is_no_file_is_said(self):
        self.write(a="pass")
        for words in (["--alone", "gone_test.py"], ["--first", "gone_test.py"], ["gone_test.py"]):
            self.run_them(*words, status=2)


if __name__ == "__main__":
    unittest.main()
