"""What operators learn of requests that fail here: a line each, with its cause and no secret."""

import json
import socket
import threading
import time
import unittest

from service import Service, together, wait_until
from world import base64url, fresh

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


class HangingIssuer:
    """Takes connections and never answers: the keys of tokens do not come."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.taken = []
        threading.Thread(target=self.take, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/jwks.json"

    def take(self):
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.taken:
            connection.close()


def token_of_unknown_key():
    """Well formed, of a key that was never fetched."""
    head = {"alg": "ES256", "typ": "JWT", "kid": fresh("kid")}
    return ".".join([base64url(json.dumps(head).encode()), base64url(b"{}"), base64url(b"s" * 64)])


class KeysAway(unittest.TestCase):
    def setUp(self):
        self.issuer = HangingIssuer()
        self.addCleanup(self.issuer.close)
        self.service = Service("--jwks-url", self.issuer.url)
        self.addCleanup(self.service.remove)

    def ask_as_person(self, **headers):
        return self.service.ask("GET", "/v1/orgs/acme/balance", key=token_of_unknown_key(),
                                headers=headers)

    def lines(self, **members):
        found = [json.loads(line) for line in self.service.errors().splitlines()]
        return [line for line in found
                if all(line.get(name) == value for name, value in members.items())]

    def test_people_are_told_to_ask_again_and_nobody_else_waits(self):
        """A fetch takes seconds to give up; two threads serve everybody."""
        self.service.done("POST", "/v1/orgs", {"org_id": "acme", "name": "acme"})
        stop = time.monotonic() + 3

        def person(_):
            answers = []
            while time.monotonic() < stop:
                answers.append(self.ask_as_person())
            return answers

        def other(_):
            took = []
            while time.monotonic() < stop:
                begun = time.monotonic()
                self.service.done("GET", "/v1/orgs/acme/balance")
                took.append(time.monotonic() - begun)
            return took

        results = together(8, lambda number: (person if number < 6 else other)(number))
        for answer in sum(results[:6], []):
            self.assertEqual((503, "credit_check_failed"), answer.said, answer)
            self.assertEqual("1", answer.field("retry-after"))
        took = sorted(sum(results[6:], []))
        self.assertGreater(len(took), 20)
        self.assertLess(took[len(took) * 99 // 100], 1, "of those who show no token")

    def test_each_request_that_fails_has_a_line(self):
        ids = [fresh("request") for _ in range(20)]
        for request_id in ids:
            answer = self.ask_as_person(**{"x-request-id": request_id, "traceparent": PARENT})
            self.assertEqual(503, answer.status)
            self.assertEqual(TRACE, answer.field("traceparent")[3:35])
        wait_until(lambda: len(self.lines(event="request_failed")) == len(ids))
        for request_id in ids:
            line, = self.lines(request_id=request_id)
            self.assertEqual(("error", "GET", "/v1/orgs/acme/balance", 503, TRACE),
                             tuple(line[name] for name in
                                   ("level", "method", "path", "status", "trace_id")))
            self.assertRegex(line["reason"], "no keys have been fetched yet")

    def test_what_the_caller_did_wrong_has_none(self):
        for path, status in [("/v1/nothing", 404), ("//", 400), ("/v1/orgs/acme/keys", 401)]:
            self.assertEqual(status, self.service.ask("GET", path).status)
        self.service.ask("GET", "/healthz")
        self.service.stop()
        self.assertEqual([], self.lines(event="request_failed"))

    def test_no_secret_is_in_a_line(self):
        shown = token_of_unknown_key()
        self.service.ask("GET", "/v1/orgs/acme/balance?token=hidden", key=shown)
        wait_until(lambda: self.lines(event="request_failed"))
        for secret in shown.split(".") + ["hidden", self.service.service_key]:
            self.assertNotIn(secret, self.service.errors())


class Accesses(unittest.TestCase):
    def test_a_line_names_the_trace_of_its_request(self):
        service = Service("--access-log", "-")
        self.addCleanup(service.remove)
        parents = [PARENT, None, PARENT.upper(), PARENT[:-1]]
        for parent in parents:
            service.ask("GET", "/healthz", headers={"traceparent": parent})
        service.stop()
        lines = [json.loads(line) for line in service.errors().splitlines()]
        self.assertEqual([TRACE, None, None, None], [line.get("trace_id") for line in lines])


if __name__ == "__main__":
    unittest.main()
