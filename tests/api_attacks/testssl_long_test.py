"""testssl.sh (Debian's) against the service: nothing it finds is above LOW but what comes of the
certificate's being self-signed, for loopback."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))

from service import Service

# findings that a self-signed certificate cannot be without, by testssl.sh's id
OF_THE_CERTIFICATE = {"cert_chain_of_trust", "cert_revocation"}
# of the machine that asks, not of the service: its openssl has no engine, its client no tickets
OF_THE_CLIENT = {"engine_problem", "sessionresumption_ticket", "scanTime"}
BELOW_MEDIUM = {"OK", "INFO", "LOW"}
LOOKED_AT = {"SSLv2", "SSLv3", "TLS1", "TLS1_1", "TLS1_2", "TLS1_3", "PFS", "heartbleed", "CCS",
             "ticketbleed", "ROBOT", "secure_renego", "secure_client_renego", "CRIME_TLS", "BREACH",
             "POODLE_SSL", "SWEET32", "FREAK", "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4",
             "HSTS_time", "banner_server", "cipher_order"}


@unittest.skipUnless(shutil.which("testssl") or os.environ.get("CI") == "true",
                     "testssl.sh is not installed: ops/packages --full")
class Testssl(unittest.TestCase):
    def test_nothing_is_above_low(self):
        service = Service()
        self.addCleanup(service.remove)
        report = os.path.join(service.folder, "testssl.json")
        subprocess.run(["testssl", "--quiet", "--color", "0", "--warnings", "batch", "--jsonfile",
                        report, f"https://127.0.0.1:{service.port}/healthz"],
                       stdin=subprocess.DEVNULL, timeout=3_600, check=False)
        with open(report) as file:
            findings = json.load(file)
        self.assertLessEqual(LOOKED_AT, {one["id"] for one in findings}, "it did not look at all")
        above = [(one["id"], one["severity"], one["finding"]) for one in findings
                 if one["severity"] not in BELOW_MEDIUM and one["id"] not in OF_THE_CLIENT]
        excepted = [one for one in above if one[0] in OF_THE_CERTIFICATE]
        print("excepted:", *excepted, sep="\n  ")
        self.assertEqual([], [one for one in above if one not in excepted])
        self.assertIsNone(service.process.poll(), service.errors())


if __name__ == "__main__":
    unittest.main()
