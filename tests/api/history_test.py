"""What happened, page by page: each line once, as JSON and as CSV, and it adds up."""

import csv
import io
import unittest
from decimal import Decimal

from world import ServiceCase

LISTS = ["journal", "reservations", "exceptions", "alerts"]
DAYS = ["usage", "statement"]


class History(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.org = cls.organization(cls, credits="10")
        cls.other = cls.organization(cls, credits="10")
        cls.live(cls, cls.org)
        cls.live(cls, cls.other)

    def live(self, org):
        """Some calls of every kind, and what goes wrong with them."""
        org.budget("ORGANIZATION", org.org_id, "4", alert_percents=[10, 50])
        for number in range(12):
            reservation = org.reserved("0.2", reservation_id=f"{org.org_id}.{number}")
            if number % 3 == 0:
                self.service.done("POST", f"/v1/reservations/{reservation}/release", {}, org.key)
            else:
                self.service.done("POST", f"/v1/reservations/{reservation}/settle",
                                  {"cost": f"0.{number:02}0000001"}, org.key)
        self.service.ask("POST", "/v1/reservations",
                         {"model": "gpt-4o", "amount": "100", "reservation_id": "=HYPERLINK"},
                         org.key)
        for reservation, amount in [("-denied", "50"), ("denied", "50")]:
            org.reserve(amount, reservation_id=reservation)
        self.service.done("POST", "/v1/reservations/orphan/settle", {"cost": "0.5"}, org.key)
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "0.25"}, org.key)
        org.reserved("0.125")

    def pages(self, what, limit, org=None):
        """All rows, page after page."""
        rows, cursor = [], ""
        while cursor is not None:
            answer = self.page(what, f"?limit={limit}{cursor}", org)
            rows += answer.json["data"]
            self.assertLessEqual(len(answer.json["data"]), limit + 3)  # a record's lines together
            cursor = answer.json["next_cursor"] and "&cursor=" + answer.json["next_cursor"]
        return rows

    def page(self, what, query="", org=None, **headers):
        answer = self.service.ask("GET", f"{(org or self.org).path}/{what}{query}",
                                  key=self.service.service_key, headers=headers)
        return self.expect(200, answer)

    def test_pages_of_any_size_give_each_line_once(self):
        for what in LISTS:
            whole = self.page(what, "?limit=1000").json
            self.assertIsNone(whole["next_cursor"])
            self.assertGreater(len(whole["data"]), 0, what)
            for limit in (1, 2, 7, 100):
                with self.subTest(what=what, limit=limit):
                    self.assertEqual(whole["data"], self.pages(what, limit))

    def test_the_journal_adds_up_to_the_balance(self):
        for org in (self.org, self.other):
            account = "liability:credits:" + org.org_id
            rows = self.pages("journal", 5, org)
            accounts = {row[side] for row in rows for side in ("debit", "credit")}
            own = [name for name in accounts if name.endswith(":" + org.org_id)]
            total = sum((row["credit"] in own) * Decimal(row["amount"]) -
                        (row["debit"] in own) * Decimal(row["amount"]) for row in rows)
            self.assertEqual(Decimal(org.balance()["balance"]), total, account)
            others = [name for name in accounts if ":org-" in name and name not in own]
            self.assertEqual([], others, "another organization's accounts")

    def test_the_statement_closes_with_the_balance(self):
        days = self.page("statement").json["data"]
        self.assertEqual(Decimal(self.org.balance()["balance"]), Decimal(days[-1]["closing"]))
        for day in days:
            moved = sum(Decimal(day[name]) for name in ("credits", "adjustments"))
            spent = sum(Decimal(day[name]) for name in ("usage", "forfeited"))
            self.assertEqual(Decimal(day["closing"]), Decimal(day["opening"]) + moved - spent)
        used = self.page("usage").json["data"]
        self.assertEqual(sum(Decimal(day["usage"]) for day in days),
                         sum(Decimal(day["usage"]) for day in used))

    def test_the_last_available_is_the_balances(self):
        rows = self.pages("reservations", 3)
        self.assertEqual(self.org.balance()["available"], rows[-1]["available"])

    def test_what_went_wrong_is_an_exception(self):
        said = [(row["outcome"], row.get("flags")) for row in self.pages("exceptions", 50)]
        self.assertEqual([("settled", "orphan")], said)

    def test_alerts_tell_which_budget_and_how_far(self):
        said = [(row["scope"], row["scope_id"], row["period"], row["percent"])
                for row in self.pages("alerts", 50)]
        self.assertEqual([("ORGANIZATION", self.org.org_id, "DAILY", percent)
                          for percent in ("10",)], said[:1])

    def test_csv_has_the_same_rows(self):
        for what in LISTS + DAYS:
            with self.subTest(what=what):
                query = "?limit=1000" if what in LISTS else ""
                answer = self.page(what, query, accept="text/csv")
                self.assertEqual("text/csv; charset=utf-8", answer.field("content-type"))
                text = answer.body.decode()
                self.assertTrue(text.endswith("\r\n"))
                rows = list(csv.DictReader(io.StringIO(text, newline="")))
                kept = [{name: value.removeprefix("'") for name, value in row.items() if value}
                        for row in rows]
                self.assertEqual(self.page(what, query).json["data"], kept)

    def test_csv_pages_go_on_by_a_field(self):
        lines, cursor = [], ""
        while cursor is not None:
            answer = self.page("journal", "?limit=4" + cursor, accept="text/csv")
            lines += answer.body.decode().splitlines()[1:]
            field = answer.field("x-nemo-next-cursor")
            cursor = field and "&cursor=" + field
        whole = self.page("journal", "?limit=1000", accept="text/csv").body.decode()
        self.assertEqual(whole.splitlines()[1:], lines)

    def test_csv_is_sent_to_whom_it_is_dearer_than_json(self):
        rows = [("text/csv", True), ("Text/CSV", True), ("text/csv; charset=utf-8", True),
                ("text/csv;q=0.5", True), ("text/csv, */*;q=0.1", True), ("text/*", True),
                ("application/json;q=0.2,text/csv;q=0.201", True), ("text/csv ; Q=1.000", True),
                ("text/csv;q=0", False), ("text/csv;q=0.2, application/json", False),
                ("*/*", False), ("", False), ("text/csv, application/json", False),
                ("text/csvx", False), ("text/html, */*;q=0.8", False), ("text/csv;q=x", False),
                ("application/json, text/csv;q=0.9", False), ("text/*, text/csv;q=0", False)]
        for accept, is_csv in rows:
            for what in ("journal", "balance"):
                with self.subTest(accept=accept, what=what):
                    answer = self.page(what, accept=accept)
                    self.assertEqual("text/csv; charset=utf-8" if is_csv else "application/json",
                                     answer.field("content-type"))

    def test_a_balance_as_csv(self):
        said = self.page("balance").json
        text = self.page("balance", accept="text/csv").body.decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        for row in rows[:4]:
            self.assertEqual((said[row["item"]], said["position"]),
                             (row["amount"], row["position"]))
        self.assertEqual(["balance", "held", "available", "credit_line"],
                         [row["item"] for row in rows[:4]])
        self.assertEqual([("lot", lot["left"], lot["grant_id"], lot["kind"], lot["position"])
                          for lot in said["lots"]],
                         [(row["item"], row["amount"], row["grant_id"], row["kind"],
                           row["position"]) for row in rows[4:]])

    def test_no_cell_is_a_formula(self):
        org = self.organization()
        for reservation in ("-1-1", "-2", "-cmd", "a-b"):
            org.reserved(reservation_id=reservation)
        text = self.page("reservations", "", org, accept="text/csv").body.decode()
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        self.assertIn("'-cmd", cells)
        for cell in cells:
            if cell[:1] and cell[0] in "=+-@\t\r":
                Decimal(cell)  # a number is no formula

    def test_a_page_is_as_new_as_the_answer_before_it(self):
        org = self.organization()
        for number in range(5):
            position = org.reserve(reservation_id=f"r{number}").json["position"]
            page = self.page("reservations", "?min_position=" + position, org)
            self.assertEqual(f"r{number}", page.json["data"][-1]["reservation_id"])
            self.assertEqual(position.split("/")[0], page.field("x-nemo-position").split("/")[0])
            seen = int(page.field("x-nemo-position").split("/")[1])
            self.assertGreaterEqual(seen, int(position.split("/")[1]))

    def test_limits_and_cursors_that_are_none(self):
        partition = int(self.page("journal", "?limit=1").json["next_cursor"].split("/")[0])
        rows = [("limit", text) for text in ("0", "1001", "-1", "", "a", "1.0", "1e2", "9" * 30)]
        rows += [("cursor", text) for text in ("", "a", "1", f"{(partition + 1) % 16}/0",
                                               f"{partition}/-1", f"{partition}/", "16/0",
                                               f"{partition}/9223372036854775808")]
        for name, text in rows:
            with self.subTest(name=name, text=text):
                answer = self.service.ask("GET", f"{self.org.path}/journal?{name}={text}",
                                          key=self.service.service_key)
                self.expect((400, "invalid_request"), answer, name)
        for offset in (10**6, 2**63 - 1):
            beyond = self.page("journal", f"?cursor={partition}/{offset}").json
            self.assertEqual(([], None), (beyond["data"], beyond["next_cursor"]))


if __name__ == "__main__":
    unittest.main()
