"""One account of Stripe's: its objects, its events, its clock."""

import collections
import copy
import heapq

from .ids import Ids
from .refused import missing

START = 1769904000  # 2026-02-01T00:00:00Z
API_VERSION = "2026-08-26.dahlia"
DAY = 86_400
EVENT_DAYS_KEPT = 30


class World:
    def __init__(self, seed=1, now=START, api_version=API_VERSION):
        self.ids = Ids(seed)
        self.now = now
        self.api_version = api_version
        self.objects = collections.defaultdict(dict)  # by kind, then id; oldest first
        self.kind_of = {}
        self.events = []
        self.due = []  # heap of (time, number, what happens)
        self.tasks = 0
        self.request = {"id": None, "idempotency_key": None}
        # What Stripe knows and does not show.
        self.cards = {}        # payment method: name in cards.CARDS
        self.sessions = {}     # checkout session: what its payment will be made of
        self.listeners = {}    # payment intent: who is told when it has succeeded or failed
        self.paid_out = {}     # balance transaction: automatic payout that contains it
        self.delivered = set()  # ids of events that a receiver has taken
        self.waiting = []      # what goes on with refunds that wait for funds, in order

    def add(self, object):
        kind = object["object"]
        self.objects[kind][object["id"]] = object
        self.kind_of[object["id"]] = kind
        return object

    def get(self, kind, id, param="id", status=404):
        if id not in self.objects[kind]:
            raise missing(kind, id, param, status)
        return self.objects[kind][id]

    def find(self, id):
        """The object of any kind with this id, or None."""
        return self.objects[self.kind_of[id]][id] if id in self.kind_of else None

    def all(self, kind):
        return list(self.objects[kind].values())

    def emit(self, type, object, previous=None):
        """An event with the object as it is at this moment."""
        data = {"object": copy.deepcopy(object)}
        if previous is not None:
            data["previous_attributes"] = previous
        self.events.append(self.add({
            "id": self.ids.new("evt"), "object": "event", "api_version": self.api_version,
            "created": self.now, "data": data, "livemode": False, "pending_webhooks": 1,
            "request": dict(self.request), "type": type}))

    def change(self, type, object, **members):
        """Sets members, and emits the event with what they were before."""
        previous = {name: object.get(name) for name in members}
        object.update(members)
        self.emit(type, object, copy.deepcopy(previous))

    def later(self, seconds, happens):
        self.tasks += 1
        heapq.heappush(self.due, (self.now + seconds, self.tasks, happens))

    def advance(self, seconds):
        """Lets time pass, and what is due in it happen, in order and at its time."""
        self.request = {"id": None, "idempotency_key": None}
        end = self.now + seconds
        while self.due and self.due[0][0] <= end:
            self.now, _, happens = heapq.heappop(self.due)
            happens()
        self.now = end

    def kept_events(self):
        return [event for event in self.events
                if event["created"] >= self.now - EVENT_DAYS_KEPT * DAY]
