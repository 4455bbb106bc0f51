"""Automatic top-ups by two nodes at once, both of which ask Stripe and buy, while they are killed:
each that was granted is paid for once."""

import collections
import json
import random
import sys
import time
import unittest
from decimal import Decimal

from logs import TESTS, Organization, fresh, together, wait_until

sys.path.append(str(TESTS / "stripe_webhook"))

from asked_stripe import Account  # noqa: E402  (found there)
from cluster import shared  # noqa: E402
from hooks import HookService  # noqa: E402

GIVEN, BELOW, BOUGHT = Decimal(10), Decimal(5), Decimal(10)
# What each spends in a round: it is low after each, as long as it could buy.
COSTS = (6, 10, 10)
LATE_MS = 150  # so that a kill finds payments that are under way
# What they pay by, what they may buy a day, and how many are so.
KINDS = (("pm_card_visa", 100, 8), ("pm_card_visa", 20, 5), ("pm_card_chargeCustomerFail", 100, 3),
         ("pm_card_authenticationRequired", 100, 2), (None, 100, 2))


class Buyer(Organization):
    """One that buys when its balance is low, by this card, if by any."""

    def __init__(self, service, stripe, card, cap):
        super().__init__(service, fresh("org"), credits=str(GIVEN))
        self.card, self.cap, self.spent = card, cap, 0
        service.done("POST", self.path + "/auto-top-up", {
            "threshold": str(BELOW), "amount": str(BOUGHT), "daily_cap": str(cap)})
        stripe.customer(self.org_id, card)

    def balance_at(self, node):
        return Decimal(node.done("GET", self.path + "/balance")["balance"])

    def has_ended(self, node, paid):
        """It has what was paid for, and buys no more: it need not, may not or cannot."""
        top_up = node.done("GET", self.path + "/auto-top-up")
        balance = self.balance_at(node)
        may_buy = Decimal(top_up["bought_today"]) + BOUGHT <= self.cap
        return ("pending" not in top_up and balance == GIVEN + paid * BOUGHT - self.spent
                and (balance >= BELOW or not may_buy or "failures" in top_up))


class TopUpNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stripe = Account(ask_every=1)
        cls.addClassCleanup(cls.stripe.remove)
        cls.first = HookService(*cls.stripe.options, log="kafka://" + shared().address)
        cls.addClassCleanup(cls.first.remove)
        cls.second = HookService(beside=cls.first)
        cls.addClassCleanup(cls.second.remove)
        cls.nodes = [cls.first, cls.second]
        cls.chance = random.Random(5)
        cls.buyers = [Buyer(cls.first, cls.stripe, card, cap)
                      for card, cap, count in KINDS for _ in range(count)]
        for node in cls.nodes:
            node.wait_for_catch_up()

    def test_what_two_nodes_buy_while_they_are_killed_is_paid_for_once(self):
        for number, cost in enumerate(COSTS):
            self.stripe.control("faults", late_ms=LATE_MS, times=10_000)
            known = len(self.intents())
            together(len(self.buyers), lambda place: self.spend(place, cost))
            wait_until(lambda: len(self.intents()) > known, 20)
            time.sleep(self.chance.random())
            victim = self.nodes[number % 2]
            victim.kill()
            self.stripe.control("faults", lose_answer="true", times=3)
            victim.start()
            wait_until(self.all_have_ended, 120)
        self.expect_each_granted_was_paid_for_once()

    def spend(self, place, cost):
        buyer = self.buyers[place]
        self.nodes[place % 2].done("POST", "/v1/usage", {"model": "m", "cost": str(cost)},
                                   buyer.key)
        buyer.spent += cost

    def intents(self):
        return self.stripe.list("payment_intents")

    def all_have_ended(self):
        paid = collections.Counter(intent["metadata"]["org_id"] for intent in self.intents()
                                   if intent["status"] == "succeeded")
        return all(buyer.has_ended(node, paid[buyer.org_id])
                   for node in self.nodes for buyer in self.buyers)

    def expect_each_granted_was_paid_for_once(self):
        for node in self.nodes:
            self.assertEqual(0, node.stop(), node.errors())
        granted = self.granted()
        by_card = {buyer.org_id: buyer.card for buyer in self.buyers}
        self.assertEqual(
            collections.Counter(id for id, org_id, _ in granted if by_card[org_id]),
            collections.Counter(intent["metadata"]["top_up_id"] for intent in self.intents()))
        of_a_day = collections.Counter((org_id, day) for _, org_id, day in granted)
        times = collections.Counter(org_id for _, org_id, _ in granted)
        for buyer in self.buyers:
            with self.subTest(card=buyer.card, cap=buyer.cap):
                most = max(count for (id, _), count in of_a_day.items() if id == buyer.org_id)
                self.assertLessEqual(most * BOUGHT, buyer.cap)
                if buyer.card != "pm_card_visa":
                    self.assertEqual(1, times[buyer.org_id])
                elif buyer.cap >= len(COSTS) * BOUGHT:
                    self.assertEqual(len(COSTS), times[buyer.org_id])
        for node in self.nodes:
            node.verify()

    def granted(self):
        """Each as (top_up_id, org_id, day)."""
        accepted = {line["event_id"]: line["at"][:len("2026-01-01")]
                    for line in self.inspected("--outcomes")
                    if line["outcome"] == "accepted" and "event_id" in line}
        asked = {}  # by both
        for line in self.inspected():
            if "top_up_requested" in line and line["event_id"] in accepted:
                asked[line["event_id"]] = (line["top_up_requested"]["top_up_id"], line["org_id"])
        return [(*what, accepted[event_id]) for event_id, what in asked.items()]

    def inspected(self, *more):
        return map(json.loads, self.first.read("log", "inspect", *more).splitlines())


if __name__ == "__main__":
    unittest.main()
