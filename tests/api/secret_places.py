"""Every way in which somebody shows a secret to the service, in the right place and in wrong
ones."""

import json

from wire import Closed, Wire, request

CALL = {"model": "gpt-4o", "amount": "0.000001"}


def in_fields(secret, org):
    """Requests that hold it in a header field."""
    for field in ["Authorization: Bearer {}", "Authorization: Basic {}", "Authorization: {}",
                  "Proxy-Authorization: Bearer {}", "X-Api-Key: {}", "Cookie: key={}",
                  "X-Request-Id: {}", "User-Agent: {}", "Referer: https://a/?key={}",
                  "Traceparent: 00-{}-01", "X-{}: 1", "Accept: {}"]:
        yield request("GET", org.path, fields=[field.format(secret)])
        yield request("POST", "/v1/reservations", CALL, fields=[field.format(secret)])
    yield request("GET", "/metrics", key=secret)
    yield request("POST", "/v1/reservations", CALL, org.key, [f"Idempotency-Key: {secret}"])
    yield request("POST", "/v1/reservations", CALL, org.key, ["Transfer-Encoding: " + secret])


def in_targets(secret, org):
    """In path, query and the rest of the request line."""
    for path in ["/{}", "/v1/orgs/{}", "/v1/orgs/{}/keys", "/v1/reservations/{}", "/v1/{}/keys",
                 "/v1/balance?key={}", "/v1/balance?min_position={}", "/v1/balance?{}",
                 "/v1/balance#{}", org.path + "/keys/{}", org.path + "/journal?cursor={}"]:
        for key in (org.key, org.service.service_key):
            yield request("GET", path.format(secret), key=key)
    yield f"{secret} / HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    yield f"GET / {secret}\r\nHost: a\r\n\r\n".encode()
    yield f"GET / HTTP/1.1\r\nHost: {secret}\r\n\r\n".encode()


def in_broken_bodies(secret, org):
    """In bodies of which nothing is kept."""
    quoted = json.dumps(secret)
    for body in ["{}", "{{{}", "[{}]", '{{"{}":1}}', '{{"model":"m","more":{}}}', "{{}}{}",
                 '{{"model":{},"model":1}}', '{{"model":"m","amount":{}}}']:
        text = body.format(quoted if "{}:" not in body else secret)
        yield request("POST", "/v1/reservations", text.encode(), org.key)
        yield request("POST", org.path + "/keys", text.encode(), org.service.service_key)


def in_members(key, org):
    """In members that are kept: a virtual key is refused there."""
    for name in ("reservation_id", "model", "user_id"):
        yield request("POST", "/v1/reservations", {**CALL, name: key}, org.key)
    yield request("POST", "/v1/reservations", {**CALL, "tags": ["a", key]}, org.key)
    yield request("POST", "/v1/batch", {"calls": [{"call": "reserve", **CALL, "user_id": key}]},
                  org.key)
    service_key = org.service.service_key
    for path, body in [("", {"name": key}), ("", {"status": "suspended", "reason": "lost " + key}),
                       ("/keys", {"key_id": key}), ("/keys", {"allowed_models": [key]}),
                       ("/members", {"user_id": key, "role": "OWNER"}), ("/teams", {"name": key}),
                       ("/credits", {"kind": "PURCHASED", "amount": "1", "grant_id": key}),
                       ("/budgets", {"scope": "TAG", "scope_id": key, "period": "DAILY",
                                     "limit": "1"})]:
        method = "PATCH" if path == "" else "POST"
        yield request(method, org.path + path, body, service_key)
    for path in ("/v1/reservations/{}/settle", "/v1/reservations/{}/release"):
        yield request("POST", path.format(key), {"cost": "0.01"} if "settle" in path else {},
                      org.key)
    yield request("DELETE", f"{org.path}/members/{key}", key=service_key)
    yield request("DELETE", f"{org.path}/budgets/tag/{key}/daily", key=service_key)


class Shower:
    """Sends requests one after another, over a new connection after each that is refused."""

    def __init__(self, service):
        self.service, self.wire = service, None
        self.statuses = []

    def show(self, data):
        if self.wire is None:
            self.wire = Wire(self.service)
        self.wire.send(data)
        try:
            answer = self.wire.answer()
        except Closed:
            self.close()
            return None
        self.statuses.append(answer.status)
        if answer.field("connection") == "close":
            self.close()
        return answer

    def close(self):
        if self.wire is not None:
            self.wire.socket.close()
        self.wire = None
