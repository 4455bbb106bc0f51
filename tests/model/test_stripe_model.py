"""Situations of Stripe's records, told to the model. Run: python3 -m unittest (here)."""

import itertools
import unittest

from strict_json import DAY_MS, time_text
from test_ledger_model import START, Ledger, money, outcome

HOUR_MS = 3_600_000
MOST = 2**63 - 1


class Till(Ledger):
    """A ledger that is told Stripe's events, and sums what they posted."""

    def __init__(self):
        super().__init__()
        self.books = {}
        self.tell("plan_defined", org="_ledger", plan="none", fee_bps=0)
        self.tell("plan_defined", org="_ledger", plan="other", fee_bps=400)
        self.tell("organization_created", name="A", currency="USD")

    def tell(self, name, /, **more):
        lines = super().tell(name, **more)
        for line in lines:
            for debit, credit, amount in line.get("postings", ()):
                self.books[debit] = self.books.get(debit, 0) + amount
                self.books[credit] = self.books.get(credit, 0) - amount
        return lines

    def event(self, name, /, **more):
        head = {"stripe_event_id": f"evt_{self.count}", "stripe_event_type": "x"}
        return self.one(name, **(head | {"created": time_text(START)} | more))

    def pay(self, **more):
        return self.event("stripe_payment_reported", **({"payment_id": "pi_1"} | more))

    def plan(self, plan, starts, **more):
        more = {"customer_id": "cus_1", "subscription_id": "sub_1"} | more
        more |= {"plan": plan, "plan_from": time_text(START + starts)}
        return self.event("stripe_customer_reported", **more)

    def top_up(self, top_up_id, at, **more):
        return outcome(self.one("top_up_requested", at=at, top_up_id=top_up_id, **more))

    def platform(self):
        """What is in the platform's accounts, debits above 0."""
        return {
            name: sum
            for name, sum in self.books.items()
            if sum and not name.startswith(("credits:", "owed:"))
        }


def paid(amount=10_400, **more):
    return {"status": "SUCCEEDED", "amount_nano": amount, "paid_at": time_text(START)} | more


def refund(an_id, amount, status="SUCCEEDED"):
    part = {"refund_id": an_id, "refund_status": status, "amount_nano": amount}
    return {"refunds": [part]}


def dispute(status, amount=10_400, **more):
    part = {"dispute_id": "dp_1", "dispute_status": status, "amount_nano": amount}
    return {"disputes": [part | more]}


def moved(an_id, amount, fee):
    return {"transaction_id": an_id, "amount_nano": amount, "fee_nano": fee}


OUT, BACK = moved("txn_1", -10_400, 1500), moved("txn_2", 10_400, -1500)
WHOLE = {"stripe:clearing": 10_400, "revenue:platform_fee": -400}
STORIES = [  # name; what is told; balance, held; the platform's accounts
    ("a payment told thrice", [paid()] * 3, (10_000, 0), WHOLE),
    ("tax buys nothing", [paid(11_232), {"tax_nano": 832}], (10_000, 0),
     {"stripe:clearing": 11_232, "revenue:platform_fee": -400, "tax:payable": -832}),
    ("a pinned fee counts", [paid(), {"fee_bps": 0}], (10_400, 0), {"stripe:clearing": 10_400}),
    ("half to even", [paid(5, fee_bps=10_000)], (2, 0),
     {"stripe:clearing": 5, "revenue:platform_fee": -3}),
    ("three uneven parts are all",
     [paid(), refund("a", 3466), refund("b", 3467), refund("c", 3467)], (0, 0), {}),
    ("a refund that fails is back",
     [paid(), refund("a", 2600), refund("a", 2600, "FAILED")], (10_000, 0), WHOLE),
    ("a quarter is refunded", [paid(), refund("a", 2600, "PENDING")], (7500, 0),
     {"stripe:clearing": 7800, "revenue:platform_fee": -300}),
    ("more than was paid", [paid(), refund("a", 10_500)], (0, 0),
     {"stripe:clearing": -100, "suspense": 100}),
    ("a refund of nothing known", [refund("a", 500)], (0, 0),
     {"stripe:clearing": -500, "suspense": 500}),
    ("an inquiry freezes its part", [paid(), dispute("WARNING_NEEDS_RESPONSE", 2600)],
     (10_000, 2500), WHOLE),
    ("what is withdrawn is not frozen, too",
     [paid(), dispute("UNDER_REVIEW", transactions=[OUT])], (0, 0),
     {"stripe:clearing": -1500, "expense:stripe_fees": 1500}),
    ("a dispute that is won", [paid(), dispute("WON", transactions=[OUT, BACK])], (10_000, 0),
     WHOLE),
    ("without transactions its funds count",
     [paid(), dispute("LOST", dispute_funds="WITHDRAWN")], (0, 0), {}),
    ("a plan is revenue", [paid(2000, purpose="PLAN", tax_nano=100)], (0, 0),
     {"stripe:clearing": 2000, "revenue:platform_fee": -1900, "tax:payable": -100}),
    ("an invoice that nobody knows waits", [paid(purpose="INVOICE")], (0, 0),
     {"stripe:clearing": 10_400, "suspense": -10_400}),
]  # fmt: skip


class Payments(unittest.TestCase):
    def test_in_any_order_the_books_are_those_worked_out_by_hand(self):
        for name, told, (balance, held), books in STORIES:
            for order in itertools.permutations(told):
                till = Till()
                for said in order:
                    line = till.pay(**said)
                self.assertEqual(money(line), (balance, held, balance - held), (name, order))
                self.assertEqual(till.platform(), books, (name, order))

    def test_tax_goes_in_proportion_and_credits_with_what_goes_net_of_it(self):
        till = Till()
        till.pay(**paid(1_000_003, tax_nano=76_923, fee_bps=400))
        self.assertEqual(money(till.pay(**refund("a", 250_000)))[0], 665_684)
        self.assertEqual(till.platform()["tax:payable"], -57_692)

    def test_what_was_spent_is_owed_and_repaid_first(self):
        till = Till()
        till.pay(**paid())
        till.one("usage_recorded", usage_id="u", key_id="k", model="m", cost_nano=9000)
        self.assertEqual(till.pay(**refund("a", 5200))["postings"], [
            ("credits:purchased:acme", "stripe:clearing", 1000),
            ("owed:acme", "stripe:clearing", 4000),
            ("revenue:platform_fee", "stripe:clearing", 200),
        ])  # fmt: skip
        back = till.pay(payment_id="pi_2", **paid(5200))["postings"]
        self.assertEqual(back[0], ("stripe:clearing", "owed:acme", 4000))

    def test_the_payments_own_lot_goes_first(self):
        till = Till()
        till.grant("gift", 5000, "PROMOTIONAL")
        till.pay(**paid())
        self.assertEqual(till.pay(**refund("a", 10_400))["postings"], [
            ("credits:purchased:acme", "stripe:clearing", 10_000),
            ("revenue:platform_fee", "stripe:clearing", 400),
        ])  # fmt: skip

    def test_a_grant_that_is_named_like_a_payment_is_not_the_payments(self):
        till = Till()
        till.grant("pi_1", 5000, "PROMOTIONAL")
        till.pay(**paid())
        line = till.pay(**refund("a", 5200))
        self.assertEqual(line["postings"][0], ("credits:purchased:acme", "stripe:clearing", 5000))

    def test_a_freeze_that_ends_lets_ended_lots_forfeit_again(self):
        table = [("WON", 4000), ("UNDER_REVIEW", 0)]
        for status, lost in table:
            till = Till()
            till.pay(**paid())
            till.one("usage_recorded", usage_id="u", key_id="k", model="m", cost_nano=9000)
            till.grant("gift", 4000, "PROMOTIONAL", ends=1000)
            till.pay(**dispute("NEEDS_RESPONSE", 5200))
            self.assertEqual(len(till.tell("clock_ticked", at=1000)), 1)
            till.pay(**dispute(status, 5200))
            self.assertEqual(till.books["credits:promotional:acme"], lost - 4000)

    def test_what_does_not_fit_is_refused_whole(self):
        till = Till()
        till.grant("g", MOST - 5)
        self.assertEqual(outcome(till.pay(**paid())), "invalid_amount_nano")
        till.one("credit_adjusted", adjustment_id="a", amount_nano=-10_000, reason="r", actor="a")
        self.assertEqual(money(till.pay())[0], MOST - 10_005)  # nothing of it was kept
        self.assertEqual(outcome(till.pay(**refund("a", MOST))), "invalid_amount_nano")

    def test_an_event_is_taken_once_for_ever(self):
        till = Till()
        said = paid(stripe_event_id="evt")
        till.pay(**said)
        till.now += 400 * DAY_MS
        table = [
            ({"sealed": "QUJD", "data_key_id": "k"}, "exists"),
            ({"amount_nano": 1}, "exists_with_different_amount_nano"),
            ({"fee_bps": 0}, "exists_with_different_fee_bps"),
        ]
        for more, name in table:
            self.assertEqual(outcome(till.pay(**(said | more))), name)
        noted = {"stripe_event_id": "evt", "stripe_event_type": "x", "note": "WARNING"}
        self.assertEqual(outcome(till.one("stripe_event_noted", **noted)), "accepted")

    def test_the_order_of_what_is_listed_is_no_content(self):
        till, parts = Till(), [*refund("a", 1)["refunds"], *refund("b", 2)["refunds"]]
        till.pay(stripe_event_id="evt", refunds=parts)
        again = till.pay(stripe_event_id="evt", refunds=parts[::-1])
        self.assertEqual(outcome(again), "exists")

    def test_a_wrong_form_is_named(self):
        table = [
            ({"stripe_event_id": ""}, "stripe_event_id"), ({"payment_id": "a b"}, "payment_id"),
            ({"created": None}, "created"), ({"amount_nano": -1}, "amount_nano"),
            ({"amount_nano": 1, "tax_nano": 2}, "tax_nano"), ({"fee_bps": 10_001}, "fee_bps"),
            ({"refunds": [{}]}, "refunds"), (refund("a", -1), "refunds"),
            ({"refunds": refund("a", 1)["refunds"] * 2}, "refunds"),
            (dispute("LOST", transactions=[{"transaction_id": "t"}]), "disputes"),
            ({"top_up_id": "a b"}, "top_up_id"),
        ]  # fmt: skip
        for more, field in table:
            self.assertEqual(outcome(Till().pay(**more)), f"invalid_{field}", more)


class Plans(unittest.TestCase):
    def test_a_plan_counts_from_its_time_on_and_for_payments_up_to_35_days_old(self):
        table = [  # paid, plan from, told at; credits
            (0, 0, 1, 10_400), (0, 1, 1, 10_000), (0, 0, 35 * DAY_MS, 10_400),
            (0, 0, 35 * DAY_MS + 1, 10_000),
        ]  # fmt: skip
        for paid_at, starts, told_at, credits in table:
            till = Till()
            till.pay(**paid(paid_at=time_text(START + paid_at)))
            self.assertEqual(money(till.plan("none", starts, at=told_at))[0], credits)
            self.assertEqual(money(till.pay(**refund("a", 5200)))[0], credits // 2)

    def test_an_end_that_names_no_subscription_ends_none(self):
        for own in (True, False):
            till = Till()
            if own:
                till.one("organization_updated", plan="none")
            else:
                till.plan("none", 0, subscription_id="")
            till.plan("", 1, subscription_id="")
            line = till.pay(**paid(paid_at=time_text(START + 2)))
            self.assertEqual(money(line)[0], 10_400, own)

    def test_a_plan_that_nobody_defined_changes_nothing_and_is_flagged(self):
        till = Till()
        till.plan("none", 0)
        self.assertEqual(till.plan("Monthly", 1)["flags"], ["unknown_plan"])
        self.assertEqual(money(till.pay(**paid(paid_at=time_text(START + 2))))[0], 10_400)
        self.assertNotIn("flags", till.plan("", 1))

    def test_a_payment_whose_time_nobody_told_is_of_its_first_news(self):
        told = [paid(paid_at=None, created=time_text(START + at)) for at in (5, 15)]
        for order in itertools.permutations([*told, None]):
            till = Till()
            for said in order:
                line = till.pay(**said) if said else till.plan("none", 10)
            self.assertEqual(money(line)[0], 10_000, order)

    def test_a_subscription_that_ends_leaves_the_others(self):
        till = Till()
        till.plan("other", 5, subscription_id="sub_2")
        till.plan("none", 10)
        till.plan("", 20, subscription_id="sub_2")
        line = till.pay(**paid(paid_at=time_text(START + 25)))
        self.assertEqual(money(line)[0], 10_400)

    def test_of_two_plans_an_organization_is_given_the_last_counts(self):
        for plans, credits in ((("other", "none"), 10_400), (("none", "other"), 10_000)):
            till = Till()
            for plan in plans:
                till.one("organization_updated", plan=plan)
            self.assertEqual(money(till.pay(**paid()))[0], credits)


    def test_a_plans_fee_is_that_of_the_time_of_the_payment(self):
        table = [(0, 10_400), (999, 10_400), (1999, 10_400), (2000, 10_000), (3000, 5200)]
        for paid_at, credits in table:
            till = Till()
            till.one("organization_updated", plan="new")
            for at, fee_bps in ((1000, 0), (2000, 400), (3000, 250), (3000, 10_000)):
                define = {"plan": "new", "fee_bps": fee_bps}
                till.tell("plan_defined", org="_ledger", at=at, **define)
            line = till.pay(at=9000, **paid(paid_at=time_text(START + paid_at)))
            self.assertEqual(money(line)[0], credits, paid_at)

    def test_a_plan_defined_anew_leaves_what_was_paid_before(self):
        till = Till()
        till.one("organization_updated", plan="none")
        till.pay(**paid())
        till.tell("plan_defined", org="_ledger", plan="none", fee_bps=10_000, at=1)
        self.assertEqual(money(till.pay(**refund("a", 5200)))[0], 5200)


class Platform(unittest.TestCase):
    def test_nobodys_money_is_in_suspense_until_it_is_assigned(self):
        for told_first in (True, False):
            till = Till()
            tell = lambda: till.pay(org="_stripe", **paid())
            assigned = {"object_id": "pi_1", "assigned_org_id": "acme", "actor": "ada"}
            if told_first:
                self.assertNotIn("balance", tell())
                self.assertEqual(till.platform()["suspense"], -10_400)
            till.one("stripe_object_assigned", org="_stripe", **assigned)
            self.assertEqual(outcome(tell()), "accepted")
            self.assertEqual(till.platform(), {})
            other = assigned | {"assigned_org_id": "other"}
            line = till.one("stripe_object_assigned", org="_stripe", **other)
            self.assertEqual(outcome(line), "exists_with_different_assigned_org_id")

    def test_payouts_and_movements(self):
        till = Till()
        say = lambda status: till.event(
            "stripe_payout_reported", org="_stripe", payout_id="po", status=status, amount_nano=70
        )
        for status, bank in (("PENDING", 70), ("PAID", 70), ("FAILED", 0), ("PAID", 0)):
            say(status)
            self.assertEqual(till.books.get("bank", 0), bank, status)
        table = [  # category, amount, fee; what is posted
            ("CHARGE", 100, 3, {"expense:stripe_fees": 3, "stripe:clearing": -3}),
            ("FEE", -20, 0, {"expense:stripe_fees": 20, "stripe:clearing": -20}),
            ("OTHER", -20, 0, {"suspense": 20, "stripe:clearing": -20}),
            ("DISPUTE", -100, 15, {}), ("PAYOUT", -100, 0, {}),
        ]  # fmt: skip
        for category, amount, fee, books in table:
            till = Till()
            till.one(
                "stripe_transaction_reported", org="_stripe", transaction_id="t",
                category=category, amount_nano=amount, fee_nano=fee,
            )  # fmt: skip
            self.assertEqual(till.platform(), books, category)

    def test_what_is_the_platforms_is_no_organizations(self):
        line = Till().event("stripe_payout_reported", payout_id="po")
        self.assertEqual(outcome(line), "invalid_org_id")

    def test_only_what_is_owed_is_written_off(self):
        till = Till()
        till.one("usage_recorded", usage_id="u", key_id="k", model="m", cost_nano=100)
        for amount, name in ((101, "invalid_amount_nano"), (100, "accepted"), (100, "exists")):
            debt = {"write_off_id": "w", "amount_nano": amount, "reason": "r", "actor": "a"}
            self.assertEqual(outcome(till.one("debt_written_off", **debt)), name)
        self.assertEqual(till.platform()["expense:dispute_losses"], 100)


class TopUps(unittest.TestCase):
    def low(self, **more):
        till = Till()
        lines = till.tell("auto_top_up_set", threshold_nano=50, amount_nano=30, **more)
        self.assertEqual([outcome(line) for line in lines], ["accepted", "balance_low"])
        return till

    def test_a_low_balance_is_told_once_until_it_was_not(self):
        till = Till()
        till.grant("g", 50)
        steps = [(1, True), (1, False), (-2, False), (1, True)]
        till.one("auto_top_up_set", threshold_nano=50)
        for number, (amount, is_told) in enumerate(steps):
            adjusted = {"adjustment_id": f"a{number}", "amount_nano": -amount}
            lines = till.tell("credit_adjusted", reason="r", actor="a", **adjusted)
            self.assertEqual(outcome(lines[-1]) == "balance_low", is_told, number)

    def test_one_at_a_time_then_a_back_off(self):
        till = self.low()
        table = [  # asked at; what; what is told then
            (0, "t1", "accepted", None), (1, "t2", "denied_top_up", "FAILED"),
            (HOUR_MS, "t3", "denied_top_up", None), (HOUR_MS + 1, "t4", "accepted", "CANCELED"),
            (3 * HOUR_MS, "t5", "denied_top_up", None), (3 * HOUR_MS + 1, "t6", "accepted", None),
            (27 * HOUR_MS, "t7", "denied_top_up", None), (27 * HOUR_MS + 1, "t8", "accepted", None),
        ]  # fmt: skip
        last = None
        for at, top_up_id, answer, told in table:
            self.assertEqual(till.top_up(top_up_id, at), answer, top_up_id)
            last = top_up_id if answer == "accepted" else last
            if told:
                till.pay(payment_id=f"pi_{last}", status=told, top_up_id=last)

    def test_what_was_asked_for_in_a_day_is_capped(self):
        till = self.low(daily_cap_nano=59)
        self.assertEqual(till.top_up("t1", 0), "accepted")
        till.one("top_up_failed", top_up_id="t1", reason="card_declined")
        midnight = 14 * HOUR_MS  # from the start on
        self.assertEqual(till.top_up("t2", midnight - 1), "denied_top_up")
        self.assertEqual(till.top_up("t3", midnight), "accepted")

    def test_a_success_that_comes_late_ends_the_failures_before_it(self):
        till = self.low()
        till.top_up("t1", 0)
        till.pay(status="FAILED", top_up_id="t1")
        till.pay(top_up_id="t1", **paid(10))
        self.assertEqual(till.top_up("t2", 1), "accepted")

    def test_a_success_need_not_name_its_top_up(self):
        told = [{"status": "PENDING", "top_up_id": "t1"}, paid(10)]
        for order in (told, told[::-1]):
            till = self.low()
            till.top_up("t1", 0)
            for said in order:
                till.pay(**said)
            self.assertEqual(till.top_up("t2", 1), "accepted")

    def test_a_failure_counts_whatever_is_told_first(self):
        named = {"top_up_id": "t1"}
        table = [  # two news, when they were made; when t2 is asked for, the answer
            ({"status": "FAILED"}, 5, named | {"status": "PENDING"}, 3, 2, "accepted"),
            (named | {"status": "FAILED"}, 3, named | {"status": "PENDING"}, 5, 2, "accepted"),
            ({"status": "CANCELED"}, 5, named, 3, 2, "accepted"),
            ({"status": "PENDING"}, 5, named, 3, 25, "denied_top_up"),
        ]
        for one, one_at, other, other_at, hours, answer in table:
            news = [one | {"created": time_text(START + one_at)},
                    other | {"created": time_text(START + other_at)}]  # fmt: skip
            for order in (news, news[::-1]):
                till = self.low()
                till.top_up("t1", 0)
                for said in order:
                    till.pay(**said)
                self.assertEqual(till.top_up("t2", hours * HOUR_MS), answer, order)

    def test_nothing_is_bought_for_who_may_not(self):
        gone = {"customer_id": "cus_1", "customer_status": "DELETED"}
        table = [
            ("organization_suspended", {}, "denied_organization_suspended"),
            ("auto_top_up_removed", {}, "not_found"),
            ("auto_top_up_set", {"threshold_nano": 50}, "not_found"),
            ("auto_top_up_set", {"threshold_nano": 0, "amount_nano": 1}, "denied_top_up"),
        ]
        for name, payload, answer in table:
            till = self.low()
            till.one(name, **payload)
            self.assertEqual(till.top_up("t1", 1), answer, name)
        till = self.low()
        till.event("stripe_customer_reported", **gone)
        self.assertEqual(till.top_up("t1", 1), "denied_top_up")
        till.event("stripe_customer_reported", customer_id="cus_2", customer_status="ACTIVE")
        self.assertEqual(till.top_up("t2", 2), "accepted")


class Clearings(unittest.TestCase):
    """What was in suspense, and what becomes of the clearing when more is told."""

    def clear(self, till, an_id, amount, account, **more):
        return outcome(till.one("suspense_cleared", **(
            {"clearing_id": f"c{till.count}", "object_id": an_id, "amount_nano": amount,
             "account": account, "reason": "r", "actor": "ada"} | more)))

    def test_a_movements_up_to_what_stands_there(self):
        till = Till()
        till.tell("stripe_transaction_reported", org="_stripe", transaction_id="txn_1",
                  category="OTHER", amount_nano=-30, fee_nano=0)
        of_stripe = {"org": "_stripe"}
        for amount, account, said in (
            (-31, "BANK", "invalid_amount_nano"), (30, "BANK", "invalid_amount_nano"),
            (-30, "CREDITS", "malformed"), (-20, "BANK", "accepted"),
            (-10, "TAX_PAYABLE", "accepted"), (-1, "BANK", "invalid_amount_nano"),
        ):  # fmt: skip
            self.assertEqual(said, self.clear(till, "txn_1", amount, account, **of_stripe))
        self.assertEqual("not_found", self.clear(till, "txn_2", 1, "BANK", **of_stripe))
        self.assertEqual({"stripe:clearing": -30, "bank": 20, "tax:payable": 10}, till.platform())

    def test_a_late_invoice_moves_nothing_twice(self):
        for account in ("BANK", "REVENUE_PLATFORM_FEE"):
            till = Till()
            till.pay(**paid(purpose="INVOICE"))
            self.assertEqual("accepted", self.clear(till, "pi_1", 10_400, account))
            self.assertEqual("invalid_amount_nano", self.clear(till, "pi_1", 1, account))
            till.pay(purpose="CREDITS")
            self.assertEqual(WHOLE, till.platform())

    def test_a_refund_undoes_the_newest_of_it(self):
        till = Till()
        till.pay(**paid(100, purpose="INVOICE"))
        self.clear(till, "pi_1", 50, "REVENUE_PLATFORM_FEE")
        self.clear(till, "pi_1", 30, "TAX_PAYABLE")
        till.pay(**refund("re_1", 60))
        self.assertEqual({"stripe:clearing": 40, "revenue:platform_fee": -40}, till.platform())

    def test_what_comes_back_is_cleared_again(self):
        for order in (("PENDING", "FAILED"), ("FAILED", "PENDING")):
            till = Till()
            till.pay(**paid(100, purpose="INVOICE"))
            self.clear(till, "pi_1", 100, "REVENUE_PLATFORM_FEE")
            for status in order:
                till.pay(**refund("re_1", 40, status))
            self.assertEqual({"stripe:clearing": 100, "revenue:platform_fee": -100},
                             till.platform())


if __name__ == "__main__":
    unittest.main()
