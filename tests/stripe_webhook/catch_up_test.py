"""`nemo-ledger stripe catch-up`, against the fake of Stripe: what no webhook told is asked for."""

import pathlib
import sys
import unittest

from hooks import HookCase

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "ops"))

from stripe_demo.stripe import Stripe  # noqa: E402  (found there)

DAY_S = 86_400
MONTH_S = 31 * DAY_S  # Stripe keeps events for thirty days


class CatchUpCase(HookCase):
    def setUp(self):
        self.stripe = Stripe(seed=1)
        self.addCleanup(self.stripe.close)
        self.key = pathlib.Path(self.service.folder) / "stripe-key"
        self.key.touch(0o600)
        self.key.write_text(self.stripe.key + "\n")

    def post(self, path, **params):
        return self.stripe.ask("POST", path, params)

    def pay(self, org):
        return self.post("/v1/payment_intents", amount=10_400, currency="usd", confirm="true",
                         payment_method="pm_card_visa", **{"metadata[org_id]": org.org_id})

    def catch_up(self):
        """The paths that Stripe's API was asked for by it, whose words are `said`."""
        before = len(self.asked())
        self.service.stop()
        try:
            self.said = self.service.read("stripe", "catch-up", "--stripe-api-key-file",
                                          str(self.key), "--stripe-api-url", self.stripe.url)
        finally:
            self.service.start()
        return [request["path"] for request in self.asked()[before:]]

    def asked(self):
        return self.stripe.ask("POST", "/_test/requests", {})

    def cursor(self):
        text = (pathlib.Path(self.service.data) / "stripe" / "asked").read_text()
        return next(line.split()[1] for line in text.splitlines() if line.startswith("events "))


class Forgotten(CatchUpCase):
    def test_a_cursor_that_stripe_has_forgotten_costs_nothing(self):
        org = self.organization()
        self.pay(org)
        self.catch_up()
        self.expect(org, 10000)
        forgotten = self.cursor()
        self.assertIn(forgotten, self.ids())
        self.post("/_test/clock", advance=MONTH_S)
        self.assertNotIn(forgotten, self.ids())
        self.pay(org)
        self.assertEqual(2, self.catch_up().count("/v1/events"), "after it in vain, then all")
        self.expect(org, 20000)
        self.assertIn(self.cursor(), self.ids())
        self.pay(org)
        self.assertEqual(1, self.catch_up().count("/v1/events"))
        self.expect(org, 30000)
        self.assertEqual(3, self.grants(org))

    def ids(self):
        return [one["id"] for one in self.stripe.all("events")]


class Unnamed(CatchUpCase):
    def test_by_what_an_invoice_was_paid_is_asked(self):
        """Its events name no payment, and no other event has told of it."""
        org = self.organization()
        price = self.post("/v1/prices", currency="usd", unit_amount=4_000, lookup_key="growth")
        customer = self.post("/v1/customers", **{"metadata[org_id]": org.org_id})["id"]
        method = self.post("/v1/payment_methods/pm_card_visa/attach", customer=customer)["id"]
        self.post(f"/v1/customers/{customer}",
                  **{"invoice_settings[default_payment_method]": method})
        self.post("/v1/subscriptions", customer=customer, **{
            "items[0][price]": price["id"], "metadata[org_id]": org.org_id})
        for told in ("payment_intent.", "charge.", "invoice_payment."):
            self.stripe.forget(told)
        invoice = self.stripe.all("invoices")[0]["id"]
        self.assertIn("/v1/invoices/" + invoice, self.catch_up())
        self.expect(org, 0, books="stripe:clearing 4000 revenue:platform_fee -4000")
        self.catch_up()
        self.expect(org, 0, books="stripe:clearing 4000 revenue:platform_fee -4000")


if __name__ == "__main__":
    unittest.main()
