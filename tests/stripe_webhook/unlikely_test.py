"""Right in form, and wrong in fact: booked as far as it can be, the rest in suspense, and in the
report of what somebody should look at."""

import unittest

from notes import NoteCase
from shop import Dispute, Payment


class Unlikely(NoteCase):
    def test_more_is_refunded_than_was_paid(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        self.deliver(payment.intent(), payment.refund(10400), payment.refund(100))
        self.expect(org, 0, books="stripe:clearing -100 suspense 100")
        self.assertIn(payment.intent_id, self.exceptions("above_paid"))

    def test_more_is_disputed_than_was_paid(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        dispute = Dispute(payment, 10500)
        self.deliver(payment.intent(), dispute.opened())
        self.expect(org, 10000, 10000)
        self.deliver(dispute.withdrawn(), dispute.closed("lost"))
        self.expect(org, 0, books="stripe:clearing -1600 expense:stripe_fees 1500 suspense 100")
        self.assertIn(payment.intent_id, self.exceptions("above_paid"))

    def test_a_dispute_of_an_unknown_charge_waits_for_its_charge(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        dispute = Dispute(payment)
        events = [dispute.opened(), dispute.withdrawn(), dispute.closed("lost")]
        for event_ in events:
            event_["data"]["object"]["payment_intent"] = None
        self.deliver(*events)
        self.expect(org, 0, books="")
        self.assertIn(payment.charge_id, self.exceptions("unknown_payment"))
        self.deliver(payment.charge())
        self.expect(org, 0, books="stripe:clearing -1500 expense:stripe_fees 1500")
        left = self.exceptions("unknown_payment")
        self.assertFalse({payment.charge_id, payment.intent_id} & set(left), left)

    def test_the_largest_amounts_are_exact_and_larger_ones_change_nothing(self):
        org = self.organization()
        most = 99_999_999  # the most that Stripe takes
        self.deliver(*[Payment(org=org.org_id, amount=most, fee_bps="0").intent()
                       for _ in range(3)])
        self.expect(org, 3 * most)
        huge = Payment(org=org.org_id, amount=922_337_203_685, fee_bps="0")
        self.deliver(huge.intent(), huge.charge())
        self.expect(org, 3 * most)
        self.assertIn(huge.intent_id, self.exceptions("refused"))

    def test_what_is_paid_by_a_suspended_or_closed_organization_is_not_lost(self):
        for status in ("suspended", "closed"):
            with self.subTest(status=status):
                org = self.organization()
                payment = Payment(org=org.org_id)
                self.service.done("PATCH", org.path, {"status": status, "reason": "a test"})
                self.deliver(payment.intent(), payment.refund(2600))
                self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")

    def test_a_payment_of_nothing_grants_nothing(self):
        org = self.organization()
        payment = Payment(org=org.org_id, amount=0)
        self.deliver(payment.session(), payment.intent(), payment.charge())
        self.expect(org, 0, books="")


if __name__ == "__main__":
    unittest.main()
