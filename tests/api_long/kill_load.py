"""Callers who reserve, increase, settle, release, use and send batches, and remember all of it."""

import http.client
import random
import threading
import uuid
from decimal import Decimal

from logs import Caller

MODEL = "gpt-4o"
TTL_MS = 86_400_000  # no hold ends by itself while it is watched
TOO_MUCH = "1000000000"


def nano(chance):
    return f"{Decimal(chance.randint(1, 10**7)) / 10**9:f}"


def content(answer):
    """What a repeat must be answered with, too."""
    return answer.status, answer.field("x-nemo-position"), answer.body


class Call:
    """A request that may be repeated, and its answer; None where the connection ended first."""

    def __init__(self, org, path, body, headers=()):
        self.org, self.path, self.body, self.headers = org, path, body, headers
        self.answer = None

    def ask(self, caller):
        return caller.ask("POST", self.path, self.body, self.org.key, self.headers, attempts=1)

    def parts(self):
        """(what, its body, status, what was answered), of each call of a batch."""
        if self.path != "/v1/batch":
            return [(self.path.split("/")[-1], self.path.split("/")[-2], self.body,
                     self.answer.status, self.answer.json)]
        return [(f"{body['call']}", body.get("reservation_id"), body, said["status"],
                 said.get("body"))
                for body, said in zip(self.body["calls"], self.answer.json["answers"])]


class Client:
    """One caller on one connection, in a thread of its own."""

    def __init__(self, service, org, seed):
        self.service, self.org, self.chance = service, org, random.Random(seed)
        self.calls = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        caller = Caller(self.service)
        try:
            while not self.stop.is_set():
                for call in self.story():
                    self.calls.append(call)
                    call.answer = call.ask(caller)
        except (OSError, http.client.HTTPException):  # half an answer is none
            pass
        finally:
            caller.close()

    def named(self, body, name):
        """By an id in the body or by the header: (body, headers)."""
        if self.chance.random() < 0.5:
            return {**body, name: uuid.uuid4().hex}, ()
        return body, {"idempotency-key": uuid.uuid4().hex}

    def story(self):
        chance = self.chance.random()
        if chance < 0.1:
            body, headers = self.named({"model": MODEL, "cost": nano(self.chance)}, "usage_id")
            yield Call(self.org, "/v1/usage", body, headers)
        elif chance < 0.2:
            yield self.batch()
        else:
            yield from self.life()

    def life(self):
        amount = TOO_MUCH if self.chance.random() < 0.05 else nano(self.chance)
        body, headers = self.named({"model": MODEL, "amount": amount, "ttl_ms": TTL_MS},
                                   "reservation_id")
        reserved = Call(self.org, "/v1/reservations", body, headers)
        yield reserved
        if reserved.answer.status != 201:
            return
        path = "/v1/reservations/" + reserved.answer.json["reservation_id"]
        if self.chance.random() < 0.3:
            yield Call(self.org, path + "/increase",
                       *self.named({"amount": nano(self.chance)}, "increase_id"))
        if self.chance.random() < 0.9:
            yield self.end(path)

    def end(self, path):
        if self.chance.random() < 0.3:
            return Call(self.org, path + "/release", {})
        return Call(self.org, path + "/settle", {"cost": nano(self.chance)})

    def batch(self):
        ids = [uuid.uuid4().hex for _ in range(self.chance.randint(1, 8))]
        calls = [{"call": "reserve", "reservation_id": one, "model": MODEL, "ttl_ms": TTL_MS,
                  "amount": nano(self.chance)} for one in ids]
        calls += [{"call": "settle", "reservation_id": one, "cost": nano(self.chance)}
                  for one in ids[1:]]
        calls += [{"call": "usage", "model": MODEL, "cost": nano(self.chance)}]
        return Call(self.org, "/v1/batch", {"calls": calls}, {"idempotency-key": uuid.uuid4().hex})


class Books:
    """What an organization has and holds, by what its callers were answered alone."""

    def __init__(self, balance):
        self.balance, self.holds = Decimal(balance), {}

    def take(self, call):
        for what, reservation_id, body, status, said in call.parts():
            if status not in (200, 201):
                continue
            if what in ("reserve", "reservations"):
                self.holds[said["reservation_id"]] = Decimal(said["amount"])
            elif what == "increase":
                self.holds[reservation_id] += Decimal(body["amount"])
            elif what == "usage":
                self.balance -= Decimal(body["cost"])
            else:
                del self.holds[reservation_id]
                if what == "settle":
                    self.balance -= Decimal(body["cost"])

    def standing(self):
        return self.balance, sum(self.holds.values(), Decimal(0))
