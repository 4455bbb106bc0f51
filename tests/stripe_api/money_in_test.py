"""Money that comes in: charges and checkouts of the fake."""

import unittest

from fakes import DAY, Account
from stripe_fake.refused import Refused


class Charges(unittest.TestCase):
    def test_the_fee_comes_after_the_charge(self):
        account = Account()
        intent = account.pay(10_400)
        self.assertIsNone(account.object_of("charge.succeeded")["balance_transaction"])
        self.assertEqual((0, 0), account.balance())
        account.pass_time(seconds=2)
        updated = account.last("charge.updated")
        self.assertEqual({"balance_transaction": None}, updated["data"]["previous_attributes"])
        transaction = account.get("/v1/balance_transactions/"
                                  + updated["data"]["object"]["balance_transaction"])
        self.assertEqual((10_400, 332, 10_068), tuple(
            transaction[name] for name in ("amount", "fee", "net")))
        self.assertEqual(332, sum(one["amount"] for one in transaction["fee_details"]))
        self.assertEqual(intent["latest_charge"], transaction["source"])
        self.assertEqual("pending", transaction["status"])
        self.assertEqual((0, 10_068), account.balance())

    def test_funds_become_available_two_days_later(self):
        account = Account()
        account.pay()
        account.pass_time(days=1, seconds=DAY - 1)
        self.assertEqual((0, 10_068), account.balance())
        account.pass_time(seconds=1)
        self.assertEqual((10_068, 0), account.balance())
        self.assertEqual("balance.available", account.types()[-1])

    def test_other_currencies_settle_in_dollars(self):
        account = Account()
        account.post("/v1/payment_intents", amount=1_000, currency="eur", confirm="true",
                     payment_method="pm_card_visa")
        account.pass_time(seconds=2)
        transaction = account.get("/v1/balance_transactions")["data"][0]
        self.assertEqual(("usd", 1_100, 1.1), tuple(
            transaction[name] for name in ("currency", "amount", "exchange_rate")))

    def test_what_fails_moves_nothing(self):
        for card, code in [("pm_card_chargeDeclined", "card_declined"),
                           ("pm_card_chargeDeclinedExpiredCard", "expired_card")]:
            account = Account()
            with self.assertRaises(Refused) as refused:
                account.pay(card=card)
            self.assertEqual(402, refused.exception.status)
            self.assertEqual(code, refused.exception.error["code"])
            self.assertEqual(["payment_intent.created", "charge.failed",
                              "payment_intent.payment_failed"], account.types()[-3:])
            account.pass_time(days=5)
            self.assertEqual([], account.get("/v1/balance_transactions")["data"])

    def test_a_payer_who_is_asked_may_say_yes_or_no(self):
        for outcome, status in [("ok", "succeeded"), ("fail", "requires_payment_method")]:
            account = Account()
            intent = account.pay(card="pm_card_authenticationRequired")
            self.assertEqual("requires_action", intent["status"])
            self.assertEqual("payment_intent.requires_action", account.types()[-1])
            after = account.post(f"/_test/payment_intents/{intent['id']}/authenticate",
                                 outcome=outcome)
            self.assertEqual(status, after["status"])

    def test_a_debit_takes_days_and_may_fail(self):
        for card, last in [("pm_usBankAccount_success", "succeeded"),
                           ("pm_usBankAccount_insufficientFunds", "payment_failed")]:
            account = Account()
            self.assertEqual("processing", account.pay(card=card)["status"])
            self.assertNotIn("charge.succeeded", account.types())
            account.pass_time(days=2)
            self.assertEqual("payment_intent." + last, account.types()[-1])


class Checkouts(unittest.TestCase):
    def session(self, account, amount=10_400):
        return account.post("/v1/checkout/sessions", mode="payment", success_url="https://a/", **{
            "line_items[0][quantity]": 1, "line_items[0][price_data][currency]": "usd",
            "line_items[0][price_data][unit_amount]": amount, "metadata[org_id]": "org-1",
            "payment_intent_data[metadata][org_id]": "org-1"})["id"]

    def test_a_buyer_may_try_again(self):
        account = Account()
        id = self.session(account)
        account.post(f"/_test/checkout/sessions/{id}/complete", card="pm_card_chargeDeclined")
        self.assertEqual("open", account.get(f"/v1/checkout/sessions/{id}")["status"])
        account.post(f"/_test/checkout/sessions/{id}/complete", tax=832)
        done = account.object_of("checkout.session.completed")
        self.assertEqual(("complete", "paid", 11_232, 832), (
            done["status"], done["payment_status"], done["amount_total"],
            done["total_details"]["amount_tax"]))
        intent = account.get("/v1/payment_intents/" + done["payment_intent"])
        self.assertEqual(({"org_id": "org-1"}, 11_232), (intent["metadata"], intent["amount"]))

    def test_a_session_may_be_complete_and_unpaid(self):
        for card, last in [("pm_usBankAccount_success", "succeeded"),
                           ("pm_usBankAccount_insufficientFunds", "failed")]:
            account = Account()
            id = self.session(account)
            account.post(f"/_test/checkout/sessions/{id}/complete", card=card)
            self.assertEqual("unpaid", account.object_of("checkout.session.completed")
                             ["payment_status"])
            account.pass_time(days=2)
            self.assertEqual("checkout.session.async_payment_" + last, account.types()[-1])

    def test_one_that_costs_nothing_has_no_payment(self):
        account = Account()
        id = self.session(account, 0)
        done = account.post(f"/_test/checkout/sessions/{id}/complete")
        self.assertEqual(("no_payment_required", None), (done["payment_status"],
                                                         done["payment_intent"]))

    def test_one_that_nobody_completes_expires(self):
        account = Account()
        self.session(account)
        account.pass_time(days=1)
        self.assertEqual("checkout.session.expired", account.types()[-1])


if __name__ == "__main__":
    unittest.main()
