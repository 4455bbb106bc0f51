"""Organizations with people and keys, and a test case that has them."""

import base64
import decimal
import hashlib
import hmac
import json
import time
import unittest
import uuid

from service import ISSUER, Service

PAST = "2020-01-01T00:00:00Z"
ROLES = ["viewer", "member", "admin", "owner"]


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(secret, user_id, **claims):
    """A person's, as their issuer makes them (HS256)."""
    said = {"iss": ISSUER, "aud": "authenticated", "sub": user_id, "role": "authenticated",
            "exp": int(time.time()) + 3600, **claims}
    text = ".".join(base64url(json.dumps(part).encode())
                    for part in ({"alg": "HS256", "typ": "JWT"}, said))
    mac = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return text + "." + base64url(mac)


# A service of these options cannot judge this token yet, and says so by 503.
ISSUER_AWAY = ("--jwks-url", "https://127.0.0.1:9/keys")
UNJUDGED = ".".join([base64url(b'{"alg":"ES256","kid":"k1","typ":"JWT"}'),
                     base64url(b'{"sub":"u","role":"authenticated"}'), "A" * 86])


def price_book(version, model="priced", token="0.001", effective_from=PAST):
    """One with a single model, whose input costs that much a token."""
    rate = {"token_class": "input_tokens", "price_e18": int(decimal.Decimal(token) * 10**18)}
    return {"version": version, "effective_from": effective_from,
            "models": [{"model": model, "rates": [rate]}]}


def fresh(prefix):
    return prefix + "-" + uuid.uuid4().hex[:12]


class Organization:
    """One with credits, a member of each role (whose user_id is ORG-ROLE), and a key."""

    def __init__(self, service, org_id, credits="100"):
        self.service = service
        self.org_id = org_id
        self.path = "/v1/orgs/" + org_id
        self.create()
        if credits:
            self.grant(credits)
        self.key = self.new_key(key_id="main")

    def create(self):
        self.service.done("POST", "/v1/orgs", {"org_id": self.org_id, "name": self.org_id})

    def people(self):
        for role in ROLES:
            self.add(self.user(role), role)
        return self

    def user(self, role):
        return f"{self.org_id}-{role}"

    def token(self, role, **claims):
        return token(self.service.token_secret, self.user(role), **claims)

    def add(self, user_id, role):
        self.service.done("POST", self.path + "/members",
                          {"user_id": user_id, "role": role.upper()})

    def grant(self, amount):
        self.service.done("POST", self.path + "/credits", {"kind": "PURCHASED", "amount": amount})

    def new_key(self, **settings):
        """The text of one more key."""
        return self.service.done("POST", self.path + "/keys", settings)["key"]

    def revoke(self, key_id):
        return self.service.done("DELETE", f"{self.path}/keys/{key_id}")

    def budget(self, scope, scope_id, limit, period="DAILY", **more):
        self.service.done("POST", self.path + "/budgets", {
            "scope": scope, "scope_id": scope_id, "period": period, "limit": limit, **more})

    def reserve(self, amount="0.01", key=None, **more):
        return self.service.ask("POST", "/v1/reservations",
                                {"model": "gpt-4o", "amount": amount, **more}, key or self.key)

    def reserved(self, amount="0.01", **more):
        """The id of a reservation that was granted."""
        answer = self.reserve(amount, **more)
        assert answer.status == 201, answer
        return answer.json["reservation_id"]

    def balance(self):
        return self.service.done("GET", self.path + "/balance")


class ServiceCase(unittest.TestCase):
    """Tests of one service, which a class shares."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.service = Service(*cls.options)
        cls.addClassCleanup(cls.service.remove)

    def organization(self, **more):
        return Organization(self.service, fresh("org"), **more)

    def expect(self, said, answer, param=None):
        """Status, or status and error code; and which member it is about. An error is of the one
        shape that the clients of language models read."""
        said = said if isinstance(said, tuple) else (said, None)
        self.assertEqual(said, answer.said, answer)
        if answer.status >= 400:
            self.assertEqual("application/json", answer.field("content-type"))
            self.assertEqual(["error"], list(answer.json))
            self.assertLessEqual(set(answer.error), {"message", "type", "code", "param", "detail"})
            for name in ("message", "type", "code"):
                self.assertIsInstance(answer.error[name], str)
        if param is not None:
            self.assertEqual(param, answer.error.get("param"), answer)
        return answer
