"""The same again: by its own id, or by an Idempotency-Key."""

import unittest
import uuid

from world import ServiceCase

MODEL = {"model": "gpt-4o"}
AMOUNT = {**MODEL, "amount": "1"}


def calls_of(org, path, *bodies, key=None, headers=()):
    """The answers to each body in turn."""
    return [org.service.ask("POST", path, body, key or org.key, headers) for body in bodies]


class Repeats(ServiceCase):
    """The same id again gets the first answer, byte for byte; also after a restart."""

    def setUp(self):
        self.org = self.organization(credits="10")

    def same(self, method, path, body, key, headers=()):
        first = self.service.ask(method, path, body, key, headers)
        self.assertLess(first.status, 500)
        return (method, path, body, key, headers), first

    def test_a_repeat_gets_the_first_answer_again(self):
        org, key, service = self.org, self.org.key, self.service.service_key
        held = [org.reserved("0.1") for _ in range(4)]
        org.new_key(key_id="old")
        org.add("ann", "member")
        by_key = {"idempotency-key": str(uuid.uuid4())}
        v1 = "/v1/reservations"
        asked = [
            ("POST", v1, {**AMOUNT, "reservation_id": "r"}, key),
            ("POST", v1, {**MODEL, "amount": "999", "reservation_id": "denied"}, key),
            ("POST", v1, AMOUNT, key, by_key),
            ("POST", f"{v1}/{held[0]}/settle", {"cost": "0.1"}, key),
            ("POST", f"{v1}/{held[1]}/release", None, key),
            ("POST", f"{v1}/{held[2]}/increase", {"amount": "0.1", "increase_id": "i"}, key),
            ("POST", f"{v1}/{held[3]}/increase", {"amount": "0.1"}, key, by_key),
            ("POST", "/v1/usage", {**MODEL, "cost": "0.1", "usage_id": "u"}, key),
            ("POST", "/v1/usage", {**MODEL, "cost": "0.1"}, key, by_key),
            ("POST", "/v1/batch", {"calls": [{"call": "reserve", **AMOUNT}]}, key, by_key),
            ("POST", org.path + "/credits", {"kind": "PURCHASED", "amount": "1"}, service, by_key),
            ("PATCH", org.path, {"name": "Again"}, service, by_key),
            ("PATCH", org.path + "/keys/old", {"requests_per_minute": 9}, service, by_key),
            ("DELETE", org.path + "/keys/old", None, service, by_key),
            ("DELETE", org.path + "/keys/never-made", None, service, by_key),
            ("POST", org.path + "/members", {"user_id": "bob", "role": "VIEWER"}, service, by_key),
            ("DELETE", org.path + "/members/ann", None, service, by_key),
            ("POST", org.path + "/teams", {"name": "Red"}, service, by_key),
            ("POST", org.path + "/teams", {"team_id": "t", "name": "T"}, service),
            ("PATCH", org.path + "/teams/t", {"name": "U"}, service, by_key),
            ("DELETE", org.path + "/teams/t", None, service, by_key),
            ("POST", org.path + "/budgets", {"scope": "USER", "scope_id": "ann", "limit": "1",
                                             "period": "DAILY"}, service, by_key),
        ]
        firsts = [self.same(*one) for one in asked]
        balance = org.balance()
        self.repeat(firsts, "at once")
        self.service.ask("POST", "/v1/usage", {**MODEL, "cost": "0.1"}, key)
        balance = org.balance()
        self.repeat(firsts, "later")
        self.service.stop()
        self.service.start()
        self.repeat(firsts, "after a restart")
        now = org.balance()
        self.assertEqual([balance[name] for name in ("balance", "held")],
                         [now[name] for name in ("balance", "held")])

    def repeat(self, firsts, when):
        for request, first in firsts:
            with self.subTest(when=when, request=request[:2]):
                again = self.service.ask(*request)
                self.assertEqual(first.content, again.content)

    def test_a_repeat_is_answered_first_whatever_has_become_of_it(self):
        org = self.org
        org.add("chief", "owner")
        members, by = org.path + "/members", self.service.service_key
        rows = [
            # what is asked, what comes after it, and why it could not be asked any more
            (("POST", members, {"user_id": "u1", "role": "VIEWER"}),
             [("PATCH", members + "/u1", {"role": "OWNER"}), ("DELETE", members + "/chief", None)]),
            (("PATCH", members + "/u1", {"role": "ADMIN"}), []),
            (("PATCH", org.path, {"status": "suspended", "reason": "late"}), []),
            (("PATCH", org.path, {"status": "active"}),
             [("PATCH", org.path, {"status": "closed", "reason": "done"})]),
        ]
        org.add("second", "owner")
        rows[1][1].extend([("PATCH", members + "/u1", {"role": "OWNER"}),
                           ("DELETE", members + "/second", None)])
        firsts = []
        for number, (request, then) in enumerate(rows):
            firsts.append(self.same(*request, by, {"idempotency-key": f"one-{number}"}))
            self.assertLess(firsts[-1][1].status, 300, firsts[-1])
            for one in then:
                self.service.done(*one)
        self.repeat(firsts, "later")
        for (method, path, body, *_), _ in firsts[1:]:
            with self.subTest(body=body):
                answer = self.service.ask(method, path, body, by, {"idempotency-key": "two"})
                self.expect((409, "conflict"), answer)

    def test_the_same_id_with_other_content_is_a_conflict(self):
        first = {**AMOUNT, "reservation_id": "r", "tags": ["a"], "ttl_ms": 60_000}
        rows = [
            ("/v1/reservations", first, [
                ({"model": "gpt-4"}, "model"), ({"amount": "2"}, "amount"),
                ({"tags": ["b"]}, "tags"), ({"ttl_ms": 70_000}, "ttl_ms"),
                ({"user_id": "ann"}, "user_id"), ({"estimated_tokens": 1}, "estimated_tokens")]),
            ("/v1/usage", {**MODEL, "cost": "1", "usage_id": "u"}, [
                ({"cost": "2"}, "cost"), ({"model": "gpt-4"}, "model")]),
        ]
        for path, body, changes in rows:
            self.assertLess(calls_of(self.org, path, body)[0].status, 300)
            for change, param in changes:
                with self.subTest(path=path, param=param):
                    answer = calls_of(self.org, path, {**body, **change})[0]
                    self.expect((409, "conflict"), answer, param)
                    self.assertIn("position", answer.error["detail"])
        other = self.org.new_key()
        answer = self.service.ask("POST", "/v1/reservations", first, other)
        self.expect((409, "conflict"), answer, "key_id")

    def test_an_idempotency_key_is_of_its_method_path_and_organization(self):
        same = {"idempotency-key": "one"}
        other = self.organization()
        answers = calls_of(self.org, "/v1/reservations", AMOUNT, AMOUNT, headers=same)
        answers += calls_of(other, "/v1/reservations", AMOUNT, headers=same)
        answers += calls_of(self.org, "/v1/reservations", AMOUNT,
                            headers={"idempotency-key": "two"})
        ids = [answer.json["reservation_id"] for answer in answers]
        self.assertEqual(ids[0], ids[1])
        self.assertEqual(3, len({(answer.field("x-nemo-position")) for answer in answers}))
        other_amount = calls_of(self.org, "/v1/reservations", {**MODEL, "amount": "2"},
                                headers=same)[0]
        self.expect((409, "conflict"), other_amount, "amount")

    def test_what_is_no_idempotency_key(self):
        for text, status in [("", 400), ("a b", 400), ("x" * 256, 400), ("caf\u00e9", 400),
                             ("x" * 255, 201), ("a,b", 201)]:
            with self.subTest(text=text[:20]):
                headers = {"idempotency-key": text.encode("latin-1")}
                answer = calls_of(self.org, "/v1/reservations", AMOUNT, headers=headers)[0]
                self.assertEqual(status, answer.status, answer)

if __name__ == "__main__":
    unittest.main()
