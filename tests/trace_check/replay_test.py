"""The program replays a real trace; every balance it then prints is the one worked out here."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BINARY = pathlib.Path(os.environ.get("NEMO_LEDGER", ROOT / "build/release/nemo-ledger"))
DATA = pathlib.Path(os.environ.get("NEMO_DATA", ROOT / "../shared/data"))
TRACE = DATA / "traces/mooncake_synthetic.csv.gz"
PRICES = DATA / "prices/litellm_model_prices_2026-04-03.json.gz"
TENANTS = DATA / "tenants/servegen_m-mid_rate.csv.gz"
ORGS = 20


def run(*command):
    env = {name: value for name, value in os.environ.items() if not name.startswith("NEMO_")}
    return subprocess.run([str(part) for part in command], env=env, capture_output=True, text=True,
                          check=False)


class ReplayCase(unittest.TestCase):
    def setUp(self):
        missing = [str(path) for path in (TRACE, PRICES, TENANTS) if not path.exists()]
        if missing and os.environ.get("CI") == "true":
            self.fail(f"real input is missing: {missing}")
        if missing:
            print(f"*** SKIPPED: real input is missing: {missing} (set NEMO_DATA) ***")
            self.skipTest("real input is missing")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.files = ["--choices", self.folder / "choices.csv",
                      "--outcomes", self.folder / "outcomes.ndjson"]

    def replay(self):
        return run(BINARY, "replay", "--data", self.folder / "ledger", "--trace", TRACE,
                   "--tenants", TENANTS, "--prices", PRICES, "--orgs", ORGS, "--seed", 11,
                   "--no-verify", *self.files)

    def check(self, balances):
        return run(sys.executable, "-B", HERE / "check_replay.py", "--trace", TRACE,
                   "--prices", PRICES, "--balances", balances, *self.files)

    def test_every_balance_printed_is_the_one_worked_out(self):
        done = self.replay()
        self.assertEqual(done.returncode, 0, done.stderr)
        balances = self.folder / "balances"
        text = ""
        for number in range(1, ORGS + 1):
            shown = run(BINARY, "balance", "--data", self.folder / "ledger",
                        "--org", f"org-{number:03}", "--format", "json")
            self.assertEqual(shown.returncode, 0, shown.stderr)
            text += shown.stdout
        balances.write_text(text)
        checked = self.check(balances)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        # The same with one nano-unit more somewhere must not pass.
        digits = text.split('"held_nano": "')[1].split('"')[0]
        balances.write_text(text.replace(f'"held_nano": "{digits}"',
                                         f'"held_nano": "{int(digits) + 1}"', 1))
        self.assertEqual(self.check(balances).returncode, 1)


if __name__ == "__main__":
    unittest.main()
