"""Runs test files beside each other, each in a process of its own: for tests that mostly wait.

    side_by_side.py [--at-once N] [--first NAMES] [--alone NAMES] FOLDER... [--also "PROGRAM ARGS"]

Jobs are FOLDER/*_test.py, or a test file where one stands in a folder's place, and programs of
Python that are one test each; --also may come again. NAMES are of files or programs, by comma:
--first begins with them, since they take longest; those of --alone run one at a time once all
others have ended, since they measure time. What a job says is printed whole when it ends, but of
one that fails at the very end: the last lines are what there is to mend.
Exit status: 0 all passed, 1 one did not, 2 usage.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import time

TICK_S = 0.05


class Job:
    """A test file or a program; its output goes to a file, so that none waits to be read."""

    def __init__(self, path, arguments=()):
        self.path, self.name = path, path.name
        self.title = " ".join([self.name, *arguments])
        self.is_program = not self.name.endswith("_test.py")
        test = ["-m", "unittest", "discover", "-v", "-s", path.parent, "-p", path.name]
        self.words = [path, *arguments] if self.is_program else test

    def start(self):
        self.began = time.monotonic()
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen([sys.executable, *self.words], stdin=subprocess.DEVNULL,
                                        stdout=self.output, stderr=subprocess.STDOUT)
        return self

    def has_ended(self):
        return self.process.poll() is not None

    def passed(self):
        return self.process.returncode == 0

    def seconds(self):
        return time.monotonic() - self.began

    def said(self):
        """All of its output; one closing line more where a program passed, as it is one test."""
        self.output.seek(0)
        closing = "1 passed, 0 failed\n" if self.is_program and self.passed() else ""
        return self.output.read().decode(errors="replace") + closing


class Runner:
    def __init__(self, at_once):
        self.at_once = at_once
        self.running, self.failed = [], []
        self.count = self.done = 0

    def run(self, jobs, at_once):
        waiting = list(jobs)
        while waiting or self.running:
            while waiting and len(self.running) < at_once:
                self.running.append(waiting.pop(0).start())
            for job in [one for one in self.running if one.has_ended()]:
                self.running.remove(job)
                self.tell(job)
            time.sleep(TICK_S)

    def tell(self, job):
        self.done += 1
        if job.passed():
            print(f"=== {job.title}\n{job.said()}", end="")
        else:
            self.failed.append(job)
        how = "ok" if job.passed() else f"FAILED (status {job.process.returncode})"
        others = ", ".join(one.name for one in self.running)
        print(f"[{self.done}/{self.count}] {job.title}: {how}, {job.seconds():.1f} s"
              + (f"; beside it: {others}" if others else ""), flush=True)

    def run_all(self, jobs, alone):
        self.count = len(jobs)
        self.run([job for job in jobs if job.name not in alone], self.at_once)
        self.run([job for job in jobs if job.name in alone], 1)
        for job in self.failed:
            print(f"=== FAILED: {job.title}\n{job.said()}", end="")
        if self.failed:
            print("FAILED: " + ", ".join(job.title for job in self.failed))
        return 1 if self.failed else 0


def files_of(given):
    files = sorted(given.glob("*_test.py")) if given.is_dir() else [given]
    if not files or not all(path.is_file() for path in files):
        raise argparse.ArgumentTypeError(f"{given}: no test file")
    return files


def jobs_of(options):
    """In the order of their start."""
    jobs = [Job(path) for files in options.files for path in files]
    for words in options.also:
        program, *arguments = words.split()
        jobs.append(Job(pathlib.Path(program), arguments))
    return sorted(jobs, key=lambda job: options.first.index(job.name)
                  if job.name in options.first else len(options.first))


def main():
    names = lambda text: text.split(",")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=lambda text: files_of(pathlib.Path(text)),
                        metavar="FOLDER")
    parser.add_argument("--at-once", type=int, default=3)
    parser.add_argument("--first", type=names, default=[])
    parser.add_argument("--alone", type=names, default=[])
    parser.add_argument("--also", action="append", default=[])
    options = parser.parse_args()
    jobs = jobs_of(options)
    unknown = {*options.first, *options.alone} - {job.name for job in jobs}
    if unknown:
        parser.error(f"no such file or program: {', '.join(sorted(unknown))}")
    sys.exit(Runner(options.at_once).run_all(jobs, options.alone))


if __name__ == "__main__":
    main()
