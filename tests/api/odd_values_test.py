"""Every member of every body in /v1/openapi.json, with values that do not belong there."""

import unittest

from everybody import REQUESTS, World
from fake_stripe import StripeCase

ODD = [None, True, 0, -1, 1.5, 2**63, 10**400, "", " ", "a" * 65, "a" * 2_000, "a/b", "\u0000",
       "\ud83d\ude00", "\u202e", "../..", "-9223372036.854775808", "9223372036.854775807",
       "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", [], [None], ["a"] * 2_000, [[]], {},
       {"a": 1}]


class OddValues(StripeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.service)
        cls.world.own.reserved(reservation_id="open")
        cls.bodies, cls.reads = [], []
        for path, methods in cls.service.ask("GET", "/v1/openapi.json").json["paths"].items():
            for method, operation in methods.items():
                body = operation.get("requestBody")
                if method == "get" and path.startswith("/v1/orgs"):
                    where, _ = REQUESTS[operation["operationId"]](cls.world)
                    cls.reads.append(path.format(org="own", **where))
                if body:
                    schema = body["content"]["application/json"]["schema"]
                    where, right = REQUESTS[operation["operationId"]](cls.world)
                    members = set(schema["properties"]) - {"status"}  # what is closed stays so
                    cls.bodies.append((method.upper(), path.format(org="own", **where),
                                       right or {}, sorted(members)))

    def ask(self, method, path, body):
        of_service = "/orgs" in path or path.endswith("/price-books")
        caller = "service" if of_service else "virtual key"
        return self.world.ask(caller, method, path, body)

    def test_each_is_answered_and_none_breaks_the_service(self):
        self.assertGreater(len(self.bodies), 15)
        for method, path, right, members in self.bodies:
            for member in members:
                for value in ODD:
                    body = {**right, member: value}
                    if member in ("max_usage", "usage"):  # the one or the other
                        body = {k: v for k, v in body.items() if k not in ("amount", "cost")}
                    with self.subTest(path=path, member=member, value=str(value)[:40]):
                        answer = self.ask(method, path, body)
                        self.assertLess(answer.status, 500, answer)
                        if answer.status >= 400:
                            self.expect(answer.said, answer)
        self.assertIsNone(self.service.process.poll(), self.service.errors())
        for path in self.reads:
            with self.subTest(path=path):
                for accept in ("application/json", "text/csv"):
                    answer = self.service.ask("GET", path, key=self.service.service_key,
                                              headers={"accept": accept})
                    self.assertEqual(200, answer.status, answer)
                    if answer.field("content-type") == "application/json":
                        self.assertIsInstance(answer.json, dict)


if __name__ == "__main__":
    unittest.main()
