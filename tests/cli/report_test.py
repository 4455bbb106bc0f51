"""Finance's reports over all organizations: what adds up, what does not, and as of when."""

import csv
import io
import json
import unittest
from decimal import Decimal

from ledger_case import USD, LedgerCase, at, opening, reserve, run, settle
from stripe_records import StripeRecords


class Reports(LedgerCase):
    def report(self, name, *args, form="json"):
        process = run("report", name, "--data", self.data, "--format", form, *args)
        self.expect(0, process)
        text = process.stdout.decode()
        return json.loads(text) if form == "json" else text

    def lines(self, *args):
        """Of the trial balance: debit minus credit in dollars, by account."""
        return {line["account"]: float(Decimal(line["debit"]) - Decimal(line["credit"]))
                for line in self.report("trial-balance", *args)["lines"]}

    def exceptions(self, *args):
        """Short: (kind, subject, dollars)."""
        return [(row["kind"], row.get("subject", ""),
                 float(row["amount"]) if "amount" in row else None)
                for row in self.report("exceptions", *args)["data"]]

    def test_the_trial_balance_is_zero_over_all_organizations(self):
        said = StripeRecords(100)
        self.apply([*opening(), *opening("beta"), reserve("r1", 60), settle("r1", 61),
                    said.payment("pi_1", "acme", 104, fee_bps=400),
                    said.transaction("txn_1", 104, 3), said.payout("po_1", 50)])
        lines = self.lines()
        self.assertEqual(0, sum(lines.values()))
        self.assertEqual({
            "bank": 50, "credits:purchased:acme": -109.5, "credits:purchased:beta": -10,
            "expense:stripe_fees": 3, "manual:clearing": 20, "revenue:platform_fee": -4,
            "revenue:usage": -0.5, "stripe:clearing": 51}, lines)
        rows = list(csv.DictReader(io.StringIO(
            self.report("trial-balance", form="csv"), newline="")))
        self.assertEqual(["account", "debit", "credit"], list(rows[0]))
        self.assertEqual(set(lines), {row["account"] for row in rows})
        text = self.report("trial-balance", form="table")
        self.assertRegex(text.splitlines()[-1], r"^all +(\d+\.\d{9}) +\1$")

    def test_a_report_is_as_of_any_moment(self):
        outcomes = self.apply([*opening(), reserve("r1", 60), settle("r1", 61), *opening("beta")])
        acme, beta = outcomes[5]["position"], outcomes[-1]["position"]
        whole = self.report("trial-balance")
        self.assertEqual(sorted([acme, beta]), sorted(whole["positions"]))
        of_acme = {"credits:purchased:acme": -9.5, "manual:clearing": 10, "revenue:usage": -0.5}
        rows = [
            (at(60), {"credits:purchased:acme": -10, "credits:purchased:beta": -10,
                      "manual:clearing": 20}),
            (at(2), {}),
            (acme, of_acme),
            (outcomes[4]["position"], {"credits:purchased:acme": -10, "manual:clearing": 10}),
            (f"{acme},{beta}", self.lines()),
        ]
        for moment, lines in rows:
            with self.subTest(at=moment):
                self.assertEqual(lines, self.lines("--at", moment))
        self.assertEqual([acme], self.report("trial-balance", "--at", acme)["positions"])

    def test_payouts_stand_beside_what_they_are_made_of(self):
        said = StripeRecords()
        self.apply([
            said.transaction("txn_1", 100, 3), said.payout("po_1", 95, transaction_ids=["txn_1"]),
            said.payout("po_1", 95, "IN_TRANSIT", transaction_ids=["txn_2"]),
            said.payout("po_2", 7), said.payout("po_2", 7, "FAILED"),
            said.payout("po_3", 10, transaction_ids=["txn_1", "txn_9"])])
        rows = self.report("payouts")["data"]
        figures = [(row["payout_id"], row["status"], row["books"], row["transactions"],
                    row["found"], row["match"]) for row in rows]
        self.assertEqual([("po_1", "PAID", "booked", "2", "1", "unmatched"),
                          ("po_2", "FAILED", "returned", "0", "0", "not_reconciled"),
                          ("po_3", "PAID", "booked", "2", "1", "unmatched")], figures)
        self.assertEqual("txn_2", rows[0]["missing"])
        self.apply([said.transaction("txn_2", -2)])
        row = self.report("payouts")["data"][0]
        self.assertEqual(("matched", "95"), (row["match"], row["net"]))
        self.assertEqual([("unmatched_payout", "po_3", -87.0)], self.exceptions())
        for form in ("csv", "table"):
            self.assertIn("po_2", self.report("payouts", form=form))

    def test_exceptions_of_calls_stay(self):
        self.apply([*opening(), reserve("r1", 60), settle("r1", 61, 2 * USD),
                    settle("r9", 62), reserve("r2", 63, ttl_ms=1000), settle("r2", 70)])
        process = run("apply", "--data", self.data, stdin=b"{\n")
        self.expect(0, process)
        self.assertEqual({("above_hold", "r1", 2), ("orphan", "r9", 0.5), ("expired", "r2", 1),
                          ("late", "r2", 0.5), ("malformed", "", None)}, set(self.exceptions()))
        at_64 = self.exceptions("--at", at(64))
        self.assertIn(("expired", "r2", 1), at_64)  # it fell due by then
        self.assertNotIn(("late", "r2", 0.5), at_64)

    def test_money_that_is_nobodys_is_there_until_it_is_somebodys(self):
        said = StripeRecords(10)
        self.apply([*opening(), said.payment("pi_1", usd=25)])
        self.assertEqual([("suspense", "pi_1", 25)], self.exceptions())
        self.assertEqual(-25, self.lines()["suspense"])
        self.apply([said.payment("pi_1", "acme", 25), said.assigned("pi_1", "acme")])
        self.assertEqual([], self.exceptions())
        self.assertEqual(0, self.lines()["suspense"])
        self.assertEqual([("suspense", "pi_1", 25)], self.exceptions("--at", at(11)))

    def test_exceptions_of_stripe(self):
        said = StripeRecords(10)
        rows = [
            ([said.noted("QUARANTINED", "no currency")], [("quarantined", None)]),
            ([said.noted("WARNING", "fraud is near", "acme")], [("warning", None)]),
            ([said.noted("IGNORED", "")], []),
            ([said.payment("pi_no", "nobody", 5)], [("refused", 5)]),
            ([said.payment("pi_minus", "acme", -5)], [("refused", -5)]),
            ([said.refund("pi_2", "re_1", 5, "acme")],
             [("unknown_payment", 5), ("suspense", -5)]),
            ([said.payment("pi_3", "acme", 10), said.refund("pi_3", "re_1", 11, "acme")],
             [("above_paid", 1), ("suspense", -1)]),
            ([said.payment("pi_4", "acme", 10), said.refund("pi_4", "re_1", 4, "acme"),
              said.payment("pi_4", "acme", refunded_nano=5 * USD)], [("refunds_differ", 1)]),
        ]
        self.apply([*opening(), *(one for story, _ in rows for one in story)])
        found = sorted((kind, amount) for kind, _, amount in self.exceptions() if amount)
        self.assertEqual(sorted(one for _, kinds in rows for one in kinds if one[1]), found)
        kinds = [kind for kind, _, amount in self.exceptions() if amount is None]
        self.assertEqual(["quarantined", "warning"], kinds)
        text = self.report("exceptions", form="table")
        self.assertIn("test.happened: no currency", text)
        self.assertIn("denied_organization_unknown", text)

    def test_names_and_moments_that_are_none(self):
        self.apply(opening())
        rows = [(["report", "payout"], "did you mean 'payouts'?"),
                (["report", "xyzzy"], "no such report"),
                (["report", "payouts", "--at", "tomorrow"], "RFC 3339"),
                (["report", "payouts", "--at", "0/1,0/2"], "RFC 3339"),
                (["report", "payouts", "--at", "0/1,"], "RFC 3339"),
                (["report", "payouts", "--at", "16/0"], "not written"),
                (["report", "payouts", "--at", "3/999"], "not written"),
                (["report", "payouts", "--format", "xml"], "--format")]
        for words, reason in rows:
            with self.subTest(words=words):
                self.expect(2, run(*words, "--data", self.data), reason)
        self.expect(2, run("report", "payouts"), "--data")

    def test_alone_it_lists_the_reports(self):
        process = self.expect(0, run("report"))
        for name in ("trial-balance", "payouts", "exceptions"):
            self.assertIn(name, process.stdout.decode())
        self.assertIn("nemo-ledger report", run("report", "--help").stdout.decode())


if __name__ == "__main__":
    unittest.main()
