"""Prometheus's own tool reads what is made for Prometheus: figures, alerts, their situations."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONITORING = ROOT / "ops" / "monitoring"
sys.path.insert(0, str(ROOT / "tests" / "api"))

from world import Organization, ServiceCase, fresh  # noqa: E402


def promtool(*words, text=None):
    """What it says, with its exit status."""
    tool = shutil.which("promtool")
    assert tool, "promtool is missing: ops/packages install --full"
    done = subprocess.run([tool, *map(str, words)], input=text, text=True, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


class Figures(ServiceCase):
    def test_they_are_as_prometheus_wants_them(self):
        org = Organization(self.service, fresh("org"))
        org.reserved()
        org.reserve("1000")
        self.service.ask("GET", "//")
        text = self.service.ask("GET", "/metrics", key=self.service.operator_key).body.decode()
        self.assertEqual((0, ""), promtool("check", "metrics", text=text))
        self.assertNotEqual(0, promtool("check", "metrics", text=text + "nemo_bad_total\n")[0])


class Alerts(unittest.TestCase):
    def expect_success(self, *words):
        status, said = promtool(*words)
        self.assertEqual(0, status, said)

    def test_rules_are_rules(self):
        self.expect_success("check", "rules", MONITORING / "alerts.yml")

    def test_each_comes_when_it_should(self):
        self.expect_success("test", "rules", *sorted(MONITORING.glob("*_test.yml")))

    def test_the_example_is_a_configuration(self):
        """Beside the files that only an operator has."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("prometheus.yml", "alerts.yml"):
                shutil.copy(MONITORING / name, folder)
            for name in ("operator.key", "ledger-ca.crt"):
                pathlib.Path(folder, name).write_text("x\n")
            self.expect_success("check", "config", pathlib.Path(folder, "prometheus.yml"))


if __name__ == "__main__":
    unittest.main()
