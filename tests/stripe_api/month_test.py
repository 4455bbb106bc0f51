"""A month of a business: it adds up, and it is the same each time."""

import unittest

from fakes import Account, owed
from stripe_fake.signing import body_of


class Month(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lived = []
        for seed in (1, 2, 3):
            account = Account()
            cls.lived.append((account, account.post("/_test/month", seed=seed)))

    def months(self):
        for account, self.summary in self.lived:
            yield account

    def test_balance_transactions_add_up_to_the_balance(self):
        for account in self.months():
            net = sum(one["net"] for one in account.world.all("balance_transaction"))
            self.assertEqual(net, sum(account.balance()))
            self.assertEqual(net, self.summary["balance"])
            for one in account.world.all("balance_transaction"):
                self.assertEqual(one["amount"] - one["fee"], one["net"])

    def test_the_balance_is_what_the_objects_say(self):
        """By charges, refunds, disputes and payouts alone; a plan's invoice is a charge too."""
        for account in self.months():
            booked_by_hand = -1_250 + 75
            self.assertEqual(owed(account) + booked_by_hand, sum(account.balance()))

    def test_the_summary_adds_up(self):
        for _ in self.months():
            one = self.summary
            self.assertEqual(one["balance"], one["charges"] - one["fees"] + one["refunds"]
                             + one["disputes"] + one["payouts"] + one["other"])
            self.assertGreater(one["balance"], 0)

    def test_every_balance_transaction_is_in_one_payout_or_in_the_balance(self):
        for account in self.months():
            rows = {one["id"]: one["net"] for one in account.world.all("balance_transaction")}
            left = dict(rows)
            for payout in account.world.all("payout"):
                listed = account.get("/v1/balance_transactions?limit=100&payout=" + payout["id"])
                self.assertFalse(listed["has_more"])
                self.assertEqual(0, sum(one["net"] for one in listed["data"]))
                for one in listed["data"]:
                    left.pop(one["id"])
            self.assertEqual(sum(account.balance()), sum(left.values()))

    def test_the_same_seed_gives_the_same_bytes(self):
        def bytes_of(ids, month):
            account = Account(ids)
            account.post("/_test/month", seed=month)
            return b"".join(body_of(event) for event in account.world.events)
        first = bytes_of(1, 7)
        self.assertEqual(first, bytes_of(1, 7))
        self.assertNotEqual(first, bytes_of(2, 7), "other ids")
        self.assertNotEqual(first, bytes_of(1, 8), "another month")

    def test_ids_are_of_stripes_form_and_never_twice(self):
        account = Account()
        account.post("/_test/month", seed=1)
        ids = [event["id"] for event in account.world.events]
        self.assertEqual(len(ids), len(set(ids)))
        forms = {"charge": r"ch_3\w{23}", "payment_intent": r"pi_3\w{23}", "refund": r"re_3\w{23}",
                 "balance_transaction": r"txn_3\w{23}", "dispute": r"du_1\w{23}",
                 "payout": r"po_1\w{23}", "event": r"evt_1\w{23}", "customer": r"cus_\w{14}",
                 "checkout.session": r"cs_test_a1\w{56}"}
        for kind, form in forms.items():
            for one in account.world.all(kind):
                self.assertRegex(one["id"], f"^{form}$")

    def test_a_month_has_what_befalls_a_business(self):
        for account in self.months():
            world = account.world
            self.assertEqual(["lost", "won", "warning_closed", "needs_response"],
                             [one["status"] for one in world.all("dispute")])
            statuses = [one["status"] for one in world.all("refund")]
            self.assertEqual(1, statuses.count("failed"))
            self.assertGreater(statuses.count("succeeded"), 4)
            self.assertEqual(1, [one["status"] for one in world.all("payout")].count("failed"))
            self.assertIn("requires_payment_method",
                          [one["status"] for one in world.all("payment_intent")])
            nobodys = [one for one in world.all("charge")
                       if "org_id" not in one["metadata"] and one["customer"] is None]
            self.assertEqual(1, len(nobodys))


if __name__ == "__main__":
    unittest.main()
