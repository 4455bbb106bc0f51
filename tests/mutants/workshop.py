"""A copy of the source with a build of its own, in which bugs are planted and taken out again."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
from typing import NamedTuple

from table import ROOT

BUILD_SECONDS_MAX = 1800
RECORDS = 60
# Without symbols, and the invariants are left to verify and to the checkpoints.
FLAGS = "-O1"


class BuildFault(Exception):
    """A mutant, or the source itself, that does not compile."""


running = set()  # processes, each with a group of its own


def stop_all(number, _):
    """A signal's handler: nothing that was started outlives this process."""
    for process in list(running):
        os.killpg(process.pid, signal.SIGKILL)
    os._exit(128 + number)


class Done(NamedTuple):
    status: int  # the process's; None where it took too long
    output: str


def run(command, seconds_max, **options):
    """Runs a command to its end, or kills it with all that it started."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               stdin=subprocess.DEVNULL, start_new_session=True, **options)
    running.add(process)
    try:
        output, _ = process.communicate(timeout=seconds_max)
        return Done(process.returncode, output.decode(errors="replace"))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return Done(None, output.decode(errors="replace"))
    finally:
        running.discard(process)


def source_files():
    """Paths of all files of the project, as they are now: tracked, or new and not ignored."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return {path for path in listed.split("\0") if path and (ROOT / path).is_file()}


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Workshop:
    def __init__(self, folder, jobs):
        self.root, self.jobs = pathlib.Path(folder), jobs
        self.build = self.root / "build"
        self.records = self.build / "records.ndjson"
        self.programs = {}  # hashes, as they are without a bug
        self.env = {name: value for name, value in os.environ.items()
                    if not name.startswith("NEMO_")}
        # One cache for all copies: paths in it are told from the copy's root.
        self.env |= {"CCACHE_BASEDIR": str(self.root), "CCACHE_NOHASHDIR": "1",
                     "PYTHONDONTWRITEBYTECODE": "1",
                     "NEMO_DATA": os.environ.get("NEMO_TEST_DATA", str(ROOT / "../shared/data"))}

    def make_records(self):
        """A short input for judges who want one."""
        done = run([sys.executable, self.root / "tests/model/generate.py", "--seed", "31",
                    "--records", str(RECORDS)], BUILD_SECONDS_MAX, env=self.env)
        self.records.write_text(done.output, encoding="utf-8")

    def refresh(self, source):
        """The copy is what `source` (path: bytes) says; what is right already keeps its time."""
        kept = {path.relative_to(self.root).as_posix()
                for path in self.root.rglob("*") if path.is_file()
                and not path.is_relative_to(self.build)} if self.root.exists() else set()
        for gone in kept - set(source):
            (self.root / gone).unlink()
        for path, content in source.items():
            place = self.root / path
            if place.is_file() and place.read_bytes() == content[0]:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content[0])
            place.chmod(content[1])

    def configure(self):
        if (self.build / "build.ninja").is_file():
            return
        done = run(["cmake", "-G", "Ninja", "-S", self.root, "-B", self.build,
                    "-DCMAKE_BUILD_TYPE=Debug", f"-DCMAKE_CXX_FLAGS_DEBUG={FLAGS}"],
                   BUILD_SECONDS_MAX, env=self.env)
        if done.status != 0:
            raise BuildFault(done.output[-3000:])

    def targets(self):
        """The names of all programs that can be built."""
        done = run(["ninja", "-C", self.build, "-t", "targets", "all"], 60, env=self.env)
        return {line.partition(":")[0] for line in done.output.splitlines()}

    def make(self, programs):
        done = run(["nice", "-n", "5", "ninja", "-C", self.build, f"-j{self.jobs}", *programs],
                   BUILD_SECONDS_MAX, env=self.env)
        if done.status != 0:
            lines = done.output.splitlines()
            errors = [line for line in lines if "error:" in line]
            raise BuildFault("\n".join(errors[:5] or lines[-20:]))

    def remember_programs(self, programs):
        self.programs = {name: hash_of(self.build / name) for name in programs}

    def differs(self, programs):
        """Whether one of these programs, just built, is another than without a bug."""
        return any(hash_of(self.build / name) != self.programs[name] for name in programs)

    def plant(self, mutant):
        """Writes the bug; gives what takes it out."""
        before = {path: (self.root / path).read_text(encoding="utf-8")
                  for path in {edit.path for edit in mutant.edits}}
        for path, text in mutant.edited(self.root).items():
            (self.root / path).write_text(text, encoding="utf-8")
        return before

    def take_out(self, before):
        for path, text in before.items():
            (self.root / path).write_text(text, encoding="utf-8")
