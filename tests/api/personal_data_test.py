"""An e-mail address in what would be written to the ledger is refused, and leaves nothing on it."""

import gzip
import json
import os
import pathlib
import unittest
import urllib.parse

from service import LOG, Service
from world import ServiceCase

MAIL = "ada.lovelace@mail.example.org"
CALL = {"model": "gpt-4o", "amount": "0.01"}
ROOT = pathlib.Path(__file__).resolve().parents[2]
PII = pathlib.Path(os.environ.get("NEMO_TEST_DATA", ROOT / "../shared/data")) / "pii"

# of a call: members, and the one that is refused
CALLS = [
    ({"tags": [MAIL]}, "tags"), ({"tags": ["a", "customer=" + MAIL]}, "tags"),
    ({"user_id": MAIL}, "user_id"), ({"reservation_id": MAIL}, "reservation_id"),
]
# by the service key: method, path within the organization, body, the member that is refused
SETTINGS = [
    ("PATCH", "", {"name": MAIL}, "name"),
    ("PATCH", "", {"name": f"Acme ({MAIL})"}, "name"),
    ("PATCH", "", {"status": "suspended", "reason": "ask " + MAIL}, "reason"),
    ("POST", "/keys", {"key_id": MAIL}, "key_id"),
    ("POST", "/keys", {"user_id": MAIL}, "user_id"),
    ("POST", "/keys", {"team_id": MAIL}, "team_id"),
    ("PATCH", "/keys/main", {"user_id": MAIL}, "user_id"),
    ("POST", "/members", {"user_id": MAIL, "role": "VIEWER"}, "user_id"),
    ("POST", "/teams", {"team_id": MAIL}, "team_id"),
    ("POST", "/teams", {"name": MAIL}, "name"),
    ("PATCH", "/teams/red", {"name": "of " + MAIL}, "name"),
    ("POST", "/credits", {"grant_id": MAIL, "kind": "PURCHASED", "amount": "1"}, "grant_id"),
    ("POST", "/write-offs", {"amount": "1", "reason": "r", "actor": MAIL}, "actor"),
    ("POST", "/write-offs", {"amount": "1", "reason": MAIL, "actor": "a"}, "reason"),
    ("PATCH", "/settings", {"webhook_url": "https://hooks.example/?to=" + MAIL}, "webhook_url"),
    *(("POST", "/budgets", {"scope": scope, "scope_id": MAIL, "period": "DAILY", "limit": "1"},
       "scope_id") for scope in ("TAG", "USER", "TEAM", "KEY")),
    *((method, path + urllib.parse.quote(MAIL), body, "path")
      for method, path, body in [("DELETE", "/members/", None), ("DELETE", "/keys/", None),
                                 ("PATCH", "/members/", {"role": "VIEWER"}),
                                 ("PATCH", "/teams/", {"name": "A"}), ("GET", "/teams/", None)]),
]


class PersonalData(ServiceCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.addClassCleanup(cls.service.remove)
        cls.org = cls.organization(cls)
        cls.service.done("POST", cls.org.path + "/teams", {"team_id": "red"})

    def refused(self, answer, param):
        error = self.expect((400, "invalid_request"), answer, param).error
        self.assertIn("give a pseudonym", error["message"])
        self.assertNotIn(MAIL, error["message"])

    def call(self, members):
        return self.service.ask("POST", "/v1/reservations", {**CALL, **members}, self.org.key)

    def ask(self, method, path, body=None):
        return self.service.ask(method, self.org.path + path, body, self.service.service_key)

    def test_calls_and_settings_with_an_email_address_are_refused(self):
        for members, param in CALLS:
            with self.subTest(members=members):
                self.refused(self.call(members), param)
        for method, path, body, param in SETTINGS:
            with self.subTest(method=method, path=path, body=body):
                self.refused(self.ask(method, path, body), param)
        self.refused(self.service.ask("POST", "/v1/orgs", {"org_id": "o", "name": MAIL},
                                      self.service.service_key), "name")
        self.assert_nowhere_stored()

    def assert_nowhere_stored(self):
        if LOG:
            return
        self.service.stop()
        files = [path for path in pathlib.Path(self.service.data).rglob("*") if path.is_file()]
        self.assertTrue(any(self.org.org_id.encode() in path.read_bytes() for path in files))
        self.assertEqual([], [str(path) for path in files if MAIL.encode() in path.read_bytes()])
        self.service.start()

    def test_an_element_of_a_batch_is_refused_alone(self):
        calls = [{"call": "reserve", **CALL, "tags": tags} for tags in (["a"], [MAIL], ["b"])]
        answers = self.service.done("POST", "/v1/batch", {"calls": calls}, self.org.key)["answers"]
        self.assertEqual([201, 400, 201], [answer["status"] for answer in answers])
        self.assertEqual("tags", answers[1]["error"]["param"])

    def test_models_and_what_only_looks_like_an_address_are_taken(self):
        for members in ({"model": "publisher/claude@v1.beta"}, {"model": "claude-3@20240229"},
                        {"tags": ["@ada", "v@1.0", "ada@localhost", "a@", "team:red@eu"]}):
            with self.subTest(members=members):
                self.expect(201, self.call(members))
        budget = {"scope": "MODEL", "scope_id": "claude@v1.beta", "period": "DAILY", "limit": "9"}
        self.expect(200, self.ask("POST", "/budgets", budget))
        self.expect(200, self.ask("DELETE", "/budgets/model/claude@v1.beta/daily"))
        for name in ("Acme & Co. @ Berlin", "ada at example.com", "R\u00f6t"):
            self.expect(200, self.ask("PATCH", "", {"name": name}))

    def test_addresses_of_real_samples_are_refused(self):
        if not PII.is_dir() and os.environ.get("CI") != "true":
            self.skipTest(f"*** SKIPPED: real input is missing: {PII} (set NEMO_TEST_DATA) ***")
        texts = list(samples())
        self.assertGreater(len(texts), 30)
        for text in texts:
            with self.subTest(text=text):
                self.refused(self.ask("PATCH", "", {"name": text}), "name")


def samples():
    """Texts with an e-mail address."""
    for line in (PII / "presidio_recognizer_samples.jsonl").read_text().splitlines():
        sample = json.loads(line)
        if sample["entity"] == "EMAIL_ADDRESS" and sample["expected_count"]:
            yield sample["text"]
    with gzip.open(PII / "presidio_research_synth_v2.jsonl.gz", "rt") as lines:
        for line in lines:
            sample = json.loads(line)
            if any(span["entity_type"] == "EMAIL_ADDRESS" for span in sample["spans"]):
                yield sample["full_text"]


if __name__ == "__main__":
    unittest.main()
