"""A gateway that only knows Kafka and ledger.proto: in Python, and by Kafka's console tools."""

import json
import os
import shutil
import subprocess
import unittest

from clients import ROOT, import_gateway
from cluster import shared
from outcomes import check

EXAMPLE = ROOT / "examples" / "any_client"
JARS = ROOT / "build" / "kafka" / "lib"
CONSUMER = "org.apache.kafka.tools.consumer.ConsoleConsumer"
COMPILER = "org.eclipse.jdt:ecj:3.33.0"  # where there is no JDK

A_CALL = ["accepted", "accepted", "accepted", "granted", "settled", "exists"]
BALANCES = ["0", "0", "10000000000", "10000000000", "9875000000", "9875000000"]


def compiled_reader():
    """The folder of HexReader's class."""
    folder = ROOT / "build" / "any_client"
    compiler = ["javac"]
    if shutil.which("javac") is None:
        subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={COMPILER}",
                        f"-DoutputDirectory={folder}"], check=True, stdout=subprocess.DEVNULL)
        compiler = ["java", "-jar", folder / "ecj-3.33.0.jar", "-17"]
    jars = os.pathsep.join(str(jar) for jar in JARS.glob("*.jar"))
    subprocess.run([*compiler, "-d", folder, "-cp", jars, EXAMPLE / "HexReader.java"], check=True)
    return folder


class AnyClient(unittest.TestCase):
    def setUp(self):
        self.ledger = shared().ledger()
        self.node = self.ledger.node("node").serving()
        self.addCleanup(self.node.__exit__)

    def python(self, *args):
        return subprocess.run([ROOT / "ops" / "python", EXAMPLE / "gateway.py", *args], check=True,
                              stdout=subprocess.PIPE, text=True, timeout=60).stdout

    def outcomes_of(self, org):
        return [line for lines in check(self.ledger) for line in lines if line.key == org]

    def test_the_example_prints_each_answer(self):
        printed = self.python("--brokers", self.ledger.cluster.address, "--topic-prefix",
                              self.ledger.prefix, "--org", "py")
        self.assertEqual(A_CALL, [line.split()[2] for line in printed.splitlines()])
        self.assertIn("first answered granted at ", printed.splitlines()[-1])
        self.assertIn("9.875000000 USD", printed)
        self.assertEqual(A_CALL, [line.name for line in self.outcomes_of("py")])

    def test_kafkas_console_tools_are_a_gateway(self):
        records = self.python("--print-records", "--org", "java")
        subprocess.run(
            ["java", f"-Dlog4j.configuration=file:{ROOT}/ops/kafka.d/log4j.properties",
             "-Dnemo.log=WARN",
             "-cp", f"{JARS}/*:{compiled_reader()}", "kafka.tools.ConsoleProducer",
             "--bootstrap-server", self.ledger.cluster.address, "--topic", self.ledger.events,
             "--line-reader", "HexReader", "--request-required-acks", "all"],
            input=records, text=True, check=True, timeout=60)
        self.assertEqual(A_CALL, [line.name for line in self.outcomes_of("java")])
        printed = self.ledger.cluster.ops(
            "tool", CONSUMER, "--bootstrap-server", self.ledger.cluster.address, "--topic",
            self.ledger.outcomes, "--from-beginning", "--isolation-level", "read_committed",
            "--property", "print.key=true", "--property", "print.headers=true",
            "--max-messages", str(len(A_CALL)))
        rows = [line.split("\t") for line in printed.splitlines() if "\t" in line]
        self.assertEqual(len(A_CALL), len(rows))
        for offset, (headers, key, value) in enumerate(rows):
            given = dict(header.split(":") for header in headers.split(","))
            said = json.loads(value)
            self.assertEqual(("java", A_CALL[offset], BALANCES[offset]),
                             (key, said["outcome"], said["balance"]["balance_nano"]))
            self.assertEqual((str(offset), "0", "0"),
                             (given["nemo-source-offset"], given["nemo-line"],
                              given["nemo-last-line"]))

    def test_time_is_the_header_until_a_record_comes_without_it(self):
        example = import_gateway()
        gateway = example.Gateway(self.ledger.cluster.address, self.ledger.prefix)
        ticks = [example.envelope("timed", "clock_ticked") for _ in range(4)]
        past = gateway.ask(ticks[0], at="2026-01-05T01:02:03.004+01:00")
        self.assertEqual("2026-01-05T00:02:03.004Z", past["at"])
        self.assertEqual("2026-01-06T00:00:00.000Z", gateway.ask(ticks[1], "1767657600000")["at"])
        live = gateway.ask(ticks[2])["at"]
        self.assertGreater(live, "2026-01-07")
        self.assertGreaterEqual(gateway.ask(ticks[3], at="2026-01-08T00:00:00Z")["at"], live)


if __name__ == "__main__":
    unittest.main()
