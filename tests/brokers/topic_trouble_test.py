"""Topics that cannot be relied on: a node says which, why and what mends it, and decides nothing.

Exit status 4 for a topic whose settings could lose records, 3 for a log that lost some.
"""

import signal
import time
import unittest

from clients import admin, kafka
from cluster import PARTITIONS, shared
from load import opening
from outcomes import all_published

# a setting of NAME.events, its value, and the command that mends it
WRONG_SETTINGS = [
    ("cleanup.policy", "compact", "--add-config cleanup.policy=delete"),
    ("retention.ms", "604800000", "--add-config retention.ms=-1"),
    ("retention.bytes", "1000000", "--add-config retention.bytes=-1"),
    ("message.timestamp.type", "CreateTime", "--add-config message.timestamp.type=LogAppendTime"),
    ("unclean.leader.election.enable", "true",
     "--add-config unclean.leader.election.enable=false"),
    ("max.message.bytes", "1000000", "--add-config max.message.bytes=1048588"),
]


class TopicTrouble(unittest.TestCase):
    def setUp(self):
        self.ledger = shared().ledger()
        self.admin = admin.AdminClient(self.ledger.server)

    def done(self, futures):
        for future in futures.values():
            future.result(30)

    def set(self, topic, name, value):
        entry = admin.ConfigEntry(name, value,
                                  incremental_operation=admin.AlterConfigOpType.SET)
        self.done(self.admin.incremental_alter_configs([admin.ConfigResource(
            admin.ConfigResource.Type.TOPIC, topic, incremental_configs=[entry])]))
        while self.setting(topic, name) != value:  # a broker hears of it later than the controller
            time.sleep(0.1)

    def setting(self, topic, name):
        resource = admin.ConfigResource(admin.ConfigResource.Type.TOPIC, topic)
        return self.admin.describe_configs([resource])[resource].result(30)[name].value

    def make(self, topic, partitions=PARTITIONS, config=None):
        self.done(self.admin.create_topics(
            [admin.NewTopic(topic, partitions, 1, config=config or {})]))
        time.sleep(0.5)

    def delete(self, *topics):
        self.done(self.admin.delete_topics(list(topics)))
        time.sleep(0.5)

    def serve(self):
        node = self.ledger.node("node")
        self.addCleanup(node.__exit__)
        return node

    def expect_end(self, node, status, *words):
        """It ends by itself, and says why."""
        self.assertEqual(status, node.wait(), node.said)
        self.assertTrue(node.said.startswith("nemo-ledger: "), node.said)
        for word in words:
            self.assertIn(word, node.said)

    def some_records(self):
        """A node that serves, records on the log, and their outcomes, a list a partition."""
        node = self.serve().serving()
        with self.ledger.node("caller", "apply") as caller:
            caller.feed(opening("acme"))
            for _ in range(3):
                self.assertEqual("accepted", caller.answer()["outcome"])
            caller.process.stdin.close()
            self.assertEqual(0, caller.wait(), caller.said)
        return node, all_published(self.ledger)

    def replace_log(self, published, longer_by=0):
        """By one that has other records in the same partitions."""
        self.delete(self.ledger.events)
        self.ledger.succeed("kafka", "init", *self.ledger.log)
        producer = kafka.Producer(self.ledger.server)
        for partition, lines in enumerate(published):
            for _ in range(len(lines) + longer_by if lines else 0):
                producer.produce(self.ledger.events, b"another", b"acme", partition)
        producer.flush()

    def test_settings_that_could_lose_records_are_named_with_what_mends_them(self):
        for name, value, mends in WRONG_SETTINGS:
            with self.subTest(name):
                self.set(self.ledger.events, name, value)
                self.expect_end(self.serve(), 4, self.ledger.events, f"{name} is {value}", mends)
                self.set(self.ledger.events, name, mends.split("=")[1])
        self.set(self.ledger.outcomes, "retention.ms", "1000")
        self.expect_end(self.serve(), 4, self.ledger.outcomes, "retention.ms is 1000")

    def test_a_topic_of_another_shape_or_none_is_named(self):
        self.delete(self.ledger.events)
        self.expect_end(self.serve(), 3, self.ledger.events, "nemo-ledger kafka init")
        self.make(self.ledger.events, 8)
        self.expect_end(self.serve(), 4, self.ledger.events, "it has 8 partitions", "16")

    def test_a_topic_made_anew_is_found_at_the_start(self):
        node, _ = self.some_records()
        self.assertEqual(0, node.stop(), node.said)
        self.delete(self.ledger.events)
        self.ledger.succeed("kafka", "init", *self.ledger.log)
        self.expect_end(self.serve(), 3, "lost its end", "restore")
        for name in ("caller", "new"):  # with a state, and with none
            other = self.ledger.node(name)
            self.addCleanup(other.__exit__)
            self.expect_end(other, 3, "lost its end", "restore")

    def test_another_log_of_the_same_length_is_found_at_the_start(self):
        node, published = self.some_records()
        self.assertEqual(0, node.stop(), node.said)
        self.replace_log(published)
        self.expect_end(self.serve(), 3, "is another than the one", "restore")

    def test_a_log_that_was_replaced_while_a_node_stood_still(self):
        node, published = self.some_records()
        node.process.send_signal(signal.SIGSTOP)
        time.sleep(2.5)  # so long that it looks back
        self.replace_log(published, longer_by=2)
        node.process.send_signal(signal.SIGCONT)
        self.expect_end(node, 3, "another", "restore")

    def test_a_topic_that_is_deleted_under_a_node_ends_it(self):
        node, _ = self.some_records()
        self.delete(self.ledger.events)
        self.expect_end(node, 3, self.ledger.events, "restore")

    def test_a_topic_that_is_made_anew_under_a_node_ends_it(self):
        node, _ = self.some_records()
        self.delete(self.ledger.events)
        self.ledger.succeed("kafka", "init", *self.ledger.log)
        self.expect_end(node, 3, self.ledger.events, "restore")

    def test_records_deleted_from_the_beginning_are_missed(self):
        node, published = self.some_records()
        home = next(number for number, lines in enumerate(published) if lines)
        self.done(self.admin.delete_records([kafka.TopicPartition(self.ledger.events, home, 2)]))
        self.assertEqual(0, node.stop(), node.said)
        self.expect_end(self.serve(), 3, f"partition {home}", "restore")


if __name__ == "__main__":
    unittest.main()
