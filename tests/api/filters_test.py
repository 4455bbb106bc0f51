"""Lists by time, outcome, kind, model and key: what is asked for and nothing else, page by page;
and queries that a route does not take."""

import csv
import io
import time
import unittest

from everybody import routes_of
from history_test import DAYS, LISTS
from world import ServiceCase


class Filters(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.org = cls.organization(cls, credits="10")
        cls.other_key = cls.org.new_key(key_id="other")
        cls.org.budget("KEY", "other", "1", alert_percents=[1])
        case = cls()
        case.live("early")
        time.sleep(0.01)
        cls.org.reserved(reservation_id="middle")
        cls.middle = case.list("reservations")[-1]["at"]
        time.sleep(0.01)
        case.live("late")

    def live(self, name):
        """Calls of two keys and two models, of which one is denied and one an orphan."""
        for number, (key, model) in enumerate([(self.org.key, "small"), (self.org.key, "large"),
                                               (self.other_key, "large")]):
            reservation = self.org.reserved("0.1", key=key, model=model,
                                            reservation_id=f"{name}.{number}")
            self.service.done("POST", f"/v1/reservations/{reservation}/settle", {"cost": "0.02"},
                              key)
        self.org.reserve("50", model="small", reservation_id=name + ".denied")
        self.service.done("POST", f"/v1/reservations/{name}.orphan/settle", {"cost": "0.03"},
                          self.org.key)
        self.service.done("POST", "/v1/usage", {"model": "small", "cost": "0.04"}, self.other_key)

    def ask(self, what, query="", **headers):
        return self.service.ask("GET", f"{self.org.path}/{what}{query}",
                                key=self.service.service_key, headers=headers)

    def list(self, what, query="", limit=1000):
        rows, cursor = [], ""
        while cursor is not None:
            answer = self.ask(what, f"?limit={limit}{query}{cursor}")
            assert answer.status == 200, answer
            rows += answer.json["data"]
            cursor = answer.json["next_cursor"] and "&cursor=" + answer.json["next_cursor"]
        return rows

    def test_what_is_asked_for_and_nothing_else(self):
        ids = [f"{name}.{number}" for name in ("early", "late") for number in range(3)]
        rows = [
            # list, query, what each row must be and how many there are
            ("reservations", "&outcome=granted", lambda row: row["outcome"] == "granted", 7),
            ("reservations", "&outcome=denied_credits",
             lambda row: row["reservation_id"].endswith(".denied"), 2),
            ("reservations", "&outcome=denied",
             lambda row: row["reservation_id"].endswith(".denied"), 2),
            ("reservations", "&outcome=expired", None, 0),
            ("reservations", "&model=large",
             lambda row: row["reservation_id"] in (ids[1], ids[2], ids[4], ids[5]), 8),
            ("reservations", "&key_id=other",
             lambda row: row["reservation_id"] in (ids[2], ids[5]), 4),
            ("reservations", "&key_id=other&model=small", None, 0),
            ("reservations", "&key_id=main&outcome=settled&model=small",
             lambda row: row["reservation_id"] in (ids[0], ids[3]), 2),
            ("reservations", "&model=never", None, 0),
            ("journal", "&key_id=other&model=small", lambda row: row["amount"] == "0.04", 2),
            ("journal", "&outcome=accepted", lambda row: row["outcome"] == "accepted", 3),
            ("exceptions", "&kind=orphan", lambda row: row["flags"] == "orphan", 2),
            ("exceptions", "&kind=late", None, 0),
            ("exceptions", "&kind=orphan&key_id=main", lambda row: True, 2),
            ("alerts", "&kind=budget_alert", lambda row: row["scope_id"] == "other", 1),
            ("alerts", "&kind=balance_low", None, 0),
        ]
        for what, query, fits, count in rows:
            with self.subTest(what=what, query=query):
                found = self.list(what, query)
                self.assertEqual([], [row for row in found if not fits(row)])
                self.assertEqual(count, len(found), found)
                for limit in (1, 3):
                    self.assertEqual(found, self.list(what, query, limit))

    def test_from_and_to_divide_a_list(self):
        for what in LISTS:
            whole = self.list(what)
            before = self.list(what, "&to=" + self.middle)
            after = self.list(what, "&from=" + self.middle)
            with self.subTest(what=what):
                self.assertEqual(whole, before + after)
                self.assertTrue(all(row["at"] < self.middle for row in before))
                self.assertEqual([], self.list(what, "&to=2020-01-01"))
                self.assertEqual([], self.list(what, "&from=2100-01-01T00:00:00%2B01:00"))
                self.assertEqual(after, self.list(what, "&from=" + self.middle, limit=1))
        self.assertEqual(("early.denied", "middle"),
                         (self.list("reservations", f"&outcome=denied&to={self.middle}")[0]
                          ["reservation_id"],
                          self.list("reservations", f"&outcome=granted&from={self.middle}")[0]
                          ["reservation_id"]))

    def test_days(self):
        today = self.middle[:10]
        for what in DAYS:
            whole = self.ask(what).json["data"]
            self.assertEqual(whole, self.ask(what, "?from=" + today).json["data"])
            self.assertEqual(whole, self.ask(what, "?from=" + self.middle).json["data"], "in part")
            self.assertEqual([], self.ask(what, "?to=" + today).json["data"])

    def test_csv_is_chosen_from_as_well(self):
        answer = self.ask("reservations", "?outcome=denied&from=" + self.middle, accept="text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
        self.assertEqual(["late.denied"], [row["reservation_id"] for row in rows])

    def test_values_that_are_none(self):
        rows = [("reservations", "outcome", "nothing"), ("exceptions", "kind", "balance_low"),
                ("alerts", "kind", "orphan"), ("journal", "from", "yesterday"),
                ("usage", "to", "2026-13-01"), ("journal", "from", "")]
        for what, name, value in rows:
            with self.subTest(what=what, name=name):
                self.expect((400, "invalid_request"), self.ask(what, f"?{name}={value}"), name)
        self.expect((400, "invalid_request"),
                    self.ask("journal", "?from=2026-02-01&to=2026-01-01"), "from")

    def test_queries_that_a_route_does_not_take(self):
        """None does anything, and whoever asks is told what there is."""
        body = {"model": "gpt-4o", "cost": "1"}
        before = self.org.balance()["balance"]
        rows = [
            ("POST", "/v1/usage?dryrun=true", body, "dryrun"),
            ("POST", "/v1/usage?Dry_run=true", body, "Dry_run"),
            ("POST", "/v1/usage?dry_run=true&dry_run=false", body, "dry_run"),
            ("POST", "/v1/usage?", {**body, "cost": "0"}, None),
            ("POST", "/v1/batch?dry_run=true", {"calls": [{"call": "usage", **body}]}, "dry_run"),
            ("GET", "/v1/balance?limit=1", None, "limit"),
        ]
        for method, path, content, name in rows:
            with self.subTest(path=path):
                answer = self.service.ask(method, path, content, self.org.key)
                self.expect((400, "invalid_request") if name else 200, answer, name)
        self.assertEqual(before, self.org.balance()["balance"])
        for query, name in [("?limit=1&limit=2", "limit"), ("?status=settled", "status"),
                            ("?limit=1&=", "")]:
            self.expect((400, "invalid_request"), self.ask("reservations", query))
        self.assertIn("min_position, limit, cursor, from, to, outcome, model, key_id",
                      self.ask("reservations", "?status=x").error["message"])

    def test_every_route_refuses_what_the_document_does_not_name(self):
        keys = {"virtual_key": self.org.key, "operator": self.service.operator_key}
        for method, path, operation, access in routes_of(self.service):
            with self.subTest(operation=operation):
                path = path.replace("{org}", self.org.org_id).replace("{", "").replace("}", "")
                answer = self.service.ask(method, path + "?nonsense=1",
                                          key=keys.get(access, self.service.service_key))
                self.expect((400, "invalid_request"), answer, "nonsense")


if __name__ == "__main__":
    unittest.main()
