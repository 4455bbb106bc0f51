"""A service that asks Stripe again and again tells the ledger nothing twice."""

import pathlib
import unittest

from asked_stripe import AskingCase
from service import wait_until

RUNS = 3


class Once(AskingCase):
    def finance(self, report):
        return self.service.done("GET", "/v1/finance/" + report, key=self.service.finance_key)

    def match(self, payout):
        return [row["match"] for row in self.finance("payouts")["data"]
                if row["payout_id"] == payout["id"]]

    def wait_for_runs(self):
        before = len(self.stripe.requests("/v1/events"))
        wait_until(lambda: len(self.stripe.requests("/v1/events")) >= before + RUNS, 30)

    def records(self, *org_ids):
        self.service.stop()
        try:
            return sum(len(self.service.read("log", "inspect", "--org", org_id).splitlines())
                       for org_id in ("_stripe", *org_ids))
        finally:
            self.service.start()

    def expect_no_more_records(self, *org_ids):
        self.wait_for_runs()
        before = self.records(*org_ids)
        self.wait_for_runs()
        self.assertEqual(before, self.records(*org_ids))
        refused = [row for row in self.finance("exceptions")["data"] if row["kind"] == "refused"]
        self.assertEqual([], refused)

    def pay_out(self):
        self.stripe.control("adjustments", amount=5000, type="adjustment",
                            category="other_adjustment")
        self.stripe.control("clock", advance=10 * 86_400)
        return self.stripe.control("payouts")

    def test_a_payout_s_list_is_asked_for_once_it_is_whole(self):
        payout = self.pay_out()
        wait_until(lambda: self.match(payout) == ["not_reconciled"], 20)
        self.wait_for_runs()
        self.assertEqual(["not_reconciled"], self.match(payout))
        self.stripe.control(f"payouts/{payout['id']}/arrive")
        wait_until(lambda: self.match(payout) == ["matched"], 20)
        self.expect_no_more_records()

    def test_an_invoice_s_payment_is_asked_for_once(self):
        org = self.organization()
        customer = self.stripe.customer(org.org_id)
        price = self.stripe.make("prices", currency="usd", unit_amount=4_000, lookup_key="plan")
        self.stripe.make("subscriptions", customer=customer, **{
            "items[0][price]": price["id"], "metadata[org_id]": org.org_id})
        self.expect(org, 0, books="stripe:clearing 4000 revenue:platform_fee -4000")
        self.expect_no_more_records(org.org_id)
        (invoice,) = self.stripe.list("invoices")
        self.assertEqual(1, len(self.stripe.requests("/v1/invoices/" + invoice["id"])))

    def test_a_file_of_what_was_told_that_is_lost_has_nothing_refused(self):
        payout = self.pay_out()
        self.stripe.control(f"payouts/{payout['id']}/arrive")
        wait_until(lambda: self.match(payout) == ["matched"], 20)
        self.service.stop()
        (pathlib.Path(self.service.data) / "stripe" / "asked").unlink()
        self.service.start()
        self.expect_no_more_records()


if __name__ == "__main__":
    unittest.main()
