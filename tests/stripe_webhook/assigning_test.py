"""Saying whose a payment is, on the command line: what moves is said, and why nothing does."""

import subprocess
import unittest

from hooks import BINARY, HookCase, clean_environment
from shop import Payment, event, new_id
from shop_books import invoice


def suspense_of(journal):
    postings = [posting for transaction in journal for posting in transaction["postings"]]
    return sum(((posting["credit"] == "suspense") - (posting["debit"] == "suspense"))
               * int(posting["amount_nano"]) for posting in postings)


class Assigning(HookCase):
    def setUp(self):
        self.org = self.organization()

    def assign(self, object_id, org_id=None, *words):
        self.service.stop()
        done = subprocess.run(
            [BINARY, "stripe", "assign", "--object", object_id, "--org",
             org_id or self.org.org_id, "--data", self.service.data, *words],
            capture_output=True, text=True, env=clean_environment(), timeout=300)
        self.in_suspense = suspense_of(self.service.journal())
        self.service.start()
        return done.returncode, done.stdout + done.stderr

    def says(self, status, words, object_id, org_id=None, *more):
        found = self.assign(object_id, org_id, *more)
        self.assertEqual(status, found[0], found)
        self.assertIn(words, " ".join(found[1].split()))

    def test_a_charge_stands_for_its_payment(self):
        payment = Payment()
        self.deliver(payment.intent(), payment.charge())
        self.says(0, f"{payment.intent_id}, the payment of {payment.charge_id}, is "
                  f"{self.org.org_id}'s", payment.charge_id)
        self.expect(self.org, 10000)
        self.deliver(payment.refund(10400))
        self.expect(self.org, 0, books="")

    def test_a_customers_payments_have_moved_when_it_ends(self):
        customer = new_id("cus")
        self.assign("txn_1")
        before = self.in_suspense
        payments = [Payment(customer=customer) for _ in range(3)]
        self.deliver(*(payment.intent() for payment in payments))
        self.says(0, f"{customer} is {self.org.org_id}'s", customer)
        self.assertEqual(before, self.in_suspense)
        self.expect(self.org, 30000)

    def test_what_nobody_told_of_is_not_assigned(self):
        payment = Payment()
        self.deliver(payment.session())
        mistyped = payment.intent_id[:-1] + "!"
        self.says(2, "--even-if-not-told", mistyped)
        self.says(2, "known by its payment", payment.session_id)
        self.says(2, "a movement of Stripe's balance is the platform's", new_id("txn"))
        for prefix in ("re", "du", "po", "in", "sub"):
            self.says(2, "neither a payment nor a customer", new_id(prefix), None,
                      "--even-if-not-told")
        other = Payment()
        self.deliver(other.intent())
        self.says(2, "there is no organization", other.intent_id, "org-that-is-not")
        self.says(0, "is " + self.org.org_id, payment.intent_id)
        self.says(0, "is " + self.org.org_id, other.intent_id)
        self.expect(self.org, 20000)

    def test_a_customer_may_be_assigned_ahead(self):
        customer = new_id("cus")
        self.says(2, "--even-if-not-told", customer)
        self.says(0, f"{customer} is", customer, None, "--even-if-not-told")
        self.deliver(Payment(customer=customer).intent())
        self.expect(self.org, 10000)

    def test_what_is_the_organizations_own_is_said_to_be(self):
        owned, waiting = Payment(org=self.org.org_id), Payment(org=self.org.org_id)
        row = invoice("paid", new_id("cus"), [waiting], self.org.org_id)
        row = row["data"]["object"]["payments"]["data"][0]
        self.deliver(owned.intent(), waiting.intent(), event("invoice_payment.paid", row))
        for payment in (owned, waiting):
            self.says(0, "already: nothing was moved", payment.intent_id)
        self.expect(self.org, 10000)

    def test_what_is_anothers_is_not_assigned(self):
        payment = Payment()
        self.deliver(payment.intent(), payment.charge())
        other = self.organization()
        self.says(0, "is " + self.org.org_id, payment.intent_id)
        self.says(0, "already", payment.intent_id)
        for name in (payment.intent_id, payment.charge_id):
            self.says(2, f"is assigned to {self.org.org_id} already", name, other.org_id)
        self.expect(self.org, 10000)


if __name__ == "__main__":
    unittest.main()
