"""What operators read: /metrics, and what is made of it in ops/monitoring."""

import json
import pathlib
import re
import threading
import time
import unittest

from service import LOG, ROOT, Service, wait_until
from world import ServiceCase, fresh

MONITORING = ROOT / "ops" / "monitoring"
NAME = re.compile(r"\b(?:nemo|process)_[a-z0-9_]+")
SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)')
PARTS = ("_bucket", "_sum", "_count")


class Figures:
    """The text of /metrics: every line is one of a family, in the family's place."""

    def __init__(self, service):
        answer = service.ask("GET", "/metrics", key=service.operator_key)
        assert answer.status == 200, answer
        assert answer.field("content-type") == "text/plain; version=0.0.4; charset=utf-8"
        self.kinds, self.samples = {}, {}
        family = None
        for line in answer.body.decode().splitlines():
            if line.startswith("# HELP "):
                family = line.split(" ")[2]
                assert family not in self.kinds, f"{family} comes twice"
            elif line.startswith("# TYPE "):
                _, _, name, self.kinds[family] = line.split(" ")
                assert name == family, line
            else:
                name, labels, value = SAMPLE.fullmatch(line).groups()
                assert name == family or name.removeprefix(family) in PARTS, line
                assert (name, labels) not in self.samples, line
                self.samples[name, labels] = float(value)

    def sum(self, name, *labels):
        return sum(value for (known, shown), value in self.samples.items()
                   if known == name and all(label in (shown or "") for label in labels))


class AskingService(Service):
    """One that asks a Stripe which is away: it has figures of that, too."""

    def trust(self, token_secret):
        super().trust(token_secret)
        self.secret("--stripe-api-key-file", "sk_test_" + "0" * 24)
        self.options += ["--stripe-api-url", "http://127.0.0.1:9"]


class Metrics(ServiceCase):
    @classmethod
    def setUpClass(cls):
        cls.service = AskingService(*cls.options)
        cls.addClassCleanup(cls.service.remove)

    def figures(self):
        return Figures(self.service)

    def settled(self):
        """Once every answer is counted, which happens when it is on its way."""
        while True:
            figures = self.figures()
            answered = figures.sum("nemo_calls_answered_total")
            if answered == figures.sum("nemo_records_decided_total"):
                return figures

    def test_they_count_what_was_asked_decided_and_denied(self):
        org = self.organization(credits="1")
        before = self.settled()
        for _ in range(3):
            org.reserved("0.1")
        self.expect((402, "insufficient_credits"), org.reserve("5"))
        self.expect((401, "invalid_api_key"), org.reserve(key="sk-nemo-nobody." + "A" * 43))
        after = self.settled()
        for name, labels, more in [
                ("nemo_http_requests_total", ['route="reserve"', 'code="2xx"'], 3),
                ("nemo_http_requests_total", ['route="reserve"', 'code="4xx"'], 2),
                ("nemo_http_request_duration_seconds_count", ['route="reserve"'], 5),
                ("nemo_http_request_duration_seconds_bucket", ['route="reserve"', '+Inf'], 5),
                ("nemo_outcomes_total", ['outcome="granted"'], 3),
                ("nemo_denials_total", ['reason="credits"'], 1),
                ("nemo_denials_total", [], 1),
                ("nemo_records_decided_total", [], 4),
                ("nemo_call_round_trip_seconds_count", [], 4),
                ("nemo_open_holds", [], 3),
                *self.of_the_log()]:
            with self.subTest(name=name, labels=labels):
                self.assertEqual(more, after.sum(name, *labels) - before.sum(name, *labels))
        self.assertEqual(LOG is None, after.sum("nemo_log_write_seconds_sum") > 0)

    @staticmethod
    def of_the_log():
        """A node writes the embedded log itself, on Kafka its brokers do."""
        writes = 4 if LOG is None else 0
        return [("nemo_log_group_records_sum", [], writes),
                ("nemo_log_write_seconds_count", [], writes)]

    def test_a_checkpoint_is_one_once_it_is_written(self):
        org = self.organization()
        name = "nemo_checkpoint_duration_seconds_count"
        before = self.figures().sum(name)

        def is_written():
            """One is due a second after the last, with the next record."""
            org.reserved("0.000001")
            return self.figures().sum(name) > before
        wait_until(is_written)
        self.assertLess(abs(self.figures().sum("nemo_checkpoint_timestamp_seconds") - time.time()),
                        30)

    def test_they_follow_the_conventions_and_name_nobody(self):
        org = self.organization()
        org.reserved()
        figures = self.figures()
        for name, kind in figures.kinds.items():
            with self.subTest(name=name):
                self.assertEqual(kind == "counter", name.endswith("_total"))
                self.assertNotRegex(name, r"_(ms|us|milliseconds|kb|mb|percent)(_|$)")
        shown = {label for _, labels in figures.samples if labels
                 for label in re.findall(r'([a-z]+)="', labels)}
        self.assertLessEqual(shown, {"route", "code", "le", "partition", "outcome", "reason",
                                     "result", "version", "rules"})
        text = "".join(str(one) for one in figures.samples)
        for secret in (org.org_id, org.key, self.service.operator_key):
            self.assertNotIn(secret, text)
        self.assertLess(len(figures.samples), 1_000, "series of one node")

    def test_they_show_the_process_the_door_and_the_disk(self):
        figures = self.figures()
        refused = self.service.ask("GET", "//")
        self.assertEqual(400, refused.status)
        after = self.figures()
        reason = 'reason="the path has an empty segment"'
        for name in ("process_resident_memory_bytes", "process_open_fds", "process_max_fds",
                     "process_start_time_seconds", "nemo_http_connections_open", "nemo_ready",
                     "nemo_build_info", "nemo_data_disk_free_bytes", "nemo_data_disk_size_bytes",
                     "nemo_tls_certificate_expiry_timestamp_seconds"):
            with self.subTest(name=name):
                self.assertGreater(figures.sum(name), 0)
        self.assertEqual(1, after.sum("nemo_http_requests_refused_total", reason)
                         - figures.sum("nemo_http_requests_refused_total", reason))

    def test_they_are_read_while_requests_come(self):
        org = self.organization()
        stop = threading.Event()

        def ask():
            while not stop.is_set():
                org.reserve("0.000001")

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        seen = []
        for _ in range(50):
            figures = self.figures()
            self.assertEqual(figures.sum("nemo_call_round_trip_seconds_count"),
                             figures.sum("nemo_call_round_trip_seconds_bucket", "+Inf"))
            seen.append(figures.sum("nemo_records_decided_total"))
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(seen), seen)

    def test_what_dashboard_and_alerts_name_is_there(self):
        known = self.figures().kinds
        for file in ("alerts.yml", "dashboard.json"):
            named = {self.family(name) for name in NAME.findall(self.content(file))}
            self.assertGreater(len(named), 10, file)
            self.assertEqual([], sorted(named - set(known)), file)

    @staticmethod
    def family(name):
        for part in PARTS:
            name = name.removesuffix(part)
        return name

    @staticmethod
    def content(file):
        return pathlib.Path(MONITORING / file).read_text()

    def test_every_alert_has_its_lines_of_advice_and_a_situation(self):
        alerts = re.findall(r"- alert: (\w+)", self.content("alerts.yml"))
        self.assertEqual(alerts, re.findall(r"### (\w+)", self.content("README.md")))
        situations = "".join(self.content(f"alerts_of_{part}_test.yml")
                             for part in ("requests", "nodes"))
        self.assertEqual(set(alerts), set(re.findall(r"alertname: (\w+)", situations)))

    def test_every_panel_of_the_dashboard_asks_something(self):
        panels = json.loads(self.content("dashboard.json"))["panels"]
        self.assertEqual(len(panels), len({panel["id"] for panel in panels}))
        for panel in panels:
            with self.subTest(panel=panel["title"]):
                self.assertEqual(panel["type"] != "row", bool(panel.get("targets")))


class Health(ServiceCase):
    def test_it_says_that_it_serves_and_whether_it_may_be_asked(self):
        for path, body in [("/healthz", {"status": "serving"}),
                           ("/readyz", {"status": "ready", "records_behind": 0})]:
            answer = self.service.ask("GET", path)
            self.assertEqual((200, body), (answer.status, answer.json), path)

    def test_an_operators_key_is_asked_for(self):
        for key in (None, self.service.service_key, fresh("key")):
            self.expect((401, "invalid_api_key"), self.service.ask("GET", "/metrics", key=key))


if __name__ == "__main__":
    unittest.main()
