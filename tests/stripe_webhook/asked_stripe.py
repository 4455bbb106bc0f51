"""A Stripe that can be asked (ops/stripe-fake), and services that ask it by themselves."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from hooks import HookCase, HookService
from service import ROOT


class Fake:
    """An account of its own, at the present time."""

    def __init__(self):
        self.process = subprocess.Popen([os.path.join(ROOT, "ops/stripe-fake"), "--port", "0"],
                                        stdout=subprocess.PIPE, text=True)
        self.key = self.process.stdout.readline().split()[1]
        self.url = self.process.stdout.readline().strip()
        self.control("reset", start=int(time.time()))

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, method, path, **params):
        body = urllib.parse.urlencode(params).encode() if method == "POST" else None
        request = urllib.request.Request(self.url + path, body, method=method,
                                         headers={"Authorization": "Bearer " + self.key})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def post(self, path, **params):
        return self.ask("POST", "/v1/" + path, **params)

    def control(self, path, **params):
        query = urllib.parse.urlencode(params)
        return self.ask("POST", f"/_test/{path}" + (f"?{query}" if query else ""))

    def customer(self, org_id, card="pm_card_visa"):
        """Who pays for an organization, by this card from now on."""
        customer = self.post("customers", **{"metadata[org_id]": org_id})["id"]
        if card is not None:
            self.pays_by(customer, card)
        return customer

    def pays_by(self, customer, card):
        method = self.post(f"payment_methods/{card}/attach", customer=customer)["id"]
        self.post(f"customers/{customer}",
                  **{"invoice_settings[default_payment_method]": method})

    def list(self, folder):
        return self.ask("GET", f"/v1/{folder}?limit=100")["data"]


class AskingService(HookService):
    fake, ask_every = None, 1

    def trust(self, token_secret):
        super().trust(token_secret)
        path = os.path.join(self.folder, "stripe-api-key")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(self.fake.key + "\n")
        self.options += ["--stripe-api-key-file", path, "--stripe-api-url", self.fake.url,
                         "--stripe-ask-every", str(self.ask_every)]


class AskingCase(HookCase):
    ask_every = 1

    @classmethod
    def setUpClass(cls):
        cls.fake = Fake()
        cls.addClassCleanup(cls.fake.end)
        AskingService.fake, AskingService.ask_every = cls.fake, cls.ask_every
        cls.service = AskingService(*cls.options)
        cls.addClassCleanup(cls.service.remove)
        cls.expected = {}
