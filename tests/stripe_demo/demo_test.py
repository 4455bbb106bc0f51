"""ops/stripe-demo, as it is run: any month ties out, and one that Stripe tells in part does not."""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "ops" / "stripe-demo"
BINARY = os.path.abspath(
    os.environ.get("NEMO_LEDGER", ROOT / "build" / "release" / "nemo-ledger"))

# What Stripe never tells, by webhook or when asked, and the lines that must say so.
UNTOLD = {
    ("refund.", "charge.refund."): ["stripe:clearing is", "org-"],
    ("charge.dispute.",): ["stripe:clearing is", "expense:stripe_fees is", "org-", "and its next"],
    ("payout.",): ["stripe:clearing is", "bank is"],
}


def run(*words):
    """Exit status and lines."""
    done = subprocess.run([DEMO, *words], capture_output=True, text=True,
                          env={**os.environ, "NEMO_LEDGER": BINARY}, timeout=300)
    return done.returncode, done.stdout.splitlines() + done.stderr.splitlines()


class Demo(unittest.TestCase):
    def test_a_month_ties_out_whatever_the_order(self):
        for seed in ("1", "2"):
            with self.subTest(seed=seed):
                status, lines = run("--seed", seed)
                said = "\n".join(lines)
                self.assertEqual(0, status, said)
                self.assertRegex(lines[-1], r"^\d+ checks passed$", said)
                passed = [line for line in lines if line.startswith("ok  ")]
                self.assertEqual(f"{len(passed)} checks passed", lines[-1], said)
                self.assertGreater(len(passed), 12, said)

    def test_what_stripe_never_told_is_missing_in_the_books(self):
        for types, places in UNTOLD.items():
            with self.subTest(untold=types):
                status, lines = run(*(word for type in types for word in ("--forget", type)))
                said = "\n".join(lines)
                self.assertEqual(1, status, said)
                self.assertRegex(lines[-1], r"^\d+ of \d+ checks failed$", said)
                failed = [line for line in lines if line.startswith("NO  ")]
                for place in places:
                    self.assertTrue(any(line.startswith("NO  " + place) for line in failed),
                                    f"{place}: {said}")

    def test_the_command_line_is_judged_before_anything_is_built(self):
        path = os.environ["PATH"]
        for words, status in ((["--help"], 0), (["--seed", "x"], 2), (["--sede", "1"], 2)):
            with self.subTest(words=words), tempfile.TemporaryDirectory() as folder:
                for tool in ("cmake", "apt-get"):
                    pathlib.Path(folder, tool).symlink_to("/bin/false")
                done = subprocess.run([DEMO, *words], capture_output=True, text=True, timeout=60,
                                      env={"PATH": f"{folder}:{path}"})
                self.assertEqual(status, done.returncode, done.stderr)
                self.assertIn("--seed SEED", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
