"""Delivery of events: in order or in none, once or more often, until they are answered with 2xx."""

import concurrent.futures
import random
import time
import urllib.error
import urllib.request

from .refused import invalid, whole
from .signing import body_of, signature

ORDERS = ("created", "reverse", "random")
TIMEOUT_SECONDS = 30


def plan(events, params):
    """The events to send, in the order to send them, some of them more than once.

    order       created, reverse or random
    seed        of the order and of what is repeated
    duplicates  how many of a hundred are sent twice
    window      with it, random order moves no event by more than so many places
    """
    order = params.get("order", "created")
    if order not in ORDERS:
        raise invalid(f"Invalid order: one of {', '.join(ORDERS)}", "order")
    chance = random.Random(whole(params, "seed", 0, 0))
    share = whole(params, "duplicates", 0, 0)
    sent = [event for event in events
            for _ in range(2 if chance.randrange(100) < share else 1)]
    if order == "reverse":
        sent.reverse()
    if order == "random":
        window = whole(params, "window", 1, len(sent) + 1)
        places = [place + chance.random() * window for place in range(len(sent))]
        sent = [event for _, _, event in sorted(zip(places, range(len(sent)), sent))]
    return sent


def handed_out(events, secrets, params):
    """As a list, each with the header it would come with."""
    now = whole(params, "t", 0, int(time.time()))
    bodies = [body_of(event) for event in plan(events, params)]
    return [{"body": body.decode(), "stripe_signature": signature(secrets, body, now)}
            for body in bodies]


class Delivery:
    """Posts events to a URL; nobody's lock is held meanwhile.

    attempts      how often an event is sent until it is answered with 2xx
    concurrency   how many are on their way at once
    delay_ms      the longest pause before each
    """

    def __init__(self, url, secrets, params):
        self.url, self.secrets = url, secrets
        self.attempts = whole(params, "attempts", 1, 3)
        self.concurrency = whole(params, "concurrency", 1, 1)
        self.delay_ms = whole(params, "delay_ms", 0, 0)
        self.chance = random.Random(whole(params, "seed", 0, 0))
        self.statuses = {}

    def run(self, sent):
        """The ids of events that were taken, and of those that were not."""
        undelivered, taken = sent, set()
        for _ in range(self.attempts):
            with concurrent.futures.ThreadPoolExecutor(self.concurrency) as pool:
                answers = list(pool.map(self.post, undelivered))
            taken |= {event["id"] for event, ok in zip(undelivered, answers) if ok}
            undelivered = [event for event, ok in zip(undelivered, answers)
                           if not ok and event["id"] not in taken]
            if not undelivered:
                break
        return taken, sorted({event["id"] for event in undelivered})

    def post(self, event):
        if self.delay_ms:
            time.sleep(self.chance.randrange(self.delay_ms + 1) / 1_000)
        body = body_of(event)
        request = urllib.request.Request(self.url, body, {
            "Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0",
            "Stripe-Signature": signature(self.secrets, body, int(time.time()))})
        status = self.status_of(request)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        return status.startswith("2")

    @staticmethod
    def status_of(request):
        try:
            with OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return str(answer.status)
        except urllib.error.HTTPError as error:
            return str(error.code)
        except OSError:
            return "none"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is a failure."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
