"""A service with a key of Stripe's API: what no webhook told is known all the same, by itself."""

import unittest
from decimal import Decimal

from asked_stripe import AskingCase
from service import wait_until
from shop import Payment


class BuyingCase(AskingCase):
    def bought(self, org, amount=10400):
        """The intent of a checkout that was paid for an organization."""
        session = self.stripe.make("checkout/sessions", **{
            "mode": "payment", "success_url": "https://example.test/ok",
            "cancel_url": "https://example.test/no", "metadata[org_id]": org.org_id,
            "line_items[0][quantity]": 1, "line_items[0][price_data][currency]": "usd",
            "line_items[0][price_data][unit_amount]": amount,
            "line_items[0][price_data][product_data][name]": "Credits"})
        paid = self.stripe.control(f"checkout/sessions/{session['id']}/complete")
        self.stripe.control("clock", advance=60)  # the bank captures
        return paid["payment_intent"]


class Asked(BuyingCase):
    def test_a_payment_and_its_refund_that_no_webhook_told(self):
        org = self.organization()
        intent = self.bought(org)
        self.expect(org, 10000)
        self.stripe.make("refunds", payment_intent=intent, amount=5200)
        self.expect(org, 5000, books="stripe:clearing 5200 revenue:platform_fee -200")

    def test_an_event_of_another_mode_than_the_key_s_is_put_aside(self):
        org = self.organization()
        self.deliver({**Payment(org=org.org_id).intent(), "livemode": True})
        self.deliver(Payment(org=org.org_id, amount=5200).intent())
        self.expect(org, 5000)

    def test_a_payout_by_hand_ends_no_catch_up(self):
        org = self.organization()
        self.stripe.control("adjustments", amount=5000, type="adjustment",
                             category="other_adjustment")
        self.stripe.control("clock", advance=10 * 86_400)
        self.stripe.make("payouts", amount=1000, currency="usd")
        self.bought(org)
        self.expect(org, 10000)
        self.stripe.make("refunds", payment_intent=self.bought(org), amount=10400)
        self.expect(org, 10000)
        self.assertNotIn("manual", self.service.errors())

    def test_what_is_told_and_asked_for_counts_once(self):
        org = self.organization()
        self.bought(org)
        self.deliver(*reversed(self.stripe.list("events")))
        self.expect(org, 10000)
        self.service.restart()
        self.expect(org, 10000)
        self.assertEqual(1, self.grants(org))

    def test_a_stripe_that_is_away_is_asked_again(self):
        org = self.organization()
        self.service.stop()
        self.bought(org)
        self.stripe.control("faults", status=500, times=12)
        self.service.start()
        self.expect(org, 10000, seconds=60)
        self.assertIn("asking Stripe: ", self.service.errors())


class Fees(BuyingCase):
    def test_fees_are_booked_and_clearing_is_stripe_s_balance(self):
        self.bought(self.organization())

        def clearing():
            rows = self.service.done("GET", "/v1/finance/trial-balance",
                                     key=self.service.finance_key)["lines"]
            return {100 * (Decimal(row["debit"]) - Decimal(row["credit"])) for row in rows
                    if row["account"] == "stripe:clearing"}

        balance = sum(moved["net"] for moved in self.stripe.list("balance_transactions"))
        wait_until(lambda: clearing() == {balance}, 20)


if __name__ == "__main__":
    unittest.main()
