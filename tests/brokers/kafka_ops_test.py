"""ops/kafka with real brokers: one and three of them, killed, paused, stopped, and with users.

    /usr/bin/python3 -m unittest discover -v -s tests/brokers -p kafka_ops_test.py

Takes about a minute; the first time also fetches Kafka's jars, so Maven Central must be reached.
"""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

from kafka_case import OFFSETS, TOPICS, KafkaCase

# words, and what the line on stderr must say; in a folder with a cluster of one broker
WRONG = [
    ([], "up, status, down"),
    (["upp"], "no such command"),
    (["up", "--broker", "3"], "--brokers"),
    (["up", "--brokers", "2"], "must be 1 or 3"),
    (["up", "--brokers"], "must be 1 or 3"),
    (["up", "--brokers", "3"], "'ops/kafka down --remove' drops it"),
    (["up", "--port", "0"], "1 to 65533"),
    (["up", "--port", "1"], "'ops/kafka down --remove' drops it"),
    (["down", "--drop"], "--remove"),
    (["status", "1"], "no argument"),
    (["kill"], "one broker"),
    (["pause", "2"], "broker 1 alone"),
    (["tool"], "TopicCommand"),
]


class OneBroker(KafkaCase):
    OPTIONS = ["--secure"]

    def test_the_last_line_of_up_is_the_address_and_a_second_up_starts_nothing(self):
        self.assertRegex(self.address, r"\A127\.0\.0\.1:\d+\Z")
        before = self.rows()
        self.assertEqual(self.address, self.up())
        self.assertEqual(before, self.rows())  # the same process

    def test_status_tells_of_each_broker(self):
        number, pid, port, process, ready = self.rows()[1]
        self.assertEqual(("1", "up", "yes"), (number, process, ready))
        self.assertEqual(self.address, f"127.0.0.1:{port}")
        self.assertIn(str(self.folder), pathlib.Path(f"/proc/{pid}/cmdline").read_text())

    def test_records_stay_over_kill_and_down_and_so_does_the_port(self):
        self.tool(TOPICS, "--create", "--topic", "kept")
        self.produce("kept", "one", "two")
        self.kafka("kill", "1")
        port = self.address.split(":")[1]
        self.assertEqual(["1", "-", port, "down", "no"], self.rows(status=1)[1])
        self.kafka("kill", "1", status=1)
        self.kafka("start", "1")
        self.rows(status=0)
        self.produce("kept", "three")
        self.kafka("down")
        self.rows(status=1)
        self.assertEqual(self.address, self.up())
        self.assertEqual(["one", "two", "three"], self.consume("kept", 3))

    def test_a_paused_broker_is_not_ready_until_it_goes_on(self):
        self.kafka("pause", "1")
        self.assertEqual("paused", self.rows(status=1)[1][3])
        self.kafka("resume", "1")
        self.expect_ready_again(1)

    def test_a_broker_keeps_no_lock_and_no_session_of_the_caller(self):
        free = subprocess.run(["flock", "--nonblock", self.folder / "lock", "true"])
        self.assertEqual(0, free.returncode)
        pid = int(self.rows()[1][1])
        self.assertEqual(pid, os.getsid(pid))

    def test_a_pid_file_that_names_another_process_harms_nobody(self):
        stale = self.folder / "stale"
        (stale / "broker-1").mkdir(parents=True)
        shutil.copy(self.folder / "cluster", stale)
        with subprocess.Popen(["sleep", "60"]) as other:
            (stale / "broker-1" / "pid").write_text(f"{other.pid}\n")
            self.assertEqual("down", self.rows(status=1, folder=stale)[1][3])
            self.kafka("kill", "1", status=1, folder=stale)
            self.kafka("down", folder=stale)
            self.assertIsNone(other.poll())
            other.kill()

    def test_the_user_may_what_a_ledger_needs_and_nothing_else(self):
        settings = self.folder / "clients" / "scram.properties"
        address = re.search(r"^bootstrap\.servers=(.*)$", settings.read_text(), re.M)[1]
        login = str(settings.with_suffix(".java.properties"))
        secure = {"address": address, "more": ("--producer.config", login)}
        self.tool(TOPICS, "--create", "--topic", "ledger.events", "--command-config", login,
                  address=address)
        self.produce("ledger.events", "secret", **secure)
        read = self.consume("ledger.events", 1, address=address,
                            more=("--consumer.config", login))
        self.assertEqual(["secret"], read)
        refused = self.run_kafka("tool", TOPICS, "--bootstrap-server", address, "--command-config",
                                 login, "--create", "--topic", "other")
        self.assertIn(b"Authorization failed", refused.stdout + refused.stderr)

    def test_wrong_words_name_the_fix(self):
        for words, said in WRONG:
            with self.subTest(words=words):
                process = self.run_kafka(*words)
                self.assertEqual(2, process.returncode)
                self.assertIn(said, process.stderr.decode())
                self.assertEqual(b"", process.stdout)
        self.assertIn("--brokers", self.kafka("--help"))


class ThreeBrokers(KafkaCase):
    OPTIONS = ["--brokers", "3"]

    def test_with_one_of_three_away_the_others_take_records(self):
        self.assertEqual(3, len(set(self.address.split(","))))
        self.tool(TOPICS, "--create", "--topic", "shared")
        self.assertIn("ReplicationFactor: 3", self.tool(TOPICS, "--describe", "--topic", "shared"))
        self.kafka("kill", "2")
        self.assertEqual("down", self.rows(status=1)[2][3])
        self.expect_ready_again(1, 3)
        self.produce("shared", "without-two")
        self.kafka("start", "2")
        self.expect_ready_again(1, 2, 3)
        self.kafka("stop", "3")
        self.assertEqual("down", self.rows(status=1)[3][3])
        self.kafka("pause", "1")
        self.assertEqual("paused", self.rows(status=1)[1][3])
        self.assertEqual(self.address, self.up())
        self.expect_ready_again(1, 2, 3)
        self.assertEqual("shared:0:1", self.tool(OFFSETS, "--topic", "shared").strip())


if __name__ == "__main__":
    unittest.main()
