"""The load in short: load.py at length."""

import random
import unittest

from load import LoadService, Run

RATE = 100
SECONDS = 5
KILLS = 3


class LoadInShort(unittest.TestCase):
    def test_webhooks_at_a_rate_and_under_kills_are_all_counted_once(self):
        service = LoadService()
        self.addCleanup(service.remove)
        run = Run(service, RATE)
        events, _, p99_ms, _ = run.sustained(SECONDS)
        self.assertGreater(events, RATE * SECONDS * 0.9)
        self.assertLess(p99_ms, 5_000)  # load.py holds 200, on a machine that does nothing else
        run.killed(KILLS, random.Random(5))
        run.check()


if __name__ == "__main__":
    unittest.main()
