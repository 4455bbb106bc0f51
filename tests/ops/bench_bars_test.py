"""`ops/bench api`: a bar that was missed fails it by name, but for a mere look."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).resolve().parents[2] / "bench" / "api" / "compare.py"

# what holds every bar: {name: {figure: one value a round}}
HELD = {
    "api_baseline_fdatasync": {"p50_us": [130, 130, 130]},
    "api_reserve_alone": {"p50_us": [350, 380, 900]},
    "api_balance_alone": {"p50_us": [90, 149, 400]},
    "api_reserve_64": {"items_per_second": [12_000, 30_000, 9_000], "p99_us": [9e3, 14_999, 9e4]},
    "api_pairs_1000_orgs": {"items_per_second": [15_000] * 3},
    "api_pairs_1000_orgs_baseline_postgres": {"items_per_second": [5_000] * 3},
    "api_pairs_one_org": {"items_per_second": [18_000] * 3},
    "api_pairs_one_org_baseline_postgres": {"items_per_second": [1_000] * 3},
}
LONE, BALANCE = "a lone reservation, p50", "a balance, p50"
RATE, TAIL = "64 connections, reservations a second", "64 connections, p99"
MANY = "64 connections, 1,000 organizations, pairs a second"
ONE = "64 connections, one organization, pairs a second"

# what else was measured, and the bars that it misses
ROWS = [
    ({}, []),
    ({"api_reserve_alone": {"p50_us": [381, 381, 100]}}, [LONE]),
    ({"api_balance_alone": {"p50_us": [150, 150, 10]}}, [BALANCE]),
    ({"api_reserve_64": {"items_per_second": [11_999] * 3, "p99_us": [15_000] * 3}}, [RATE, TAIL]),
    ({"api_pairs_1000_orgs": {"items_per_second": [14_999] * 3}}, [MANY]),
    ({"api_pairs_one_org": {"items_per_second": [5_999] * 3}}, [ONE]),
]


class Bars(unittest.TestCase):
    def judge(self, measured, *words):
        benchmarks = []
        for name, figures in measured.items():
            benchmarks += [{"name": name, "run_type": "iteration", **dict(zip(figures, values))}
                           for values in zip(*figures.values())]
            benchmarks.append({"name": name + "_median", "run_type": "aggregate"})
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / "api.json"
            report.write_text(json.dumps({"benchmarks": benchmarks}))
            return subprocess.run([sys.executable, COMPARE, "--judge", report, *words],
                                  capture_output=True, text=True)

    def test_a_missed_bar_fails_by_its_name(self):
        for other, missed in ROWS:
            with self.subTest(missed=missed):
                done = self.judge({**HELD, **other})
                self.assertEqual([f"ops/bench: missed: {title}" for title in missed],
                                 done.stderr.splitlines())
                self.assertEqual(1 if missed else 0, done.returncode)
                self.assertEqual(len(missed), done.stdout.count(" missed"))
                looked = self.judge({**HELD, **other}, "--look")
                self.assertEqual((0, done.stdout, done.stderr),
                                 (looked.returncode, looked.stdout, looked.stderr))

    def test_what_says_neither_what_to_measure_nor_what_to_judge_is_usage(self):
        done = subprocess.run([sys.executable, COMPARE, "--rounds", "1"], capture_output=True)
        self.assertEqual(2, done.returncode)


if __name__ == "__main__":
    unittest.main()
