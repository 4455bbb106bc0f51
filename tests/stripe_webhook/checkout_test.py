"""Credits that are bought at a checkout: what is answered is what is paid, and what is granted."""

import time
import unittest
from decimal import Decimal

from checkouts import SESSIONS, CheckoutCase
from service import together, wait_until

UNAVAILABLE = (503, "stripe_unavailable")
CONFLICT = (409, "conflict")

# a plan's fee in basis points
PLANS = {"none": 0, "small": 37, "third": 3_333, "all": 10_000}

# credits that are wanted, the plan; what is paid, what is granted
PRICES = [
    ("100", "", "104", "100"),
    ("0.5", "", "0.52", "0.5"),
    ("100.01", "", "104.01", "100.009615385"),
    ("33.33", "", "34.66", "33.326923077"),
    ("100", "none", "100", "100"),
    ("0.51", "none", "0.51", "0.51"),
    ("100", "small", "100.37", "100"),
    ("1", "small", "1", "0.99631364"),
    ("75.01", "third", "100.01", "75.009375234"),
    ("500000", "all", None, None),  # 1,000,000.00 are more than Stripe takes
    ("499999.99", "all", "999999.98", "499999.99"),
]


class Checkouts(CheckoutCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.stop()
        cls.service.apply(*({"org_id": "_ledger", "plan_defined": {"plan": plan, "fee_bps": fee}}
                            for plan, fee in PLANS.items()))
        cls.service.start()

    def with_plan(self, plan):
        org = self.organization()
        if plan:
            self.service.done("PATCH", org.path, {"plan": plan})
        return org

    def test_credits_are_exactly_those_that_were_answered(self):
        for amount, plan, pays, credits in PRICES:
            with self.subTest(amount=amount, plan=plan):
                org = self.with_plan(plan)
                if pays is None:
                    self.assertEqual(400, self.checkout(org, amount).status)
                    continue
                said = self.begun(org, amount)
                fee_bps = PLANS.get(plan, 400)
                self.assertEqual((pays, credits, fee_bps),
                                 (said["pays"], said["credits"], said["fee_bps"]))
                session = self.stripe.get(f"{SESSIONS}/{said['session_id']}")
                self.assertEqual(Decimal(pays) * 100, session["amount_total"])
                self.assertEqual((session["url"], org.org_id),
                                 (said["url"], session["metadata"]["org_id"]))
                self.pay(said)
                self.assertEqual(credits, org.balance()["balance"])
                self.expect(org, Decimal(credits) * 100)

    def test_the_fee_of_the_moment_when_it_was_begun_counts(self):
        org = self.organization()
        before = self.begun(org)
        self.service.done("PATCH", org.path, {"plan": "none"})
        after = self.begun(org)
        self.assertEqual(["104", "100"], [before["pays"], after["pays"]])
        self.pay(before)
        self.expect(org, 10_000, books="stripe:clearing 10400 revenue:platform_fee -400")
        self.pay(after)
        self.expect(org, 20_000, books="stripe:clearing 20400 revenue:platform_fee -400")

    def test_who_is_sent_back_without_paying_has_bought_nothing(self):
        org = self.organization()
        said = self.begun(org)
        self.pay(said, card="pm_card_chargeDeclined")
        self.assertEqual("0", org.balance()["balance"])
        self.pay(said)
        self.expect(org, 10_000)

    def test_a_repeat_gets_the_same_session_and_nobody_else_does(self):
        org, other = self.organization(), self.organization()
        first = self.checkout(org, repeat="once")
        self.assertEqual(first.content, self.checkout(org, repeat="once").content)
        self.assertEqual(first.json, self.begun(org, repeat="once"))
        sessions = [first.json, self.begun(other, repeat="once"), self.begun(org, repeat="twice"),
                    self.begun(org), self.begun(org)]
        self.assertEqual(5, len({one["session_id"] for one in sessions}))
        for change in ({"amount": "101"}, {"cancel_url": "https://acme.example/other"}):
            answer = self.checkout(org, **{"amount": "100", **change}, repeat="once")
            self.assertEqual(CONFLICT, answer.said, answer)
        asked = [one["idempotency_key"] for one in self.stripe.requests(SESSIONS)]
        self.assertFalse([key for key in asked if not key or "once" in key])

    def test_many_at_once_with_one_key_get_one_session(self):
        org = self.organization()
        answers = together(8, lambda _: self.checkout(org, repeat="race"))
        self.assertEqual(1, len({answer.body for answer in answers}), answers)

    def test_a_customer_of_stripes_is_asked_for_by_name_while_it_is_there(self):
        org = self.customer()
        self.stripe.ask("DELETE", "/v1/customers/" + org.customer)
        nobody = self.begun(org, repeat="gone")
        self.assertIsNone(self.customer_of(nobody))
        self.assertEqual(nobody, self.begun(org, repeat="gone"))
        self.pay(nobody)
        self.expect(org, 10_000)

    def test_who_has_no_customer_becomes_one_once(self):
        org = self.organization()
        customer = self.customer_of(self.begun(org))
        said = self.stripe.get("/v1/customers/" + customer)
        self.assertEqual({"org_id": org.org_id}, said["metadata"])
        self.assertEqual(customer, self.customer_of(self.begun(org)))
        self.tell()
        self.assertEqual(customer, self.customer_of(self.begun(org)))

    def test_a_payment_method_is_stored_where_that_is_wanted(self):
        for wanted in ({}, {"save_payment_method": None}, {"save_payment_method": False},
                       {"save_payment_method": True}):
            with self.subTest(wanted=wanted):
                org = self.organization()
                session = self.begun(org, **wanted)
                self.pay(session)
                stored = self.stripe.get("/v1/payment_methods?customer=" +
                                         self.customer_of(session))["data"]
                self.assertEqual(int(wanted.get("save_payment_method") or 0), len(stored))

    def customer(self):
        """An organization whose customer is known: a checkout is one call to Stripe."""
        org = self.organization()
        org.customer = self.stripe.post("/v1/customers", **{"metadata[org_id]": org.org_id})["id"]
        self.tell()
        wait_until(lambda: self.customer_of(self.begun(org)) == org.customer)
        return org

    def customer_of(self, session):
        return self.stripe.get(f"{SESSIONS}/{session['session_id']}")["customer"]

    def test_a_lost_answer_begins_no_second_session(self):
        org = self.customer()
        self.stripe.post("/_test/faults", lose_answer="true", times=1)
        before = len(self.stripe.requests(SESSIONS))
        self.begun(org)
        asked = self.stripe.requests(SESSIONS)[before:]
        self.assertEqual(2, len(asked))
        self.assertEqual(1, len({one["idempotency_key"] for one in asked}))

    def test_while_stripe_is_away_it_says_so_and_the_ledger_decides(self):
        org = self.customer()
        for status in (429, 500, 503):
            self.stripe.post("/_test/faults", status=status, times=2)
            answer = self.checkout(org)
            self.assertEqual(UNAVAILABLE, answer.said, answer)
            self.assertGreaterEqual(int(answer.field("retry-after")), 1)
        self.begun(org)
        self.assertIn("POST /v1/checkout/sessions: 503", self.service.errors())

    def test_so_many_wait_for_stripe_and_nobody_else_does(self):
        org = self.customer()
        self.stripe.post("/_test/faults", late_ms=100, times=60)
        slowest = []

        def ask(number):
            if number > 0:
                return self.checkout(org)
            for _ in range(50):
                start = time.monotonic()
                org.balance()
                slowest.append(time.monotonic() - start)
            return None

        answers = [answer for answer in together(61, ask) if answer is not None]
        self.stripe.post("/_test/faults", times=0)
        said = [answer.status for answer in answers]
        self.assertLessEqual({201, 503}, set(said), said)
        self.assertGreaterEqual(said.count(201), 33)
        self.assertTrue(all(answer.field("retry-after") for answer in answers
                            if answer.status == 503))
        self.assertLess(sorted(slowest)[25], 0.2)  # no answer of Stripe's long


class KeysThatMayNot(CheckoutCase):
    key = "rk_test_" + "ofNobodyAtAll"

    def test_operators_read_why_and_nobody_reads_the_key(self):
        org = self.organization()
        answer = self.checkout(org)
        self.assertEqual(UNAVAILABLE, answer.said, answer)
        self.assertIsNone(answer.field("retry-after"))
        said = self.service.errors()
        self.assertIn("put a valid key into " + self.stripe.key_file, said)
        for text in (said, answer.body.decode()):
            self.assertNotIn(self.key, text)
            self.assertNotIn("ofNobody", text)
        self.assertNotIn(self.stripe.key_file, answer.body.decode())


if __name__ == "__main__":
    unittest.main()
