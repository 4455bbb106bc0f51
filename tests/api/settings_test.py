"""What an organization sets: every method that makes sense of it, and ids that paths can name."""

import unittest

from everybody import WEBHOOK
from world import ServiceCase


class Settings(ServiceCase):
    def setUp(self):
        self.org = self.organization()

    def ask(self, method, path, body=None, **more):
        return self.service.ask(method, self.org.path + path, body, self.service.service_key,
                                **more)

    def budget(self, *names):
        [budget] = self.ask("GET", "/budgets").json["data"]
        return tuple(budget[name] for name in names)

    def test_a_budget_is_changed_in_part(self):
        self.org.budget("ORGANIZATION", self.org.org_id, "5", alert_percents=[70])
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "1"}, self.org.key)
        path = f"/budgets/organization/{self.org.org_id}/daily"
        rows = [({"limit": "6"}, ("6", [70])), ({"alert_percents": [40, 90]}, ("6", [40, 90])),
                ({"limit": "7", "alert_percents": [50]}, ("7", [50]))]
        for number, (body, then) in enumerate(rows):
            with self.subTest(body=body):
                key = {"idempotency-key": f"change-{number}"}
                answer = self.expect(200, self.ask("PATCH", path, body, headers=key))
                self.assertEqual((*then, "1"), self.budget("limit", "alert_percents", "spent"))
                again = self.ask("PATCH", path, body, headers=key)
                self.assertEqual(answer.content, again.content)
        for body, param in [({}, "limit"), ({"scope": "KEY", "limit": "1"}, "scope"),
                            ({"limit": "1 "}, "limit")]:
            self.expect((400, "invalid_request"), self.ask("PATCH", path, body), param)
        self.expect((404, "not_found"),
                    self.ask("PATCH", path.replace("daily", "total"), {"limit": "1"}))

    def test_settings_are_set_and_removed(self):
        for method in ("POST", "PATCH"):
            said = self.expect(200, self.ask(method, "/settings", WEBHOOK)).json
            self.assertEqual(WEBHOOK["webhook_url"], said["webhook_url"])
            self.assertEqual(WEBHOOK, self.ask("GET", "/settings").json)
            self.expect(200, self.ask("DELETE", "/settings"))
            self.assertEqual({"webhook_url": None}, self.ask("GET", "/settings").json)

    def team(self, team_id):
        """Its name by itself, which the list says, too; nothing where there is none."""
        answer = self.ask("GET", "/teams/" + team_id)
        rows = [row for row in self.ask("GET", "/teams").json["data"] if row["team_id"] == team_id]
        self.assertEqual([answer.json] if answer.status == 200 else [], rows)
        return rows[0]["name"] if rows else None

    def test_a_team_gets_another_name_and_is_removed(self):
        self.expect(201, self.ask("POST", "/teams", {"team_id": "red", "name": "Red"}))
        self.expect(201, self.ask("POST", "/teams", {"team_id": "blue"}))
        self.assertEqual(("Red", ""), (self.team("red"), self.team("blue")))
        rows = [("PATCH", {"name": "Crimson"}, "Crimson"), ("PATCH", {"name": "Red"}, "Red"),
                ("PATCH", {"name": "R\u00f6t"}, "R\u00f6t"), ("DELETE", None, None)]
        for number, (method, body, name) in enumerate(rows):
            with self.subTest(method=method, body=body):
                key = {"idempotency-key": f"team-{number}"}
                answer = self.expect(200, self.ask(method, "/teams/red", body, headers=key))
                self.assertEqual("red", answer.json["team_id"])
                self.assertEqual(name, self.team("red"))
                again = self.ask(method, "/teams/red", body, headers=key)
                self.assertEqual(answer.content, again.content)
        self.assertEqual("", self.team("blue"))
        for method, path, body in [("PATCH", "/teams/red", {"name": "A"}),
                                   ("DELETE", "/teams/red", None), ("DELETE", "/teams/none", None)]:
            self.expect((404, "not_found"), self.ask(method, path, body))
        for body, param in [({}, "name"), ({"name": ""}, "name"), ({"name": 1}, "name"),
                            ({"team_id": "blue", "name": "A"}, "team_id")]:
            self.expect((400, "invalid_request"), self.ask("PATCH", "/teams/blue", body), param)

    def test_a_removed_team_leaves_its_keys_and_budgets_and_its_id_used_up(self):
        team = {"team_id": "red", "name": "Red"}
        first = self.expect(201, self.ask("POST", "/teams", team))
        self.org.new_key(key_id="of-red", team_id="red")
        self.org.budget("TEAM", "red", "1")
        self.expect(200, self.ask("DELETE", "/teams/red"))
        self.assertEqual("red", self.ask("GET", "/keys/of-red").json["team_id"])
        self.assertEqual(("TEAM", "red"), self.budget("scope", "scope_id"))
        self.assertEqual(first.content, self.ask("POST", "/teams", team).content)
        self.expect((409, "conflict"), self.ask("POST", "/teams", {"team_id": "red"}), "name")
        self.assertIsNone(self.team("red"))

    def test_names_of_teams_survive_a_restart(self):
        self.ask("POST", "/teams", {"team_id": "red", "name": "Red"})
        self.ask("POST", "/teams", {"team_id": "blue", "name": "Blue"})
        self.expect(200, self.ask("PATCH", "/teams/red", {"name": "Crimson"}))
        self.expect(200, self.ask("DELETE", "/teams/blue"))
        self.service.stop()
        self.service.start()
        self.assertEqual(("Crimson", None), (self.team("red"), self.team("blue")))

    def test_what_makes_no_sense_has_other_methods(self):
        rows = [("POST", "/teams/red", "GET, PATCH, DELETE"),
                ("PATCH", "/teams", "GET, POST"), ("DELETE", "/budgets", "GET, POST"),
                ("DELETE", "/keys", "GET, POST"), ("PATCH", "/members", "GET, POST")]
        for method, path, allowed in rows:
            with self.subTest(method=method, path=path):
                answer = self.expect((405, "method_not_allowed"), self.ask(method, path))
                self.assertEqual(allowed, answer.field("allow"))

    def test_ids_that_no_path_can_name_are_not_taken(self):
        budget = {"scope": "MODEL", "period": "DAILY", "limit": "1"}
        rows = [("/budgets", {**budget, "scope_id": text}, "scope_id")
                for text in (".", "..", "a/../b", "a/.", "../a", "a\\b", "\\")]
        rows += [("/teams", {"team_id": ".."}, "team_id"), ("/keys", {"key_id": "."}, "key_id"),
                 ("/members", {"user_id": "..", "role": "VIEWER"}, "user_id")]
        for path, body, param in rows:
            with self.subTest(body=body):
                self.expect((400, "invalid_request"), self.ask("POST", path, body), param)
        self.assertEqual([], self.ask("GET", "/budgets").json["data"])
        for text in ("...", "a..b", "openai/gpt-4o", "a%b"):
            with self.subTest(text=text):
                self.expect(200, self.ask("POST", "/budgets", {**budget, "scope_id": text}))
                path = text.replace("%", "%25").replace("/", "%2F")
                self.expect(200, self.ask("DELETE", f"/budgets/model/{path}/daily"))


if __name__ == "__main__":
    unittest.main()
