"""Money that others have given twice, or never: the bugs 14 to 20 of gateways and credit apps, by
their numbers in the list of facts."""

import itertools
import unittest

from hooks import SECRET, HookCase, signature, text_of
from shop import Payment
from service import together

BOUGHT = "stripe:clearing 10400 revenue:platform_fee -400"


class Bugs14To20(HookCase):
    def payment(self, **more):
        org = self.organization()
        return org, Payment(org=org.org_id, **more)

    def expect_one_grant(self, org):
        self.expect(org, 10000, books=BOUGHT)
        self.assertEqual(1, self.grants(org))

    def test_14_a_checkout_session_that_comes_twice_is_credited_once(self):
        org, payment = self.payment()
        completed = payment.session()
        self.deliver(completed, completed)
        self.deliver(payment.session())  # as another event, of another endpoint
        self.expect_one_grant(org)

    def test_14_a_charge_that_does_not_name_its_intent_is_the_same_payment(self):
        """As the Charges API tells it, or a version that leaves the field out."""
        for order in itertools.permutations(range(3)):
            with self.subTest(order=order):
                org, payment = self.payment()
                told = [payment.charge(payment_intent=None), payment.intent(),
                        payment.refund(5200, payment_intent=None)]
                self.deliver(*(told[number] for number in order))
                self.expect(org, 5000, books="stripe:clearing 5200 revenue:platform_fee -200")

    def test_15_an_automatic_reload_that_comes_twice_is_credited_once(self):
        org, payment = self.payment(top_up_id="top-up-1")
        succeeded = payment.intent()
        self.deliver(succeeded, payment.charge(), succeeded, payment.intent())
        self.expect_one_grant(org)

    def test_16_a_delayed_payment_that_succeeds_twice_is_credited_once(self):
        org, payment = self.payment()
        self.deliver(payment.session(paid=False), payment.intent("processing"))
        self.expect(org, 0, books="")
        succeeded = payment.session("async_payment_succeeded")
        self.deliver(succeeded, succeeded, payment.intent(), payment.session(paid=False))
        self.expect_one_grant(org)

    def test_16_a_delayed_payment_that_fails_is_never_credited(self):
        org, payment = self.payment()
        failed = payment.session("async_payment_failed", paid=False)
        self.deliver(payment.session(paid=False), failed, failed, payment.charge("failed"))
        self.expect(org, 0, books="")

    def test_17_events_of_one_payment_at_the_same_moment_are_credited_once(self):
        org, payment = self.payment(amount=5200)
        events = [payment.session(), payment.intent(), payment.charge(), payment.session()]
        together(16, lambda number: self.deliver(events[number % len(events)]))
        self.expect(org, 5000, books="stripe:clearing 5200 revenue:platform_fee -200")
        self.assertEqual(1, self.grants(org))

    def test_18_an_event_that_was_refused_or_cut_off_is_credited_when_it_comes_again(self):
        org, payment = self.payment()
        completed = payment.session()
        wrong = {"stripe-signature": signature(text_of(completed), SECRET + "x")}
        self.assertEqual(400, self.service.hook(completed, headers=wrong).status)
        self.service.kill()
        self.service.start()
        self.expect(org, 0)
        self.deliver(completed)
        self.service.kill()
        self.service.start()
        self.deliver(completed)
        self.expect_one_grant(org)

    def test_19_a_payment_is_credited_once_whichever_of_its_events_comes_first(self):
        for order in itertools.permutations(range(3)):
            with self.subTest(order=order):
                org, payment = self.payment()
                events = [payment.session(), payment.intent(), payment.charge()]
                for place in order:
                    self.deliver(events[place])
                    self.expect_one_grant(org)

    def test_20_any_one_event_alone_is_enough_whether_a_browser_came_back_or_not(self):
        for make in (Payment.session, Payment.intent, Payment.charge):
            with self.subTest(event=make.__name__):
                org, payment = self.payment()
                self.deliver(make(payment))
                self.expect_one_grant(org)

    def test_20_a_session_without_its_payment_s_events_is_told_later_by_them(self):
        org, payment = self.payment()
        expired = payment.session("expired", paid=False)
        self.deliver(expired)
        self.expect(org, 0)
        self.deliver(payment.charge())
        self.expect_one_grant(org)


if __name__ == "__main__":
    unittest.main()
