"""Stripe's fee, which is the platform's: the bug 23 of gateways and credit apps, by its number in
the list of facts."""

import unittest

from bought import BOUGHT, BackCase
from shop import movement, new_id


class Bug23(BackCase):
    def fees(self):
        self.service.stop()
        sums = {}
        for transaction in self.service.journal():
            for row in transaction["postings"]:
                if row["debit"] == "expense:stripe_fees":
                    key = transaction["org_id"], row["credit"]
                    sums[key] = sums.get(key, 0) + int(row["amount_nano"]) // 10**7
        self.service.start()
        return sums

    def test_23_a_fee_that_is_missing_at_success_is_told_later_and_counts_once(self):
        org, payment = self.bought()
        self.expect(org, 10000, books=BOUGHT)
        self.assertEqual({}, self.fees())
        transaction_id = new_id("txn")
        self.deliver(payment.charge("updated", transaction=transaction_id))  # its name alone
        self.assertEqual({}, self.fees())
        settled = payment.settled(332, transaction_id)
        self.deliver(settled, settled, payment.settled(332, transaction_id),
                     payment.charge("updated", transaction=transaction_id))
        self.assertEqual({("_stripe", "stripe:clearing"): 332}, self.fees())
        refund = payment.refund(10400, balance_transaction=movement("refund", -10400, 0))
        self.deliver(refund, refund)
        self.expect(org, 0, books="")
        self.assertEqual({("_stripe", "stripe:clearing"): 332}, self.fees())


if __name__ == "__main__":
    unittest.main()
