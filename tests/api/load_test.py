"""What the load generator says it did is what the ledger holds."""

import json
import os
import pathlib
import subprocess
import unittest
from decimal import Decimal

from service import BINARY
from world import ServiceCase

LOAD = pathlib.Path(BINARY).with_name("nemo-load")


class LoadGenerator(ServiceCase):
    def load(self, *options):
        given = {"--url": f"https://127.0.0.1:{self.service.port}",
                 "--ca-file": self.service.data + "/tls/loopback.crt",
                 "--service-key-file": os.path.join(self.service.folder, "service-key-file")}
        defaults = [word for option, value in given.items() if option not in options
                    for word in (option, value)]
        return subprocess.run([LOAD, *defaults, *options], capture_output=True, text=True,
                              timeout=120)

    def test_every_pair_it_counts_is_posted_once(self):
        for loop in (("--connections", "16"), ("--rate", "300")):
            with self.subTest(loop=loop[0]):
                done = self.load("--orgs", "3", "--keys", "2", "--what", "mixed", "--seconds", "2",
                                 "--warm-up", "0", "--json", *loop)
                self.assertEqual(0, done.returncode, done.stderr)
                said = json.loads(done.stdout)
                counted = {row["name"]: row["iterations"] for row in said["benchmarks"]}
                self.assertGreater(counted["load/pair"], 50)
                self.assertGreater(counted["load/balance"], 5)
                balances = [self.service.done("GET", f"/v1/orgs/{org}/balance")
                            for org in said["context"]["org_ids"]]
                self.assertEqual({"0"}, {balance["held"] for balance in balances})
                self.assertEqual(
                    3 * Decimal("1000000000") - counted["load/pair"] * Decimal("0.0013"),
                    sum(Decimal(balance["balance"]) for balance in balances))

    def test_a_usage_that_is_wrong_is_said_with_status_2(self):
        for options in (["--what", "nothing"], ["--connections", "0"], ["--url", "nowhere"],
                        ["--allow", "200"], ["--service-key-file", "/nowhere"]):
            with self.subTest(options=options):
                done = self.load(*options)
                self.assertEqual(2, done.returncode, done.stderr)
                self.assertNotEqual("", done.stderr)

    def test_a_service_that_is_away_is_status_4(self):
        done = self.load("--url", "https://127.0.0.1:1")
        self.assertEqual(4, done.returncode, done.stderr)

    def test_its_help_ends_well(self):
        done = self.load("--help")
        self.assertEqual(0, done.returncode)
        self.assertIn("closed", done.stdout)


if __name__ == "__main__":
    unittest.main()
