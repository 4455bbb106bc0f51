"""The lines that are there to be pasted: the README's, and those that a demo prints."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from service import ROOT, Service

LINES = 15  # that a demo prints


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
        cls.hear()

    @classmethod
    def hear(cls):
        """The demo's key, and its other lines."""
        printed = "".join(cls.service.process.stdout.readline() for _ in range(LINES))
        blocks = printed.split("\n\n")
        (cls.key,) = [line.removeprefix("KEY=") for line in blocks if line.startswith("KEY=")]
        cls.lines = [line for line in blocks if line.startswith("curl ")]
        assert len(cls.lines) == 4, printed

    def test_a_demos_key_is_kept_nowhere_and_new_at_every_start(self):
        balance = lambda key: self.service.ask("GET", "/v1/balance", key=key).status
        former = self.key
        self.assertEqual(200, balance(former))
        self.service.stop()
        self.service.start()
        self.hear()
        self.assertEqual((401, 200), (balance(former), balance(self.key)))
        kept = b"".join(file.read_bytes() for file in pathlib.Path(self.service.data).rglob("*")
                        if file.is_file())
        for key in (former, self.key):
            self.assertNotIn(key.encode(), kept)

    def test_what_a_demo_prints(self):
        reserved, settled, balance, statement = [paste(line, KEY=self.key) for line in self.lines]
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
        said = paste(block.replace("\ncurl", "\necho\ncurl"), KEY=self.key)
        reserved, settled = map(json.loads, said.splitlines())
        self.assertEqual("granted", reserved["status"])
        self.assertEqual(("settled", "0.0123"), (settled["status"], settled["cost"]))

    def test_without_a_key_nothing_is_done(self):
        said = paste(f"curl -sk -o /dev/null -w '%{{http_code}}' "
                     f"https://127.0.0.1:{self.service.port}/v1/balance")
        self.assertEqual("401", said)


if __name__ == "__main__":
    unittest.main()
