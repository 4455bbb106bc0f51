#!/usr/bin/env python3
"""Rounds of 64 clients who race over HTTPS for one balance, budget, limit, id or end.

    tests/api_long/race_rounds.py --rounds 10000
    tests/api_long/race_rounds.py --rounds 10000 --log kafka

On Kafka two nodes serve one log, and half of the clients are at each. Exit status 1 with the round
that failed, or with what `nemo-ledger verify` says at the end.
"""

import argparse
import collections
import random
import sys
import time

from logs import a_log, end_and_verify
from race_ids import End
from race_kind import CLIENTS
from race_kinds import kinds_of
from race_worlds import World, audit, make
from racers import Racers

GROUP = 60  # rounds whose organizations are made and audited together
STEP_MS = 60  # between holds that fall due: about as long as a race
SAY_SECONDS = 20


class Rounds:
    def __init__(self, services, seed):
        self.services, self.chance = services, random.Random(seed)
        self.racers = Racers(services, CLIENTS)
        self.done = 0
        self.ends = collections.Counter()

    def group(self, count):
        kinds = kinds_of(self.chance, count)
        worlds = [World(self.services[0].service_key, kind) for kind in kinds]
        make(self.racers, worlds)
        due = [world for world in worlds if world.kind.name == "expiry"]
        for world in worlds:
            if world not in due:
                self.round(world)
        self.reserve(due, [1000 + STEP_MS * (i + 1) for i in range(len(due))])
        for world in due:
            self.round(world)
        audit(self.racers, worlds, len(self.services))

    def round(self, world):
        try:
            if world.kind.name == "end":
                self.reserve([world], [600_000])
            world.kind.run(world, self.racers)
        except AssertionError as failure:
            said = [service.errors()[-2000:] for service in self.services]
            raise AssertionError(f"round {self.done}, {world.org_id}: {failure}\n{said}") from None
        self.done += 1
        if isinstance(world.kind, End):
            self.ends[f"{world.kind.name}: {world.kind.how}"] += 1

    def reserve(self, worlds, ttls):
        asked = [world.kind.reservation(world, ttl) for world, ttl in zip(worlds, ttls)]
        for world, answer in zip(worlds, self.racers.all(asked)):
            assert answer.status == 201, f"{world.org_id}: {answer}"
            world.kind.granted(answer)
            world.saw([answer])

    def story(self):
        median, tenth, least = self.racers.at_once()
        return (f"{self.done} rounds, {len(self.racers.unanswered)} races; of {CLIENTS} requests "
                f"on their way when the last was sent: {median:.0f} in the median, {tenth} or "
                f"more in nine of ten, at least {least}; {self.racers.asked_again} asked again "
                f"after 503; ends: {dict(sorted(self.ends.items()))}")


def race(log, count, seed):
    with a_log(log) as services:
        rounds = Rounds(services, seed)
        said = time.monotonic()
        while rounds.done < count:
            rounds.group(min(GROUP, count - rounds.done))
            if time.monotonic() - said > SAY_SECONDS:
                said = time.monotonic()
                print(rounds.story(), flush=True)
        print(rounds.story(), flush=True)
        print(end_and_verify(services))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--log", choices=["embedded", "kafka"], default="embedded")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    try:
        race(options.log, options.rounds, options.seed)
    except AssertionError as failure:
        sys.exit(f"FAILED: {failure}")


if __name__ == "__main__":
    main()
