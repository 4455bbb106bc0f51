"""A few rounds of kill_rounds.py, on one broker and on three."""

import unittest

from kill_rounds import KillRounds, options_of


class KillRoundsInShort(unittest.TestCase):
    def run_rounds(self, brokers, rounds):
        kill = KillRounds(options_of(["--rounds", str(rounds), "--brokers", str(brokers)]))
        kill.report(kill.run())
        self.assertEqual(rounds, sum(kill.kills.values()))

    def test_with_one_broker(self):
        self.run_rounds(1, 4)

    def test_one_of_three_brokers_at_a_time(self):
        self.run_rounds(3, 2)


if __name__ == "__main__":
    unittest.main()
