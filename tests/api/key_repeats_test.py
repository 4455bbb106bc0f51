"""A new key's text, when the same is asked again: by the same caller, with the same
Idempotency-Key, of a service with a master key, for a day."""

import base64
import hashlib
import hmac
import json
import subprocess
import time
import unittest
import uuid

from service import BINARY, Service, clean_environment
from world import ServiceCase, base64url, fresh

NAMES = uuid.UUID("6e656d6f-2d6c-5e64-a765-722d61706931")  # of event_ids that are a name's
ORGANIZATION = {"organization_created": {"name": "A", "currency": "USD"}}


def once():
    return {"idempotency-key": fresh("once")}


def derived(master_key, org_id, key_id, event_id):
    """The key that the service key is given by a service of this master key."""
    padded = master_key + "=" * (-len(master_key) % 4)
    info = f"nemo-ledger virtual key/{org_id}/{key_id}/{event_id}/service".encode()
    block = hmac.new(base64.urlsafe_b64decode(padded), info + b"\1", hashlib.sha256).digest()
    return f"sk-nemo-{org_id}.{base64url(block)}"


def requests(org, **more):
    """The ways to a new key: path and body."""
    return [(org.path + "/keys", {"key_id": "named", **more}), (org.path + "/keys", more),
            (org.path + "/keys/main/rotate", {"grace_ms": 60_000})]


def digest_of(text):
    """A key's, as its record has it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class KeyRepeats(ServiceCase):
    def ask(self, path, body, headers, key=None):
        return self.service.ask("POST", path, body, key or self.service.service_key, headers)

    def asked_once(self, org):
        """Each way to a new key: its request and the answer."""
        asked = [(path, body, once()) for path, body in requests(org)]
        return [(request, self.ask(*request)) for request in asked]

    def test_the_same_request_finds_the_key_again(self):
        org = self.organization()
        for request, first in self.asked_once(org):
            with self.subTest(request=request):
                again = self.ask(*request)
                self.assertLess(first.status, 300, first)
                self.assertEqual(first.content, again.content)
                self.expect(201, org.reserve(key=again.json["key"]))
                self.assertTrue(again.json["key"].startswith(again.json["display_prefix"]))

    def test_also_when_the_master_key_has_become_a_former_one(self):
        org = self.organization()
        asked = self.asked_once(org)
        self.service.stop()
        self.service.master_key = self.service.secret("--another-master-key-file")
        *self.service.options, _, current = self.service.options
        at = self.service.options.index("--master-key-file") + 1
        self.service.options[at] = f"{current},{self.service.options[at]}"
        self.service.start()
        for request, first in asked:
            with self.subTest(request=request):
                self.assertEqual(first.content, self.ask(*request).content)

    def test_every_other_request_gets_another_key_or_none(self):
        org = self.organization()
        keys = set()
        for path in (org.path + "/keys", org.path + "/keys/main/rotate"):
            for headers in ({}, {}, once(), once()):
                keys.add(self.ask(path, {}, headers).json["key"])
        self.assertEqual(8, len(keys))

    def test_another_caller_is_shown_nothing(self):
        org = self.organization().people()
        for request, first in self.asked_once(org):
            for role in ("admin", "owner"):
                with self.subTest(request=request, role=role):
                    answer = self.expect((409, "conflict"), self.ask(*request, org.token(role)))
                    self.assertNotIn(b"sk-nemo", answer.body)
            self.expect(201, org.reserve(key=first.json["key"]))

    def test_other_content_is_a_conflict(self):
        org = self.organization()
        for path, body, other in [("/keys", {"key_id": "k"}, {"key_id": "k", "user_id": "u"}),
                                  ("/keys/main/rotate", {}, {"grace_ms": 1})]:
            headers = once()
            self.assertLess(self.ask(org.path + path, body, headers).status, 300)
            answer = self.expect((409, "conflict"), self.ask(org.path + path, other, headers))
            self.assertNotIn(b"sk-nemo", answer.body)


class WithoutMasterKey(ServiceCase):
    def test_the_fix_is_named(self):
        options = self.service.options
        at = options.index("--master-key-file")
        self.service.stop()
        del options[at:at + 2]
        self.service.start()
        org = self.organization()
        for path, body in requests(org):
            with self.subTest(path=path, body=body):
                headers = once()
                first = self.service.done("POST", path, body, headers=headers)
                again = self.service.ask("POST", path, body, self.service.service_key, headers)
                self.expect((409, "conflict"), again)
                self.assertIn("--master-key-file", again.error["message"])
                self.assertEqual("rotate" not in path and "key_id" or None,
                                 again.error.get("param"), again)
                self.assertNotIn(b"sk-nemo", again.body)
                self.expect(201, org.reserve(key=first["key"]))


class LongAgo(unittest.TestCase):
    """Keys of a ledger that was filled from a file, as the service would have made them then."""

    def fill(self, service, *records):
        said = subprocess.run([BINARY, "apply", "--data", service.data], text=True, check=True,
                              env=clean_environment(), capture_output=True,
                              input="".join(json.dumps(one) + "\n" for one in records)).stdout
        assert said.count('"accepted"') == len(records), said

    def record(self, hours, payload, event_id=None):
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600))
        return {"event_id": str(event_id or uuid.uuid4()), "org_id": "acme", "at": at, **payload}

    def test_a_key_is_shown_for_a_day(self):
        for hours, said in [(23, 201), (25, (409, "conflict"))]:
            service = Service(log=None)
            self.addCleanup(service.remove)
            service.stop()
            event_id = uuid.uuid5(NAMES, "acme\nPOST\n/v1/orgs/acme/keys\nmine")
            text = derived(service.master_key, "acme", "k", event_id)
            digest = digest_of(text)
            self.fill(service, self.record(hours, ORGANIZATION),
                      self.record(hours, {"key_created": {
                          "key_id": "k", "key_sha256": digest,
                          "display_prefix": text[:-39]}}, event_id))
            service.start()
            answer = service.ask("POST", "/v1/orgs/acme/keys", {"key_id": "k"},
                                 service.service_key, {"idempotency-key": "mine"})
            if said == 201:
                self.assertEqual((201, text), (answer.status, answer.json["key"]), answer)
            else:
                self.assertEqual(said, answer.said, answer)
                self.assertNotIn(b"sk-nemo", answer.body)

    def test_a_rotation_that_is_forgotten_makes_no_key_twice(self):
        service = Service(log=None)
        self.addCleanup(service.remove)
        service.stop()
        event_id = uuid.uuid5(NAMES, "acme\nPOST\n/v1/orgs/acme/keys/k/rotate\nmine")
        text = derived(service.master_key, "acme", "k", event_id)
        digest = digest_of(text)
        self.fill(service,
                  self.record(740, ORGANIZATION),
                  self.record(740, {"key_created": {
                      "key_id": "k", "key_sha256": base64.b64encode(bytes(32)).decode()}}),
                  self.record(740, {"key_rotated": {"key_id": "k", "key_sha256": digest}},
                              event_id))
        service.start()
        answer = service.ask("POST", "/v1/orgs/acme/keys/k/rotate", {}, service.service_key,
                             {"idempotency-key": "mine"})
        self.assertEqual((409, "conflict"), answer.said, answer)
        self.assertIn("use a new one", answer.error["message"])


if __name__ == "__main__":
    unittest.main()
