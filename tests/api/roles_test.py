"""Members, admins and owners: who may make and unmake whom."""

import unittest

from service import together
from world import ROLES, ServiceCase, token

FORBIDDEN = (403, "forbidden")


class Roles(ServiceCase):
    """What a role may beside its routes."""

    def setUp(self):
        self.org = self.organization().people()
        self.people = {role: self.org.token(role) for role in ROLES}

    def ask(self, role, method, path, body=None):
        return self.service.ask(method, self.org.path + path, body, self.people[role])

    def test_members_have_keys_of_their_own_alone(self):
        user = self.org.user("member")
        for body, status in [({}, 201), ({"user_id": user}, 201), ({"user_id": "another"}, 403)]:
            answer = self.ask("member", "POST", "/keys", body)
            self.assertEqual(status, answer.status, answer)
        self.expect(201, self.ask("member", "POST", "/keys", {"key_id": "mine"}))
        self.assertEqual(user, self.ask("viewer", "GET", "/keys/mine").json["user_id"])
        self.org.new_key(key_id="another", user_id="another")
        for method, end in [("POST", "/rotate"), ("DELETE", "")]:
            none = self.ask("member", method, "/keys/never-made" + end)
            for key_id in ("another", "main"):
                answer = self.ask("member", method, f"/keys/{key_id}{end}")
                self.expect((404, "not_found"), answer)
                self.assertEqual(none.content, answer.content)
            self.expect(200, self.ask("member", method, "/keys/mine" + end))
        self.expect(FORBIDDEN, self.ask("member", "PATCH", "/keys/mine",
                                        {"requests_per_minute": 1}))
        self.expect(200, self.ask("admin", "DELETE", "/keys/another"))
        self.expect(201, self.org.reserve())

    def test_owners_are_the_owners_matter(self):
        owner = "/members/" + self.org.user("owner")
        rows = [
            ("admin", "POST", "/members", {"user_id": "eve", "role": "OWNER"}, 403),
            ("admin", "PATCH", "/members/" + self.org.user("admin"), {"role": "OWNER"}, 403),
            ("admin", "PATCH", owner, {"role": "VIEWER"}, 403),
            ("admin", "PATCH", owner, {"role": "OWNER"}, 403),
            ("admin", "DELETE", owner, None, 403),
            ("admin", "POST", "/members", {"user_id": "ann", "role": "ADMIN"}, 201),
            ("owner", "POST", "/members", {"user_id": "bob", "role": "OWNER"}, 201),
            ("admin", "DELETE", "/members/ann", None, 200),
            ("owner", "PATCH", "/members/bob", {"role": "ADMIN"}, 200),
        ]
        for role, method, path, body, status in rows:
            with self.subTest(role=role, method=method, path=path, body=body):
                self.assertEqual(status, self.ask(role, method, path, body).status)

    def test_the_last_owner_stays(self):
        owner = "/members/" + self.org.user("owner")
        for method, body in [("DELETE", None), ("PATCH", {"role": "ADMIN"})]:
            self.expect((409, "conflict"), self.ask("owner", method, owner, body))
            answer = self.service.ask(method, self.org.path + owner, body,
                                      self.service.service_key)
            self.expect((409, "conflict"), answer)
        self.expect(200, self.ask("owner", "PATCH", owner, {"role": "OWNER"}))
        self.org.add("second", "owner")
        self.expect(200, self.ask("owner", "DELETE", owner))

    def test_two_owners_cannot_remove_each_other_at_a_time(self):
        for _ in range(5):
            org = self.organization()
            org.add("a", "owner")
            org.add("b", "owner")
            tokens = {user: token(self.service.token_secret, user) for user in "ab"}
            together(2, lambda n: self.service.ask(
                "DELETE", f"{org.path}/members/{'ba'[n]}", key=tokens["ab"[n]]))
            members = self.service.done("GET", org.path + "/members")["data"]
            self.assertGreaterEqual(len(members), 1)

    def test_money_and_standing_are_the_services(self):
        rows = [({"plan": "free"}, 403), ({"credit_line": "100"}, 403), ({"status": "active"}, 403),
                ({"status": "suspended"}, 403), ({"name": "New"}, 200),
                ({"name": "New", "credit_line": "1"}, 403),
                ({"status": "closed", "reason": "done"}, 200)]
        for body, status in rows:
            with self.subTest(body=body):
                self.assertEqual(status, self.ask("owner", "PATCH", "", body).status)
        self.assertEqual("0", self.org.balance()["credit_line"])

if __name__ == "__main__":
    unittest.main()
