"""Lists by page: every row once, in the list's order, whatever a page holds."""

import json
import subprocess
import unittest
import urllib.parse

from service import BINARY, Service, clean_environment
from world import ServiceCase, price_book

IDS = ["B", "a", "a-1", "a.b", "z"]
BUDGETS = [("TAG", "a/b", "DAILY"), ("TAG", 'a"&|', "TOTAL"), ("MODEL", "m", "MONTHLY"),
           ("KEY", "a", "WEEKLY"), ("USER", "a", "DAILY"), ("TEAM", "z", "DAILY")]
LISTS = {"keys": "key_id", "members": "user_id", "teams": "team_id"}


class Lists(ServiceCase):
    def setUp(self):
        self.org = self.organization()
        self.org.revoke("main")

    def page(self, path, query=""):
        return self.expect(200, self.service.ask("GET", path + query,
                                                 key=self.service.service_key)).json

    def pages(self, path, limit):
        """The rows of each page."""
        pages, cursor = [], ""
        while cursor is not None:
            page = self.page(path, f"?limit={limit}{cursor}")
            pages.append(page["data"])
            following = page["next_cursor"]
            cursor = following and "&cursor=" + urllib.parse.quote(following, "")
        return pages

    def check_pages(self, path, count):
        whole = self.page(path, "?limit=1000")
        self.assertIsNone(whole["next_cursor"])
        self.assertGreaterEqual(len(whole["data"]), count)
        for limit in (1, 2, 3, len(whole["data"])):
            with self.subTest(path=path, limit=limit):
                pages = self.pages(path, limit)
                self.assertEqual({limit}, {len(page) for page in pages[:-1]} or {limit})
                self.assertEqual(whole["data"], [row for page in pages for row in page])
        return whole["data"]

    def fill(self):
        for name in IDS:
            self.org.new_key(key_id=name)
            self.org.add(name, "viewer")
            self.service.done("POST", self.org.path + "/teams", {"team_id": name})
        for scope, scope_id, period in BUDGETS:
            self.org.budget(scope, scope_id, "1", period)

    def test_lists_by_an_id_come_in_its_order(self):
        self.fill()
        for name, member in LISTS.items():
            ids = [row[member] for row in self.check_pages(f"{self.org.path}/{name}", len(IDS))]
            self.assertEqual(sorted(IDS), [one for one in ids if one != "main"])

    def test_budgets_come_in_the_order_of_checks(self):
        self.fill()
        rows = self.check_pages(self.org.path + "/budgets", len(BUDGETS))
        self.assertEqual(["KEY", "USER", "TEAM", "TAG", "TAG", "MODEL"],
                         [row["scope"] for row in rows])

    def test_price_books_come_in_the_order_of_the_log(self):
        for number in range(5):
            self.service.done("POST", "/v1/price-books", price_book(f"list-{9 - number}"))
        rows = self.check_pages("/v1/price-books", 5)
        self.assertEqual([f"list-{9 - number}" for number in range(5)],
                         [row["version"] for row in rows][-5:])

    def test_a_team_is_there_at_once(self):
        for name in IDS:
            self.service.done("POST", self.org.path + "/teams", {"team_id": name})
            self.assertIn({"team_id": name, "name": ""},
                          self.page(self.org.path + "/teams")["data"])

    def test_removed_teams_take_no_room_on_a_page(self):
        self.fill()
        path = self.org.path + "/teams"
        for name in ("B", "a-1", "z"):
            self.service.done("DELETE", f"{path}/{name}")
        rows = self.check_pages(path, 2)
        self.assertEqual(["a", "a.b"], [row["team_id"] for row in rows])

    def test_a_page_holds_a_hundred_where_nothing_is_said(self):
        for number in range(102):
            self.org.add(f"user-{number:03}", "viewer")
        page = self.page(self.org.path + "/members")
        self.assertEqual((100, "user-100"), (len(page["data"]), page["next_cursor"]))

    def test_what_goes_and_comes_between_two_pages_moves_no_other_row(self):
        self.fill()
        path = self.org.path + "/members"
        first = self.page(path, "?limit=2")
        self.service.done("DELETE", path + "/" + first["next_cursor"])
        self.org.add("0", "viewer")
        rest = self.page(path, "?cursor=" + first["next_cursor"])["data"]
        self.assertEqual(["a.b", "z"], [row["user_id"] for row in rest])

    def test_limits_and_cursors_that_are_none(self):
        wrong = {"keys": ["", "a/b", "x" * 65], "members": ["", "a%20b"], "teams": ["", "a%2Fb"],
                 "budgets": ["", "KEY", "KEY/DAILY", "key/DAILY/a", "KEY/HOURLY/a"],
                 "usage": ["", "2026", "2026-13-01", "2026-01-01T00:00:00Z"],
                 "statement": ["x", "2026-02-30"]}
        rows = [(f"{self.org.path}/{name}", text) for name, texts in wrong.items()
                for text in texts]
        rows += [("/v1/price-books", text) for text in ("", "-1", "x", "9" * 30)]
        for path, text in rows:
            with self.subTest(path=path, cursor=text):
                answer = self.service.ask("GET", f"{path}?cursor={text}",
                                          key=self.service.service_key)
                self.expect((400, "invalid_request"), answer, "cursor")
        for path in {path for path, _ in rows}:
            for limit in ("0", "1001", "x"):
                answer = self.service.ask("GET", f"{path}?limit={limit}",
                                          key=self.service.service_key)
                self.expect((400, "invalid_request"), answer, "limit")


class Days(ServiceCase):
    """Of a ledger that was filled from a file, which alone may tell of the past."""

    days = ["2026-01-02", "2026-01-03", "2026-01-07", "2026-02-01"]

    @classmethod
    def setUpClass(cls):
        cls.service = Service(log=None)
        cls.addClassCleanup(cls.service.remove)
        cls.service.stop()
        records = [cls.record(0, {"organization_created": {"name": "O", "currency": "USD"}})]
        records += [cls.record(number, {"credit_granted": {
            "grant_id": f"g{number}", "kind": "PURCHASED", "amount_nano": 1000000000}})
            for number in range(len(cls.days))]
        said = subprocess.run([BINARY, "apply", "--data", cls.service.data], text=True, check=True,
                              env=clean_environment(), capture_output=True,
                              input="".join(json.dumps(one) + "\n" for one in records)).stdout
        assert said.count('"accepted"') == len(records), said
        cls.service.start()

    @classmethod
    def record(cls, day, payload):
        (kind,) = payload
        number = day if kind == "credit_granted" else 99
        return {"event_id": f"00000000-0000-4000-8000-{number:012}", "org_id": "days",
                "at": cls.days[day] + "T10:00:00Z", **payload}

    def test_statement_and_usage_by_page(self):
        for name in ("statement", "usage"):
            path = "/v1/orgs/days/" + name
            whole = self.service.done("GET", path)
            self.assertEqual((self.days, None),
                             ([row["day"] for row in whole["data"]], whole["next_cursor"]))
            for limit in (1, 2, 3, 4):
                rows, cursor = [], ""
                while cursor is not None:
                    page = self.service.done("GET", f"{path}?limit={limit}{cursor}")
                    self.assertLessEqual(len(page["data"]), limit)
                    rows += page["data"]
                    cursor = page["next_cursor"] and "&cursor=" + page["next_cursor"]
                self.assertEqual(whole["data"], rows, limit)
            between = self.service.done("GET", path + "?cursor=2026-01-04")["data"]
            self.assertEqual(whole["data"][2:], between)

    def test_csv_names_the_next_day_in_a_field(self):
        answer = self.service.ask("GET", "/v1/orgs/days/statement?limit=3",
                                  key=self.service.service_key, headers={"accept": "text/csv"})
        self.assertEqual(4, len(answer.body.decode().splitlines()))
        self.assertEqual("2026-02-01", answer.field("x-nemo-next-cursor"))


if __name__ == "__main__":
    unittest.main()
