"""Kills nodes and brokers at random moments under load, and holds everything afterwards.

    /usr/bin/python3 tests/brokers/kill_rounds.py [--rounds 200] [--brokers 3] [--seed N]

Each round a caller reserves through `apply`, a replica serves beside it, and something is killed
with SIGKILL: the caller's node, the replica, a broker, or node and broker at once. Then everything
runs again, what was not answered is sent again with the same ids, and must hold: each reservation
that was answered is granted once; NAME.outcomes has each line of each record of the log once, in
order, for who reads committed; every state's digest is what the log alone gives. A failure prints
how to see the round again, and keeps the cluster's folder.
"""

import argparse
import collections
import random
import statistics
import sys
import time

from caller import Caller, lost_or_doubled
from cluster import Cluster
from outcomes import check

ROUNDS_A_LEDGER = 20
LOAD_SECONDS = 1.2
TARGETS = {1: ["node", "replica", "broker", "both"],
           3: ["broker", "broker", "node", "replica", "both"]}


class KillRounds:
    def __init__(self, options):
        self.options = options
        self.cluster = self.ledger = self.caller = self.replica = None
        self.kills = collections.Counter()
        self.gaps = collections.defaultdict(list)  # seconds from a kill to the next answer
        self.records = self.resent = 0
        self.statuses = collections.Counter()

    def new_ledger(self):
        self.end_ledger()
        # A killed broker looks through all topics that it ever had: few, or that takes longest.
        self.cluster = Cluster(self.options.brokers)
        self.ledger = self.cluster.ledger()
        orgs = [f"org-{number}" for number in range(8)]
        self.caller = Caller(self.ledger, "node", orgs)
        self.replica = self.ledger.node("replica").serving()
        self.caller.start()
        self.caller.open_organizations()
        self.caller.finish()

    def end_ledger(self):
        if self.ledger is None:
            return
        self.stop_replica()
        self.records += len(self.caller.answered)
        self.resent += self.caller.resent
        self.cluster.remove()

    def stop_replica(self):
        if not self.replica.is_alive():
            raise AssertionError(f"the replica ended by itself with {self.replica.wait()}: "
                                 f"{self.replica.said}")
        status = self.replica.stop()
        if status != 0:
            raise AssertionError(f"the replica ended with {status}: {self.replica.said}")
        self.expect_digest("replica")

    def expect_digest(self, name):
        here, rebuilt = self.ledger.digest(name), self.ledger.rebuilt()
        if here != rebuilt:
            raise AssertionError(f"{name}: digest differs from its rebuild\n{here}\n{rebuilt}")

    def kill(self, target, broker):
        self.killed_at = time.monotonic()
        if target in ("node", "both"):
            self.caller.node.process.kill()
        if target == "replica":
            self.replica.kill()
        if target in ("broker", "both"):
            self.cluster.kill(broker)
        self.kills[target] += 1

    def round(self, number):
        chance = random.Random(f"{self.options.seed}-{number}")
        target = chance.choice(TARGETS[self.options.brokers])
        broker = chance.randint(1, self.options.brokers)
        moment = chance.uniform(0.05, LOAD_SECONDS)
        if self.ledger is None or number % ROUNDS_A_LEDGER == 0:
            self.new_ledger()
        self.caller.start()
        self.caller.work(LOAD_SECONDS + (1 if self.options.brokers == 3 else 0), moment,
                         lambda: self.kill(target, broker))
        if target in ("broker", "both"):
            self.cluster.start(broker)
        if target == "replica":
            self.replica = self.ledger.node("replica").serving()
        before = self.caller.last_answer
        self.caller.finish()
        if before < self.killed_at < self.caller.last_answer:
            self.gaps[target].append(self.caller.last_answer - self.killed_at)
        self.hold(chance)

    def hold(self, chance):
        for status, said in self.caller.statuses:
            if status != 4:
                raise AssertionError(f"a node ended with {status}: {said}")
            self.statuses[said.strip()[-90:]] += 1
        self.caller.statuses.clear()
        faults = lost_or_doubled(self.caller, check(self.ledger))
        if faults:
            raise AssertionError(f"{len(faults)} faults: {faults[:5]}")
        self.expect_digest("node")
        if chance.random() < 0.25:
            self.stop_replica()
            self.replica = self.ledger.node("replica").serving()

    def run(self):
        began = time.monotonic()
        rounds = [self.options.round] if self.options.round is not None else range(
            self.options.rounds)
        for done, number in enumerate(rounds, 1):
            try:
                self.round(number)
            except AssertionError as broken:
                raise AssertionError(
                    f"round {number}: {broken}\nsee it again: tests/brokers/kill_rounds.py "
                    f"--brokers {self.options.brokers} --seed {self.options.seed} "
                    f"--round {number}") from broken
            if done % 10 == 0:
                print(f"kill rounds: {done} of {len(rounds)}, {time.monotonic() - began:.0f} s",
                      file=sys.stderr, flush=True)
        self.end_ledger()
        return time.monotonic() - began

    def report(self, seconds):
        print(f"kill rounds: {sum(self.kills.values())} kills {dict(self.kills)}, "
              f"{self.records} records answered, {self.resent} sent again, seed "
              f"{self.options.seed}: none lost, none doubled, outcomes dense, digests equal "
              f"({seconds:.0f} s)")
        for target, gaps in sorted(self.gaps.items()):
            print(f"  {target}: from the kill to all answered p50 {statistics.median(gaps):.1f} s, "
                  f"most {max(gaps):.1f} s")
        for said, count in self.statuses.items():
            print(f"  {count} times a node ended with 4: ...{said}")


def options_of(*words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--round", type=int, help="this one alone")
    parser.add_argument("--brokers", type=int, choices=(1, 3), default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    return parser.parse_args(*words)


if __name__ == "__main__":
    rounds = KillRounds(options_of())
    rounds.report(rounds.run())
