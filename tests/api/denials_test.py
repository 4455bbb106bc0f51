"""What stands in a call's way."""

import unittest

from world import ServiceCase

MODEL = {"model": "gpt-4o"}


class Denials(ServiceCase):
    """What stands in a call's way: the error says what, and Retry-After when it will be gone."""

    def deny(self, said, answer, waits, **detail):
        self.expect(said, answer)
        if answer.status in (402, 429):
            self.assertIn("with a new id", answer.error["message"])
        for name, value in detail.items():
            self.assertEqual(value, answer.error["detail"][name], answer)
        seconds = answer.field("retry-after")
        self.assertEqual(waits, seconds is not None, answer.fields)
        if waits:
            self.assertGreater(int(seconds), 0)

    def test_credits(self):
        org = self.organization(credits="1")
        org.reserved("0.6")
        self.deny((402, "insufficient_credits"), org.reserve("0.400000001"), False,
                  needed="0.400000001", available="0.4")
        self.expect(201, org.reserve("0.4"))

    def test_budgets_of_each_scope_and_period(self):
        rows = [("KEY", "k"), ("USER", "ann"), ("TEAM", "red"), ("TAG", "test"),
                ("MODEL", "gpt-4o"), ("ORGANIZATION", None)]
        for scope, scope_id in rows:
            for period in ("DAILY", "WEEKLY", "MONTHLY", "TOTAL"):
                with self.subTest(scope=scope, period=period):
                    org = self.organization()
                    key = org.new_key(key_id="k", user_id="ann", team_id="red")
                    org.budget(scope, scope_id or org.org_id, "2", period)
                    granted = org.reserve("1.5", key, tags=["test"])
                    self.expect(201, granted)
                    self.assertEqual("0.5", granted.field("x-nemo-budget-remaining"))
                    self.deny((402, "budget_exceeded"), org.reserve("0.6", key, tags=["test"]),
                              period != "TOTAL", scope=scope, period=period, held="1.5",
                              left="0.5", scope_id=scope_id or org.org_id)

    def test_limits_of_a_key(self):
        rows = [
            ({"requests_per_minute": 1}, {}, "rate_limit_exceeded", 1, 1),
            ({"tokens_per_minute": 10}, {"estimated_tokens": 6}, "tpm_limit_exceeded", 10, 6),
            ({"parallel_requests": 1}, {}, "parallel_limit_exceeded", 1, 1),
            ({"requests_per_minute": 0}, {}, "rate_limit_exceeded", 0, 0),
        ]
        for limits, more, code, limit, used in rows:
            with self.subTest(limits=limits):
                org = self.organization()
                key = org.new_key(**limits)
                if used > 0:
                    self.expect(201, org.reserve(key=key, **more))
                self.deny((429, code), org.reserve(key=key, **more), True, limit=limit, used=used)

    def test_the_limits_are_in_header_fields_before_they_are_reached(self):
        org = self.organization()
        key = org.new_key(requests_per_minute=3, tokens_per_minute=100)
        for left in (2, 1):
            answer = self.expect(201, org.reserve(key=key, estimated_tokens=40))
            said = {name.removeprefix("x-ratelimit-"): value for name, value in answer.fields
                    if name.startswith("x-ratelimit-")}
            self.assertEqual(("3", str(left), "100", str(left * 40 - 20)), tuple(
                said[name] for name in ("limit-requests", "remaining-requests", "limit-tokens",
                                        "remaining-tokens")))
            self.assertRegex(said["reset-requests"], r"^([1-9]|[1-5]\d|60)s$")
        self.assertEqual([], [name for name, _ in org.reserve().fields if "ratelimit" in name])

    def test_every_answer_on_the_way_of_a_call_says_what_is_left(self):
        org = self.organization()
        org.budget("USER", "ada", "2")
        org.budget("ORGANIZATION", org.org_id, "5")
        key = org.new_key(user_id="ada", requests_per_minute=9, tokens_per_minute=1000,
                          parallel_requests=3)
        ask = lambda method, path, body=None: self.service.ask(method, path, body, key)
        reserve = {**MODEL, "reservation_id": "r", "amount": "1"}
        usage = {**MODEL, "cost": "0.25", "usage_id": "u"}
        rows = [
            # method, path, body, status, left of the budget, of the parallel requests
            ("POST", "/v1/reservations", reserve, 201, "1", "2"),
            ("POST", "/v1/reservations", reserve, 201, "1", "2"),  # again
            ("POST", "/v1/reservations", {**reserve, "reservation_id": "s", "amount": "1.5"}, 402,
             "1", "2"),
            ("POST", "/v1/reservations/r/increase", {"amount": "0.5"}, 201, "0.5", "2"),
            ("POST", "/v1/reservations/r/settle", {"cost": "0.25"}, 200, "1.75", "3"),
            ("POST", "/v1/reservations/r/settle", {"cost": "0.25"}, 200, "1.75", "3"),
            ("POST", "/v1/usage", usage, 200, "1.5", "3"),
            ("POST", "/v1/batch", {"calls": [{"call": "usage", **MODEL, "cost": "0.5"}]}, 200,
             "1", "3"),
            ("GET", "/v1/balance", None, 200, "1", "3"),
        ]
        for method, path, body, status, left, parallel in rows:
            with self.subTest(path=path, status=status):
                answer = ask(method, path, body)
                self.assertEqual(status, answer.status, answer)
                self.assertEqual((left, "9", parallel), tuple(map(answer.field, (
                    "x-nemo-budget-remaining", "x-ratelimit-limit-requests",
                    "x-ratelimit-remaining-parallel"))), answer.fields)
                for of in ("requests", "tokens", "parallel"):
                    self.assertRegex(answer.field("x-ratelimit-reset-" + of), r"\A[1-9]\d*s\Z")

    def test_what_is_open_at_once_is_said_with_its_denial(self):
        org = self.organization()
        key = org.new_key(parallel_requests=1)
        org.reserved(key=key)
        answer = self.expect((429, "parallel_limit_exceeded"), org.reserve(key=key))
        self.assertEqual(("1", "0"), tuple(map(answer.field, (
            "x-ratelimit-limit-parallel", "x-ratelimit-remaining-parallel"))))

    def test_models_and_prices(self):
        org = self.organization()
        key = org.new_key(allowed_models=["gpt-4o-mini"])
        self.deny((403, "forbidden"), org.reserve(key=key), False, reason="model_not_allowed")
        priced = {"model": "no-such-model", "max_usage": {"output_tokens": 1}}
        answer = self.service.ask("POST", "/v1/reservations", priced, org.key)
        self.expect((400, "invalid_request"), answer, "model")

    def test_an_organization_that_is_suspended_or_closed(self):
        org = self.organization()
        held = [org.reserved() for _ in range(2)]
        for number, status in enumerate(("suspended", "closed")):
            self.service.done("PATCH", org.path, {"status": status, "reason": "test"})
            self.deny((403, "forbidden"), org.reserve(), False, reason="organization_suspended")
            settled = self.service.ask("POST", f"/v1/reservations/{held[number]}/settle",
                                       {"cost": "0.01"}, org.key)
            self.expect(200, settled)
        for status in ("active", "suspended"):
            answer = self.service.ask("PATCH", org.path, {"status": status},
                                      self.service.service_key)
            self.expect((409, "conflict"), answer, "status")
        self.assertEqual("closed", self.service.done("GET", org.path)["status"])

    def test_a_suspended_one_is_resumed(self):
        org = self.organization()
        for status, answer in (("suspended", 403), ("active", 201)):
            self.service.done("PATCH", org.path, {"status": status})
            self.assertEqual(answer, org.reserve().status)

if __name__ == "__main__":
    unittest.main()
