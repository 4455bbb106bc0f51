"""Finance's reports over HTTP: the books of all organizations, as of any moment."""

import csv
import io
import json
import subprocess
import unittest
import uuid
from decimal import Decimal

from service import BINARY, LOG, Service, clean_environment, together
from world import ServiceCase, fresh

USD = 10**9
REPORTS = {"trial-balance": "lines", "payouts": "data", "exceptions": "data"}


def stripe(payload, **fields):
    """A record of what Stripe said of nobody's."""
    said = {"stripe_event_id": fresh("evt"), "stripe_event_type": "test.happened", **fields}
    if payload != "stripe_event_noted":
        said["created"] = "2026-01-05T00:00:00Z"
    return {"event_id": str(uuid.uuid4()), "org_id": "_stripe", payload: said}


class Finance(ServiceCase):
    def report(self, name, query="", key=None, accept=None):
        answer = self.service.ask("GET", f"/v1/finance/{name}{query}",
                                  key=key or self.service.finance_key,
                                  headers={"accept": accept})
        self.expect(200, answer)
        return answer

    def balances(self, query=""):
        """Debit minus credit, by account."""
        return {line["account"]: Decimal(line["debit"]) - Decimal(line["credit"])
                for line in self.report("trial-balance", query).json["lines"]}

    def test_the_trial_balance_adds_up_whatever_is_posted_meanwhile(self):
        org = self.organization(credits="10")
        for number in range(5):
            reservation = org.reserved("0.5")
            answer = self.service.done("POST", f"/v1/reservations/{reservation}/settle",
                                       {"cost": "0.1"}, org.key)
            balances = self.balances("?min_position=" + answer["position"])
            self.assertEqual(0, sum(balances.values()))
            self.assertEqual(Decimal("0.1") * (number + 1) - 10,
                             balances[f"credits:purchased:{org.org_id}"])

    def test_without_stripe_nothing_is_assigned(self):
        org = self.organization(credits=None)
        answer = self.service.ask("POST", "/v1/finance/assignments", {
            "object_id": "pi_1", "org_id": org.org_id}, self.service.finance_key)
        self.expect((409, "conflict"), answer)

    def test_every_look_balances_while_others_post(self):
        org = self.organization(credits="50")

        def work(number):
            for _ in range(20):
                if number < 2:
                    self.assertEqual(0, sum(self.balances().values()))
                else:
                    self.service.done("POST", "/v1/usage", {"model": "m", "cost": "0.01"}, org.key)

        together(6, work)
        self.assertEqual(Decimal("0.8") - 50, self.balances()[f"credits:purchased:{org.org_id}"])

    def test_finance_and_service_read_the_same(self):
        self.organization()
        for name in REPORTS:
            answers = [self.report(name, key=key).body
                       for key in (self.service.finance_key, self.service.service_key)]
            self.assertEqual(*answers)

    def test_a_report_of_the_positions_it_names_is_the_same(self):
        org = self.organization()
        before = self.report("trial-balance")
        org.grant("7")
        after = self.report("trial-balance")
        self.assertNotEqual(before.json, after.json)
        for report in (before, after):
            positions = ",".join(report.json["positions"])
            self.assertEqual(positions, report.field("x-nemo-positions"))
            self.assertEqual(report.json["positions"][0], report.field("x-nemo-position"))
            self.assertEqual(report.json, self.report("trial-balance", "?at=" + positions).json)

    def test_a_time_is_a_moment_too(self):
        org = self.organization()
        name = f"credits:purchased:{org.org_id}"
        self.assertEqual({}, self.balances("?at=2020-01-01T00:00:00Z"))
        self.assertIn(name, self.balances("?at=2100-01-01T00:00:00Z"))

    def test_what_went_wrong_anywhere_is_an_exception(self):
        org = self.organization()
        self.service.done("POST", "/v1/reservations/never-made/settle", {"cost": "0.25"}, org.key)
        rows = [row for row in self.report("exceptions").json["data"]
                if row["org_id"] == org.org_id]
        self.assertEqual([("orphan", "never-made", "0.25")],
                         [(row["kind"], row["subject"], row["amount"]) for row in rows])
        self.assertEqual(0, self.report("exceptions").json["left_out"])
        self.assertEqual("0", self.report("exceptions", accept="text/csv").field("x-nemo-left-out"))

    def page(self, query, accept=None):
        """The rows and the next cursor, of JSON or of CSV."""
        answer = self.report("exceptions", query, accept=accept)
        if accept is None:
            return answer.json["data"], answer.json["next_cursor"]
        rows = csv.DictReader(io.StringIO(answer.body.decode(), newline=""))
        return ([{name: text for name, text in row.items() if text} for row in rows],
                answer.field("x-nemo-next-cursor"))

    def pages(self, limit, accept=None):
        rows, cursor = [], ""
        while cursor is not None:
            some, following = self.page(f"?limit={limit}{cursor}", accept)
            self.assertTrue(len(some) == limit or following is None)
            rows += some
            cursor = following and "&cursor=" + following
        return rows

    def orphans(self, org, count):
        for number in range(count):
            self.service.done("POST", f"/v1/reservations/none-{number}/settle", {"cost": "0.25"},
                              org.key)

    def test_exceptions_come_by_page(self):
        self.orphans(self.organization(), 7)
        whole, following = self.page("")
        self.assertIsNone(following)
        for limit in (1, 2, 3, len(whole), 1000):
            for accept in (None, "text/csv"):
                with self.subTest(limit=limit, accept=accept):
                    self.assertEqual(whole, self.pages(limit, accept))
        _, third = self.page("?limit=2")
        self.assertEqual(whole[2:], self.page("?cursor=" + third)[0])

    def test_what_comes_between_two_pages_moves_no_row(self):
        org = self.organization()
        self.orphans(org, 4)
        whole, _ = self.page("")
        first, cursor = self.page(f"?limit={len(whole) - 2}")
        self.orphans(self.organization(), 1)
        rest, following = self.page("?cursor=" + cursor)
        self.assertEqual(whole, (first + rest)[:-1])
        self.assertEqual(("none-0", None), (rest[-1]["subject"], following))
        positions = self.report("exceptions").field("x-nemo-positions")
        rest_then, _ = self.page(f"?at={positions}&cursor={cursor}")
        self.assertEqual(rest, rest_then)

    def test_limits_and_cursors_of_exceptions_that_are_none(self):
        self.orphans(self.organization(), 2)
        _, cursor = self.page("?limit=1")
        rows = [("cursor", text) for text in ("", "x", "0/1", cursor[:-2], cursor + "AAAA",
                                              cursor + "=", "_" * 400)]
        rows += [("limit", text) for text in ("0", "1001", "-1", "x", "")]
        for name, text in rows:
            with self.subTest(name=name, text=text):
                answer = self.service.ask("GET", f"/v1/finance/exceptions?{name}={text}",
                                          key=self.service.finance_key)
                self.expect((400, "invalid_request"), answer, name)
        answer = self.service.ask("GET", "/v1/finance/payouts?limit=1",
                                  key=self.service.finance_key)
        self.expect((400, "invalid_request"), answer, "limit")

    def test_csv_has_the_same_rows(self):
        org = self.organization()
        self.service.done("POST", "/v1/reservations/none/settle", {"cost": "0.25"}, org.key)
        for name, member in REPORTS.items():
            with self.subTest(report=name):
                answer = self.report(name, accept="text/csv")
                self.assertEqual("text/csv; charset=utf-8", answer.field("content-type"))
                rows = list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
                kept = [{key: value for key, value in row.items() if value} for row in rows]
                whole = self.report(name)
                self.assertEqual(whole.json[member], kept)
                self.assertEqual(whole.field("x-nemo-positions"), answer.field("x-nemo-positions"))

    def test_moments_that_are_none(self):
        for name, text in [("at", "tomorrow"), ("at", ""), ("at", "0/1,0/2"), ("at", "0/1,"),
                           ("at", "16/0"), ("at", "0/9223372036854775807"), ("at", "1/-1"),
                           ("min_position", "a"), ("min_position", "16/0")]:
            with self.subTest(name=name, text=text):
                answer = self.service.ask("GET", f"/v1/finance/payouts?{name}={text}",
                                          key=self.service.finance_key)
                self.expect((400, "invalid_request"), answer, name)

    def test_a_position_that_does_not_come_is_waited_for_in_vain(self):
        answer = self.service.ask("GET", "/v1/finance/payouts?min_position=3/99999999",
                                  key=self.service.finance_key)
        self.expect((503, "credit_check_failed") if LOG else (400, "invalid_request"), answer)

    def test_many_at_a_time_are_answered_or_told_to_come_again(self):
        self.organization()
        said = together(32, lambda _: self.service.caller(self.service.finance_key).ask(
            "GET", "/v1/finance/trial-balance?at=2100-01-01T00:00:00Z"))
        self.assertLessEqual({answer.said for answer in said},
                             {(200, None), (429, "rate_limit_exceeded")})
        self.assertIn(200, [answer.status for answer in said])


@unittest.skipIf(LOG, "applies records to a directory without a service")
class StripesMoney(unittest.TestCase):
    """What Stripe said, put on the log before the service opens it."""

    def test_suspense_and_payouts_are_shown_and_go_on(self):
        service = Service()
        self.addCleanup(service.remove)
        service.stop()
        payment = {"payment_id": "pi_1", "status": "SUCCEEDED", "amount_nano": 25 * USD}
        self.apply(service, stripe("stripe_payment_reported", **payment),
                   stripe("stripe_payout_reported", payout_id="po_1", status="PAID",
                          amount_nano=9 * USD, transaction_ids=["txn_1"]),
                   stripe("stripe_event_noted", note="QUARANTINED", reason="=no money"))
        service.start()
        rows = self.ask(service, "exceptions").json["data"]
        self.assertEqual({("suspense", "pi_1", "25"), ("unmatched_payout", "po_1", "9"),
                          ("quarantined", rows[-1]["subject"], None)},
                         {(row["kind"], row["subject"], row.get("amount")) for row in rows})
        (payout,) = self.ask(service, "payouts").json["data"]
        self.assertEqual(("9", "PAID", "booked", "1", "0", "txn_1", "0", "unmatched"),
                         tuple(payout[name] for name in (
                             "amount", "status", "books", "transactions", "found", "missing",
                             "net", "match")))
        self.assertIn(b"test.happened: =no money", self.ask(service, "exceptions",
                                                            accept="text/csv").body)
        asked = {(name, accept): self.ask(service, name, accept)
                 for name in REPORTS for accept in ("application/json", "text/csv")}
        service.stop()
        for (name, accept), answer in asked.items():
            with self.subTest(report=name, accept=accept):
                kind = "csv" if accept == "text/csv" else "json"
                printed = self.run_ledger("report", name, "--data", service.data, "--format", kind,
                                          "--at", answer.field("x-nemo-positions"))
                if kind == "csv":
                    self.assertEqual(answer.body.decode(), printed)
                else:
                    self.assertEqual(answer.json, json.loads(printed))

    def run_ledger(self, *words, said=""):
        return subprocess.run([BINARY, *words], env=clean_environment(), check=True,
                              input=said.encode(), capture_output=True).stdout.decode()

    def apply(self, service, *records):
        outcomes = self.run_ledger("apply", "--data", service.data,
                                   said="".join(json.dumps(one) + "\n" for one in records))
        self.assertEqual(["accepted"] * len(records),
                         [json.loads(line)["outcome"] for line in outcomes.splitlines()])

    def ask(self, service, name, accept=None):
        answer = service.ask("GET", "/v1/finance/" + name, key=service.finance_key,
                             headers={"accept": accept})
        self.assertEqual(200, answer.status, answer)
        return answer


if __name__ == "__main__":
    unittest.main()
