"""Money that goes back: the bugs 21 and 22 of gateways and credit apps, by their numbers in the
list of facts."""

import unittest

from bought import BOUGHT, BackCase
from shop import Dispute, Payment, new_id

LOST = "stripe:clearing -1500 expense:stripe_fees 1500"
WON = "stripe:clearing 8900 revenue:platform_fee -400 expense:stripe_fees 1500"


class Bugs21And22(BackCase):
    def test_21_a_refund_takes_credits_back(self):
        org, payment = self.bought()
        self.deliver(payment.refund(2600))
        self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")
        self.deliver(payment.refund(7800), payment.charge("refunded", refunded=10400))
        self.expect(org, 0, books="")

    def test_21_what_is_told_of_a_refund_is_taken_back_once(self):
        org, payment = self.bought()
        refund_id = new_id("re")
        told = [payment.refund(2600, "pending", refund_id=refund_id),
                payment.refund(2600, refund_id=refund_id),
                payment.refund(2600, what="updated", refund_id=refund_id),
                payment.charge("refunded", refunded=2600)]
        for event in (*told, *reversed(told)):
            self.deliver(event)
            self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")

    def test_21_a_refund_that_fails_gives_back_exactly_what_it_took(self):
        org, payment = self.bought()
        refund_id = new_id("re")
        self.deliver(payment.refund(3333, refund_id=refund_id),
                     payment.refund(3333, "failed", "failed", refund_id),
                     payment.refund(3333, refund_id=refund_id))  # late
        self.expect(org, 10000, books=BOUGHT)

    def test_21_credits_that_were_spent_are_taken_back_all_the_same(self):
        org, payment = self.bought(spent="60")
        self.deliver(payment.refund(10400))
        self.expect(org, -6000)
        again = Payment(org=org.org_id)
        self.deliver(again.session())
        self.expect(org, 4000)

    def test_21_a_dispute_that_is_open_takes_nothing_back_but_freezes(self):
        org, payment = self.bought()
        dispute = Dispute(payment)
        self.deliver(dispute.opened())
        self.expect(org, 10000, 10000, BOUGHT)
        self.assertEqual(402, org.reserve().status)
        self.deliver(dispute.withdrawn())
        self.expect(org, 0, books=LOST)

    def test_21_an_inquiry_moves_nothing_and_its_end_frees_all(self):
        org, payment = self.bought()
        inquiry = Dispute(payment)
        self.deliver(inquiry.inquiry())
        self.expect(org, 10000, 10000, BOUGHT)
        self.deliver(inquiry.inquiry_closed())
        self.expect(org, 10000, books=BOUGHT)

    def test_21_a_dispute_that_is_lost_takes_nothing_more_at_its_end(self):
        org, payment = self.bought(spent="100")
        dispute = Dispute(payment)
        self.deliver(dispute.opened(), dispute.withdrawn())
        self.expect(org, -10000)
        self.deliver(dispute.closed("lost"), dispute.closed("lost"))
        self.expect(org, -10000)

    def test_21_a_dispute_that_is_won_gives_exactly_that_back(self):
        org, payment = self.bought(spent="30")
        dispute = Dispute(payment)
        opened, withdrawn = dispute.opened(), dispute.withdrawn()
        reinstated, closed = dispute.reinstated(), dispute.closed("won")
        for order in ([opened, withdrawn, reinstated, closed], [closed, opened],
                      [reinstated, withdrawn]):
            self.deliver(*order)
            self.expect(org, 7000)
        other, payment = self.bought()
        self.deliver(*self.won(payment))
        self.expect(other, 10000, books=WON)

    def won(self, payment):
        dispute = Dispute(payment)
        return [dispute.opened(), dispute.withdrawn(), dispute.reinstated(), dispute.closed("won")]

    def test_21_a_refund_after_a_dispute_was_won_takes_all_of_it(self):
        org, payment = self.bought()
        self.deliver(*self.won(payment), payment.refund(10400))
        self.expect(org, 0, books=LOST)

    def test_21_a_refund_in_parts_after_a_won_dispute_takes_its_part(self):
        org, payment = self.bought()
        self.deliver(*self.won(payment), payment.refund(2600))
        self.expect(org, 7500, books="stripe:clearing 6300 revenue:platform_fee -300 "
                                     "expense:stripe_fees 1500")

    def test_21_a_refund_and_a_dispute_of_the_rest_take_all_once(self):
        org, payment = self.bought()
        self.deliver(payment.refund(2600))
        dispute = Dispute(payment, 7800)
        self.deliver(dispute.opened(), dispute.withdrawn(), dispute.closed("lost"))
        self.expect(org, 0, books=LOST)

    def test_21_two_disputes_of_one_payment_count_each(self):
        org, payment = self.bought()
        first, second = Dispute(payment, 5200), Dispute(payment, 5200)
        self.deliver(first.opened(), second.opened(), first.withdrawn())
        self.expect(org, 5000, 5000)
        self.deliver(first.closed("lost"), second.withdrawn(), second.reinstated())
        self.expect(org, 5000, books="stripe:clearing 2200 revenue:platform_fee -200 "
                                     "expense:stripe_fees 3000")

    def test_21_the_end_may_come_before_the_beginning(self):
        org, other = self.organization(), self.organization()
        for owner in (org, other):
            payment = Payment(org=owner.org_id)
            refund_id, dispute = new_id("re"), Dispute(payment, 5200)
            told = [payment.charge(), payment.refund(5200, "pending", refund_id=refund_id),
                    payment.refund(5200, refund_id=refund_id), dispute.opened(),
                    dispute.withdrawn(), dispute.reinstated(), dispute.closed("won")]
            payer_last = [*told[1:], told[0]]
            self.deliver(*(told if owner is org else reversed(payer_last)))
            self.expect(owner, 5000)

    def test_22_a_refund_may_be_larger_than_what_is_left(self):
        org, payment = self.bought(spent="99.99")
        self.deliver(payment.refund(5200))
        self.expect(org, -4999)
        self.assertEqual(402, org.reserve().status)


if __name__ == "__main__":
    unittest.main()
