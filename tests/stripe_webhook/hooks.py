"""A service that takes Stripe's webhooks, who signs them as Stripe does, and its books."""

import collections
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest
import uuid
from decimal import Decimal

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "api"))

from service import BINARY, Service, clean_environment, run, wait_until  # noqa: E402
from world import Organization, fresh  # noqa: E402

PATH = "/v1/stripe/webhook"
SECRET = "whsec_" + "test_of_one_endpoint"
ROLLED = "whsec_" + "test_of_the_next_secret"
CENT = 10**7  # in nano-units


def signature(body, secret=SECRET, at=None):
    stamp = int(time.time()) if at is None else at
    mac = hmac.new(secret.encode(), b"%d.%s" % (stamp, body), hashlib.sha256)
    return f"t={stamp},v1={mac.hexdigest()}"


def text_of(event):
    return event if isinstance(event, bytes) else json.dumps(event, indent=2).encode()


class HookService(Service):
    def trust(self, token_secret):
        super().trust(token_secret)
        path = os.path.join(self.folder, "stripe-webhook-secrets")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(SECRET + "\n" + ROLLED + "\n")
        self.options += ["--stripe-webhook-secret-file", path]

    def hook(self, event, caller=None, **more):
        """What delivering it was answered."""
        body = text_of(event)
        headers = {"stripe-signature": signature(body), **more.pop("headers", {})}
        return (caller or self).ask("POST", PATH, body, headers=headers, **more)

    def deliver(self, *events):
        for event in events:
            answer = self.hook(event)
            if (answer.status, answer.body) != (200, b'{"received":true}'):
                raise AssertionError(f"{event}: {answer}")

    def restart(self):
        self.stop()
        self.start()

    def figure(self, name):
        """That of its metrics whose name, or name and labels, this is."""
        text = self.ask("GET", "/metrics", key=self.operator_key).body.decode()
        figures = dict(line.rsplit(" ", 1) for line in text.splitlines())
        return float(figures[name])

    def wait_for_catch_up(self):
        """One that began after now."""
        done = 'nemo_stripe_catch_ups_total{result="done"}'
        before = self.figure(done)
        wait_until(lambda: self.figure(done) >= before + 2, 20)

    def read(self, *words):
        """What the command line says of the ledger; the service must have ended."""
        return run(*words, "--data", self.data, *self.log)

    def apply(self, *records):
        """The outcomes of records that the command line appends; the service must have ended."""
        text = "".join(json.dumps({"event_id": str(uuid.uuid4()), **record}) + "\n"
                       for record in records)
        done = subprocess.run([BINARY, "apply", "--data", self.data], input=text, check=True,
                              capture_output=True, text=True, env=clean_environment(), timeout=300)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def verify(self):
        done = subprocess.run([BINARY, "verify", "--data", self.data, *self.log],
                              capture_output=True, text=True, env=clean_environment(), timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    def journal(self):
        return json.loads(self.read("journal", "--format", "json"))


def in_cents(nano):
    return Decimal(nano) / CENT


def books_of(transactions):
    """{account: debits less credits in cents}, without those that are even."""
    books = collections.Counter()
    for transaction in transactions:
        for posting in transaction["postings"]:
            books[posting["debit"]] += int(posting["amount_nano"])
            books[posting["credit"]] -= int(posting["amount_nano"])
    return {name: in_cents(sum_) for name, sum_ in books.items() if sum_}


class HookCase(unittest.TestCase):
    """Tests of one service. At the end all of its ledger is proven, and each organization has what
    the last expectation said, in the state that the log makes again, too."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.service = HookService(*cls.options)
        cls.addClassCleanup(cls.service.remove)
        cls.expected = {}

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()
        cls.service.verify()
        for org_id, expected in cls.expected.items():
            said = json.loads(cls.service.read("balance", "--org", org_id, "--format", "json"))
            found = in_cents(said["balance_nano"]), in_cents(said["held_nano"])
            assert found == expected, f"{org_id}: {found}, not {expected}"

    def organization(self):
        return Organization(self.service, fresh("org"), credits=None)

    def deliver(self, *events):
        self.service.deliver(*events)

    def balance(self, org):
        said = org.balance()
        return Decimal(said["balance"]) * 100, Decimal(said["held"]) * 100

    def expect(self, org, balance, held=0, books=None, seconds=20):
        """Balance and what is held, in cents; and its books but for its credits, as
        "ACCOUNT CENTS ...". Soon: what was told before anybody knew whose it is comes a little
        later."""
        self.expected[org.org_id] = (balance, held)
        try:
            wait_until(lambda: self.balance(org) == (balance, held) and (
                books is None or self.words(books) == self.platform_books(org)), seconds)
        except AssertionError:
            pass  # what it is instead is said below
        self.assertEqual((balance, held), self.balance(org))
        if books is not None:
            self.assertEqual(self.words(books), self.platform_books(org))

    @staticmethod
    def words(books):
        parts = books.split()
        return {parts[i]: Decimal(parts[i + 1]) for i in range(0, len(parts), 2)}

    def rows(self, org):
        """Its postings, by the service."""
        rows, cursor = [], ""
        while True:
            page = self.service.done("GET", f"{org.path}/journal?limit=1000{cursor}")
            rows += page["data"]
            if page["next_cursor"] is None:
                return rows
            cursor = "&cursor=" + page["next_cursor"]

    def platform_books(self, org):
        sums = collections.Counter()
        for row in self.rows(org):
            sums[row["debit"]] += Decimal(row["amount"]) * 100
            sums[row["credit"]] -= Decimal(row["amount"]) * 100
        return {name: value for name, value in sums.items()
                if value and not name.endswith(":" + org.org_id)}

    def grants(self, org):
        """How often it was given credits."""
        return sum(row["debit"] == "stripe:clearing" and row["credit"].startswith("credits:")
                   for row in self.rows(org))
