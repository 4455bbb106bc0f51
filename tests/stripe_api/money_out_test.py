"""Money that goes back or to the bank: refunds, disputes and payouts of the fake."""

import unittest

from fakes import Account, owed
from stripe_fake.refused import Refused


def paid(account, amount=10_400, card="pm_card_bypassPending"):
    """A charge whose funds are available."""
    intent = account.pay(amount, card)
    account.pass_time(seconds=10)
    return account.charge_of(intent)


class Refunds(unittest.TestCase):
    def test_parts_add_up_to_the_charge_and_no_further(self):
        account = Account()
        charge = paid(account)
        paid(account)
        for amount, refunded in [(3_000, 3_000), (7_000, 10_000), (400, 10_400)]:
            account.post("/v1/refunds", charge=charge["id"], amount=amount)
            shown = account.object_of("charge.refunded")
            self.assertEqual((refunded, refunded == 10_400),
                             (shown["amount_refunded"], shown["refunded"]))
        with self.assertRaises(Refused) as refused:
            account.post("/v1/refunds", charge=charge["id"])
        self.assertEqual("charge_already_refunded", refused.exception.error["code"])
        with self.assertRaises(Refused):
            account.post("/v1/refunds", charge=paid(account)["id"], amount=10_401)
        self.assertEqual(owed(account), sum(account.balance()))

    def test_one_that_fails_gives_the_amount_back(self):
        account = Account()
        paid(account)
        charge = paid(account, card="pm_card_refundFail")
        account.pass_time(days=2)
        refund = account.post("/v1/refunds", charge=charge["id"])
        before = sum(account.balance())
        account.pass_time(days=3)
        failed = account.object_of("refund.failed")
        self.assertEqual(("failed", refund["id"]), (failed["status"], failed["id"]))
        back = account.get("/v1/balance_transactions/" + failed["failure_balance_transaction"])
        self.assertEqual((10_400, 0, "refund_failure"),
                         (back["amount"], back["fee"], back["reporting_category"]))
        self.assertEqual(before + 10_400, sum(account.balance()))
        self.assertEqual(0, account.get("/v1/charges/" + charge["id"])["amount_refunded"])

    def test_one_waits_while_the_balance_is_short(self):
        account = Account()
        charge = account.charge_of(account.pay())
        refund = account.post("/v1/refunds", charge=charge["id"])
        self.assertEqual(("pending", None), (refund["status"], refund["balance_transaction"]))
        paid(account, 20_000)
        after = account.object_of("refund.updated")
        self.assertEqual("succeeded", after["status"])
        self.assertIsNotNone(after["balance_transaction"])
        self.assertEqual(owed(account), sum(account.balance()))

    def test_one_that_waits_may_be_canceled(self):
        account = Account()
        refund = account.post("/v1/refunds", charge=account.charge_of(account.pay())["id"])
        canceled = account.post(f"/v1/refunds/{refund['id']}/cancel")
        self.assertEqual(("canceled", None), (canceled["status"],
                                              canceled["failure_balance_transaction"]))
        paid(account, 20_000)
        self.assertEqual("canceled", account.get("/v1/refunds/" + refund["id"])["status"])


class Disputes(unittest.TestCase):
    def open(self, account, **more):
        return account.post("/_test/disputes", charge=paid(account)["id"], **more)

    def test_a_chargeback_takes_amount_and_fee_at_once(self):
        account = Account()
        dispute = self.open(account)
        self.assertEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"],
                         account.types()[-2:])
        row, = dispute["balance_transactions"]
        self.assertEqual((-10_400, 1_500, -11_900, "adjustment", "dispute"), tuple(
            row[name] for name in ("amount", "fee", "net", "type", "reporting_category")))
        with self.assertRaises(Refused) as refused:
            account.post("/v1/refunds", charge=dispute["charge"])
        self.assertEqual("charge_disputed", refused.exception.error["code"])

    def test_won_brings_the_amount_back_and_not_the_fee(self):
        account = Account()
        dispute = self.open(account)
        account.post(f"/_test/disputes/{dispute['id']}/respond")
        self.assertEqual("under_review", account.object_of("charge.dispute.updated")["status"])
        account.post(f"/_test/disputes/{dispute['id']}/win")
        self.assertEqual(["charge.dispute.funds_reinstated", "charge.dispute.closed"],
                         account.types()[-2:])
        rows = account.object_of("charge.dispute.funds_reinstated")["balance_transactions"]
        self.assertEqual([-11_900, 10_400], [row["net"] for row in rows])
        self.assertEqual(owed(account), sum(account.balance()))

    def test_lost_moves_nothing_more(self):
        account = Account()
        dispute = self.open(account)
        before, since = account.balance(), len(account.world.events)
        account.post(f"/_test/disputes/{dispute['id']}/lose")
        self.assertEqual(before, account.balance())
        self.assertEqual(["charge.dispute.closed"], account.types(since))
        with self.assertRaises(Refused):
            account.post(f"/_test/disputes/{dispute['id']}/win")

    def test_one_that_nobody_may_answer_comes_closed(self):
        account = Account()
        self.open(account, final="true", reason="duplicate")
        self.assertEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn",
                          "charge.dispute.closed"], account.types()[-3:])
        self.assertEqual("lost", account.object_of("charge.dispute.created")["status"])
        self.assertEqual(owed(account), sum(account.balance()))

    def test_part_of_a_charge_may_be_disputed_and_part_of_that_come_back(self):
        account = Account()
        dispute = self.open(account, amount=4_000)
        account.post(f"/_test/disputes/{dispute['id']}/win", amount=2_500)
        rows = account.object_of("charge.dispute.funds_reinstated")["balance_transactions"]
        self.assertEqual([-4_000, 2_500], [row["amount"] for row in rows])

    def test_a_warning_moves_nothing(self):
        account = Account()
        charge = paid(account, card="pm_card_createIssuerFraudRecord")
        self.assertEqual(charge["id"], account.object_of("radar.early_fraud_warning.created")
                         ["charge"])
        self.assertEqual(owed(account), sum(account.balance()))

    def test_an_inquiry_moves_nothing_until_it_escalates(self):
        account = Account()
        dispute = self.open(account, inquiry="true")
        self.assertEqual(("warning_needs_response", []),
                         (dispute["status"], dispute["balance_transactions"]))
        other = self.open(account, inquiry="true")
        before = account.balance()
        account.post(f"/_test/disputes/{other['id']}/close")
        self.assertEqual("warning_closed", account.object_of("charge.dispute.closed")["status"])
        self.assertEqual(before, account.balance())
        account.post(f"/_test/disputes/{dispute['id']}/escalate")
        self.assertEqual(["charge.dispute.updated", "charge.dispute.funds_withdrawn"],
                         account.types()[-2:])
        self.assertEqual(owed(account), sum(account.balance()))


class Payouts(unittest.TestCase):
    def test_one_contains_what_is_available(self):
        account = Account()
        paid(account)
        account.pay()
        account.pass_time(seconds=10)
        payout = account.post("/_test/payouts")
        self.assertEqual((10_068, True), (payout["amount"], payout["automatic"]))
        self.assertEqual((0, 10_068), account.balance())
        rows = account.get("/v1/balance_transactions?payout=" + payout["id"])["data"]
        self.assertEqual([-10_068, 10_068], [row["net"] for row in rows])
        with self.assertRaises(Refused):
            account.post("/_test/payouts")

    def test_one_that_was_paid_may_come_back_and_leaves_again(self):
        account = Account()
        paid(account)
        payout = account.post("/_test/payouts")
        for deed, type in [("send", "payout.updated"),
                           ("arrive", "payout.reconciliation_completed"),
                           ("fail", "payout.failed")]:
            account.post(f"/_test/payouts/{payout['id']}/{deed}")
            self.assertEqual(type, account.types()[-1])
        failed = account.object_of("payout.failed")
        self.assertEqual(("failed", "account_closed"), (failed["status"], failed["failure_code"]))
        self.assertIsNotNone(failed["failure_balance_transaction"])
        again = account.post("/_test/payouts")
        rows = account.get("/v1/balance_transactions?payout=" + again["id"])["data"]
        self.assertEqual([("payout", -10_068), ("payout_reversal", 10_068)],
                         [(row["reporting_category"], row["net"]) for row in rows])

    def test_a_manual_one_lists_nothing(self):
        account = Account()
        paid(account)
        payout = account.post("/v1/payouts", amount=5_000, currency="usd")
        with self.assertRaises(Refused):
            account.get("/v1/balance_transactions?payout=" + payout["id"])
        account.post(f"/v1/payouts/{payout['id']}/cancel")
        self.assertEqual((10_068, 0), account.balance())
        with self.assertRaises(Refused) as refused:
            account.post("/v1/payouts", amount=99_999, currency="usd")
        self.assertEqual("balance_insufficient", refused.exception.error["code"])


if __name__ == "__main__":
    unittest.main()
