"""People's tokens, by keys that their issuer publishes over HTTPS: whoever forges one, floods, or
was removed is out, and an issuer that is away harms nobody."""

import base64
import hashlib
import hmac
import json
import time
import unittest

from issuer import Issuer
from service import ISSUER, Service, wait_until
from world import ServiceCase, base64url, fresh

AWAY = (503, "credit_check_failed")  # until a first set of keys has come
TOKEN = (401, "invalid_token")


def by_hmac(secret, token):
    """The same token, signed with a text that everybody knows."""
    text = token.rpartition(".")[0]
    mac = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return text + "." + base64url(mac)


class TokenCase(ServiceCase):
    @classmethod
    def setUpClass(cls):
        cls.issuer = Issuer()
        cls.addClassCleanup(cls.issuer.remove)
        cls.key = cls.issuer.key("k1")
        cls.rsa = cls.issuer.key("k2", "RS256")
        cls.issuer.publish(cls.key, cls.rsa)
        cls.service = Service(*cls.issuer.options, token_secret=False)
        cls.addClassCleanup(cls.service.remove)
        cls.org = cls.organization(cls)
        cls.org.add("owner", "owner")
        token = cls.key.token("owner")
        wait_until(lambda: cls.see(cls, token).status == 200)  # the first fetch has ended

    def see(self, token):
        return self.service.ask("GET", self.org.path, key=token)


class Attacks(TokenCase):
    def test_good_tokens_are_taken(self):
        for key in (self.key, self.rsa):
            self.expect(200, self.see(key.token("owner")))
            self.expect(200, self.see(key.token("owner", aud=["other", "authenticated"])))

    def test_headers_that_lie(self):
        stranger, key, rsa = self.issuer.key("k3"), self.key, self.rsa
        elsewhere = self.issuer.url + "?stolen"
        own = {"jwk": stranger.public}
        point = base64.urlsafe_b64decode(key.public["x"] + "=")
        rows = {
            "none": key.token("owner", {"alg": "none"}, ""),
            "None": key.token("owner", {"alg": "None"}, ""),
            "NONE with a signature": key.token("owner", {"alg": "NONE"}),
            "no algorithm": key.token("owner", {"alg": ""}),
            "no signature": key.token("owner", signature=""),
            "HS256 by the public key": by_hmac(key.public_pem.encode(),
                                               key.token("owner", {"alg": "HS256"})),
            "HS256 by the other public key": by_hmac(rsa.public_pem.encode(),
                                                     rsa.token("owner", {"alg": "HS256"})),
            "HS256 by the point": by_hmac(point, key.token("owner", {"alg": "HS256"})),
            "HS256 without a kid": by_hmac(b"", key.token("owner", '{"alg":"HS256"}')),
            "RS256 of an ES256 key": key.token("owner", {"alg": "RS256"}),
            "ES256 of an RS256 key": rsa.token("owner", {"alg": "ES256"}),
            "ES384": key.token("owner", {"alg": "ES384"}),
            "PS256": rsa.token("owner", {"alg": "PS256"}),
            "another's key id": stranger.token("owner", {"kid": "k1"}),
            "a key of its own": stranger.token("owner", own),
            "a key of its own by a known id": stranger.token("owner", {**own, "kid": "k1"}),
            "a good one with a key in it": key.token("owner", own),
            "jku": stranger.token("owner", {"jku": elsewhere}),
            "jku of a good one": key.token("owner", {"jku": elsewhere}),
            "x5u": stranger.token("owner", {"x5u": elsewhere, "kid": "k1"}),
            "x5c": stranger.token("owner", {"x5c": ["MIIB"], "kid": "k1"}),
            "crit": key.token("owner", {"crit": ["exp"]}),
            "a kid that is a path": stranger.token("owner", {"kid": "../../dev/null"}),
            "a kid that is SQL": stranger.token("owner", {"kid": "k1' or '1'='1"}),
            "the kid twice": stranger.token(
                "owner", '{"alg":"ES256","kid":"k3","kid":"k1","typ":"JWT"}'),
            "the algorithm twice": key.token("owner", '{"alg":"none","alg":"ES256","kid":"k1"}'),
        }
        before = self.issuer.count()
        for what, token in rows.items():
            with self.subTest(header=what):
                self.expect(TOKEN, self.see(token))
        self.assertLessEqual(self.issuer.count() - before, 1, "what a header names was fetched")

    def test_claims_that_are_not_right(self):
        now = int(time.time())
        text = json.dumps({"iss": ISSUER, "aud": "authenticated", "sub": "nobody",
                           "role": "authenticated", "exp": now + 600})
        rows = [
            {"iss": None}, {"iss": "https://other.test"}, {"iss": ISSUER + "/"}, {"iss": [ISSUER]},
            {"aud": None}, {"aud": "anon"}, {"aud": []}, {"aud": ["authenticated", 1]},
            {"exp": None}, {"exp": now - 120}, {"exp": str(now + 600)}, {"exp": -1},
            {"exp": 10 ** 30}, {"nbf": now + 600}, {"nbf": "now"}, {"sub": None}, {"sub": ""},
            {"sub": 7}, {"sub": ["owner"]}, {"role": "anon"}, {"role": "service_role"},
            {"role": ["authenticated"]}, {"is_anonymous": True},
            {"claims_text": text[:-1] + ', "sub": "owner"}'},
            {"claims_text": text[:-1] + ', "exp": 99999999999}'},
            {"claims_text": text[:-1] + ', "\\u0073ub": "owner"}'},
            {"claims_text": "[]"}, {"claims_text": text[:-1]},
        ]
        for claims in rows:
            with self.subTest(claims=claims):
                self.expect(TOKEN, self.see(self.key.token("owner", **claims)))

    def test_a_removed_member_is_out_on_the_next_request(self):
        for number in range(20):
            user_id = fresh("u")
            token = (self.key, self.rsa)[number % 2].token(user_id)
            self.expect((404, "not_found"), self.see(token))
            self.org.add(user_id, "owner")
            self.expect(200, self.see(token))
            self.service.done("DELETE", f"{self.org.path}/members/{user_id}")
            self.expect((404, "not_found"), self.see(token))


class Floods(TokenCase):
    def test_a_thousand_unknown_ids_ask_for_one_fetch(self):
        self.expect(200, self.see(self.key.token("owner")))
        signature = self.key.sign("once")
        before = self.issuer.count()
        start = time.monotonic()
        for number in range(1_000):
            kid = {"kid": f"unknown-{number}"}
            self.expect(TOKEN, self.see(self.key.token("owner", kid, signature)))
        took = time.monotonic() - start
        self.assertLessEqual(self.issuer.count() - before, 1 + took // 30)
        self.expect(200, self.see(self.key.token("owner")))


class Rotation(TokenCase):
    def test_a_new_key_is_taken_and_the_one_before_is_out(self):
        new = self.issuer.key("k9")
        old_token, new_token = self.key.token("owner"), new.token("owner")
        self.expect(200, self.see(old_token))
        self.issuer.publish(new)
        wait_until(lambda: self.see(new_token).status == 200, 5)
        self.expect(TOKEN, self.see(old_token))
        self.expect(200, self.see(new_token))


class Outages(TokenCase):
    def test_known_keys_serve_while_the_issuer_is_away(self):
        self.expect(200, self.see(self.key.token("owner")))
        for mode in ("down", "broken", "redirect", "huge"):
            self.issuer.mode(mode)
            self.expect(TOKEN, self.see(self.issuer.key("k8").token("owner")))
            self.expect(200, self.see(self.key.token("owner")))
        self.issuer.mode("right")

    def test_who_cannot_be_reached_is_asked_less_and_less_often(self):
        self.issuer.mode("down")
        self.service.stop()
        before = self.issuer.count()
        self.service.start()
        token = self.key.token("owner")
        start = time.monotonic()
        while time.monotonic() - start < 8:
            answer = self.expect(AWAY, self.see(token))
            self.assertEqual("1", answer.field("retry-after"))
            time.sleep(0.1)
        self.assertLessEqual(self.issuer.count() - before, 5, "at 0, 1, 3 and 7 s")
        self.issuer.mode("right")
        wait_until(lambda: self.see(token).status == 200, 20)
        self.assertIn("jwks", self.service.errors())


if __name__ == "__main__":
    unittest.main()
