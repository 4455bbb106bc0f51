"""ops/stripe-fake, running beside a service that asks it."""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.parse
import urllib.request

from service import ROOT
from world import ServiceCase


class StripeFake:
    """`options` are those of a service that may ask it; `key` instead of the right one. By itself
    it is asked at each start of the service, and from then on every so many seconds."""

    def __init__(self, key=None, ask_every=86_400):
        self.process = subprocess.Popen([ROOT / "ops" / "stripe-fake", "--port", "0"],
                                        stdout=subprocess.PIPE, text=True)
        self.key = self.process.stdout.readline().split()[1]
        self.url = self.process.stdout.readline().strip()
        self.folder = tempfile.mkdtemp(prefix="nemo-stripe-")
        self.key_file = os.path.join(self.folder, "api-key")
        with open(os.open(self.key_file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write((key or self.key) + "\n")
        self.options = ("--stripe-api-key-file", self.key_file, "--stripe-api-url", self.url,
                        "--stripe-ask-every", str(ask_every))

    def ask(self, method, path, **params):
        body = urllib.parse.urlencode(params).encode() if method == "POST" else None
        request = urllib.request.Request(self.url + path, body, method=method,
                                         headers={"Authorization": "Bearer " + self.key})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def post(self, path, **params):
        return self.ask("POST", path, **params)

    def get(self, path):
        return self.ask("GET", path)

    def requests(self, path):
        """Those that it was asked at this path."""
        return [asked for asked in self.post("/_test/requests") if asked["path"] == path]

    def remove(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder, True)


class StripeCase(ServiceCase):
    """Tests of one service that asks a fake of Stripe."""

    @classmethod
    def setUpClass(cls):
        cls.stripe = StripeFake()
        cls.addClassCleanup(cls.stripe.remove)
        cls.options = (*cls.options, *cls.stripe.options)
        super().setUpClass()
