"""What the service speaks of TLS, asked by openssl's client; testssl.sh asks more: api_attacks."""

import re
import subprocess
import unittest

from world import ServiceCase

# Mozilla's intermediate set, as far as a certificate of ECDSA goes.
SUITES_12 = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
             "ECDHE-ECDSA-CHACHA20-POLY1305"]
SUITES_13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"]
ANY_LEVEL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"


def openssl(*words, said=""):
    done = subprocess.run(["openssl", *words], input=said, capture_output=True, text=True,
                          timeout=60, check=False)
    return done.stdout + done.stderr


class Tls(ServiceCase):
    def shake(self, *words, said=""):
        """What s_client tells of a handshake."""
        return openssl("s_client", "-connect", f"127.0.0.1:{self.service.port}", *words, said=said)

    def suite(self, *words):
        """What was agreed on; None: nothing."""
        found = re.search(r"^New, TLS\S+, Cipher is (\S+)", self.shake(*words), re.M)
        return found[1] if found and found[1] != "(NONE)" else None

    def test_versions_before_1_2_are_refused(self):
        for version in ("-tls1", "-tls1_1"):
            with self.subTest(version=version):
                self.assertIsNone(self.suite(version, "-cipher", ANY_LEVEL))
        for version in ("-tls1_2", "-tls1_3"):
            self.assertIsNotNone(self.suite(version), "the yardstick is broken")

    def test_the_suites_are_mozillas_intermediate_ones_and_no_other(self):
        def taken(version, option, suites):
            return [name for name in suites if self.suite(version, option, name) == name]

        known = openssl("ciphers", "-tls1_2", "-s", ANY_LEVEL).strip().split(":")
        self.assertGreater(len(known), 40)
        modern = [name for name in known if not name.startswith("TLS_")]
        at_any_level = [name + ":@SECLEVEL=0" for name in modern]
        agreed = [self.suite("-tls1_2", "-cipher", name) for name in at_any_level]
        self.assertEqual(sorted(SUITES_12), sorted(filter(None, agreed)))
        everything = SUITES_13 + ["TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"]
        self.assertEqual(SUITES_13, taken("-tls1_3", "-ciphersuites", everything))

    def test_what_must_not_be_offered(self):
        rows = [
            # what the client offers, and what is told of it
            (["-tls1_2", "-reconnect"], r"Compression: NONE"),
            (["-tls1_2"], r"Secure Renegotiation IS supported"),
            (["-tls1_2"], r"Server Temp Key: (X25519|ECDH, )"),
            (["-tls1_3", "-early_data", "/dev/null"], r"Early data was (not sent|rejected)"),
            (["-alpn", "h2"], r"alert no application protocol"),
            (["-groups", "P-521"], r"alert handshake failure"),
            (["-tls1_2", "-sigalgs", "ECDSA+SHA1"], r"alert handshake failure|Cipher is \(NONE\)"),
        ]
        for words, told in rows:
            with self.subTest(words=words):
                self.assertRegex(self.shake(*words), told)

    def test_the_service_chooses_but_for_clients_without_aes(self):
        rows = [(reversed(SUITES_12[:2]), SUITES_12[0]), (SUITES_12[:2], SUITES_12[0]),
                (reversed(SUITES_12), SUITES_12[2])]
        for offered, chosen in rows:
            self.assertEqual(chosen, self.suite("-tls1_2", "-cipher", ":".join(offered)))

    def test_no_one_renegotiates(self):
        said = self.shake("-tls1_2", "-legacy_renegotiation", said="R\n")
        self.assertRegex(said, r"no renegotiation|alert|errno")

    def test_hsts_is_for_two_years(self):
        field = self.service.ask("GET", "/healthz").field("strict-transport-security")
        self.assertGreaterEqual(int(re.match(r"max-age=(\d+)", field)[1]), 63_072_000)


if __name__ == "__main__":
    unittest.main()
