"""A call's life: reserved, increased, settled or released, one by one or in a batch."""

import unittest

from world import ServiceCase

MODEL = {"model": "gpt-4o"}
AMOUNT = {**MODEL, "amount": "1"}


class Life(ServiceCase):
    def setUp(self):
        self.org = self.organization(credits="10")

    def balance(self):
        said = self.service.done("GET", "/v1/balance", key=self.org.key)
        return said["balance"], said["held"], said["available"]

    def call(self, what, reservation_id, body=None):
        return self.service.ask("POST", f"/v1/reservations/{reservation_id}/{what}", body,
                                self.org.key)

    def status(self, reservation_id):
        return self.service.done("GET", "/v1/reservations/" + reservation_id,
                                 key=self.org.key)["status"]

    def test_a_call_holds_its_worst_case_and_costs_what_it_cost(self):
        granted = self.org.reserve("2.5", reservation_id="r", ttl_ms=60_000)
        self.expect(201, granted)
        self.assertEqual(("granted", "r", "2.5", "7.5"), tuple(
            granted.json[name] for name in ("status", "reservation_id", "amount", "available")))
        self.assertEqual(granted.json["position"], granted.field("x-nemo-position"))
        self.assertEqual(("10", "2.5", "7.5"), self.balance())
        more = self.expect(201, self.call("increase", "r", {"amount": "0.5", "extend_ms": 1_000}))
        self.assertEqual("7", more.json["available"])
        self.assertEqual("open", self.status("r"))
        settled = self.expect(200, self.call("settle", "r", {"cost": "1.000000001", "tokens": 7}))
        self.assertEqual(("1.000000001", []), (settled.json["cost"], settled.json["flags"]))
        self.assertEqual(("8.999999999", "0", "8.999999999"), self.balance())
        self.assertEqual("settled", self.status("r"))

    def test_a_release_gives_all_back(self):
        for body in (None, {}, {"reason": "no answer"}):
            with self.subTest(body=body):
                reservation = self.org.reserved("3")
                self.assertEqual("3", self.call("release", reservation, body).json["amount"])
                self.assertEqual(("10", "0", "10"), self.balance())
                self.assertEqual("released", self.status(reservation))

    def test_what_comes_late_or_unasked_is_charged_and_flagged(self):
        released = self.org.reserved("1")
        self.call("release", released)
        small = self.org.reserved("0.1")
        rows = [(released, "0.5", ["after_release"]), (small, "0.2", ["above_hold"]),
                ("never-reserved", "0.3", ["orphan"])]
        for reservation, cost, flags in rows:
            with self.subTest(flags=flags):
                answer = self.expect(200, self.call("settle", reservation, {"cost": cost}))
                self.assertEqual(flags, answer.json["flags"])
        used = self.service.ask("POST", "/v1/usage", {**MODEL, "cost": "1"}, self.org.key)
        self.expect(200, used)
        self.assertEqual(("8", "0", "8"), self.balance())

    def test_what_ended_is_not_ended_otherwise(self):
        settled, released = self.org.reserved(), self.org.reserved()
        self.call("settle", settled, {"cost": "0.01"})
        self.call("release", released)
        rows = [
            ("release", settled, None, (409, "conflict")),
            ("increase", settled, {"amount": "1"}, (409, "conflict")),
            ("increase", released, {"amount": "1"}, (409, "conflict")),
            ("release", "never-reserved", None, (404, "not_found")),
            ("increase", "never-reserved", {"amount": "1"}, (404, "not_found")),
        ]
        for what, reservation, body, said in rows:
            with self.subTest(what=what, reservation=reservation):
                self.expect(said, self.call(what, reservation, body))
        first = self.call("settle", settled, {"cost": "5"})
        self.assertEqual("0.01", first.json["cost"], "a second settlement is the first again")

    def test_a_batch_answers_each_on_its_own(self):
        held = self.org.reserved("1")
        calls = [
            ({"call": "reserve", "reservation_id": "b", **AMOUNT}, 201, None),
            ({"call": "increase", "reservation_id": "b", "amount": "1"}, 201, None),
            ({"call": "settle", "reservation_id": "b", "cost": "2"}, 200, None),
            ({"call": "release", "reservation_id": held}, 200, None),
            ({"call": "usage", **MODEL, "cost": "1"}, 200, None),
            ({"call": "reserve", "model": "gpt-4o", "amount": "1000"}, 402,
             "insufficient_credits"),
            ({"call": "release", "reservation_id": "never-reserved"}, 404, "not_found"),
            ({"call": "settle", "cost": "1"}, 400, "invalid_request"),
            ({"call": "reserve", "model": "gpt-4o", "amount": 1}, 400, "invalid_request"),
            ({"call": "refund"}, 400, "invalid_request"),
            ({"call": None}, 400, "invalid_request"),
            ({}, 400, "invalid_request"),
            (None, 400, "invalid_request"),
            (7, 400, "invalid_request"),
            ("reserve", 400, "invalid_request"),
            ([], 400, "invalid_request"),
            ([{"call": "reserve", **AMOUNT}], 400, "invalid_request"),
        ]
        answer = self.service.ask("POST", "/v1/batch", {"calls": [one[0] for one in calls]},
                                  self.org.key)
        self.expect(200, answer)
        answers = answer.json["answers"]
        self.assertEqual(len(calls), len(answers))
        for (call, status, code), one in zip(calls, answers):
            with self.subTest(call=call):
                self.assertEqual((status, code), (one["status"], one.get("error", {}).get("code")))
                self.assertEqual("body" in one, status < 300)
        self.assertEqual(("7", "0", "7"), self.balance())

    def test_a_batch_has_1_to_1000_calls_and_nothing_else(self):
        one = {"call": "release", "reservation_id": "never-reserved"}
        rows = [({"calls": [one] * 1_000}, 200), ({"calls": [one] * 1_001}, 400),
                ({"calls": []}, 400), ({"calls": one}, 400), ({"calls": None}, 400), ({}, 400),
                ({"calls": [one], "more": 1}, 400),
                (b'{"calls": [{}], "calls": [{}]}', 400), ([one], 400)]
        for body, status in rows:
            with self.subTest(body=str(body)[:60]):
                answer = self.service.ask("POST", "/v1/batch", body, self.org.key)
                self.assertEqual(status, answer.status, answer)

if __name__ == "__main__":
    unittest.main()
