"""Paths, methods and what a read may be asked with."""

import time
import unittest

from service import together
from world import ServiceCase

INVALID = (400, "invalid_request")


class Paths(ServiceCase):
    def setUp(self):
        self.org = self.organization()

    def test_paths_that_are_not_there(self):
        for path in ["/", "/v1", "/v1/", "/v2/balance", "/v1/balance/", "/V1/balance", "/v1/orgs/",
                     "/v1/orgs/a/b/c/d/e/f", "/v1/reservations/a/b", "/favicon.ico",
                     "/v1/orgs/_ledger", "/v1/orgs/" + "o" * 65, "/v1/orgs/a%20b"]:
            with self.subTest(path=path):
                answer = self.service.ask("GET", path, key=self.service.service_key)
                self.expect((404, "not_found"), answer)

    def test_methods_that_a_path_has_not(self):
        rows = [("DELETE", "/v1/balance", "GET"), ("PUT", self.org.path, "GET, PATCH"),
                ("GET", "/v1/reservations", "POST"), ("HEAD", "/v1/reservations", "POST"),
                ("POST", "/v1/openapi.json", "GET"), ("OPTIONS", "/healthz", "GET"),
                ("PATCH", self.org.path + "/keys", "GET, POST")]
        for method, path, allowed in rows:
            with self.subTest(method=method, path=path):
                answer = self.service.ask(method, path, key=self.service.service_key)
                self.assertEqual((405, allowed), (answer.status, answer.field("allow")), answer)

    def test_head_is_get_without_its_body(self):
        for path, key in [("/healthz", None), ("/v1/balance", self.org.key),
                          (self.org.path + "/journal", self.service.service_key)]:
            with self.subTest(path=path):
                get = self.service.ask("GET", path, key=key)
                head = self.service.ask("HEAD", path, key=key)
                self.assertEqual((get.status, b""), (head.status, head.body))
                self.assertEqual(get.content[1], head.content[1])

    def test_a_read_takes_no_body(self):
        self.expect(INVALID, self.service.ask("GET", "/v1/balance", {}, self.org.key))

    def test_what_is_not_there_is_not_waited_for(self):
        position = self.org.reserve().json["position"]
        start = time.monotonic()
        said = [self.service.ask("GET", f"/v1/orgs/none-{number}?min_position={position}",
                                 key=self.service.service_key).said for number in range(200)]
        self.assertEqual({INVALID, (404, "not_found")}, set(said), "200 ids are of 16 partitions")
        self.assertLess(time.monotonic() - start, 60)  # one wait for each would be minutes

    def test_min_position_waits_and_is_the_organizations(self):
        position = self.org.reserve().json["position"]
        partition, offset = position.split("/")
        ask = lambda text: self.service.ask("GET", "/v1/balance?min_position=" + text,
                                            key=self.org.key)
        self.expect(200, ask(position))
        start = time.monotonic()
        future = f"{partition}/{int(offset) + 1_000_000}"
        together(8, lambda _: self.expect((400, "invalid_request"), ask(future)))
        self.assertLess(time.monotonic() - start, 12, "one waits for another")
        other = (int(partition) + 1) % 16
        for text in (f"{other}/{offset}", offset, "", "a/b", "-1/-1", f"{partition}/-1",
                     f"{partition}/99999999999999999999", f"{partition}/1/1", "16/0"):
            with self.subTest(text=text):
                self.expect(INVALID, ask(text), "min_position")

if __name__ == "__main__":
    unittest.main()
