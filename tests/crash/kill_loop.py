#!/usr/bin/env python3
"""Kills the ledger at random moments and asks what is left.

Each round starts `apply` (or, every third round, `replay`) on a ledger that earlier rounds left
behind, kills it with SIGKILL after a random time, and then holds the ledger to its promise:
every outcome line that had been printed is stored, unchanged, at its position; the digest of the
state equals the digest rebuilt from the log alone; no step needs a hand. A replay goes on where
the last one was killed and prints the same lines again; when it ends by itself, and at the end of
all rounds, its own proofs must hold, and the next replay is of another seed. Times and inputs come
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
REPLAY_EVERY = 3
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
        self.applied = []   # lines that the ledger of `apply` has printed
        self.replayed = []  # the longest print of the replays of one seed
        self.replay_seed = options.seed
        self.kills = {"apply": 0, "replay": 0}
        self.resumed = 0  # replays that began on what a killed one had left
        self.longest = {"apply": 0.6, "replay": 1.5}  # seconds before a kill, at the most

    def path(self, name):
        return os.path.join(self.folder, name)

    def start_and_kill(self, args, out):
        """Kills at random; what mostly ends by itself is killed sooner the next time."""
        command = args[1]
        killed = kill_after(args, self.random.uniform(0.01, self.longest[command]), out)
        self.longest[command] = max(0.03, self.longest[command] * (1.02 if killed else 0.9))
        self.kills[command] += killed
        return killed

    def check_ledger(self, name, printed):
        """Killed before it had made its log, a ledger has nothing to be asked about."""
        log = os.path.join(self.path(name), "log")
        is_made = os.path.exists(os.path.join(log, "CURRENT"))
        if is_made and not os.path.exists(os.path.join(log, "CREATING")):
            check(self.options.binary, self.path(name), printed)
        elif printed:
            raise Broken(f"{len(printed)} outcomes were printed, and there is no log")

    def new_ledger(self, number):
        shutil.rmtree(self.path("applied"), ignore_errors=True)
        self.applied = []
        self.records = make_records(self.options.seed * 1000 + number, 3000, self.folder)

    def apply_round(self):
        out = self.path("applied.ndjson")
        batch = self.random.choice(["1", "7", "64", "4096"])
        self.start_and_kill(
            [self.options.binary, "apply", "--data", self.path("applied"),
             "--batch-records", batch, self.records],
            out)
        self.applied += whole_lines(out)
        self.check_ledger("applied", self.applied)

    def replay_command(self):
        data_folder = os.environ.get("NEMO_DATA", os.path.join(ROOT, "..", "shared", "data"))
        trace = os.path.join(data_folder, "traces", "azure2023_conv.csv.gz")
        batch = self.random.choice(["16", "256", "4096"])
        return [self.options.binary, "replay", "--data", self.path("replayed"), "--trace", trace,
                "--seed", str(self.replay_seed), "--batch-records", batch, "--outcomes", "-"]

    def take_replayed(self):
        """What a replay has printed begins as what those before it have, or the other way round."""
        lines = whole_lines(self.path("replayed.ndjson"))
        for before, now in zip(self.replayed, lines):
            if before != now:
                raise Broken(f"a replay that went on printed {now[:300]!r} for {before[:300]!r}")
        self.replayed = max(self.replayed, lines, key=len)
        self.check_ledger("replayed", self.replayed)

    def replay_round(self):
        self.resumed += os.path.exists(os.path.join(self.path("replayed"), "VERSION"))
        killed = self.start_and_kill(self.replay_command(), self.path("replayed.ndjson"))
        self.take_replayed()
        if not killed:
            self.new_replay()

    def new_replay(self):
        shutil.rmtree(self.path("replayed"))
        self.replayed = []
        self.replay_seed += 1

    def end_replay(self):
        """To its end, without a kill: it ends with 0 when its proofs hold."""
        with open(self.path("replayed.ndjson"), "wb") as out:
            out.write(run(self.replay_command(), "the last replay"))
        printed = len(self.replayed)
        self.take_replayed()
        if len(whole_lines(self.path("replayed.ndjson"))) < printed:
            raise Broken("the last replay printed fewer lines than one that was killed")

    def round(self, number):
        if number % ROUNDS_A_LEDGER == 0:
            self.new_ledger(number)
        if number % REPLAY_EVERY == REPLAY_EVERY - 1:
            self.replay_round()
        else:
            self.apply_round()

    def run_rounds(self):
        """All rounds; returns how many it took."""
        number = 0
        try:
            while sum(self.kills.values()) < self.options.kills:
                if number >= ROUNDS_A_KILL_MAX * self.options.kills:
                    raise Broken("the ledger ends before it can be killed")
                self.round(number)
                number += 1
                if sys.stderr.isatty() or number % 25 == 0:
                    print(f"kill loop: {sum(self.kills.values())} of {self.options.kills} kills "
                          f"in {number} rounds", file=sys.stderr)
            self.end_replay()
        except Broken as broken:
            raise Broken(f"round {number}, seed {self.options.seed}: {broken}") from broken
        return number

    def run(self):
        started = time.monotonic()
        try:
            rounds = self.run_rounds()
        except Broken as broken:
            print(f"kill loop: {broken}\nthe ledger is kept in {self.folder}", file=sys.stderr)
            return 1
        shutil.rmtree(self.folder)
        print(f"kill loop: killed apply {self.kills['apply']} and replay {self.kills['replay']} "
              f"times while running, in {rounds} rounds, {self.resumed} replays went on: every "
              f"printed outcome was there again, every digest equals its rebuild "
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
