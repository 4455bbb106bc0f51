"""One request is one request, whoever else reads the connection: no second is ever found in it."""

import json
import unittest
from decimal import Decimal

from smuggling_rows import rows
from wire import Closed, Wire, request
from world import ServiceCase

CALL = {"model": "gpt-4o", "amount": "0.000001"}


class Smuggling(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.org = cls.organization(cls)

    def test_what_is_ambiguous_is_refused_and_closed_before_the_next(self):
        within = request("POST", "/v1/reservations", CALL, self.org.key)
        tried = 0
        for what, data in rows(within):
            tried += 1
            with self.subTest(what=what), Wire(self.service) as wire:
                wire.send(data + within + request("GET", "/healthz"))
                answer = wire.answer()
                self.assertIn(answer.status, (400, 413, 417, 501, 505), answer)
                self.assertEqual("close", answer.field("connection"))
                self.assertEqual(b"", wire.rest(), "something behind it was answered")
        self.assertGreater(tried, 300)
        self.assertEqual("0", self.org.balance()["held"])

    def test_ten_requests_in_one_write_are_answered_in_their_order(self):
        org = self.organization()
        def nth(number):
            if number % 2 == 1:
                return request("GET", f"/v1/orgs/none{number}", key=org.key)
            return request("POST", "/v1/reservations", {**CALL, "reservation_id": f"r{number}"},
                           org.key)

        with Wire(self.service) as wire:
            wire.send(b"".join(map(nth, range(10))))
            for number in range(10):
                answer = wire.answer()
                if number % 2 == 0:
                    self.assertEqual((201, f"r{number}"),
                                     (answer.status, answer.json["reservation_id"]))
                else:
                    self.assertEqual((404, "not_found"), (answer.status, answer.code))
        self.assertEqual("0.000005", org.balance()["held"])

    def test_nothing_is_answered_behind_a_last_request(self):
        with Wire(self.service) as wire:
            last = request("GET", "/healthz", fields=["Connection: close"])
            wire.send(request("GET", "/healthz") + last + request("GET", "/healthz"))
            self.assertEqual([200, 200], [wire.answer().status, wire.answer().status])
            self.assertRaises(Closed, wire.answer)

    def test_a_request_may_be_cut_anywhere(self):
        org = self.organization()
        body = json.dumps(CALL).encode()
        plain = request("POST", "/v1/reservations", CALL, org.key)
        head = request("POST", "/v1/reservations", key=org.key, fields=[
            "Content-Type: application/json", "Transfer-Encoding: chunked"])
        chunked = head + b"5\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (body[:5], len(body) - 5, body[5:])
        cuts = 0
        for data in (plain, chunked):
            with Wire(self.service) as wire:
                for cut in range(1, len(data)):
                    wire.send(data[:cut])
                    wire.send(data[cut:])
                    answer = wire.answer()
                    self.assertEqual(201, answer.status, (cut, answer))
                    cuts += 1
                for number in range(len(data)):
                    wire.send(data[number:number + 1])
                self.assertEqual(201, wire.answer().status)
                self.assertEqual(b"", wire.buffer)
        self.assertEqual(cuts + 2, int(Decimal(org.balance()["held"]) * 1_000_000))


if __name__ == "__main__":
    unittest.main()
