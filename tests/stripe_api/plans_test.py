"""Customers and their subscriptions of the fake."""

import unittest

from fakes import Account, owed
from stripe_fake.refused import Refused


class Plans(unittest.TestCase):
    def setUp(self):
        self.account = Account()
        self.small, self.large = (self.account.post(
            "/v1/prices", currency="usd", unit_amount=amount, lookup_key=name)
            for name, amount in (("growth", 4_900), ("scale", 19_900)))

    def customer(self, card="pm_card_visa"):
        customer = self.account.post("/v1/customers", **{"metadata[org_id]": "org-1"})["id"]
        method = self.account.post(f"/v1/payment_methods/{card}/attach", customer=customer)["id"]
        return self.account.post(f"/v1/customers/{customer}", **{
            "invoice_settings[default_payment_method]": method})["id"]

    def subscribe(self, card="pm_card_visa"):
        return self.account.post("/v1/subscriptions", customer=self.customer(card), **{
            "items[0][price]": self.small["id"], "metadata[org_id]": "org-1"})

    def test_a_plan_is_paid_when_it_begins(self):
        subscription = self.subscribe()
        self.assertEqual("active", subscription["status"])
        invoice = self.account.object_of("invoice.paid")
        self.assertEqual((4_900, 0, "paid"), (invoice["amount_paid"], invoice["amount_remaining"],
                                              invoice["status"]))
        self.assertEqual(subscription["id"],
                         invoice["parent"]["subscription_details"]["subscription"])
        payment = self.account.object_of("invoice_payment.paid")
        intent = self.account.get("/v1/payment_intents/" + payment["payment"]["payment_intent"])
        self.assertEqual((4_900, {}), (intent["amount"], intent["metadata"]))
        self.account.pass_time(days=2)
        self.assertEqual(owed(self.account), sum(self.account.balance()))

    def test_a_change_of_plan_says_what_it_was(self):
        subscription = self.subscribe()
        item = subscription["items"]["data"][0]
        self.account.post("/v1/subscriptions/" + subscription["id"], **{
            "items[0][id]": item["id"], "items[0][price]": self.large["id"]})
        changed = self.account.last("customer.subscription.updated")["data"]
        prices = [one["items"]["data"][0]["price"]["lookup_key"]
                  for one in (changed["previous_attributes"], changed["object"])]
        self.assertEqual(["growth", "scale"], prices)
        self.account.pass_time(days=30)
        self.account.post(f"/_test/subscriptions/{subscription['id']}/renew")
        self.assertEqual(19_900, self.account.object_of("invoice.paid")["amount_paid"])

    def test_one_whose_card_says_no_is_past_due(self):
        subscription = self.subscribe()
        failing = self.account.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach",
                                    customer=subscription["customer"])
        self.account.post("/v1/subscriptions/" + subscription["id"],
                          default_payment_method=failing["id"])
        self.account.post(f"/_test/subscriptions/{subscription['id']}/renew")
        self.assertIn("invoice.payment_failed", self.account.types())
        self.assertEqual("past_due", self.account.object_of("customer.subscription.updated")
                         ["status"])
        self.assertEqual("incomplete", self.subscribe("pm_card_chargeCustomerFail")["status"])

    def test_an_end_is_an_end(self):
        id = self.subscribe()["id"]
        self.account.ask("DELETE", "/v1/subscriptions/" + id)
        self.assertEqual("canceled", self.account.object_of("customer.subscription.deleted")
                         ["status"])
        with self.assertRaises(Refused):
            self.account.ask("DELETE", "/v1/subscriptions/" + id)

    def test_a_checkout_may_begin_a_plan(self):
        session = self.account.post(
            "/v1/checkout/sessions", mode="subscription", success_url="https://a/", **{
                "line_items[0][price]": self.small["id"], "line_items[0][quantity]": 1})
        self.account.post(f"/_test/checkout/sessions/{session['id']}/complete")
        done = self.account.object_of("checkout.session.completed")
        self.assertEqual(("paid", None), (done["payment_status"], done["payment_intent"]))
        self.assertEqual("active", self.account.get(
            "/v1/subscriptions/" + done["subscription"])["status"])

    def test_a_card_may_be_kept_at_a_checkout(self):
        customer = self.account.post("/v1/customers")["id"]
        session = self.account.post(
            "/v1/checkout/sessions", mode="payment", success_url="https://a/", customer=customer,
            **{"line_items[0][price_data][currency]": "usd",
               "line_items[0][price_data][unit_amount]": 5_200,
               "payment_intent_data[setup_future_usage]": "off_session"})
        self.account.post(f"/_test/checkout/sessions/{session['id']}/complete")
        method = self.account.object_of("payment_method.attached")
        self.assertEqual(customer, method["customer"])
        self.account.post(f"/v1/payment_methods/{method['id']}/detach")
        self.assertIsNone(self.account.object_of("payment_method.detached")["customer"])

    def test_a_customer_may_be_changed_and_deleted(self):
        id = self.customer()
        self.account.post("/v1/customers/" + id, **{"metadata[tier]": "2", "metadata[org_id]": ""})
        changed = self.account.last("customer.updated")["data"]
        self.assertEqual(({"org_id": "org-1"}, {"tier": "2"}),
                         (changed["previous_attributes"]["metadata"],
                          changed["object"]["metadata"]))
        self.account.ask("DELETE", "/v1/customers/" + id)
        self.assertEqual("customer.deleted", self.account.types()[-1])
        with self.assertRaises(Refused):
            self.account.get("/v1/customers/" + id)


if __name__ == "__main__":
    unittest.main()
