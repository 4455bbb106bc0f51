"""Keys and people that are changed, ended or removed are so from the next request on."""

import threading
import time
import unittest

from service import together
from world import Organization, ServiceCase

KEY = (401, "invalid_api_key")


class Lives(ServiceCase):
    """From the next request on."""

    def setUp(self):
        self.org = self.organization().people()

    def test_a_key_finds_its_organization_whatever_that_is_called(self):
        for org_id in ("a", "a.b", "...", "a:b", "sk-nemo-a", "-", "A_z", "o" * 64):
            with self.subTest(org_id=org_id):
                org = Organization(self.service, org_id)
                self.expect(201, org.reserve())
                self.assertEqual(org_id, self.service.done("GET", org.path)["org_id"])

    def test_a_rotated_key_is_good_for_its_grace(self):
        for grace, then in [(None, 401), (0, 401), (600_000, 201)]:
            with self.subTest(grace=grace):
                org = self.organization()
                self.expect(201, org.reserve())
                body = {} if grace is None else {"grace_ms": grace}
                new = self.service.done("POST", org.path + "/keys/main/rotate", body)["key"]
                self.assertEqual((then, 201), (org.reserve().status, org.reserve(key=new).status))
        last = self.service.done("POST", org.path + "/keys/main/rotate", {})["key"]
        self.assertEqual([401, 401, 201], [
            org.reserve(key=key).status for key in (org.key, new, last)])

    def expect_out(self, key, earliest):
        """Good at first, and none any more, but not before this time, however slow the machine."""
        while (answer := self.service.ask("GET", "/v1/balance", key=key)).status == 200:
            self.assertLess(time.time(), earliest + 30, "it is good for ever")
            time.sleep(0.01)
        self.assertGreaterEqual(time.time(), earliest)
        self.expect(KEY, answer)
        self.expect(KEY, self.org.reserve(key=key))

    def test_a_grace_ends(self):
        earliest = time.time() + 0.3
        new = self.service.done("POST", self.org.path + "/keys/main/rotate",
                                {"grace_ms": 300})["key"]
        self.expect_out(self.org.key, earliest)
        self.expect(201, self.org.reserve(key=new))

    def test_a_key_expires(self):
        soon = time.time() + 1
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(soon)) + f".{int(soon % 1 * 1000):03}Z"
        key = self.org.new_key(expires_at=at)
        self.expect_out(key, int(soon * 1000) / 1000)

    def test_a_revoked_key_is_out_though_others_are_asking(self):
        """Whoever asks after the answer to the revocation gets nothing, on any connection."""
        key = self.org.new_key(key_id="busy")
        revoked, late = threading.Event(), []

        def ask(number):
            while True:
                after = revoked.is_set()
                answer = self.service.ask("GET", "/v1/balance", key=key)
                if after:
                    late.append(answer.said)
                    return
                if number == 0 and answer.status == 200:
                    self.org.revoke("busy")
                    revoked.set()

        together(8, ask)
        self.assertEqual([KEY] * 8, late)

    def test_what_a_revoked_key_reserved_is_still_charged(self):
        key = self.org.new_key(key_id="old")
        mine = [self.org.reserved("1", key=key) for _ in range(4)]
        others = self.org.reserved("1")
        first = self.org.reserve("1", key=key, reservation_id="first")
        self.expect(201, first)
        self.org.revoke("old")
        rows = [
            ("POST", f"/v1/reservations/{mine[0]}/settle", {"cost": "0.5"}, 200),
            ("POST", f"/v1/reservations/{mine[0]}/settle", {"cost": "0.5"}, 200),
            ("POST", f"/v1/reservations/{mine[1]}/release", None, 200),
            ("POST", f"/v1/reservations/{mine[2]}/increase", {"amount": "1"}, 401),
            ("POST", f"/v1/reservations/{others}/settle", {"cost": "0.5"}, 401),
            ("POST", f"/v1/reservations/{others}/release", None, 401),
            ("POST", "/v1/reservations/never-reserved/settle", {"cost": "9"}, 401),
            ("POST", "/v1/usage", {"model": "gpt-4o", "cost": "9"}, 401),
            ("POST", "/v1/reservations", {"model": "gpt-4o", "amount": "1",
                                          "reservation_id": "first"}, 401),
            ("GET", f"/v1/reservations/{mine[2]}", None, 401),
            ("GET", "/v1/balance", None, 401),
            ("GET", self.org.path, None, 401),
        ]
        for method, path, body, status in rows:
            with self.subTest(method=method, path=path):
                self.assertEqual(status, self.service.ask(method, path, body, key).status)
        batch = self.service.done("POST", "/v1/batch", {"calls": [
            {"call": "settle", "reservation_id": mine[3], "cost": "0.25"},
            {"call": "reserve", "model": "gpt-4o", "amount": "1"},
            {"call": "usage", "model": "gpt-4o", "cost": "9"},
            {"call": "settle", "reservation_id": "never-reserved", "cost": "9"}]}, key)
        self.assertEqual([200, 401, 401, 401], [one["status"] for one in batch["answers"]])
        nothing = {"calls": [{"call": "reserve", "model": "gpt-4o", "amount": "1"},
                             {"call": "settle", "reservation_id": others, "cost": "9"}]}
        self.expect(KEY, self.service.ask("POST", "/v1/batch", nothing, key))
        self.assertEqual(("99.25", "3"), tuple(
            self.org.balance()[name] for name in ("balance", "held")))

    def test_a_revoked_key_gets_no_new_text(self):
        self.org.new_key(key_id="ended")
        self.org.revoke("ended")
        for body in ({}, {"grace_ms": 60_000}):
            answer = self.service.ask("POST", self.org.path + "/keys/ended/rotate", body,
                                      self.service.service_key)
            self.expect((409, "conflict"), answer, "key_id")

    def test_a_removed_or_changed_member_is_so_at_once(self):
        person = self.org.token("admin")
        path = f"{self.org.path}/members/{self.org.user('admin')}"
        ask = lambda: self.service.ask("GET", self.org.path + "/keys", key=person).status
        create = lambda: self.service.ask("POST", self.org.path + "/keys", {}, person).status
        self.assertEqual((200, 201), (ask(), create()))
        self.service.done("PATCH", path, {"role": "VIEWER"})
        self.assertEqual((200, 403), (ask(), create()))
        self.service.done("DELETE", path)
        self.assertEqual((404, 404), (ask(), create()))
        self.org.add(self.org.user("admin"), "admin")
        self.assertEqual((200, 201), (ask(), create()))

    def test_a_members_key_outlives_the_member(self):
        """A key is the organization's: it is revoked, not forgotten."""
        made = self.service.done("POST", self.org.path + "/keys", {}, self.org.token("member"))
        self.service.done("DELETE", f"{self.org.path}/members/{self.org.user('member')}")
        self.expect(201, self.org.reserve(key=made["key"]))

if __name__ == "__main__":
    unittest.main()
