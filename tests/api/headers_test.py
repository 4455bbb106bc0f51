"""What browsers, caches and attackers may make of an answer is said on every one of them."""

import re
import unittest

from everybody import REQUESTS, World, routes_of
from wire import Wire, request
from world import ISSUER_AWAY, UNJUDGED, ServiceCase

EVERY_ANSWER = {
    "strict-transport-security": "max-age=63072000",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
TELLTALE = {"server", "x-powered-by", "via", "x-runtime", "x-version"}
TYPES = {"application/json", "text/csv; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8"}

LONG = "a" * 9_000
MANY = [f"X-{number}: 1" for number in range(65)]

# what the gate refuses: the status, and the bytes
REFUSED = [
    (400, b"GET /healthz\r\n\r\n"),
    (400, b"GET /healthz HTTP/1.1\r\n\r\n"),
    (400, b"\x00\x01\x02\r\n\r\n"),
    (400, request("GET", "/a%zz")),
    (400, request("GET", "/../etc/passwd")),
    (400, request("POST", "/v1/usage", b"", fields=["Transfer-Encoding: chunked"])),
    (413, request("POST", "/v1/usage", fields=["Content-Length: 1048577"])),
    (414, request("GET", "/" + LONG)),
    (417, request("POST", "/v1/usage", fields=["Expect: a-miracle", "Content-Length: 2"]) + b"{}"),
    (431, request("GET", "/healthz", fields=["X-A: " + LONG])),
    (431, request("GET", "/healthz", fields=MANY)),
    (501, request("BREW", "/healthz")),
    (501, request("GET", "/healthz", fields=["Connection: upgrade", "Upgrade: h2c"])),
    (501, request("POST", "/v1/usage", b"", fields=[])[:-4].replace(
        b"Content-Length: 0", b"Transfer-Encoding: gzip") + b"\r\n\r\n"),
    (505, b"GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n"),
    (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
]


class Headers(ServiceCase):
    options = ISSUER_AWAY

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.service)
        cls.world.own.reserved(reservation_id="open")
        cls.routes = [route[:3] for route in routes_of(cls.service)]

    def check(self, answer):
        fields = [(name.lower(), value) for name, value in answer.fields]
        names = [name for name, _ in fields]
        self.assertEqual(len(set(names)), len(names), f"a field twice: {names}")
        for name, value in EVERY_ANSWER.items():
            self.assertEqual(value, dict(fields).get(name), (name, answer))
        self.assertEqual(set(), TELLTALE & set(names), answer)
        self.assertRegex(dict(fields).get("x-request-id", ""), r"\A[!-~]{1,128}\Z")
        self.assertIn(dict(fields).get("content-type"), TYPES, answer)
        self.assertNotRegex(str(fields), r"(?i)boost|beast|asio|openssl|nemo-ledger/|rocksdb")

    def test_every_route_whoever_asks_and_however_it_ends(self):
        statuses = set()
        for method, path, operation in self.routes:
            for caller in ("nobody", "forged token", "viewer", "owner", "virtual key", "service",
                           "operator"):
                for org in ("own", "none"):
                    parameters, body = REQUESTS[operation](self.world)
                    for content in (body, b"{", b'{"more":1}'):
                        if content is not body and method == "GET":
                            continue
                        with self.subTest(operation=operation, caller=caller, org=org):
                            answer = self.world.ask(caller, method,
                                                    path.format(org=org, **parameters), content)
                            self.check(answer)
                            statuses.add(answer.status)
        self.assertLessEqual({200, 201, 400, 401, 403, 404}, statuses)

    def test_head_and_methods_that_a_path_has_not(self):
        for method, path, operation in self.routes:
            parameters, _ = REQUESTS[operation](self.world)
            for other in ("HEAD", "OPTIONS", "PUT", "TRACE", "QUERY"):
                with self.subTest(method=other, path=path), Wire(self.service) as wire:
                    wire.send(request(other, path.format(org="own", **parameters),
                                      key=self.service.service_key))
                    answer = wire.answer(head_only=other == "HEAD")
                    self.check(answer)
                    if other != "HEAD":
                        self.assertEqual(405, answer.status)
                        self.assertIn(method, answer.field("allow").split(", "))

    def test_statuses_that_are_rare(self):
        own = self.world.own
        own.new_key(key_id="slow", requests_per_minute=0)
        limited = own.new_key(requests_per_minute=0)
        parallel = own.new_key(parallel_requests=0)
        body = {"model": "gpt-4o", "amount": "0.01"}
        rows = [
            # status, method, path, body, key, further fields
            (402, "POST", "/v1/reservations", {**body, "amount": "1000000"}, own.key, {}),
            (404, "GET", "/nowhere", None, None, {}),
            (409, "POST", own.path + "/keys", {"key_id": "main"}, self.service.service_key, {}),
            (415, "POST", "/v1/reservations", body, own.key, {"content-type": "text/xml"}),
            (429, "POST", "/v1/reservations", body, limited, {}),
            (429, "POST", "/v1/reservations", body, parallel, {}),
            (503, "GET", own.path, None, UNJUDGED, {}),
            (200, "GET", own.path + "/journal", None, self.service.service_key,
             {"accept": "text/csv"}),
        ]
        for status, method, path, content, key, fields in rows:
            with self.subTest(status=status, path=path):
                answer = self.service.ask(method, path, content, key, fields)
                self.assertEqual(status, answer.status, answer)
                self.check(answer)
                if status in (429, 503):
                    self.assertRegex(answer.field("retry-after"), r"\A[1-9]\d*\Z")

    def test_what_the_gate_refuses(self):
        for status, data in REFUSED:
            with self.subTest(status=status, data=data[:60]), Wire(self.service) as wire:
                wire.send(data)
                answer = wire.answer()
                self.assertEqual(status, answer.status, answer)
                self.check(answer)
                self.assertEqual("close", answer.field("connection"))
                self.assertEqual(b"", wire.rest())
                self.assertTrue(re.fullmatch(r"[a-z_]+", answer.code), answer)

    def test_who_never_ends_a_request(self):
        with Wire(self.service, timeout=20) as wire:
            wire.send(b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
            answer = wire.answer()
            self.assertEqual((408, "request_timeout"), (answer.status, answer.code))
            self.check(answer)


if __name__ == "__main__":
    unittest.main()
