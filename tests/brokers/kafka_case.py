"""What tests of ops/kafka stand on: a cluster of their own, and Kafka's tools to use it."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

KAFKA = pathlib.Path(__file__).resolve().parents[2] / "ops" / "kafka"

TOPICS = "org.apache.kafka.tools.TopicCommand"
OFFSETS = "org.apache.kafka.tools.GetOffsetShell"
PRODUCE = "kafka.tools.ConsoleProducer"
CONSUME = "org.apache.kafka.tools.consumer.ConsoleConsumer"


class KafkaCase(unittest.TestCase):
    """A cluster of its own for each class, all of whose brokers are ready before each test.

    Every command runs under a lock of the caller's, as a careful script would run it.
    """

    OPTIONS = []

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="nemo-kafka-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.addClassCleanup(cls.run_kafka, "down", "--remove", before=())
        cls.address = cls.up(*cls.OPTIONS)

    @classmethod
    def run_kafka(cls, *args, stdin=b"", folder=None, before=("flock", "--timeout", "30", "lock")):
        env = {key: value for key, value in os.environ.items() if not key.startswith("NEMO_")}
        env["NEMO_KAFKA_DIR"] = str(folder or cls.folder)
        return subprocess.run([*before, KAFKA, *args], input=stdin, capture_output=True, env=env,
                              timeout=600, cwd=cls.folder)

    @classmethod
    def up(cls, *options):
        process = cls.run_kafka("up", *options)
        if process.returncode != 0:
            raise AssertionError(process.stderr.decode())
        return process.stdout.decode().splitlines()[-1]

    def setUp(self):
        self.up()

    def kafka(self, *args, status=0, **more):
        process = self.run_kafka(*args, **more)
        self.assertEqual(status, process.returncode, process.stderr.decode())
        return process.stdout.decode()

    def tool(self, name, *args, address=None, **more):
        address = address or self.address
        return self.kafka("tool", name, "--bootstrap-server", address, *args, **more)

    def rows(self, status=0, **more):
        """{id: the words of its row in `status`}."""
        lines = self.kafka("status", status=status, **more).splitlines()
        self.assertEqual(["broker", "pid", "port", "process", "ready"], lines[0].split())
        return {int(line.split()[0]): line.split() for line in lines[1:]}

    def expect_ready_again(self, *ids):
        deadline = time.monotonic() + 90
        while True:
            lines = self.run_kafka("status").stdout.decode().splitlines()[1:]
            waiting = [line for line in lines if int(line.split()[0]) in ids
                       and not line.endswith(" yes")]
            if not waiting:
                return
            self.assertLess(time.monotonic(), deadline, waiting)
            time.sleep(0.1)

    def produce(self, topic, *lines, more=(), **options):
        text = "".join(line + "\n" for line in lines).encode()
        self.tool(PRODUCE, "--topic", topic, "--request-required-acks", "all", *more, stdin=text,
                  **options)

    def consume(self, topic, count, more=(), **options):
        return self.tool(CONSUME, "--topic", topic, "--partition", "0", "--offset", "earliest",
                         "--max-messages", str(count), *more, **options).split()
