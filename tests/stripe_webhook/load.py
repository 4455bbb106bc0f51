#!/usr/bin/env python3
"""Delivers Stripe's webhooks at a rate, then goes on while the service is killed again and again.

    tests/stripe_webhook/load.py --rate 500 --seconds 60 --kills 50

Payments and refunds, each once, of 64 organizations, signed, over kept-alive TLS connections. A
wait is counted from when an event was due, so that no delay is left out. An event that was not
answered 2xx is sent again, as Stripe does. At the end all balances are exact and `nemo-ledger
verify` passes.
"""

import argparse
import os
import pathlib
import random
import sys
import time
from decimal import Decimal

from hooks import HookService, Organization, fresh
from load_senders import REFUNDED, Crowd, Load

ORGS = 64
LIVE_S = 0.5  # between start and kill, on average
LATE_S = 120  # at most, until all is where it belongs


class LoadService(HookService):
    def start(self):
        super().start()
        draft = pathlib.Path(self.folder) / "port.tmp"
        draft.write_text(str(self.port))
        draft.rename(pathlib.Path(self.folder) / "port")


def percentile(sorted_waits, part):
    return sorted_waits[min(len(sorted_waits) - 1, int(len(sorted_waits) * part))]


class Run:
    def __init__(self, service, rate):
        self.service, self.rate = service, rate
        self.orgs = [Organization(service, fresh("load"), credits=None) for _ in range(ORGS)]
        self.payments = self.refunds = 0

    def crowd(self):
        return Crowd(Load(self.service.folder, [org.org_id for org in self.orgs], self.rate,
                          time.monotonic() + 0.3))

    def count(self, payments, refunds):
        self.payments += payments
        self.refunds += refunds

    def sustained(self, seconds):
        """How long answers took: (events, p50 ms, p99 ms, largest ms)."""
        crowd = self.crowd()
        time.sleep(seconds + 0.3)
        waits, again, refused, payments, refunds = crowd.stop()
        self.count(payments, refunds)
        assert again == refused == 0, f"{again} were sent again, {refused} refused"
        return len(waits), percentile(waits, 0.5), percentile(waits, 0.99), waits[-1]

    def killed(self, kills, chance):
        """How many events came, and how often one was sent again."""
        crowd = self.crowd()
        try:
            for _ in range(kills):
                time.sleep(2 * LIVE_S * chance.random())
                self.service.kill()
                self.service.start()
        finally:
            waits, again, refused, payments, refunds = crowd.stop()
        self.count(payments, refunds)
        assert refused == 0, f"{refused} were refused"
        return len(waits), again

    def balance(self):
        return sum(Decimal(org.balance()["balance"]) for org in self.orgs)

    def check(self):
        """Nothing is lost and nothing counts twice, in money; how many seconds later. What came
        before it was known whose it is reaches its owner a little later."""
        expected = self.payments * 100 - self.refunds * 100 * REFUNDED // 10400
        began = time.monotonic()
        while (found := self.balance()) != expected:
            late = time.monotonic() - began
            assert late < LATE_S, f"{found} of credits, not {expected}, {late:.0f} s later"
            time.sleep(0.1)
        late = time.monotonic() - began
        self.service.stop()
        self.service.verify()
        return late


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=500, help="webhooks a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--p99-ms-max", type=float, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    service = LoadService()
    try:
        run = Run(service, options.rate)
        busy = os.getloadavg()[0]
        events, half, most, worst = run.sustained(options.seconds)
        print(f"{events:,} webhooks in {options.seconds:g} s ({events / options.seconds:.0f}/s): "
              f"p50 {half:.1f} ms, p99 {most:.1f} ms, largest {worst:.1f} ms; load average "
              f"{busy:.1f} before, {os.getloadavg()[0]:.1f} after", flush=True)
        events, again = run.killed(options.kills, random.Random(options.seed))
        late = run.check()
        print(f"{options.kills} kills (seed {options.seed}): {events:,} webhooks, {again:,} sent "
              f"again, none lost; {run.payments:,} payments and {run.refunds:,} refunds are exact, "
              f"{late:.1f} s later")
        if most > options.p99_ms_max:
            sys.exit(f"FAILED: p99 {most:.1f} ms, more than {options.p99_ms_max:g} ms")
    except AssertionError as failure:
        sys.exit(f"FAILED: {failure}\n{service.errors()[-2000:]}")
    finally:
        service.remove()


if __name__ == "__main__":
    main()
