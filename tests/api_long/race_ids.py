"""Races of everybody for the same: one id, one Idempotency-Key, one end of a hold."""

import datetime
import time
import uuid

from account import Call, amount_text, nano_of
from race_kind import CLIENTS, Kind


class OneId(Kind):
    """Everybody asks for the same: one decision, and the same answer for all."""

    credits = 3 * 10**9

    def run(self, world, racers):
        {"id": self.by_ids, "idempotency-key": self.by_header, "usage": self.usage}[self.name](
            world, racers)

    def by_ids(self, world, racers):
        name, more = uuid.uuid4().hex, {"amount": amount_text(self.cost), "increase_id": "more"}
        self.same(world, racers, world.reservation(self.amount, reservation_id=name))
        world.account.take(Call("reserve", name, self.amount))
        self.same(world, racers, world.change("increase", name, more))
        world.account.take(Call("increase", name, self.cost))
        self.same(world, racers, world.change("release", name, {}))
        world.account.take(Call("release", name))

    def by_header(self, world, racers):
        header = [("idempotency-key", uuid.uuid4().hex)]
        name = self.same(world, racers, world.reservation(self.amount, header))["reservation_id"]
        world.account.take(Call("reserve", name, self.amount))
        self.same(world, racers, world.change("settle", name, {"cost": amount_text(self.cost)}))
        world.account.take(Call("settle", name, self.cost))

    def usage(self, world, racers):
        body = {"model": "gpt-4o", "cost": amount_text(self.cost)}
        header = [("idempotency-key", uuid.uuid4().hex)]
        self.same(world, racers, world.post("/v1/usage", body, header))
        world.account.balance -= self.cost
        world.account.spent += self.cost

    def same(self, world, racers, request):
        answers = racers.race([request] * CLIENTS)
        said = {str(answer) for answer in answers}
        assert len(said) == 1 and answers[0].status in (200, 201), said
        world.saw(answers)
        return answers[0].json


class End(Kind):
    """Settlements, each of another cost, and releases of one hold; it may just fall due, too."""

    def __init__(self, name, chance):
        super().__init__(name, chance)
        self.amount += CLIENTS  # above every cost
        self.reservation_id = uuid.uuid4().hex

    def reservation(self, world, ttl_ms=600_000):
        """What is asked for ahead of the race."""
        return world.reservation(self.amount, reservation_id=self.reservation_id, ttl_ms=ttl_ms)

    def granted(self, answer):
        text = answer.json["expires_at"].replace("Z", "+00:00")
        self.due = datetime.datetime.fromisoformat(text).timestamp()

    def run(self, world, racers):
        calls = [("settle", {"cost": amount_text(cost)}) for cost in range(CLIENTS // 2)]
        calls += [("release", {})] * (CLIENTS - len(calls))
        self.chance.shuffle(calls)
        requests = [world.change(what, self.reservation_id, body) for what, body in calls]
        if self.name == "expiry":
            time.sleep(max(0, self.due - 0.015 * self.chance.random() - time.time()))
        answers = racers.race(requests)
        world.saw(answers)
        self.how = self.judge(calls, answers)
        world.account.balance -= self.charged
        world.account.spent += self.charged

    def judge(self, calls, answers):
        """One settlement at most one release before it; which end it was."""
        settled = {a.body for (what, _), a in zip(calls, answers) if what == "settle"}
        assert len(settled) == 1, settled
        first = next(a for (what, _), a in zip(calls, answers) if what == "settle").json
        self.charged = nano_of(first["cost"])
        released = [a for (what, _), a in zip(calls, answers) if what == "release"]
        assert {a.code for a in released} <= {"", "conflict"}, released
        done = {a.body: a for a in released if not a.code}
        assert len(done) <= 1, done
        for answer in done.values():
            assert answer.offset < int(first["position"].split("/")[1]), (answer, first)
        flags = first["flags"]
        assert flags == (["after_release"] if done else flags), (done, first)
        assert flags in ([], ["after_release"], ["late"]), first
        assert flags != ["late"] or self.name == "expiry", first
        return flags[0] if flags else "settled"
