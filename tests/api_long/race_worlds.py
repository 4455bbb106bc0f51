"""Organizations to race for, made and audited many at a time."""

import uuid

from account import Account, amount_text, nano_of
from messages import Request
from race_kind import AMPLE

MODEL = "gpt-4o"


class World:
    """One organization with one key and what limits it."""

    def __init__(self, service_key, kind):
        self.service_key, self.kind = service_key, kind
        self.org_id = f"{kind.name}-{uuid.uuid4().hex[:12]}"
        self.path = "/v1/orgs/" + self.org_id
        self.account = Account(kind.credits, **kind.limits)
        self.offset = 0

    def by_service(self, method, path, body=None):
        return Request(method, self.path + path, body, self.service_key)

    def creation(self):
        return Request("POST", "/v1/orgs", {"org_id": self.org_id, "name": self.org_id},
                       self.service_key)

    def grant(self):
        return self.by_service("POST", "/credits", {
            "kind": "PURCHASED", "amount": amount_text(self.account.balance)})

    def key_creation(self):
        names = ("requests_per_minute", "tokens_per_minute", "parallel_requests")
        limits = {name: getattr(self.account, name) for name in names}
        return self.by_service("POST", "/keys", {
            "key_id": "racing", **{name: limit for name, limit in limits.items() if limit}})

    def budget(self):
        """One that is not checked where the kind has none of its own."""
        limit = self.account.budget if self.account.budget is not None else AMPLE
        scope_id = {"KEY": "racing", "ORGANIZATION": self.org_id, "MODEL": MODEL,
                    "USER": "ann", "TAG": "fast"}[self.kind.scope]
        return self.by_service("POST", "/budgets", {
            "scope": self.kind.scope, "scope_id": scope_id, "period": "TOTAL",
            "limit": amount_text(limit)})

    def post(self, path, body, headers=()):
        """By the racing key."""
        return Request("POST", path, body, self.key, headers)

    def reservation(self, amount, headers=(), **more):
        return self.post("/v1/reservations", {
            "model": MODEL, "amount": amount_text(amount), "user_id": "ann", "tags": ["fast"],
            **more}, headers)

    def change(self, what, reservation_id, body):
        return self.post(f"/v1/reservations/{reservation_id}/{what}", body)

    def request(self, call):
        """A Call of the account's, as it is asked for."""
        amount = amount_text(call.amount)
        if call.what == "reserve":
            return self.reservation(call.amount, reservation_id=call.reservation_id,
                                    estimated_tokens=call.tokens)
        body = {"increase": {"amount": amount, "estimated_tokens": call.tokens},
                "settle": {"cost": amount, "tokens": call.tokens}, "release": {}}[call.what]
        if call.what == "increase":
            body["increase_id"] = uuid.uuid4().hex
        return self.change(call.what, call.reservation_id, body)

    def judge(self, calls, answers):
        self.account.judge(calls, answers)
        self.saw(answers)

    def saw(self, answers):
        self.offset = max([self.offset] + [answer.offset for answer in answers])

    def standing(self, path):
        """A read that waits for all that was answered, by whichever node."""
        return self.by_service("GET", f"{path}?min_position={self.partition}/{self.offset}"
                               + (f"&limit=200&cursor={self.begin}" if path == "/journal" else ""))


def make(racers, worlds):
    for step in (World.creation, World.grant, World.key_creation, World.budget):
        answers = racers.all([step(world) for world in worlds])
        for world, answer in zip(worlds, answers):
            assert answer.status in (200, 201), f"{world.org_id}: {answer}"
            world.saw([answer])
            if step is World.creation:
                world.begin = answer.fields["x-nemo-position"]
                world.partition = world.begin.split("/")[0]
            if step is World.key_creation:
                world.key = answer.json["key"]


def audit(racers, worlds, nodes):
    """Balance, budget, key and journal of each say what its account does, on every node."""
    for path, check in [("/balance", check_balance), ("/budgets", check_budget),
                        ("/keys", check_key), ("/journal", check_journal)]:
        # Neighbours are at different nodes.
        for shift in range(nodes):
            order = worlds[shift:] + worlds[:shift]
            for world, answer in zip(order, racers.all([one.standing(path) for one in order])):
                assert answer.status == 200, f"{world.org_id}: {answer}"
                check(world, answer.json)


def expect(world, what, expected, found):
    assert expected == found, f"{world.org_id}: {what} is {found}, not {expected}"


def check_balance(world, said):
    account = world.account
    expect(world, "balance", (account.balance, account.held, account.balance - account.held),
           tuple(nano_of(said[name]) for name in ("balance", "held", "available")))


def check_budget(world, said):
    budget = said["data"][0]
    expect(world, "budget", (world.account.spent, world.account.held),
           tuple(nano_of(budget[name]) for name in ("spent", "held")))


def check_key(world, said):
    expect(world, "key", world.account.open_holds, said["data"][0]["open_holds"])


def check_journal(world, said):
    """What was posted to the organization's accounts is its balance."""
    expect(world, "the journal's next page", None, said["next_cursor"])
    own = ":" + world.org_id
    total = 0
    for row in said["data"]:
        amount = nano_of(row["amount"])
        total += amount * (row["credit"].endswith(own) - row["debit"].endswith(own))
    expect(world, "journal", world.account.balance, total)
