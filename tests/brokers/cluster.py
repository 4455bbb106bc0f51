"""A Kafka cluster for a test, and the ledgers on it: one for each topic prefix."""

import atexit
import functools
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile

from clients import ROOT, kafka
from node import BINARY, Node, clean_environment, run
from outcomes import Outcome

PARTITIONS = 16


class GivenBroker:
    """The one of NEMO_TEST_KAFKA, which other tests use at the same time: nobody stops it."""

    def __init__(self, address):
        self.address = address
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nemo-brokers-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def ops(self, *words, check=True):
        """What ops/kafka printed; of a given broker it can be asked for Kafka's tools alone."""
        env = clean_environment(NEMO_KAFKA_DIR=str(self.folder / "kafka"))
        process = subprocess.run([ROOT / "ops" / "kafka", *words], capture_output=True, env=env)
        if check and process.returncode != 0:
            raise AssertionError(f"ops/kafka {' '.join(words)}: {process.stderr.decode()}")
        return process.stdout.decode()

    def ledger(self):
        """A fresh one, with its topics, whose names nobody else has."""
        ledger = KafkaLedger(self, f"ledger-{secrets.token_hex(6)}")
        ledger.succeed("kafka", "init", *ledger.log)
        return ledger


class Cluster(GivenBroker):
    """Brokers in a folder of their own; gone, with their data, when the tests end."""

    def __init__(self, brokers=1, mount=None):
        """`mount` is called with the brokers' folder before they start."""
        super().__init__(address=None)
        if mount:
            (self.folder / "kafka").mkdir()
            mount(self.folder / "kafka")
        self.brokers = brokers
        atexit.register(self.remove)
        self.address = self.up()

    def up(self):
        return self.ops("up", "--brokers", str(self.brokers)).splitlines()[-1]

    def kill(self, number=1):
        self.ops("kill", str(number))

    def start(self, number=1):
        self.ops("start", str(number))

    def pause(self, number=1):
        self.ops("pause", str(number))

    def resume(self, number=1):
        self.ops("resume", str(number))

    def remove(self):
        if not self.folder.exists():
            return
        self.ops("down", "--remove", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


# A test that is told to end still takes its brokers with it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@functools.cache
def shared():
    """One broker that tests have in common: whole, before and after each."""
    given = os.environ.get("NEMO_TEST_KAFKA")
    return GivenBroker(given) if given else Cluster()


class KafkaLedger:
    """The ledger of one topic prefix: its nodes' folders and its topics."""

    def __init__(self, cluster, prefix):
        self.cluster, self.prefix = cluster, prefix
        self.folder = cluster.folder / prefix
        self.folder.mkdir()
        self.events, self.outcomes = f"{prefix}.events", f"{prefix}.outcomes"
        self.server = {"bootstrap.servers": cluster.address, "log_level": 0}  # for clients
        self.log = ["--log", f"kafka://{cluster.address}", "--topic-prefix", prefix]

    def data(self, name):
        return ["--data", self.folder / name, *self.log]

    def node(self, name, command="serve", *args):
        return Node(name, command, *self.data(name), *args)

    def succeed(self, *args, **more):
        """What a command printed that ended well."""
        process = run(*args, **more)
        if process.returncode != 0:
            raise AssertionError(f"{args}: {process.returncode}: {process.stderr.decode()}")
        return process.stdout.decode()

    def digest(self, name):
        return self.succeed("digest", *self.data(name))

    def rebuilt(self):
        return self.succeed("digest", "--rebuild", *self.data("nobody"))

    def read(self, topic, offsets=None, **settings):
        """All messages of a topic, a list a partition, as far as it reaches when this begins."""
        offsets = offsets or {}
        consumer = kafka.Consumer({
            **self.server, "group.id": "unused", "enable.auto.commit": False,
            "enable.partition.eof": True, "isolation.level": "read_committed",
            "auto.offset.reset": "error", **settings})
        consumer.assign([kafka.TopicPartition(topic, number, offsets.get(number, 0))
                         for number in range(PARTITIONS)])
        messages = [[] for _ in range(PARTITIONS)]
        waiting = set(range(PARTITIONS))
        while waiting:
            for message in consumer.consume(1000, 0.2):
                if message.error() is None:
                    messages[message.partition()].append(message)
                elif message.error().code() == kafka.KafkaError._PARTITION_EOF:
                    waiting.discard(message.partition())
                elif not message.error().retriable():
                    raise AssertionError(f"{topic}: {message.error()}")
        consumer.close()
        return messages

    def published(self):
        """The outcomes that a reader of what is committed sees, a list a partition."""
        return [[Outcome(message) for message in one] for one in self.read(self.outcomes)]

    def ends(self):
        """The end of each partition of the events."""
        consumer = kafka.Consumer({**self.server, "group.id": "unused"})
        ends = [consumer.get_watermark_offsets(kafka.TopicPartition(self.events, number),
                                               timeout=30)[1] for number in range(PARTITIONS)]
        consumer.close()
        return ends


__all__ = ["BINARY", "Cluster", "KafkaLedger", "PARTITIONS", "shared"]
