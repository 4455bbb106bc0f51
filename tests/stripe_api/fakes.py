"""The fake of Stripe in the tests' own process, and what is looked at in it."""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "stripe"
sys.path.append(str(ROOT / "ops"))

from stripe_fake import controls, forms, funds, routes, world  # noqa: E402  (found there)
from stripe_fake.world import DAY  # noqa: E402


class Account:
    """An account that is asked without HTTP; each call says what it answers."""

    def __init__(self, seed=1):
        self.world = world.World(seed)

    def post(self, path, **params):
        text = "&".join(f"{name}={value}" for name, value in params.items())
        return self.ask("POST", path, text)

    def ask(self, method, path, text=""):
        path, _, query = path.partition("?")
        parsed = forms.parse("&".join(part for part in (query, text) if part))
        if path.startswith("/_test/"):
            return controls.answer(self.world, path, parsed)
        return routes.answer(self.world, method, path, parsed)

    def get(self, path):
        return self.ask("GET", path)

    def pay(self, amount=10_400, card="pm_card_visa", **more):
        return self.post("/v1/payment_intents", amount=amount, currency="usd", confirm="true",
                         payment_method=card, **more)

    def charge_of(self, intent):
        return self.get("/v1/charges/" + intent["latest_charge"])

    def pass_time(self, days=0, seconds=0):
        self.world.advance(days * DAY + seconds)

    def types(self, since=0):
        """Of all events, in order."""
        return [event["type"] for event in self.world.events[since:]]

    def last(self, type):
        return next(event for event in reversed(self.world.events) if event["type"] == type)

    def object_of(self, type):
        return self.last(type)["data"]["object"]

    def balance(self):
        shown = self.get("/v1/balance")
        return shown["available"][0]["amount"], shown["pending"][0]["amount"]


def sample(name):
    return json.loads((DATA / "webhook_events" / f"{name}.json").read_text())


def fixtures():
    return json.loads((DATA / "openapi_fixtures_subset.json").read_text())


def owed(account):
    """What the balance must be by the objects alone, without looking at balance transactions."""
    total = 0
    for charge in account.world.all("charge"):
        if charge["status"] == "succeeded":
            amount = funds.settled(charge["amount"], charge["currency"])
            total += amount - funds.processing_fee(amount)
    for refund in account.world.all("refund"):
        if refund["status"] == "succeeded" or refund.get("pending_reason") == "processing":
            total -= funds.settled(refund["amount"], refund["currency"])
    for dispute in account.world.all("dispute"):
        if not dispute["status"].startswith("warning"):
            total -= 1_500
        if dispute["status"] in ("needs_response", "under_review", "lost"):
            total -= funds.settled(dispute["amount"], dispute["currency"])
    return total - sum(payout["amount"] for payout in account.world.all("payout")
                       if payout["status"] not in ("failed", "canceled"))
