"""What a careful operator wants told before anybody asks: how it starts, and what it refuses."""

import os
import subprocess
import tempfile
import unittest

from service import BINARY, Service, clean_environment
from world import ServiceCase


def start(folder, *options, listen="127.0.0.1:0"):
    """Ends at once: exit status and what it said."""
    done = subprocess.run(
        [BINARY, "serve", "--data", os.path.join(folder, "data"), "--listen", listen, *options],
        capture_output=True, text=True, env=clean_environment(), timeout=60, check=False)
    return done.returncode, done.stderr


class PublicService(Service):
    """On every address, with the certificate of another and one key."""

    listen = "0.0.0.0"

    def __init__(self, other):
        self.tls_files = os.path.join(other.data, "tls", "loopback.")
        super().__init__("--tls-cert", self.authority(), "--tls-key", self.tls_files + "key")

    def trust(self, token_secret):
        self.service_key = self.secret("--service-key-file")

    def authority(self):
        return self.tls_files + "crt"


class Starting(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="nemo-api-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(text + "\n")
        return path

    def test_one_secret_has_one_role(self):
        one, other = self.file("one", "1" * 43), self.file("other", "2" * 43)
        same = self.file("same", "1" * 43)
        roles = ["--service-key-file", "--finance-key-file", "--operator-key-file"]
        for first in roles:
            for second in roles[roles.index(first) + 1:]:
                for files in (one, same, other + "," + one):
                    with self.subTest(first=first, second=second, files=files):
                        status, said = start(self.folder, first, one, second, files)
                        self.assertEqual(2, status, said)
                        self.assertIn(first + " and " + second, said)

    def test_beyond_loopback_it_wants_a_certificate(self):
        for listen in ("0.0.0.0:0", "https://[::]:0"):
            with self.subTest(listen=listen):
                status, said = start(self.folder, listen=listen)
                self.assertEqual(2, status, said)
                self.assertIn("--tls-cert", said)


class BeyondLoopback(ServiceCase):
    @classmethod
    def setUpClass(cls):
        local = Service()
        cls.addClassCleanup(local.remove)
        cls.service = PublicService(local)
        cls.addClassCleanup(cls.service.remove)

    def test_figures_are_closed_without_an_operators_key(self):
        for key in (None, self.service.service_key):
            self.expect((401, "invalid_api_key"), self.service.ask("GET", "/metrics", key=key))
        self.expect(200, self.service.ask("GET", "/healthz"))
        self.assertIn("--operator-key-file", self.service.errors())


if __name__ == "__main__":
    unittest.main()
