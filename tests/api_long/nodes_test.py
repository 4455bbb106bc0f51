"""Two nodes on one log of Kafka, asked over HTTPS, while one of them or the broker goes away."""

import random
import signal
import unittest

from logs import Organization, a_log, fresh, together, wait_until

END_S = 60  # a node allows itself 20 for the broker's answers
CALL = {"model": "gpt-4o", "amount": "1", "ttl_ms": 86_400_000}


class Nodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        log = a_log("kafka")
        cls.first, cls.second = log.__enter__()
        cls.addClassCleanup(log.__exit__, None, None, None)
        cls.cluster = cls.first.cluster

    def setUp(self):
        self.org = Organization(self.first, fresh("org"))
        self.wait_for_balance(self.second, self.org.balance()["position"])

    def wait_for_balance(self, service, position):
        return service.done("GET", f"{self.org.path}/balance?min_position={position}")

    def ask(self, service, path, body, **more):
        return service.ask("POST", path, body, self.org.key, **more)

    def reserve(self, service, name, **more):
        return self.ask(service, "/v1/reservations", {**CALL, "reservation_id": name}, **more)

    def test_a_read_at_one_node_waits_for_what_was_written_at_the_other(self):
        for turn in range(50):
            at, other = random.sample([self.first, self.second], 2)
            with self.subTest(turn=turn, written_at=at.port):
                said = self.ask(at, "/v1/usage", {"model": "gpt-4o", "cost": "0.001"}).json
                read = self.wait_for_balance(other, said["position"])
                self.assertEqual(said["available"], read["available"])

    def test_a_repeat_at_the_other_node_gets_the_first_answer(self):
        header = {"idempotency-key": fresh("key")}
        rows = [("/v1/reservations", {**CALL, "reservation_id": "r"}, ()),
                ("/v1/reservations/r/increase", {"amount": "1", "increase_id": "i"}, ()),
                ("/v1/reservations/r/settle", {"cost": "0.5"}, ()),
                ("/v1/usage", {"model": "gpt-4o", "cost": "0.5"}, header),
                ("/v1/batch", {"calls": [{"call": "reserve", **CALL}]}, header)]
        for path, body, headers in rows:
            with self.subTest(path=path):
                answers = [self.ask(at, path, body, headers=headers)
                           for at in (self.first, self.second, self.first)]
                self.assertIn(answers[0].status, (200, 201))
                self.assertEqual(1, len({(one.status, one.body) for one in answers}), answers)

    def test_a_key_that_one_node_revokes_is_out_at_the_other(self):
        self.assertEqual(201, self.reserve(self.second, "before").status)
        position = self.org.revoke("main")["position"]
        self.wait_for_balance(self.second, position)
        self.assertEqual(401, self.reserve(self.second, "after").status)

    def test_who_asks_the_node_that_lives_notices_nothing_of_a_kill(self):
        self.first.kill()
        try:
            for turn in range(90):  # one that found no decision in time would be answered 503
                self.assertEqual(201, self.reserve(self.second, f"alone-{turn}").status)
        finally:
            self.first.start()
        self.assertEqual("open", self.first.done(
            "GET", "/v1/reservations/alone-89", key=self.org.key)["status"])

    def test_while_the_broker_is_away_nothing_is_decided_and_nothing_twice(self):
        """Paused, as a broker that hangs: what is asked meanwhile may still come onto the log."""
        names = [f"paused-{number}" for number in range(8)]
        by_header = {"idempotency-key": fresh("key")}
        ask = lambda number: self.reserve((self.first, self.second)[number % 2], names[number])
        self.cluster.pause()
        try:
            answers = together(len(names), ask)
            usage = self.ask(self.first, "/v1/usage", {"model": "gpt-4o", "cost": "1"},
                             headers=by_header)
            read = self.ask_balance()
        finally:
            self.cluster.resume()
        for answer in [*answers, usage]:
            self.assertEqual((503, "credit_check_failed"), answer.said)
            self.assertEqual({"fate": "unknown"}, answer.error["detail"])
            self.assertEqual("1", answer.field("retry-after"))
        self.assertEqual(200, read.status)
        wait_until(lambda: self.reserve(self.first, names[0]).status == 201, 30)
        again = [together(len(names), ask) for _ in range(2)]
        self.assertEqual([201] * len(names), [answer.status for answer in again[0]], again[0])
        self.assertEqual(*[[answer.body for answer in one] for one in again])
        for service in (self.second, self.first):
            usage = self.ask(service, "/v1/usage", {"model": "gpt-4o", "cost": "1"},
                             headers=by_header)
            self.assertEqual(200, usage.status)
        read = self.wait_for_balance(self.second, usage.json["position"])
        self.assertEqual(("99", "8"), (read["balance"], read["held"]))

    def ask_balance(self):
        return self.first.ask("GET", "/v1/balance", key=self.org.key)

    def test_a_signal_to_end_is_obeyed_while_the_broker_is_away(self):
        """What was just decided is not published yet, by either: it would take that over."""
        together(8, lambda number: self.reserve((self.first, self.second)[number % 2], str(number)))
        self.cluster.pause()
        try:
            status = self.second.end(signal.SIGTERM, END_S)
        finally:
            self.cluster.resume()
            self.second.start()
        self.assertEqual(0, status, self.second.errors())
        self.assertEqual(201, self.reserve(self.second, "afterwards").status)


if __name__ == "__main__":
    unittest.main()
