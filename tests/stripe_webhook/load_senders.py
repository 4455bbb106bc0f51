"""Processes that deliver events as Stripe does under load: at their times, on connections that are
kept alive, again until each is answered 2xx."""

import dataclasses
import multiprocessing
import pathlib
import socket
import ssl
import threading
import time

from hooks import PATH, signature, text_of
from shop import Payment
from wire import Closed, Wire, request

REFUNDED = 2600  # of each payment's 10400
AGAIN_S = 0.05  # until an event that was not answered is sent again


@dataclasses.dataclass
class Load:
    """`rate` events a second in all; their times are `began` (monotonic) and what follows."""
    folder: str
    orgs: list
    rate: int
    began: float
    processes: int = 4
    threads: int = 8  # each has a connection


class Endpoint:
    """Where the service is now: it tells so in a file, as each restart gives it another port."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.tls = ssl.create_default_context(cafile=self.folder / "data" / "tls" / "loopback.crt")

    @property
    def port(self):
        return int((self.folder / "port").read_text())


class Sender:
    """One connection, in a thread of its own."""

    def __init__(self, load, number, stop):
        self.load, self.number, self.stop = load, number, stop
        self.endpoint = Endpoint(load.folder)
        self.wire = None
        self.waits_ms = []  # from when an event was due until it was answered 2xx
        self.again = self.refused = self.payments = self.refunds = 0

    def run(self):
        step = self.load.processes * self.load.threads
        place = self.number
        while not self.stop.is_set():
            due = self.load.began + place / self.load.rate
            if (ahead := due - time.monotonic()) > 0 and self.stop.wait(ahead):
                break
            self.deliver(place, due)
            place += step
        if self.wire:
            self.wire.socket.close()

    def deliver(self, place, due):
        """A payment, or the refund of the one before by the same sender."""
        if self.payments == self.refunds:
            org_id = self.load.orgs[place % len(self.load.orgs)]
            self.payment = Payment(org=org_id)
            event = self.payment.intent()
        else:
            event = self.payment.refund(REFUNDED)
        self.until_answered(text_of(event))
        self.waits_ms.append((time.monotonic() - due) * 1000)
        if self.payments == self.refunds:
            self.payments += 1
        else:
            self.refunds += 1

    def until_answered(self, body):
        while True:
            try:
                if self.wire is None:
                    self.wire = Wire(self.endpoint, timeout=30)
                head = "stripe-signature: " + signature(body)
                self.wire.send(request("POST", PATH, body, fields=[head]))
                if self.wire.answer().status == 200:
                    return
                self.refused += 1
            except (OSError, ssl.SSLError, socket.timeout, Closed, ValueError):
                if self.wire:
                    self.wire.socket.close()
                self.wire = None
            self.again += 1
            time.sleep(AGAIN_S)


def process(load, number, stop, results):
    senders = [Sender(load, number * load.threads + place, stop) for place in range(load.threads)]
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put([(sender.waits_ms, sender.again, sender.refused, sender.payments, sender.refunds)
                 for sender in senders])


class Crowd:
    """All senders of a load, until stop()."""

    def __init__(self, load):
        context = multiprocessing.get_context("fork")
        self.stop_event, self.results = context.Event(), context.Queue()
        self.children = [context.Process(target=process,
                                         args=(load, number, self.stop_event, self.results))
                         for number in range(load.processes)]
        for child in self.children:
            child.start()

    def stop(self):
        """(waits in ms, how often one was sent again, refused, payments, refunds); each of the
        events that were begun is answered by then."""
        self.stop_event.set()
        rows = [row for _ in self.children for row in self.results.get(timeout=120)]
        for child in self.children:
            child.join()
        waits = sorted(wait for row in rows for wait in row[0])
        return waits, *(sum(row[place] for row in rows) for place in range(1, 5))
