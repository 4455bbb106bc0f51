"""A month of a business: 30 days of payments and what befalls them.

POST /_test/month?seed=N makes state and events alone; they are delivered by /_test/deliver. Top-ups
carry metadata.org_id and metadata.fee_bps as the ledger's own do. What happens on which day is
INCIDENTS in incidents.py; the seed draws who buys how much, how and when.
"""

import random

from . import checkout, funds, incidents, methods, payments, payouts
from .refused import Refused, whole
from .world import DAY

HOUR = 3_600
DAYS = 30
ORGANIZATIONS = [f"org-{number}" for number in range(1, 7)]
FEE_BPS = 400
AMOUNTS = [1_040, 2_600, 5_200, 10_400, 26_000, 52_000]  # credits and 4 %
URLS = {"success_url": "https://gateway.example/paid", "cancel_url": "https://gateway.example/"}


class Month:
    def __init__(self, world, seed):
        self.world = world
        self.chance = random.Random(seed)
        self.customers = {}
        self.fee_bps = dict.fromkeys(ORGANIZATIONS, FEE_BPS)
        self.top_ups = 0
        self.noted = {}  # what a later incident comes back to, by name

    def metadata(self, org, **more):
        return {"org_id": org, "fee_bps": str(self.fee_bps[org]), **more}

    def enrol(self, org):
        """A customer with a card for auto top-up."""
        customer = methods.create_customer(self.world, {
            "name": org, "email": f"billing@{org}.example", "metadata": {"org_id": org}})
        method = methods.attach(self.world, "pm_card_visa", customer["id"])
        methods.update_customer(self.world, customer["id"], {
            "invoice_settings": {"default_payment_method": method["id"]}})
        self.customers[org] = customer

    def check_out(self, org, amount, card="pm_card_visa", **more):
        """A top-up by checkout; the session."""
        metadata = {} if org is None else self.metadata(org)
        session = checkout.create(self.world, {
            **URLS, "mode": "payment", "metadata": metadata,
            "payment_intent_data": {"metadata": metadata},
            "line_items": [{"quantity": "1", "price_data": {
                "currency": "usd", "unit_amount": str(amount),
                "product_data": {"name": "Credits"}}}], **more})
        checkout.complete(self.world, session["id"], card)
        return session

    def auto_top_up(self, org, amount, card=None, currency="usd"):
        """A top-up while nobody is there; the payment intent, or None where the card says no."""
        self.top_ups += 1
        customer = self.customers[org]
        method = card or customer["invoice_settings"]["default_payment_method"]
        try:
            return payments.create(self.world, {
                "amount": str(amount), "currency": currency, "customer": customer["id"],
                "payment_method": method, "confirm": "true", "off_session": "true",
                "metadata": self.metadata(org, top_up_id=f"top-up-{self.top_ups}")})
        except Refused:
            return None

    def note(self, name, amount, card="pm_card_visa"):
        """A payment that something will befall."""
        org = self.chance.choice(ORGANIZATIONS)
        session = self.check_out(org, amount, card)
        self.noted[name] = self.world.objects["payment_intent"][session["payment_intent"]]

    def charge(self, name):
        return self.world.objects["charge"][self.noted[name]["latest_charge"]]

    def buy(self):
        org, amount = self.chance.choice(ORGANIZATIONS), self.chance.choice(AMOUNTS)
        if self.chance.randrange(10) < 6:
            self.check_out(org, amount)
        else:
            self.auto_top_up(org, amount)

    def morning(self):
        """Yesterday's payout arrives, today's leaves."""
        for payout in self.world.all("payout"):
            if payout["status"] == "in_transit":
                payouts.arrive(self.world, payout)
        payout = payouts.pay_out(self.world)
        if payout:
            payouts.send(self.world, payout)

    def day(self, number):
        self.world.advance(6 * HOUR)
        self.morning()
        begin = self.world.now
        times = sorted(self.chance.randrange(14 * HOUR) for _ in range(self.chance.randint(2, 5)))
        for time in times:
            self.world.advance(begin + time - self.world.now)
            self.buy()
        self.world.advance(begin + 15 * HOUR - self.world.now)
        for incident in incidents.INCIDENTS.get(number, []):
            incident(self)
            self.world.advance(60)
        self.world.advance((begin // DAY + 1) * DAY - self.world.now)


def live(world, params):
    lived = Month(world, whole(params, "seed", 0, 1))
    for org in ORGANIZATIONS:
        lived.enrol(org)
    for number in range(DAYS):
        lived.day(number)
    return summary(world)


def summary(world):
    """What finance would ask Stripe, in minor units."""
    transactions = world.all("balance_transaction")

    def total(member, *categories):
        return sum(one[member] for one in transactions
                   if not categories or one["reporting_category"] in categories)

    return {
        "now": world.now, "events": len(world.events), "balance_transactions": len(transactions),
        "balance": funds.net(world, "available") + funds.net(world, "pending"),
        "charges": total("amount", "charge"), "fees": total("fee") - total("amount", "fee"),
        "refunds": total("amount", "refund", "refund_failure"),
        "disputes": total("amount", "dispute", "dispute_reversal"),
        "payouts": total("amount", "payout", "payout_reversal"),
        "other": total("amount", "other_adjustment")}
