"""A process that is killed or told to end: nothing that it answered is lost."""

import http.client
import random
import signal
import threading
import time
import unittest
from decimal import Decimal

from world import ServiceCase, fresh

KILLS = 10
COST = Decimal("0.000000003")


class Load:
    """Callers who reserve and settle until the service is gone, and remember what it answered."""

    def __init__(self, service, org, threads=8):
        self.service, self.org = service, org
        self.answered = []  # (path, body, answer)
        self.unanswered = []  # (path, body)
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.run) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self):
        caller = self.service.caller(self.org.key)
        while not self.stop.is_set():
            name = fresh("r")
            call = [("/v1/reservations", {"model": "gpt-4o", "amount": "0.001",
                                          "reservation_id": name}),
                    (f"/v1/reservations/{name}/settle", {"cost": f"{COST:f}"})]
            for path, body in call:
                try:
                    self.answered.append((path, body, caller.ask("POST", path, body, attempts=1)))
                except (OSError, http.client.HTTPException):  # half an answer is none
                    self.unanswered.append((path, body))
                    return

    def settled(self):
        """How many calls were settled, or asked to be."""
        asked = [body for _, body, _ in self.answered] + [body for _, body in self.unanswered]
        return sum("cost" in body for body in asked)

    def join(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


class Ends(ServiceCase):
    def check(self, load):
        """What was answered is answered so again; what was not is answered now, once."""
        self.assertGreater(len(load.answered), 0)
        ask = lambda path, body: self.service.ask("POST", path, body, load.org.key)
        for path, body, answer in load.answered:
            self.assertIn(answer.status, (200, 201), answer)
            self.assertEqual(answer.content, ask(path, body).content, path)
        for path, body in load.unanswered:
            first = ask(path, body)
            self.assertIn(first.status, (200, 201), first)
            self.assertEqual(first.content, ask(path, body).content)

    def test_killed_under_load_it_loses_nothing_that_it_answered(self):
        chance = random.Random(1)
        org = self.organization()
        settled = 0
        for _ in range(KILLS):
            load = Load(self.service, org)
            time.sleep(0.05 + 0.15 * chance.random())
            self.assertEqual(-signal.SIGKILL, self.service.kill())
            load.join()
            self.service.start()
            self.check(load)
            settled += load.settled()
        self.assertEqual(100 - settled * COST, Decimal(org.balance()["balance"]))

    def test_a_signal_to_end_drains(self):
        org = self.organization()
        load = Load(self.service, org)
        time.sleep(0.3)
        self.assertEqual(0, self.service.stop())
        load.join()
        self.assertNotIn("not answered", self.service.errors())
        self.service.start()
        self.check(load)


if __name__ == "__main__":
    unittest.main()
