"""Every route, asked by everybody, of every organization: the table in /v1/openapi.json holds."""

import unittest

from everybody import CALLERS, NOT_FOUND, OK, REQUESTS, World, expected, routes_of
from fake_stripe import StripeCase


class Access(StripeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.service)
        cls.world.own.reserved(reservation_id="open")
        cls.routes = routes_of(cls.service)

    def request(self, operation, path, org):
        parameters, body = REQUESTS[operation](self.world)
        return path.format(org=org, **parameters), body

    def cells(self, org, wanted):
        """The cells of the matrix for which that is expected or not: (caller, route)."""
        for route in self.routes:
            of_org = org if "{org}" in route[1] else None
            if of_org is None and org != "own":
                continue
            for caller in CALLERS:
                if "owner" in caller and caller.startswith("another") and org == "other":
                    continue  # theirs
                said = expected(route[2], route[3], caller, of_org)
                if (said == OK) == wanted:
                    yield route, caller, said

    def test_every_route_has_its_row(self):
        self.assertEqual(sorted(REQUESTS), sorted(route[2] for route in self.routes))

    def test_who_may_gets_it_done(self):
        for (method, path, operation, _), caller, _ in self.cells("own", True):
            with self.subTest(operation=operation, caller=caller):
                if caller == "another's virtual key" and "{reservation_id}" in path:
                    continue  # see test_another_organizations_is_as_none
                where, body = self.request(operation, path, "own")
                answer = self.world.ask(caller, method, where, body)
                self.assertIn(answer.status, (200, 201), answer)

    def test_who_may_not_is_told_so_and_changes_nothing(self):
        for org in ("own", "other", "none"):
            requests = {route[2]: self.request(route[2], route[1], org) for route in self.routes}
            before = [self.world.own.balance(), self.world.other.balance()]
            for (method, _, operation, _), caller, said in self.cells(org, False):
                if caller == "service":
                    continue  # its writes to an organization that is not there are on the log
                with self.subTest(operation=operation, caller=caller, org=org):
                    self.expect(said, self.world.ask(caller, method, *requests[operation]))
            self.assertEqual(before, [self.world.own.balance(), self.world.other.balance()])

    def test_the_service_finds_no_organization_that_is_not_there(self):
        for (method, path, operation, _), caller, said in self.cells("none", False):
            if caller == "service":
                with self.subTest(operation=operation):
                    where, body = self.request(operation, path, "none")
                    self.expect(said, self.world.ask(caller, method, where, body))

    def test_another_organizations_is_as_none(self):
        """Byte for byte: who asks cannot learn whether it is there."""
        for method, path, operation, _ in self.routes:
            if "{org}" not in path:
                continue
            asked = [self.request(operation, path, org) for org in ("other", "none")]
            for caller in ("virtual key", "stranger", "removed owner", "viewer", "owner"):
                with self.subTest(operation=operation, caller=caller):
                    other, none = (self.world.ask(caller, method, *one) for one in asked)
                    self.assertIn(other.status, (403, 404))
                    self.assertEqual(none.content, other.content)

    def test_what_is_within_another_organization_is_as_none(self):
        w = self.world
        there = w.other.reserved(reservation_id="theirs")
        w.other.new_key(key_id="theirs")
        w.other.budget("USER", "theirs", "5")
        rows = [
            # caller, method, path, body
            ("virtual key", "GET", "/v1/reservations/{}", None),
            ("virtual key", "POST", "/v1/reservations/{}/release", None),
            ("virtual key", "POST", "/v1/reservations/{}/increase", {"amount": "0.01"}),
            ("owner", "GET", "/v1/orgs/own/keys/{}", None),
            ("owner", "PATCH", "/v1/orgs/own/keys/{}", {"requests_per_minute": 1}),
            ("owner", "DELETE", "/v1/orgs/own/keys/{}", None),
            ("member", "DELETE", "/v1/orgs/own/keys/{}", None),
            ("owner", "POST", "/v1/orgs/own/keys/{}/rotate", {}),
            ("owner", "DELETE", "/v1/orgs/own/members/{}", None),
            ("owner", "DELETE", "/v1/orgs/own/budgets/user/{}/daily", None),
        ]
        for caller, method, path, body in rows:
            with self.subTest(path=path, method=method, caller=caller):
                other = w.ask(caller, method, path.format(there), body)
                none = w.ask(caller, method, path.format("nowhere"), body)
                self.expect(NOT_FOUND, other)
                self.assertEqual(none.body, other.body)
        self.assertEqual("0.01", w.other.balance()["held"])
        budgets = self.service.done("GET", w.other.path + "/budgets")["data"]
        self.assertIn("theirs", [budget["scope_id"] for budget in budgets])

if __name__ == "__main__":
    unittest.main()
