"""Races for a limit that exactly some of the clients may pass."""

import time
import uuid

from account import Call
from race_kind import CLIENTS, Kind

MINUTE_MARGIN_S = 3  # for both races of a limit that is counted by the minute


class Limit(Kind):
    """First all reserve, and exactly `granted` may; then ends and increases race with more."""

    CODES = {"balance": "insufficient_credits", "budget": "budget_exceeded",
             "rpm": "rate_limit_exceeded", "tpm": "tpm_limit_exceeded",
             "parallel": "parallel_limit_exceeded"}

    def __init__(self, name, chance):
        super().__init__(name, chance)
        self.granted = chance.randint(1, CLIENTS - 1)
        self.tokens = chance.randint(1, 1000)
        rest = chance.randrange(self.amount)
        of_amount = self.granted * self.amount + rest
        self.limits = {
            "balance": {}, "budget": {"budget": of_amount},
            "rpm": {"requests_per_minute": self.granted},
            "parallel": {"parallel_requests": self.granted},
            "tpm": {"tokens_per_minute": self.granted * self.tokens
                    + chance.randrange(self.tokens)}}[name]
        self.scope = chance.choice(["KEY", "ORGANIZATION", "MODEL", "USER", "TAG"])
        if name == "balance":
            self.credits = of_amount

    def run(self, world, racers):
        if self.name in ("rpm", "tpm"):
            left = 60 - time.time() % 60
            time.sleep(left + 0.05 if left < MINUTE_MARGIN_S else 0)
        calls = [self.reserve() for _ in range(CLIENTS)]
        answers = racers.race([world.request(call) for call in calls])
        codes = [answer.code for answer in answers]
        assert codes.count("") == self.granted, f"{codes.count('')} of {self.granted} granted"
        assert codes.count(self.CODES[self.name]) == CLIENTS - self.granted, codes
        world.judge(calls, answers)
        calls = self.mixed(world.account)
        world.judge(calls, racers.race([world.request(call) for call in calls]))

    def reserve(self, amount=None):
        return Call("reserve", uuid.uuid4().hex, amount or self.amount, self.tokens)

    def mixed(self, account):
        """An end for most of the holds; the rest increases them or reserves."""
        held, draw = account.open_ids(), self.chance
        calls = []
        for name in held:
            what = draw.choice(["settle", "settle", "release", "increase"])
            amount = draw.randint(0, self.amount) if what != "release" else 0
            tokens = draw.randint(0, self.tokens) if what != "release" else 0
            calls.append(Call(what, name, max(amount, what == "increase"), tokens))
        while len(calls) < CLIENTS:
            amount = draw.choice([1, self.amount, draw.randint(1, self.amount)])
            calls.append(draw.choice([
                self.reserve(amount), Call("increase", draw.choice(held), amount, 1)]))
        draw.shuffle(calls)
        return calls
