"""Stripe's webhooks on Kafka: one node that is killed, two nodes that are told different things."""

import json
import random
import subprocess
import sys
import unittest
from decimal import Decimal

from logs import TESTS, Organization, fresh, together, wait_until

sys.path.append(str(TESTS / "stripe_webhook"))

from cluster import shared  # noqa: E402  (found there)
from hooks import BINARY, HookService, clean_environment  # noqa: E402
from shop import Payment  # noqa: E402

PAYMENTS = 100
BOUGHT = Decimal(100)  # by a payment


def organization(service):
    return Organization(service, fresh("org"), credits=None)


def balance(service, org):
    return Decimal(service.done("GET", f"{org.path}/balance")["balance"])


def trial_balance(service):
    lines = service.done("GET", "/v1/finance/trial-balance", key=service.finance_key)["lines"]
    return {line["account"]: Decimal(line["debit"]) - Decimal(line["credit"]) for line in lines}


def suspense(service):
    return trial_balance(service).get("suspense", Decimal(0))


class StripeOnKafka(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.first = HookService(log="kafka://" + shared().address)
        cls.addClassCleanup(cls.first.remove)
        cls.second = HookService(beside=cls.first)
        cls.addClassCleanup(cls.second.remove)
        cls.nodes = [cls.first, cls.second]

    def test_a_node_that_is_killed_between_events_loses_nothing(self):
        org, unknown = organization(self.first), organization(self.first)
        known, nobodys = Payment(org=org.org_id), Payment()
        events = []
        for payment, session in ((known, {}), (nobodys, {"client_reference_id": unknown.org_id})):
            refund = payment.refund(2600)
            refund["data"]["object"]["payment_intent"] = None
            events.append([payment.charge(), payment.session(**session), refund, payment.intent()])
        for turn, told in enumerate(zip(*events)):
            self.first.deliver(*told)
            if turn in (0, 2):
                self.first.kill()
                self.first.start()
        self.first.deliver(*(event for told in events for event in told))
        for node in self.nodes:
            for each in (org, unknown):
                wait_until(lambda: balance(node, each) == 75, 20)
            wait_until(lambda: suspense(node) == 0, 20)
            self.assertEqual(0, sum(trial_balance(node).values()))

    def test_what_two_nodes_are_told_of_one_payment_goes_to_one_owner(self):
        orgs = [organization(self.first) for _ in range(8)]
        for node in self.nodes:
            for org in orgs:
                wait_until(lambda: node.ask("GET", f"{org.path}/balance",
                                            key=node.service_key).status == 200)
        stories = []
        for _ in range(PAYMENTS):
            mine, other = random.sample(orgs, 2)
            payment = Payment(org=mine.org_id)
            intent = payment.intent()
            payment.metadata = {"org_id": other.org_id}
            stories.append((payment, [payment.session(), intent]))
        for payment, told in stories:
            random.shuffle(told)
            together(2, lambda number: self.nodes[number].deliver(told[number]))
        for number, (payment, told) in enumerate(stories):
            self.nodes[number % 2].deliver(*told, payment.charge())
        expected = PAYMENTS * BOUGHT
        for node in self.nodes:
            wait_until(lambda: sum(balance(node, org) for org in orgs) == expected, 20)
            self.assertEqual(0, sum(trial_balance(node).values()))
            self.assertEqual(0, suspense(node))
        self.assertEqual([balance(self.first, org) for org in orgs],
                         [balance(self.second, org) for org in orgs])
        self.assertEqual({payment.intent_id: 1 for payment, _ in stories}, self.owners(orgs))

    def owners(self, orgs):
        """How many organizations were told that it was paid, by payment."""
        owners = {}
        names = {org.org_id for org in orgs}
        self.second.stop()
        inspected = self.second.read("log", "inspect")
        self.second.start()
        for line in map(json.loads, inspected.splitlines()):
            said = line.get("stripe_payment_reported", {})
            if line["org_id"] in names and said.get("status"):
                owners.setdefault(said["payment_id"], set()).add(line["org_id"])
        return {payment_id: len(told) for payment_id, told in owners.items()}

    def test_a_node_of_some_partitions_takes_no_webhooks(self):
        folder, file = self.first.folder, self.first.folder + "/stripe-webhook-secrets"
        done = subprocess.run(
            [BINARY, "serve", "--data", folder + "/part", "--listen", "127.0.0.1:0",
             "--partitions", "0-7", *self.first.log, "--stripe-webhook-secret-file", file],
            capture_output=True, text=True, env=clean_environment(), timeout=60)
        self.assertEqual(2, done.returncode, done.stderr)
        self.assertIn("is taken by a node that serves every partition", done.stderr)


if __name__ == "__main__":
    unittest.main()
