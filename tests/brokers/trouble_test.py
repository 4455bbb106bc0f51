"""A broker that stands still, and one whose disk is full: nothing is lost, and all goes on."""

import os
import subprocess
import time
import unittest

from caller import Caller, lost_or_doubled
from cluster import Cluster
from outcomes import check

DISK_MEGABYTES = 96


class Trouble(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.remove)

    def begin(self, ledger):
        """A replica, and a caller whose organizations are open."""
        self.ledger = ledger
        self.replica = ledger.node("replica").serving()
        self.addCleanup(self.replica.__exit__)
        self.caller = Caller(ledger, "node", ["a", "b", "c"])
        self.caller.start()
        self.addCleanup(lambda: self.caller.node.__exit__())
        self.caller.open_organizations()
        self.caller.work(0.5)

    def expect_all(self):
        """Everything is answered, published once, and the same on each replica."""
        self.caller.finish()
        self.assertEqual([], lost_or_doubled(self.caller, check(self.ledger)))
        self.assertTrue(self.replica.is_alive(), self.replica.said)
        self.assertEqual(0, self.replica.stop(), self.replica.said)
        for name in ("replica", "node"):
            self.assertEqual(self.ledger.rebuilt(), self.ledger.digest(name), name)

    def test_a_paused_broker_is_waited_for(self):
        cluster = self.cluster
        self.begin(cluster.ledger())
        cluster.pause()
        self.addCleanup(lambda: cluster.ops("resume", "1", check=False))
        answered = len(self.caller.answered)
        self.caller.work(4)
        self.assertLess(len(self.caller.answered) - answered, 200, "who answers?")
        self.assertTrue(self.caller.node.is_alive(), self.caller.node.said)
        cluster.resume()
        self.expect_all()
        self.assertEqual([], self.caller.statuses)

    def test_a_broker_that_is_away_is_named_at_the_start(self):
        cluster = self.cluster
        ledger = cluster.ledger()
        cluster.kill()
        try:
            node = ledger.node("node")
            self.addCleanup(node.__exit__)
            self.assertEqual(4, node.wait(120), node.said)
            self.assertIn(f"kafka://{cluster.address}: ", node.said)
            self.assertIn("whether the brokers run", node.said)
        finally:
            cluster.start()

    def test_a_full_disk_of_the_broker_loses_nothing(self):
        cluster = self.small_disk()
        self.begin(cluster.ledger())
        ballast = cluster.folder / "kafka" / "ballast"
        self.fill(ballast)
        deadline = time.monotonic() + 90  # what the broker had reserved takes some; then it stops
        while "yes" in cluster.ops("status", check=False):
            self.assertLess(time.monotonic(), deadline, "the disk was not full")
            self.caller.work(1)
        ballast.unlink()
        cluster.ops("kill", "1", check=False)
        cluster.start()
        self.expect_all()

    def small_disk(self):
        """A cluster on a file system of its own, or no test where none can be had."""
        cluster = Cluster(mount=self.mount)
        self.addCleanup(cluster.remove)
        return cluster

    def mount(self, folder):
        words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)]
        process = subprocess.run(words, capture_output=True, text=True)
        if process.returncode != 0:
            self.skipTest(f"*** SKIPPED: no small disk can be mounted: {process.stderr} ***")
        self.addCleanup(subprocess.run, ["umount", "-l", str(folder)])

    @staticmethod
    def fill(ballast):
        """The last byte is taken, by a file that can be removed."""
        with open(ballast, "wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    pass
            os.fsync(file.fileno())


if __name__ == "__main__":
    unittest.main()
