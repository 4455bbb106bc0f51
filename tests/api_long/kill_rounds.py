#!/usr/bin/env python3
"""Ends the service at random moments under load, and holds everything that it answered.

    tests/api_long/kill_rounds.py --rounds 100
    tests/api_long/kill_rounds.py --rounds 20 --log kafka
    tests/api_long/kill_rounds.py --rounds 20 --signal TERM

Each round 16 clients ask, and a signal comes. Once the service runs again: what was answered is
answered so again; what was not is asked again with the same id or Idempotency-Key, and decided
once; balances are what the clients' own account says. After SIGTERM what was not answered was not
done either. On Kafka two nodes serve one log; the clients of the one that lives notice nothing, and
both give the same answers. At the end `nemo-ledger verify` finds nothing.
"""

import argparse
import random
import signal
import sys
import time
from decimal import Decimal

from kill_load import Books, Client, content
from logs import Organization, a_log, end_and_verify, fresh, together

CLIENTS = 16
ORGS = 4
CREDITS = "1000000"
OLD_CALLS = 200  # of earlier rounds, asked again after each
PATIENCE_S = 12  # of SIGTERM: ten seconds to drain, and the last checkpoint


class KillRounds:
    def __init__(self, services, options):
        self.services, self.signal = services, options.signal
        self.chance = random.Random(options.seed)
        self.orgs = [Organization(services[0], fresh("kill"), CREDITS) for _ in range(ORGS)]
        self.books = {org.org_id: Books(CREDITS) for org in self.orgs}
        self.calls = []
        self.unanswered = self.repeats = 0
        self.slowest_end = 0.0
        if len(services) > 1:
            self.meet()

    def meet(self):
        """Every node has seen the organizations."""
        for org in self.orgs:
            position = org.balance()["position"]
            for service in self.services:
                service.done("GET", f"{org.path}/balance?min_position={position}")

    def load(self, service):
        clients = [Client(self.services[i % len(self.services)], self.orgs[i % ORGS],
                          self.chance.random()) for i in range(CLIENTS)]
        for client in clients:
            client.thread.start()
        time.sleep(0.05 + 0.5 * self.chance.random())
        self.end(service)
        for client in clients:
            if client.service is not service:
                client.stop.set()
            client.thread.join()
        return clients

    def end(self, service):
        began = time.monotonic()
        status = service.end(getattr(signal, "SIG" + self.signal), PATIENCE_S)
        self.slowest_end = max(self.slowest_end, time.monotonic() - began)
        expected = 0 if self.signal == "TERM" else -signal.SIGKILL
        assert status == expected, f"it ended with {status}: {service.errors()}"
        assert "not answered" not in service.errors(), service.errors()

    def round(self):
        service = self.chance.choice(self.services)
        clients = self.load(service)
        service.start()
        answered = [call for client in clients for call in client.calls if call.answer]
        lost = [call for client in clients for call in client.calls if not call.answer]
        for client in clients:
            assert client.service is service or all(call.answer for call in client.calls), (
                "a client of the node that lives got no answer")
        if self.signal == "TERM":
            self.keep_books(answered)
            self.compare_books()
            answered = []
        self.repeat(lost)
        self.repeat(self.chance.sample(self.calls, min(OLD_CALLS, len(self.calls))))
        self.repeat(answered)
        self.keep_books(answered + lost)
        self.compare_books()
        self.unanswered += len(lost)

    def repeat(self, calls):
        """Twice what has no answer yet: it has one from then on."""
        share = [calls[i::CLIENTS] for i in range(CLIENTS)]

        def ask(number):
            for turn, call in enumerate(share[number]):
                at = turn + number
                caller = lambda node: self.of_thread(number, (at + node) % len(self.services))
                if call.answer is None:
                    call.answer = call.ask(caller(0))
                again = call.ask(caller(1))
                assert content(again) == content(call.answer), (
                    f"{call.path} {call.body}: {again}, not {call.answer}")

        self.callers = {}
        together(CLIENTS, ask)
        for caller in self.callers.values():
            caller.close()
        self.repeats += len(calls)

    def of_thread(self, number, node):
        if (number, node) not in self.callers:
            self.callers[number, node] = self.services[node].caller()
        return self.callers[number, node]

    def keep_books(self, calls):
        for call in calls:
            assert call.answer.status < 500, f"{call.path} {call.body}: {call.answer}"
            self.books[call.org.org_id].take(call)
        self.calls += calls

    def compare_books(self):
        for org in self.orgs:
            said = org.balance()
            found = Decimal(said["balance"]), Decimal(said["held"])
            expected = self.books[org.org_id].standing()
            assert found == expected, f"{org.org_id}: {found}, not {expected}"

    def story(self, rounds):
        return (f"{rounds} rounds: {len(self.calls):,} calls, {self.unanswered} of them unanswered "
                f"at first; {self.repeats:,} asked again; the slowest end took "
                f"{self.slowest_end:.2f} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--log", choices=["embedded", "kafka"], default="embedded")
    parser.add_argument("--signal", choices=["KILL", "TERM"], default="KILL")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    try:
        with a_log(options.log) as services:
            rounds = KillRounds(services, options)
            for number in range(1, options.rounds + 1):
                rounds.round()
                if number % 10 == 0 or number == options.rounds:
                    print(rounds.story(number), flush=True)
            print(end_and_verify(services))
    except AssertionError as failure:
        sys.exit(f"FAILED: {failure}")


if __name__ == "__main__":
    main()
