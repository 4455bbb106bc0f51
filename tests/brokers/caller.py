"""A gateway that never gives up: what is not answered is sent again, with the same ids."""

import time

from load import opening, reservation

MOST_ON_THEIR_WAY = 150  # as much as a pipe takes, so that feeding never waits


class Caller:
    """Reservations with unique ids, fed to an `apply` that may die at any moment."""

    def __init__(self, ledger, name, orgs):
        self.ledger, self.name, self.orgs = ledger, name, orgs
        self.node = None
        self.count = 0
        self.waiting = {}   # event_id: record, in the order they were first sent
        self.answered = {}  # event_id: (outcome, reservation_id or None)
        self.resent = 0
        self.statuses = []  # of every apply that ended by itself while something was waiting
        self.last_answer = 0.0

    def start(self):
        """Starts an apply, and sends it all that is waiting."""
        self.node = self.ledger.node(self.name, "apply")
        self.resent += len(self.waiting)
        return self.node.feed(self.waiting.values())

    def send(self, records):
        for record in records:
            self.waiting[record["event_id"]] = record
        self.node.feed(records)

    def open_organizations(self):
        self.send([record for org in self.orgs for record in opening(org)])

    def reserve_some(self, count):
        for _ in range(min(count, MOST_ON_THEIR_WAY - len(self.waiting))):
            org = self.orgs[self.count % len(self.orgs)]
            self.send([reservation(org, f"{self.name}-{self.count}")])
            self.count += 1

    def take_answers(self):
        for line in self.node.answers():
            record = self.waiting.pop(line.get("event_id"), None)
            if record is None:
                continue  # of time, or answered before
            self.answered[line["event_id"]] = (line["outcome"], line.get("reservation_id"))
            self.last_answer = time.monotonic()

    def is_away(self):
        """True where its apply ended, of itself or killed; what it printed is taken."""
        self.take_answers()
        if self.node.is_alive():
            return False
        status = self.node.wait()
        self.take_answers()
        if status != -9:
            self.statuses.append((status, self.node.said))
        return True

    def work(self, seconds, at=None, act=None):
        """Reserves for so long; `act` is done once, `at` seconds from the beginning."""
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            if act and time.monotonic() >= began + at:
                act, _ = None, act()
            self.take_answers()
            if self.node.is_alive():
                self.reserve_some(5)
            time.sleep(0.005)
        if act:  # a machine that was busy elsewhere
            act()

    def finish(self, seconds=90):
        """Until everything is answered, by as many processes as that takes."""
        deadline = time.monotonic() + seconds
        while True:
            away = self.is_away()
            if not self.waiting:
                break
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.waiting)} records unanswered after {seconds} s: "
                                     f"{self.statuses[-1:]}, {self.node.said}")
            if away:
                self.start()
            time.sleep(0.005)
        if away:
            return
        self.node.process.stdin.close()
        status = self.node.wait()
        if status != 0:
            raise AssertionError(f"{self.name} ended with {status}: {self.node.said}")


def lost_or_doubled(caller, published):
    """What is not so: each reservation that was answered is granted on the topic, once."""
    granted = {}
    for lines in published:
        for line in lines:
            if line.name == "granted":
                number = line.said["reservation_id"]
                granted[number] = granted.get(number, 0) + 1
    told = {number: outcome for outcome, number in caller.answered.values() if number}
    return [f"{number} was answered {told.get(number)}, granted {granted.get(number, 0)} times"
            for number in {*told, *granted}
            if told.get(number) not in ("granted", "exists") or granted.get(number) != 1]
