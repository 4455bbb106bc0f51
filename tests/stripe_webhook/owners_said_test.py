"""Whose a payment is where several things are said of it."""

import unittest

from hooks import HookCase, wait_until
from service import together
from shop import Payment, new_id
from shop_books import customer


class WhatIsSaid(HookCase):
    def test_the_payment_s_own_word_counts_before_its_customer_s(self):
        mine, other = self.organization(), self.organization()
        payment = Payment(org=mine.org_id, customer=new_id("cus"))
        self.deliver(customer("created", payment.customer, other.org_id), payment.intent())
        self.expect(mine, 10000)
        self.expect(other, 0)

    def test_metadata_counts_before_the_reference_of_a_checkout(self):
        mine, other = self.organization(), self.organization()
        self.deliver(Payment(org=mine.org_id).session(client_reference_id=other.org_id))
        self.expect(mine, 10000)
        self.expect(other, 0)

    def test_what_was_decided_once_stays_so(self):
        mine, other = self.organization(), self.organization()
        payment = Payment(org=mine.org_id)
        self.deliver(payment.intent())
        payment.metadata["org_id"] = other.org_id
        self.deliver(payment.session(), payment.charge("updated"), payment.refund(2600))
        self.expect(mine, 7500)
        self.expect(other, 0)

    def test_what_was_decided_before_a_restart_stays_so(self):
        mine, other = self.organization(), self.organization()
        payments = [Payment(org=mine.org_id) for _ in range(100)]
        self.deliver(*(payment.intent() for payment in payments))
        self.service.kill()
        self.service.start()
        told = [payment.session(metadata={"org_id": other.org_id}) for payment in payments]
        together(4, lambda number: self.deliver(*told[number::4]))
        self.expect(other, 0)
        self.expect(mine, 1_000_000)

    def test_events_that_name_different_owners_at_one_moment_go_to_one_of_them(self):
        for _ in range(10):
            mine, other = self.organization(), self.organization()
            payment = Payment(customer=new_id("cus"))
            linked = customer("created", payment.customer, other.org_id)
            self.deliver(linked)
            told = [payment.intent(), payment.charge(),
                    payment.session(client_reference_id=mine.org_id)]
            together(12, lambda number: self.deliver(told[number % len(told)]))
            self.deliver(payment.refund(2600))
            wait_until(lambda: sum(self.balance(org)[0] for org in (mine, other)) == 7500)
            owner, stranger = (mine, other) if self.balance(mine)[0] else (other, mine)
            self.expect(owner, 7500)
            self.expect(stranger, 0, books="")

    def test_a_customer_and_a_checkout_that_disagree_at_one_moment_leave_one_owner(self):
        lives = []
        for _ in range(20):
            orgs = [self.organization(), self.organization()]
            payment = Payment(customer=new_id("cus"))
            told = [customer("created", payment.customer, orgs[0].org_id),
                    payment.session(client_reference_id=orgs[1].org_id)]
            self.deliver(payment.charge())
            together(4, lambda number: self.deliver(told[number % 2]))
            lives.append((orgs, payment, told))
        for left in (7500, 5000):
            self.service.restart()
            for orgs, payment, told in lives:
                self.deliver(payment.refund(2600), *told)
            for orgs, _, _ in lives:
                wait_until(lambda: sum(self.balance(org)[0] for org in orgs) == left)
                owner, stranger = sorted(orgs, key=self.balance, reverse=True)
                self.expect(owner, left)
                self.expect(stranger, 0, books="")

    def test_a_refund_that_names_an_owner_and_a_charge_alone_finds_the_payment(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        refund = payment.refund(2600, payment_intent=None, metadata={"org_id": org.org_id})
        self.deliver(refund)
        self.expect(org, 0)
        self.deliver(payment.intent(), payment.charge())
        self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")

    def test_a_charge_without_an_intent_is_a_payment_itself(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        refund = payment.refund(2600, payment_intent=None)
        self.deliver(refund, payment.charge(payment_intent=None), refund)
        self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")

    def test_a_customer_s_payments_before_and_after_are_its_organization_s(self):
        org = self.organization()
        payments = [Payment(customer=new_id("cus")) for _ in range(4)]
        for payment in payments[1:]:
            payment.customer = payments[0].customer
        self.deliver(payments[0].intent(), payments[1].charge(),
                     customer("created", payments[0].customer, org.org_id),
                     payments[2].session(), payments[3].intent())
        self.expect(org, 40000)

    def test_the_fee_of_the_checkout_counts(self):
        org = self.organization()
        self.deliver(Payment(org=org.org_id, fee_bps="0").intent())
        self.expect(org, 10400, books="stripe:clearing 10400")

    def test_no_organization_of_the_ledger_itself_can_be_meant(self):
        for name in ("_stripe", "_ledger", "a b", "x" * 65, "../acme"):
            payment = Payment(org=name)
            self.deliver(payment.intent(), payment.session(client_reference_id=name))
        org = self.organization()
        self.expect(org, 0)


if __name__ == "__main__":
    unittest.main()
