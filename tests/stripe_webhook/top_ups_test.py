"""Automatic top-ups: a low balance is filled by a payment, once, and not in vain all the time."""

import os
import pathlib
import time
import unittest

from asked_stripe import AskingCase
from service import wait_until

LEAVES_IT_SO_SECONDS = 2


class TopUpCase(AskingCase):
    """Nothing is delivered here: the service asks."""

    def low(self, card="pm_card_visa", cap="30", spends="6"):
        """An organization that has 4.00, where 10.00 are to be bought below 5.00."""
        org = self.organization()
        org.grant("10")
        self.service.done("POST", org.path + "/auto-top-up",
                          {"threshold": "5", "amount": "10", "daily_cap": cap})
        if card != "nobody":
            org.customer = self.stripe.customer(org.org_id, card)
            self.wait_for_catch_up()
        if spends is not None:
            self.spend(org, spends)
        return org

    def spend(self, org, cost):
        self.service.done("POST", "/v1/usage", {"model": "m", "cost": cost}, org.key)

    def wait_for_catch_up(self):
        self.service.wait_for_catch_up()

    def intents(self, org):
        return [intent for intent in self.stripe.list("payment_intents")
                if intent["metadata"].get("org_id") == org.org_id]

    def expect_bought(self, org, balance, times=1):
        self.expect(org, balance)
        time.sleep(LEAVES_IT_SO_SECONDS)
        self.assertEqual(times, self.grants(org))
        paid = [intent for intent in self.intents(org) if intent["status"] == "succeeded"]
        self.assertEqual([(1040, org.customer)] * times,
                         [(intent["amount"], intent["customer"]) for intent in paid])

    def expect_not_bought(self, org, balance=400, intents=0):
        time.sleep(LEAVES_IT_SO_SECONDS)
        self.expect(org, balance)
        self.assertEqual(intents, len(self.intents(org)))

    def failed(self):
        return self.service.figure('nemo_stripe_top_ups_total{result="failed"}')


class TopUps(TopUpCase):
    def test_a_low_balance_is_filled_once(self):
        org = self.low()
        self.expect_bought(org, 1400)
        self.spend(org, "10")
        self.expect_bought(org, 1400, times=2)

    def test_a_service_that_starts_again_buys_nothing_again(self):
        org = self.low()
        self.expect_bought(org, 1400)
        self.service.restart()
        self.expect_bought(org, 1400)
        self.service.stop()
        os.remove(os.path.join(self.service.data, "stripe", "low-balances"))
        self.service.start()
        self.expect_bought(org, 1400)

    def test_what_was_bought_is_not_paid_for_again_when_all_is_forgotten(self):
        org = self.low(spends="60")  # still low after each one
        self.expect(org, -4000)
        asked = self.asked_to_pay()
        for text in ("", "next 0 -5\n", None):
            with self.subTest(file=text):
                self.service.stop()
                file = pathlib.Path(self.service.data, "stripe", "low-balances")
                file.unlink() if text is None else file.write_text(text)
                self.service.start()
                time.sleep(LEAVES_IT_SO_SECONDS)
                self.assertEqual(asked, self.asked_to_pay())
        self.expect(org, -4000)
        self.assertEqual(["succeeded"], [one["status"] for one in self.intents(org)])

    def asked_to_pay(self):
        return len([one for one in self.stripe.requests("/v1/payment_intents")
                    if one["method"] == "POST"])

    def test_a_suspended_organization_buys_once_it_is_active_again(self):
        org = self.low(card="nobody", spends=None)
        org.customer = self.stripe.customer(org.org_id)
        self.wait_for_catch_up()
        self.service.done("PATCH", org.path, {"status": "suspended", "reason": "late"})
        self.service.done("POST", org.path + "/auto-top-up", {"threshold": "11", "amount": "10"})
        self.expect_not_bought(org, balance=1000)
        self.service.done("PATCH", org.path, {"status": "active", "reason": "paid"})
        self.service.restart()  # at once, instead of within a minute
        self.expect_bought(org, 2000)

    def test_a_card_that_says_no_is_asked_once(self):
        failed = self.failed()
        org = self.low(card="pm_card_chargeCustomerFail")
        wait_until(lambda: self.failed() == failed + 1)
        self.expect_not_bought(org, intents=1)
        self.stripe.pays_by(org.customer, "pm_card_visa")
        self.service.restart()  # what was refused waits for its time
        self.expect_not_bought(org, intents=1)

    def test_without_a_card_it_fails(self):
        failed = self.failed()
        org = self.low(card=None)
        wait_until(lambda: self.failed() == failed + 1)
        self.expect_not_bought(org)

    def test_nobody_is_asked_to_pay_for_whom_stripe_knows_no_customer(self):
        org = self.low(card="nobody")
        self.expect_not_bought(org)
        org.customer = self.stripe.customer(org.org_id)
        self.wait_for_catch_up()
        self.service.restart()  # at once, instead of within a minute
        self.expect_bought(org, 1400)

    def test_who_stored_a_card_at_a_checkout_needs_nothing_else(self):
        org = self.low(card="nobody", spends=None)
        session = self.service.done("POST", org.path + "/checkout-sessions", {
            "amount": "1", "success_url": "https://a.example/", "cancel_url": "https://a.example/",
            "save_payment_method": True})
        path = "checkout/sessions/" + session["session_id"]
        org.customer = self.stripe.get("/v1/" + path)["customer"]
        self.stripe.control(path + "/complete")
        self.expect(org, 1100)
        self.spend(org, "7")
        self.expect(org, 1400)

    def test_who_is_gone_is_not_asked_while_another_is_there(self):
        org = self.low(spends=None)
        last = self.stripe.customer(org.org_id)
        self.wait_for_catch_up()
        self.stripe.ask("DELETE", "/v1/customers/" + last)
        self.wait_for_catch_up()
        self.spend(org, "6")
        self.expect_bought(org, 1400)

    def test_the_day_s_cap_holds(self):
        org = self.low(cap="10")
        self.expect_bought(org, 1400)
        self.spend(org, "10")
        self.expect_not_bought(org, 400, intents=1)


class Interrupted(TopUpCase):
    """What Stripe answers does not come, or comes to nobody: it is asked for again, and is one
    payment."""

    ask_every = 3600  # or the faults would hit what else is asked

    def wait_for_catch_up(self):
        self.service.restart()  # it asks at its start
        done = 'nemo_stripe_catch_ups_total{result="done"}'
        wait_until(lambda: self.service.figure(done) >= 1, 20)

    def low_with(self, **fault):
        org = self.low(spends=None)
        self.stripe.control("faults", times=1, **fault)
        self.spend(org, "6")
        return org

    def test_an_answer_that_is_lost(self):
        self.expect_bought(self.low_with(lose_answer="true"), 1400)

    def test_a_stripe_that_is_broken_for_a_moment(self):
        self.expect_bought(self.low_with(status=500), 1400)

    def test_an_end_before_the_answer(self):
        for after in (0, 0.2):
            with self.subTest(seconds_after_it_was_paid=after):
                org = self.low_with(late_ms=3000)
                if after:
                    wait_until(lambda: self.intents(org), 10)
                    time.sleep(after)
                self.service.kill()
                self.service.start()
                self.expect_bought(org, 1400)


if __name__ == "__main__":
    unittest.main()
