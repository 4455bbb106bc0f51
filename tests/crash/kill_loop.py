#!/usr/bin/env python3
"""Kills the ledger at random moments and asks what is left.

Each round starts `apply` (or, every fifth round, `replay`) on a ledger that earlier rounds left
behind, kills it with SIGKILL after a random time, and then holds the ledger to its promise:
every outcome line that had been printed is stored, unchanged, at its position; the digest of the
state equals the digest rebuilt from the log alone; no step needs a hand. Times and inputs come
from the seed, moments on a real machine do not: a failure names round, seed and folder, and the
folder is kept.

    tests/crash/kill_loop.py --binary build/release/nemo-ledger --kills 300
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ROUNDS_A_LEDGER = 12
ROUNDS_A_KILL_MAX = 10


class Broken(Exception):
    """A promise that was not kept."""


def run(args, what):
    done = subprocess.run(args, capture_output=True)
    if done.returncode != 0:
        errors = done.stderr.decode(errors="replace").strip()
        raise Broken(f"{what} ended with {done.returncode}: {errors[-500:]}")
    return done.stdout


def make_records(seed, count, folder):
    """Random records of every profile, the model's generator."""
    made = run(
        [sys.executable, os.path.join(ROOT, "tests", "model", "generate.py"),
         "--seed", str(seed), "--records", str(count), "--profile", "all"],
        "the generator")
    path = os.path.join(folder, "records.ndjson")
    with open(path, "wb") as out:
        out.write(made)
    return path


def kill_after(args, seconds, out_path):
    """Starts a command, kills it, and returns whether it was still running."""
    with open(out_path, "wb") as out:
        process = subprocess.Popen(args, stdout=out, stderr=subprocess.PIPE)
        try:
            _, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stderr.close()
            return True
    if process.returncode != 0:
        raise Broken(f"{args[1]} ended with {process.returncode} by itself: "
                     f"{errors.decode(errors='replace')[-500:]}")
    return False


def whole_lines(path):
    with open(path, "rb") as out:
        data = out.read()
    return data[:data.rfind(b"\n") + 1].split(b"\n")[:-1]


def check(binary, data, printed):
    stored = run([binary, "log", "inspect", "--outcomes", "--data", data], "log inspect")
    known = set(stored.split(b"\n"))
    for line in printed:
        if line not in known:
            raise Broken(f"a printed outcome is gone or changed: {line[:300]!r}")
    state = run([binary, "digest", "--data", data], "digest")
    rebuilt = run([binary, "digest", "--rebuild", "--data", data], "digest --rebuild")
    if state != rebuilt:
        raise Broken(f"digest differs from its rebuild:\n{state}\n{rebuilt}")


class Loop:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = tempfile.mkdtemp(prefix="nemo-kill-")
        self.printed = []
        self.kills = 0
        self.longest = {"apply": 0.6, "replay": 1.5}  # seconds before a kill, at the most

    def start_and_kill(self, args, out):
        """Kills at random; what mostly ends by itself is killed sooner the next time."""
        command = args[1]
        killed = kill_after(args, self.random.uniform(0.01, self.longest[command]), out)
        self.longest[command] = max(0.03, self.longest[command] * (1.02 if killed else 0.9))
        return killed

    def new_ledger(self, number):
        shutil.rmtree(os.path.join(self.folder, "data"), ignore_errors=True)
        self.printed = []
        self.records = make_records(self.options.seed * 1000 + number, 3000, self.folder)

    def apply_round(self, data):
        out = os.path.join(self.folder, "out.ndjson")
        batch = self.random.choice(["1", "7", "64", "4096"])
        killed = self.start_and_kill(
            [self.options.binary, "apply", "--data", data, "--batch-records", batch, self.records],
            out)
        self.printed += whole_lines(out)
        return killed

    def replay_round(self, data):
        data_folder = os.environ.get("NEMO_DATA", os.path.join(ROOT, "..", "shared", "data"))
        trace = os.path.join(data_folder, "traces", "azure2023_conv.csv.gz")
        return self.start_and_kill(
            [self.options.binary, "replay", "--data", data, "--trace", trace, "--seed", "3"],
            os.path.join(self.folder, "report.txt"))

    def round(self, number):
        if number % ROUNDS_A_LEDGER == 0:
            self.new_ledger(number)
        replays = number % 5 == 4
        data = os.path.join(self.folder, "replayed" if replays else "data")
        if replays:
            shutil.rmtree(data, ignore_errors=True)
        killed = self.replay_round(data) if replays else self.apply_round(data)
        self.kills += killed
        if os.path.exists(os.path.join(data, "VERSION")):
            check(self.options.binary, data, [] if replays else self.printed)

    def run(self):
        started = time.monotonic()
        number = 0
        while self.kills < self.options.kills:
            try:
                if number >= ROUNDS_A_KILL_MAX * self.options.kills:
                    raise Broken("the ledger ends before it can be killed")
                self.round(number)
            except Broken as broken:
                print(f"kill loop: round {number}, seed {self.options.seed}: {broken}\n"
                      f"the ledger is kept in {self.folder}", file=sys.stderr)
                return 1
            number += 1
            if sys.stderr.isatty() or number % 25 == 0:
                print(f"kill loop: {self.kills} of {self.options.kills} kills in {number} rounds",
                      file=sys.stderr)
        shutil.rmtree(self.folder)
        print(f"kill loop: killed {self.kills} times while running, in {number} rounds: "
              f"every printed outcome was there again, every digest equals its rebuild "
              f"({time.monotonic() - started:.0f} s)")
        return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=os.path.join(ROOT, "build", "release", "nemo-ledger"))
    parser.add_argument("--kills", type=int, default=30, help="while it was still running")
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(Loop(parser.parse_args()).run())


if __name__ == "__main__":
    main()
