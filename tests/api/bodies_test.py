"""What is sent must be right to the byte: bodies, members, amounts."""

import json
import unittest

from body_rows import AMOUNTS, BODIES, LARGEST, ORGANIZATIONS, SETTINGS
from world import ServiceCase

INVALID = (400, "invalid_request")
MODEL = {"model": "gpt-4o"}


class Bodies(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.org = cls.organization(cls)

    def reserve(self, body, **more):
        return self.service.ask("POST", "/v1/reservations", body, self.org.key, **more)

    def test_amounts_are_decimal_texts(self):
        org = self.organization(credits="1000")
        for amount, status, shown in AMOUNTS:
            with self.subTest(amount=str(amount)[:40]):
                answer = org.reserve(amount)
                self.assertEqual(status, answer.status, answer)
                if status == 201:
                    self.assertEqual(shown or amount, answer.json["amount"])
                if status == 400:
                    self.assertEqual("amount", answer.error.get("param"))

    def test_sums_stay_exact_at_the_far_end(self):
        org = self.organization(credits=LARGEST)
        self.assertEqual(LARGEST, org.balance()["available"])
        self.expect(201, org.reserve("9223372036.854775806"))
        self.assertEqual("0.000000001", org.balance()["available"])
        grant = self.service.ask("POST", org.path + "/credits",
                                 {"kind": "PURCHASED", "amount": "0.000000001"},
                                 self.service.service_key)
        self.expect(INVALID, grant, "amount")

    def test_bodies_that_are_not_right_say_where(self):
        before = self.org.balance()["held"]
        for body, param in BODIES:
            with self.subTest(body=body[:80]):
                answer = self.expect(INVALID, self.reserve(body))
                self.assertEqual(param, answer.error.get("param"), answer)
        self.assertEqual(before, self.org.balance()["held"])

    def test_settings_that_are_not_right_say_where(self):
        for method, path, body, param in SETTINGS:
            with self.subTest(path=path, body=body):
                answer = self.service.ask(method, self.org.path + path, body,
                                          self.service.service_key)
                self.expect(INVALID, answer, param)
        for body, param in ORGANIZATIONS:
            with self.subTest(body=body):
                answer = self.service.ask("POST", "/v1/orgs", body, self.service.service_key)
                self.expect(INVALID, answer, param)

    def test_null_is_left_out_and_escapes_are_text(self):
        body = b'{"model":"gpt\\u002d4o","amount":"1","user_id":null,"tags":[],"ttl_ms":"60000"}'
        self.expect(201, self.reserve(body))

    def test_the_type_of_a_body_is_json(self):
        rows = [("application/json", 201), ("application/json; charset=utf-8", 201),
                ("application/json;charset=utf-8", 201), ("Application/JSON", 201),
                (None, 415), ("text/plain", 415), ("application/jsonp", 415),
                ("application/x-www-form-urlencoded", 415), ("text/json", 415),
                ("application/json; charset=utf-16", 415), ("application/json;charset=latin1", 415),
                ('application/json; charset="UTF-8"', 201)]
        body = json.dumps({**MODEL, "amount": "0.01"}).encode()
        for media_type, status in rows:
            with self.subTest(type=media_type):
                answer = self.reserve(body, headers={"content-type": media_type})
                self.assertEqual(status, answer.status, answer)

    def test_a_body_is_sent_as_it_is(self):
        body = json.dumps({**MODEL, "amount": "0.01"}).encode()
        for encoding, said in [("gzip", (415, "unsupported_media_type")),
                               ("br, gzip", (415, "unsupported_media_type")),
                               ("identity", (201, None))]:
            with self.subTest(encoding=encoding):
                self.expect(said, self.reserve(body, headers={"content-encoding": encoding}))

    def test_a_body_has_at_most_a_mebibyte(self):
        start, end = b'{"model":"gpt-4o","amount":"0.01"', b"}"
        for size, said in [(1 << 20, (201, None)), ((1 << 20) + 1, (413, "request_too_large"))]:
            body = start + b" " * (size - len(start) - len(end)) + end
            self.expect(said, self.reserve(body))
        self.expect(201, self.reserve(start + end))

    def test_a_record_that_is_too_large_for_the_log_is_refused(self):
        tags = [f"{number:0128}" for number in range(7_900)]
        answer = self.reserve({**MODEL, "amount": "0.01", "tags": tags})
        self.assertIn(answer.status, (201, 400), answer)
        answer = self.service.ask("PATCH", self.org.path, {"name": "n" * 1_000_000},
                                  self.service.service_key)
        self.assertIn(answer.status, (200, 400), str(answer)[:300])
        self.expect(201, self.org.reserve())

if __name__ == "__main__":
    unittest.main()
