"""Keys are shown once and kept nowhere but as their digest."""

import hashlib
import os
import re
import unittest

from world import ServiceCase, fresh

CANARIES = 50


class Secrets(ServiceCase):
    def test_a_key_is_shown_once_and_kept_as_its_digest_alone(self):
        org = self.organization()
        keys = [org.new_key() for _ in range(CANARIES - 10)]
        keys += [self.service.done("POST", f"{org.path}/keys/main/rotate", {})["key"]
                 for _ in range(10)]
        for key in keys:
            self.assertRegex(key, r"\Ask-nemo-" + re.escape(org.org_id) + r"\.[\w-]{43}\Z")
        self.assertEqual(CANARIES, len(set(keys)))
        secrets = [key[-43:] for key in keys]
        for path in ["/keys", "/keys/main", "/journal", "/reservations", "/exceptions", ""]:
            said = self.service.ask("GET", org.path + path, key=self.service.service_key)
            self.assertNotRegex(said.body.decode(), "|".join(map(re.escape, secrets)))
        shown = self.service.done("GET", org.path + "/keys/main")["display_prefix"]
        self.assertEqual(keys[-1][:len(shown)], shown)
        self.assertEqual(len(keys[-1]) - 39, len(shown))
        figures = self.service.ask("GET", "/metrics", key=self.service.operator_key)
        self.assertNotIn("sk-nemo", figures.body.decode())
        self.service.stop()
        files = self.files()
        self.service.start()
        kept = [self.service.service_key, self.service.operator_key, self.service.token_secret]
        for secret in secrets + kept:
            self.assertNotIn(secret.encode(), files)
        found = [hashlib.sha256(key.encode()).digest() in files for key in keys]
        self.assertEqual([True] * CANARIES, found, "what is looked for is not where it is kept")

    def files(self):
        """All that the ledger keeps, and all that it says."""
        content = self.service.errors().encode()
        for folder, _, names in os.walk(self.service.data):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content += file.read()
        return content

    def test_no_secret_is_in_what_the_process_shows(self):
        process = f"/proc/{self.service.process.pid}"
        shown = b""
        for name in ("cmdline", "environ"):
            with open(f"{process}/{name}", "rb") as file:
                shown += file.read()
        for secret in (self.service.service_key, self.service.operator_key,
                       self.service.token_secret):
            self.assertNotIn(secret.encode(), shown)
        open_files = [os.readlink(f"{process}/fd/{number}") for number in
                      os.listdir(f"{process}/fd")]
        self.assertEqual([], [path for path in open_files if path.endswith("-file")])

    def test_a_repeated_creation_shows_no_key_again(self):
        org = self.organization()
        for path, body in [("/keys", {"key_id": "twice"}), ("/keys", {}),
                           ("/keys/main/rotate", {"grace_ms": 60_000})]:
            with self.subTest(path=path, body=body):
                headers = {"idempotency-key": fresh("once")}
                first = self.service.done("POST", org.path + path, body, headers=headers)
                again = self.service.ask("POST", org.path + path, body, self.service.service_key,
                                         headers)
                self.expect((409, "conflict"), again)
                self.assertEqual("rotate" not in path and "key_id" or None,
                                 again.error.get("param"), again)
                self.assertNotIn(b"sk-nemo", again.body)
                self.expect(201, org.reserve(key=first["key"]))

if __name__ == "__main__":
    unittest.main()
