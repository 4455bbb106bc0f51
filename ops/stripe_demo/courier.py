"""Stripe's courier: signs each body anew when it is sent, and sends it until it is taken."""

import collections
import concurrent.futures
import http.client
import threading
import time

from stripe_fake.signing import signature

THREADS = 8
ATTEMPTS = 5
PAUSE_SECONDS = 0.2


class Courier:
    def __init__(self, ledger):
        self.ledger = ledger
        self.own = threading.local()
        self.pool = concurrent.futures.ThreadPoolExecutor(THREADS)
        self.statuses = collections.Counter()
        self.seconds = []  # of each answer
        self.untaken = 0   # after all attempts

    def deliver(self, bodies):
        """Side by side; returns when each was answered."""
        self.untaken += list(self.pool.map(self.send, bodies)).count(False)

    def send(self, body):
        for attempt in range(ATTEMPTS):
            time.sleep(PAUSE_SECONDS * attempt)
            began = time.monotonic()
            status = self.post(body.encode())
            self.seconds.append(time.monotonic() - began)
            self.statuses[status] += 1
            if status.startswith("2"):
                return True
        return False

    def post(self, body):
        if not hasattr(self.own, "connection"):
            self.own.connection = self.ledger.connection()
        try:
            self.own.connection.request("POST", "/v1/stripe/webhook", body, {
                "content-type": "application/json; charset=utf-8", "user-agent": "Stripe/1.0",
                "stripe-signature": signature([self.ledger.webhook_secret], body,
                                              int(time.time()))})
            answer = self.own.connection.getresponse()
            answer.read()
            return str(answer.status)
        except (OSError, http.client.HTTPException):
            self.own.connection.close()
            return "none"

    def p99_ms(self):
        ordered = sorted(self.seconds)
        return ordered[len(ordered) * 99 // 100] * 1_000

    def close(self):
        self.pool.shutdown(cancel_futures=True)
