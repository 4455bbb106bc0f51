#!/usr/bin/env python3
"""Random NDJSON for `nemo-ledger apply`: the same seed gives the same bytes.

    generate.py --seed 1 --records 100000 --profile all > records.ndjson
    generate.py --seed 1 --records 100000 --stats    what of each outcome the model makes of them
"""

import argparse
import json
import random
import sys
import time
from collections import Counter

from catalogue import BROADCAST, FIELDS, LEDGER, OF_LEDGER
from ledger_model import Model
from mutations import mutated
from payloads import DRAW
from respell import respelt
from scenarios import STORIES
from stripe_catalogue import NOBODYS, PLATFORMS, STRIPE
from strict_json import DAY_MS
from world import FORGET_MS, World

HOT = {
    "reservation_requested": 40,
    "reservation_increased": 10,
    "reservation_settled": 25,
    "reservation_released": 6,
}
EVERY_KIND = {kind: 0.12 for kind in FIELDS} | {
    "organization_closed": 0.003,
    "organization_suspended": 0.05,
    "organization_resumed": 0.4,
    "price_book_published": 0.02,
    "plan_defined": 0.02,
    "rules_activated": 0.01,
    "key_revoked": 0.05,
    "credit_granted": 2,
    "key_created": 0.5,
    "clock_ticked": 1,
}


class Profile:
    """weights of the kinds; how time goes; how many lines repeat another, or are made wrong."""

    def __init__(self, weights, scale=200, jumps=0.0, horizon=120_000, repeats=0.04, wrong=0.04):
        self.weights = EVERY_KIND | weights
        self.kinds, self.shares = list(self.weights), list(self.weights.values())
        self.scale, self.jumps, self.horizon = scale, jumps, horizon
        self.repeats, self.wrong = repeats, wrong


PROFILES = {
    "hot_path": Profile(HOT),
    "limits": Profile(HOT | {"key_updated": 3}, scale=800, jumps=0.06),
    "budgets": Profile(
        HOT | {"budget_set": 14, "budget_removed": 4, "usage_recorded": 6, "key_updated": 1},
        scale=30_000, jumps=0.05, horizon=32 * DAY_MS,
    ),
    "credits": Profile(
        HOT
        | {
            "credit_granted": 14, "credit_adjusted": 4, "organization_updated": 2,
            "organization_suspended": 0.2, "organization_resumed": 2, "organization_closed": 0.02,
            "usage_recorded": 2, "reservation_released": 18, "reservation_settled": 15,
        },
        scale=800, jumps=0.002, horizon=2 * DAY_MS,
    ),
    "ids": Profile(
        HOT
        | {
            "usage_recorded": 10, "credit_adjusted": 4, "member_added": 4, "member_removed": 1.5,
            "member_role_changed": 2, "team_created": 1, "team_updated": 1, "team_removed": 0.4,
            "key_rotated": 2, "budget_set": 2, "webhook_set": 1, "webhook_removed": 0.7,
        },
        scale=60_000, horizon=31 * DAY_MS, repeats=0.35,
    ),
    "wrong": Profile(
        HOT | {kind: 3 for kind in FIELDS if kind not in BROADCAST}
        | {"organization_closed": 0.02, "key_revoked": 0.1, "organization_suspended": 0.2}
        | {kind: 0.5 for kind in BROADCAST},
        wrong=0.5,
    ),
    "stripe": Profile(
        {kind: 0 for kind in BROADCAST if kind != "plan_defined"}
        | {
            "stripe_payment_reported": 40, "stripe_transaction_reported": 3,
            "stripe_payout_reported": 3, "stripe_customer_reported": 5, "stripe_event_noted": 1,
            "stripe_object_assigned": 2, "auto_top_up_set": 2, "auto_top_up_removed": 0.3,
            "top_up_requested": 10, "top_up_failed": 2, "debt_written_off": 3,
            "suspense_cleared": 6,
            "plan_defined": 0.3, "usage_recorded": 12, "credit_granted": 2,
            "organization_updated": 2, "reservation_requested": 4, "reservation_settled": 3,
        },
        scale=60_000, jumps=0.01, horizon=2 * DAY_MS, repeats=0.08, wrong=0.02,
    ),
    "prices": Profile(
        HOT | {"price_book_published": 1, "prices_quarantined": 0.5, "usage_recorded": 12},
        jumps=0.02,
    ),
}  # fmt: skip
ERA = 1500  # records, then come new organizations
TURN = 400  # records, then another profile of `all`


class Generator:
    def __init__(self, seed, records, profile, first_keys=14):
        self.first_keys = first_keys  # tries to make one, in each new organization
        self.world = World(random.Random(f"{seed}/{profile}"))
        self.world.profile = profile
        self.records, self.profile = records, profile
        self.queue = []  # (org, kind, payload or None) to come first

    def lines(self):
        """The lines as bytes, without their ends."""
        world = self.world
        for number in range(self.records):
            if number % ERA == 0:
                self.start_era(number)
            if self.profile == "all" and number % TURN == 0:
                world.profile = world.rng.choice(list(PROFILES))
            yield self.line(PROFILES[world.profile])

    def start_era(self, number):
        world = self.world
        if number:
            world.new_era()
        for org in world.orgs:
            kinds = ["organization_created", "credit_granted"]
            kinds += ["key_created"] * self.first_keys + ["budget_set"]
            self.queue += [(org, kind, None) for kind in kinds if world.chance(0.98)]
        if world.chance(0.8):
            self.queue.append((LEDGER, "price_book_published", None))

    def line(self, profile):
        world = self.world
        at = world.step(profile.scale, profile.jumps, profile.horizon)
        if profile is PROFILES["ids"] and world.chance(0.003):
            world.now += world.pick(1, 10, 30, 31) * DAY_MS
        if profile is PROFILES["stripe"] and world.chance(0.003):
            world.now += world.pick(1, 1, 1, 2, 10, 34, 36) * DAY_MS
        if world.sent and not self.queue and world.chance(profile.repeats):
            if profile is PROFILES["ids"] and world.chance(0.03):
                return self.echo()
            org, kind, payload, event_id = self.repeat()
        else:
            org, kind, payload, event_id = self.draw(profile)
        world.sent.append((org, kind, payload, event_id, at))
        world.event_ids.append(event_id)
        if len(world.sent) > 600:
            del world.sent[:300], world.event_ids[:300]
        line = self.encode(org, kind, payload, (event_id, at))
        if not self.queue and world.chance(profile.wrong):
            line = mutated(world, None, line)
        return line

    def draw(self, profile):
        world = self.world
        if self.queue:
            org, kind, payload = self.queue.pop(0)
            if payload is not None:
                return org, kind, payload, world.event_id()
        else:
            org, kind = world.org(), world.rng.choices(profile.kinds, profile.shares)[0]
            if world.profile in STORIES and world.chance(0.01):
                self.queue += STORIES[world.profile](world)
        org = self.home(org, kind)
        if kind in ("reservation_settled", "reservation_released", "reservation_increased"):
            org = world.open[-1 - world.backward(len(world.open))][0] if world.open else org
        if world.chance(0.1):
            world.mark(world.now + FORGET_MS)
        return org, kind, DRAW[kind](world, org), world.event_id()

    def home(self, org, kind):
        """Whose a record is: nearly always as it must be."""
        if kind in OF_LEDGER:
            return LEDGER
        if kind in PLATFORMS and self.world.chance(0.95):
            return STRIPE
        if kind in NOBODYS and self.world.chance(0.15):
            return STRIPE
        return org

    def repeat(self):
        """A line of late again: the same, with another event_id, or with another field."""
        world = self.world
        size = len(world.sent)
        place = -1 - (world.backward(size) if world.chance(0.6) else world.rng.randrange(size))
        org, kind, payload, event_id, _ = world.sent[place]
        draw = world.rng.random()
        if draw < 0.4:
            return org, kind, payload, event_id
        if draw < 0.55:
            return org, kind, respelt(world, kind, payload), world.pick(event_id, world.event_id())
        if draw < 0.7:
            return org, kind, payload, world.event_id()
        other = DRAW[kind](world, org)
        payload = dict(payload)
        for name in world.rng.sample(sorted(other), min(len(other), world.pick(1, 1, 2))):
            if not name.endswith("_id") or world.chance(0.2):
                payload[name] = other[name]
        if draw < 0.95:
            return org, kind, payload, event_id
        return (org if kind in OF_LEDGER else world.org()), kind, payload, event_id

    def echo(self):
        """A line of late again, at the millisecond at which its id is forgotten, or next to it."""
        world = self.world
        org, kind, payload, event_id, at = world.sent[-1 - world.backward(len(world.sent))]
        at += FORGET_MS + world.pick(-1, -1, 0, 0, 1)
        if kind == "reservation_requested" and world.chance(0.4):
            ttl = payload.get("ttl_ms", 600_000)
            at += ttl if type(ttl) is int else 0
        world.now = max(world.now, at)
        if kind in ("reservation_requested", "reservation_settled") and world.chance(0.4):
            kind, payload = "reservation_settled", {"reservation_id": payload["reservation_id"]}
            payload["cost_nano"] = world.amount()
        return self.encode(org, kind, payload, (event_id, at))

    def encode(self, org, kind, payload, head):
        world = self.world
        event_id, at = head
        uuid = "-".join(
            (event_id[:8], event_id[8:12], event_id[12:16], event_id[16:20], event_id[20:])
        )
        message = {"event_id": uuid, "org_id": org, "at": world.time(max(0, at))}
        if world.chance(0.05):
            message["event_id"] = uuid.upper()
        if world.chance(0.05):
            message["producer"] = "gateway-1"
        if world.chance(0.05):
            message["occurred_at"] = world.time(at - 5)
        message[kind] = payload
        return json.dumps(message, ensure_ascii=False).encode()


def kinds_of_detail(line):
    detail = line.get("detail", {})
    yield from (f"{line['outcome']}: {name}" for name in detail)
    if "scope" in detail:
        yield f"{line['outcome']} {detail['scope']}"
        yield f"{line['outcome']} {detail['period']}"


def print_stats(lines):
    model, outcomes, more, records = Model(), Counter(), Counter(), Counter()
    total, started = 0, time.monotonic()
    for line in lines:
        total += 1
        for outcome in model.apply(line):
            cause = " by time" if "cause" in outcome else ""
            outcomes[outcome["outcome"] + cause] += 1
            more.update(f"flag {flag}" for flag in outcome.get("flags", ()))
            more.update(kinds_of_detail(outcome))
            if outcome["outcome"] == "malformed":
                records[outcome["detail"]["reason"]] += 1
    seconds = time.monotonic() - started
    for title, counts in (("outcome", outcomes), ("detail", more), ("malformed", records)):
        print(f"-- {title}")
        for name, count in sorted(counts.items()):
            print(f"{count:9,}  {name}")
    print(f"{total:,} records, {sum(outcomes.values()):,} lines, {seconds:.1f} s")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", default="1")
    options.add_argument("--records", type=int, default=1000)
    options.add_argument("--profile", default="all", choices=["all", *PROFILES])
    options.add_argument("--stats", action="store_true")
    asked = options.parse_args()
    lines = Generator(asked.seed, asked.records, asked.profile).lines()
    if asked.stats:
        return print_stats(lines)
    for line in lines:
        sys.stdout.buffer.write(line + b"\n")


if __name__ == "__main__":
    main()
