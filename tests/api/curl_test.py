"""The lines that are there to be pasted: the README's, and those that a demo prints."""

import json
import os
import re
import shutil
import subprocess
import unittest

from service import ROOT, Service


def paste(lines, **variables):
    """What a shell prints for them."""
    done = subprocess.run(["bash", "-euc", lines], env={**os.environ, **variables}, timeout=60,
                          capture_output=True, text=True, check=True)
    return done.stdout


@unittest.skipUnless(shutil.which("curl") or os.environ.get("CI") == "true",
                     "curl is not installed")
class Lines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service("--demo", trusting=False)
        cls.addClassCleanup(cls.service.remove)

    def test_what_a_demo_prints(self):
        printed = [self.service.process.stdout.readline() for _ in range(13)]
        lines = [line for line in "".join(printed).split("\n\n") if line.startswith("curl ")]
        self.assertEqual(4, len(lines), printed)
        reserved, settled, balance, statement = map(paste, lines)
        self.assertEqual(("call-1", "granted", "0.05"), tuple(
            json.loads(reserved)[name] for name in ("reservation_id", "status", "amount")))
        self.assertEqual("0.0123", json.loads(settled)["cost"])
        self.assertEqual("24.9877", json.loads(balance)["balance"])
        self.assertTrue(statement.startswith("day,opening,"), statement)
        self.assertTrue(statement.endswith(",24.9877\n"), statement)

    def test_what_the_readme_says(self):
        text = (ROOT / "README.md").read_text()
        block = re.search(r"```\n(curl .*?)```", text, re.DOTALL)[1]
        block = block.replace("call-1", "readme-1").replace(":8443", f":{self.service.port}")
        with open(self.service.data + "/demo.key") as file:
            said = paste(block.replace("\ncurl", "\necho\ncurl"), KEY=file.read().strip())
        reserved, settled = map(json.loads, said.splitlines())
        self.assertEqual("granted", reserved["status"])
        self.assertEqual(("settled", "0.0123"), (settled["status"], settled["cost"]))

    def test_without_a_key_nothing_is_done(self):
        said = paste(f"curl -sk -o /dev/null -w '%{{http_code}}' "
                     f"https://127.0.0.1:{self.service.port}/v1/balance")
        self.assertEqual("401", said)


if __name__ == "__main__":
    unittest.main()
