"""Whatever somebody else appends is answered at its own offset, and the next record is decided."""

import os
import time
import unittest

from clients import import_gateway, kafka
from cluster import shared
from outcomes import check

gateway = import_gateway()
ORG = "acme"


def tick(org=ORG):
    return gateway.envelope(org, "clock_ticked").SerializeToString()


def many_tags():
    """A record of nearly a megabyte that says something."""
    record = gateway.envelope(ORG, "reservation_requested", reservation_id="large", key_id="key-1",
                              model="gpt-4o", amount_nano=1)
    record.reservation_requested.tags.extend(f"tag-{number:0100}" for number in range(8_500))
    return record.SerializeToString()


# what is appended beside, or None for itself: value, key, headers, partition (None: of the
# organization); then the outcome and its reason
STRANGE = [
    ("garbage", os.urandom(300), ORG, {}, None, "malformed", None),
    ("text", b"hello", ORG, {}, None, "malformed", "wrong_type"),
    ("no value", None, ORG, {}, None, "malformed", None),
    ("an empty value", b"", ORG, {}, None, "malformed", None),
    ("a megabyte of garbage", b"\xff" * 1_000_000, ORG, {}, None, "malformed", "wrong_protobuf"),
    ("a megabyte that can be read", many_tags(), ORG, {}, None, None, None),
    ("another partition", tick(), ORG, {}, -1, "malformed", "wrong_partition"),
    ("another key in its partition", tick(), "another", {}, None, "accepted", None),
    ("no key in its partition", tick(), None, {}, None, "accepted", None),
    ("headers of no sense", tick(), ORG, {"nemo-at": b"\xff\x00", "nemo-call": b"x" * 24,
                                          "nemo-appended-at": b"9" * 40}, None, "accepted", None),
    ("a time of the future", tick(), ORG, {"nemo-at": b"2199-01-01T00:00:00Z"}, None, "accepted",
     None),
    ("half an envelope", tick()[:-3], ORG, {}, None, "malformed", None),
    ("an envelope and a byte", tick() + b"\x00", ORG, {}, None, "malformed", None),
]


class Stranger(unittest.TestCase):
    def setUp(self):
        self.ledger = shared().ledger()
        self.node = self.ledger.node("node").serving()
        self.addCleanup(self.node.__exit__)
        self.client = gateway.Gateway(self.ledger.cluster.address, self.ledger.prefix)
        self.producer = kafka.Producer({**self.ledger.server,
                                        "message.max.bytes": 1_040_000, **gateway.PRODUCER})
        first = self.client.append(gateway.a_call(ORG, "call")[0])
        self.home = int(first.split("/")[0])

    def append(self, value, key, headers, partition):
        reports = []
        self.producer.produce(
            self.ledger.events, value, key, self.home if partition is None else partition,
            headers=headers, on_delivery=lambda *report: reports.append(report))
        self.producer.flush()
        error, message = reports[0]
        self.assertIsNone(error)
        return message.partition(), message.offset()

    def test_each_is_answered_and_the_next_is_decided(self):
        places = {}
        for name, value, key, headers, partition, *_ in STRANGE:
            partition = None if partition is None else (self.home + 1) % 16
            places[name] = self.append(value, key, headers, partition)
        after = self.client.ask(gateway.envelope(ORG, "clock_ticked"))
        self.assertEqual("accepted", after["outcome"])
        self.assertLess(after["at"], "2190")
        published = check(self.ledger)
        for name, _, _, _, _, outcome, reason in STRANGE:
            partition, offset = places[name]
            lines = [line for line in published[partition] if line.source == offset]
            with self.subTest(name):
                self.assertEqual(1, len(lines))
                if outcome:
                    self.assertEqual(outcome, lines[0].name)
                if reason:
                    self.assertEqual(reason, lines[0].said["detail"]["reason"])
        self.assertTrue(self.node.is_alive(), self.node.said)
        self.assertEqual(0, self.node.stop(), self.node.said)
        self.assertEqual(self.ledger.rebuilt(), self.ledger.digest("node"))
        self.ledger.succeed("verify", *self.ledger.data("node"))

    def test_a_transaction_makes_a_gap_which_is_named(self):
        writer = kafka.Producer({**self.ledger.server,
                                 "transactional.id": self.ledger.prefix + ".stranger"})
        writer.init_transactions(30)
        writer.begin_transaction()
        writer.produce(self.ledger.events, tick(), ORG, self.home)
        writer.commit_transaction(30)
        time.sleep(0.5)
        self.append(tick(), ORG, {}, None)
        self.assertEqual(3, self.node.wait(30), self.node.said)
        self.assertIn(f"the record at {self.home}/2 is missing", self.node.said)
        self.assertIn("transactions", self.node.said)


if __name__ == "__main__":
    unittest.main()
