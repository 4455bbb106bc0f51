"""Invoices, plans and payouts: what they say of payments, and of money that is the platform's."""

import itertools
import unittest

from hooks import HookCase, books_of
from notes import NoteCase
from shop import STARTED, Payment, event, new_id
from shop_books import customer, invoice, payout, without_payments

PLAN = "stripe:clearing 4000 revenue:platform_fee -4000"


class Invoices(HookCase):
    def of_customer(self, *amounts):
        org = self.organization()
        cus = new_id("cus")
        self.deliver(customer("created", cus, org.org_id))
        return org, cus, [Payment(amount=amount, customer=cus) for amount in amounts]

    def test_a_plan_s_invoice_is_revenue_in_any_order_and_however_often(self):
        for order in itertools.permutations(range(4)):
            with self.subTest(order=order):
                org, cus, [payment] = self.of_customer(4000)
                told = [payment.intent(), payment.charge(),
                        invoice("paid", cus, [payment], subscription="sub_1"),
                        invoice("payment_succeeded", cus, [payment], subscription="sub_1")]
                self.deliver(*(told[place] for place in order), told[order[0]])
                self.expect(org, 0, books=PLAN)

    def test_each_of_the_payments_of_one_invoice_is_for_what_it_is_for(self):
        for first in (False, True):
            with self.subTest(invoice_first=first):
                org, cus, payments = self.of_customer(1500, 2500)
                paid = invoice("paid", cus, payments, subscription="sub_1")
                told = [payment.intent() for payment in payments]
                self.deliver(*([paid, *told] if first else [*told, paid]), paid)
                self.expect(org, 0, books=PLAN)

    def test_an_invoice_of_credits_with_tax_buys_what_is_left(self):
        org, cus, [payment] = self.of_customer(11232)
        self.deliver(payment.intent(), invoice("paid", cus, [payment], tax=832))
        self.expect(org, 10000, books="stripe:clearing 11232 revenue:platform_fee -400 "
                                      "tax:payable -832")

    def test_an_invoice_paid_past_stripe_moves_nothing(self):
        org, cus, _ = self.of_customer()
        paid = invoice("paid", cus, [], org=org.org_id)
        paid["data"]["object"].update(amount_paid=10400, paid_out_of_band=True)
        self.deliver(paid)
        self.expect(org, 0, books="")

    def test_a_plan_that_begins_later_or_is_told_late_counts_from_its_time(self):
        self.service.stop()
        self.service.apply({"org_id": "_ledger", "plan_defined": {"plan": "free-of-fee",
                                                                  "fee_bps": 0}})
        self.service.start()
        org, cus, payments = self.of_customer(10400, 10400)
        payments[0].created, payments[1].created = STARTED - 7200, STARTED - 10
        self.deliver(payments[0].intent(), payments[1].intent())
        self.expect(org, 20000)
        self.deliver(event("customer.subscription.created", {
            "id": "sub_2", "object": "subscription", "created": STARTED - 3600, "customer": cus,
            "items": {"object": "list", "data": [
                {"id": "si_1", "object": "subscription_item", "price": {
                    "id": "price_1", "object": "price", "lookup_key": "free-of-fee",
                    "metadata": {}, "nickname": None}}]},
            "livemode": False, "metadata": {}, "start_date": STARTED - 3600,
            "status": "active"}))
        self.expect(org, 20400, books="stripe:clearing 20800 revenue:platform_fee -400")


class Unnamed(NoteCase):
    """From API version basil on an invoice's own events need not name its payment."""

    def test_the_invoice_s_payment_links_them_in_any_order(self):
        for order in itertools.permutations(range(4)):
            with self.subTest(order=order):
                org = self.organization()
                cus = new_id("cus")
                payment = Payment(amount=4000, org=org.org_id, customer=cus)
                paid = invoice("paid", cus, [payment], subscription="sub_1")
                told = [without_payments(paid), paid, payment.intent(), payment.charge()]
                self.deliver(*(told[place] for place in order), told[order[0]])
                self.expect(org, 0, books=PLAN)
                self.assertNotIn(paid["data"]["object"]["id"], self.exceptions("unknown_payment"))

    def test_one_that_is_nobody_s_waits_for_both(self):
        org = self.organization()
        cus = new_id("cus")
        payment = Payment(amount=4000, customer=cus)
        paid = invoice("paid", cus, [payment], subscription="sub_1")
        named = without_payments(paid)
        self.deliver(paid, named, payment.intent())
        self.deliver(customer("created", cus, org.org_id))
        self.expect(org, 0, books=PLAN)

    def test_where_nobody_tells_the_payment_the_invoice_is_an_exception(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        paid = invoice("paid", new_id("cus"), [payment], subscription="sub_1")
        named = without_payments(paid)
        self.deliver(payment.intent(), paid)
        self.expect(org, 10000)
        self.assertIn(paid["data"]["object"]["id"], self.exceptions("unknown_payment"))
        self.deliver(named)
        self.expect(org, 0, books="stripe:clearing 10400 revenue:platform_fee -10400")
        self.assertNotIn(paid["data"]["object"]["id"], self.exceptions("unknown_payment"))


class Payouts(HookCase):
    def bank(self):
        self.service.stop()
        books = books_of(self.service.journal())
        self.service.start()
        return books

    def test_a_payout_moves_money_to_the_bank_once_and_back_where_it_fails(self):
        paid, fails = new_id("po"), new_id("po")
        told = [payout("created", 7000, paid, "in_transit"), payout("paid", 7000, paid),
                payout("created", 500, fails, "in_transit"), payout("paid", 500, fails),
                payout("failed", 500, fails)]
        self.deliver(*told, *reversed(told))
        self.assertEqual(self.words("bank 7000 stripe:clearing -7000"), self.bank())


if __name__ == "__main__":
    unittest.main()
