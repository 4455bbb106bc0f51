"""Ten thousand times each, interleaved: another organization's thing answers as fast as none."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))

from timing_test import TimingCase


class LongTiming(TimingCase):
    def test_there_and_nowhere_take_as_long(self):
        self.expect_alike(pairs=10_000)

    def test_a_difference_would_be_seen(self):
        self.expect_apart(pairs=10_000)


del TimingCase

if __name__ == "__main__":
    unittest.main()
