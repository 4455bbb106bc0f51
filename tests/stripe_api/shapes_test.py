"""The fake's objects and events have the members that Stripe's have."""

import os
import unittest

from fakes import DATA, Account, fixtures, sample

# Members that Stripe's description has and an event does not: there only by expand[], or no more.
NOT_SHOWN = {"charge": {"refunds"}, "invoice": {"subscription"}}
# Members that are there in some states alone.
SOMETIMES = {"refund": {"failure_balance_transaction", "failure_reason", "pending_reason"}}
# What old versions of the API showed, by the kind of object, and today's does not.
GONE = {
    "charge": {"destination", "dispute", "invoice", "order", "refunds"},
    "checkout.session": {"shipping", "shipping_rate"},
    "dispute": {"balance_transaction", "evidence_due_by"},
    "invoice": {"application_fee_amount", "charge", "discount", "paid", "paid_out_of_band",
                "payment_intent", "quote", "subscription", "tax", "total_tax_amounts",
                "transfer_data"},
    "payment_intent": {"allowed_source_types", "charges", "invoice", "next_source_action"},
    "subscription": {"current_period_end", "current_period_start", "discount", "plan",
                     "quantity"},
}
WARNING = {"id", "object", "actionable", "charge", "created", "fraud_type", "livemode",
           "payment_intent"}


@unittest.skipUnless(DATA.exists() or os.environ.get("CI") == "true", f"no samples in {DATA}")
class Shapes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.account = Account()
        cls.account.post("/_test/month", seed=1)
        for path in ("disputes", "radar/early_fraud_warnings"):
            cls.account.get("/v1/" + path)

    def events(self):
        return {event["type"]: event for event in self.account.world.events}

    def test_a_month_has_every_event_that_moves_money(self):
        made = set(self.events())
        for type in """charge.dispute.closed charge.dispute.created charge.dispute.updated
                charge.dispute.funds_reinstated charge.dispute.funds_withdrawn charge.failed
                charge.pending charge.refund.updated charge.refunded charge.succeeded charge.updated
                checkout.session.async_payment_failed checkout.session.async_payment_succeeded
                checkout.session.completed checkout.session.expired customer.created
                customer.subscription.created customer.subscription.deleted
                customer.subscription.updated invoice.paid invoice_payment.paid
                payment_intent.payment_failed payment_intent.succeeded payout.created payout.failed
                payout.paid payout.reconciliation_completed radar.early_fraud_warning.created
                refund.created refund.failed refund.updated""".split():
            self.assertIn(type, made)

    def test_types_are_among_stripes(self):
        known = (DATA / "event_types.txt").read_text().split()
        self.assertEqual([], sorted(set(self.events()) - set(known)))

    def test_objects_have_the_members_of_stripes_description(self):
        described, seen = fixtures(), set()
        objects = [event["data"]["object"] for event in self.account.world.events]
        for object in [*objects, *self.account.world.all("balance_transaction")]:
            kind = object["object"]
            members = set(object) - SOMETIMES.get(kind, set())
            wanted = (set(described[kind]) - NOT_SHOWN.get(kind, set()) if kind in described
                      else WARNING)
            self.assertEqual(wanted - SOMETIMES.get(kind, set()), members, kind)
            seen.add(kind)
        self.assertGreater(len(seen), 12)

    def test_events_have_the_members_of_real_ones(self):
        compared = 0
        for type, event in self.events().items():
            self.assertEqual(set(fixtures()["event"]), set(event))
            if not (DATA / "webhook_events" / f"{type}.json").exists():
                continue
            real = sample(type)
            kind = event["data"]["object"]["object"]
            lacking = set(real["data"]["object"]) - set(event["data"]["object"])
            self.assertEqual(set(), lacking - GONE.get(kind, set()), type)
            compared += 1
        self.assertGreater(compared, 20)

    def test_money_is_whole_and_no_amount_is_text(self):
        def look(value, name=""):
            if isinstance(value, dict):
                for member, part in value.items():
                    look(part, member)
            elif isinstance(value, list):
                for part in value:
                    look(part, name)
            elif name in ("amount", "fee", "net", "amount_refunded", "amount_total", "created"):
                self.assertIs(int, type(value), name)
            else:
                self.assertTrue(name == "exchange_rate" or not isinstance(value, float), name)
        for event in self.account.world.events:
            look(event)

    def test_a_snapshot_stays_as_it_was(self):
        charges = [event for event in self.account.world.events
                   if event["type"] == "charge.succeeded"]
        for event in charges:
            self.assertIsNone(event["data"]["object"]["balance_transaction"])
            self.assertEqual(0, event["data"]["object"]["amount_refunded"])


if __name__ == "__main__":
    unittest.main()
