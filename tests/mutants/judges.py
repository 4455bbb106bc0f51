"""Who tells a bug from none: programs and scripts of the tests, the cheapest first."""

import re
import shutil
import tempfile
import time
from typing import NamedTuple

from workshop import run

PYTHON = "/usr/bin/python3"
MODEL_PROFILES = ("credits", "budgets", "ids", "hot_path", "limits", "prices", "wrong")
SECONDS_MAX = 120
TIMES_SLOWER_MAX = 10  # than without a bug


class Judge(NamedTuple):
    name: str
    programs: tuple  # what has to be built for it
    command: str  # {build}, {root} and {records} are filled in


def room(name, left_out=""):
    return Judge(name, (f"test_{name}",), f"{{build}}/test_{name} --gtest_brief=1 "
                 f"--gtest_fail_fast --gtest_filter=*:-{left_out}")


def of_ledger(name, script):
    return Judge(name, ("nemo-ledger",), f"{PYTHON} {{root}}/tests/{script}")


JUDGES = [
    room("engine"),
    room("runner"),
    *(of_ledger(f"model {profile}",
                "model/compare.py --binary {build}/nemo-ledger --seed 11 --records 2500 "
                f"--profile {profile}") for profile in MODEL_PROFILES),
    room("embedded_log", left_out="AppendLatency.*"),  # which judges the disk's speed
    room("daemon"),
    of_ledger("proofs", "mutants/proofs.py {build}/nemo-ledger"),
    room("workload"),
    of_ledger("model all", "model/compare.py --binary {build}/nemo-ledger --seed 12 "
                           "--records 20000 --restart-every 1900 --batch-records 64"),
    of_ledger("trace", "trace_check/replay_test.py"),
    of_ledger("kills", "crash/kill_loop.py --binary {build}/nemo-ledger --kills 6 --seed 7"),
    of_ledger("model settings", "model/compare.py --binary {build}/nemo-ledger --seed 13 "
                                "--records 1500 --settings"),
    # Used where they are built.
    Judge("simulator", ("nemo-sim",), "{build}/nemo-sim --seconds 10"),
    Judge("crash points", ("crash_points",),
          "{build}/crash_points {records} --ways drop,torn --every 9 --jobs 1"),
]

# What in a judge's output says best what it saw, the best first.
TELLING = [
    r"broken (?:invariant|assertion): (.+)",
    r"\[  FAILED  \] ([\w/]+\.[\w/]+)",
    r"^(difference in .+|.*lines too many.*|the digest differs.*|.*: line \d+ differs)",
    r"^(apply ended with .+|digest .*ended with .+)",
    r"^(kill loop: round .+|proofs: .+)",
    r"^(AssertionError.+|ERROR: .+|FAIL: .+)",
]


class Verdict(NamedTuple):
    caught: bool
    by_what: str
    seconds: float


def telling(output):
    found = []
    for words in TELLING:
        match = re.search(words, output, re.MULTILINE)
        if match:
            found.append(match[1])
    lines = [line for line in output.splitlines() if line.strip()]
    return "; ".join(found[:2] or lines[-1:])[:160]


def ask(judge, workshop, seconds_max=SECONDS_MAX):
    """Runs a judge on what is built."""
    started = time.monotonic()
    # In memory where there is such a place: what a judge writes is soon gone.
    folder = tempfile.mkdtemp(prefix="nemo-mutants-", dir=shared_memory())
    env = workshop.env | {"TMPDIR": folder, "NEMO_LEDGER": str(workshop.build / "nemo-ledger")}
    words = judge.command.format(build=workshop.build, root=workshop.root,
                                 records=workshop.records).split()
    try:
        done = run(["nice", "-n", "5", *words], seconds_max, cwd=workshop.root, env=env)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = time.monotonic() - started
    if done.status is None:
        return Verdict(True, f"no end in {seconds_max:.0f} s", seconds)
    if done.status < 0:
        return Verdict(True, f"signal {-done.status}: {telling(done.output)}", seconds)
    return Verdict(done.status != 0, telling(done.output), seconds)


def shared_memory():
    try:
        return "/dev/shm" if shutil.disk_usage("/dev/shm").free > 1 << 30 else None
    except OSError:
        return None
