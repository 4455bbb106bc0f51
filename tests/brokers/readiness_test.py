"""A node on Kafka says by /readyz whether it may be asked: not before it has caught up, nor while
others append faster than it decides."""

import json
import signal
import time
import unittest
import urllib.error
import urllib.request

from clients import import_gateway, kafka
from cluster import shared

RECORDS = 400_000
BEHIND_MAX = 10_000


class Readiness(unittest.TestCase):
    def setUp(self):
        self.ledger = shared().ledger()

    def append(self, count):
        """Records that nobody can read: each is decided all the same."""
        producer = kafka.Producer({**self.ledger.server, **import_gateway().PRODUCER,
                                   "linger.ms": 20, "queue.buffering.max.messages": count})
        for number in range(count):
            producer.produce(self.ledger.events, key=f"org-{number % 64}", value=b"no record")
        self.assertEqual(0, producer.flush(120))

    def serve(self):
        """The node, and its address once it listens."""
        node = self.ledger.node("one", "serve", "--listen", "http://127.0.0.1:0")
        self.addCleanup(node.__exit__)
        node.serving()
        return node, node.line().removeprefix("listening on ").strip()

    @staticmethod
    def ask(url):
        """Status and content of /readyz."""
        try:
            with urllib.request.urlopen(url + "/readyz", timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def ready_again(self, url, seconds=120):
        """What it said until it was ready."""
        said = []
        deadline = time.monotonic() + seconds
        while not said or said[-1][0] != 200:
            self.assertLess(time.monotonic(), deadline, said[-1:])
            said.append(self.ask(url))
        return said

    def test_it_is_not_ready_while_it_is_behind(self):
        node, url = self.serve()
        self.assertEqual((200, {"status": "ready", "records_behind": 0}), self.ask(url))
        node.process.send_signal(signal.SIGSTOP)
        self.append(RECORDS)
        node.process.send_signal(signal.SIGCONT)
        deadline = time.monotonic() + 60
        while self.ask(url)[0] == 200:
            self.assertLess(time.monotonic(), deadline, "it was never behind")
        said = self.ready_again(url)
        for status, content in said:
            self.assertEqual(status == 200, content["records_behind"] < BEHIND_MAX, content)
            self.assertEqual("ready" if status == 200 else "not ready", content["status"])
        self.assertEqual(0, node.stop(), node.said)

    def test_it_listens_once_it_has_caught_up(self):
        self.append(50_000)
        node, url = self.serve()
        self.assertEqual(200, self.ask(url)[0])
        self.assertEqual(0, node.stop(), node.said)


if __name__ == "__main__":
    unittest.main()
