"""What the generator draws from: a clock that likes boundaries, few ids, few names."""

import base64
import hashlib
import heapq

from calendar_utc import MINUTE_MS, partition_of, window_of
from strict_json import DAY_MS, time_text

START_MS = 1_767_222_000_000  # 2025-12-31T23:00:00Z: a day, a month and a year end soon
FORGET_MS = 2_592_000_000
NANO = 1_000_000_000
MODELS = ["gpt-a", "claude-b", "m/c:1", "free"]
TAGS = ["red", "blue", "a=b", "~z"]
USERS = ["u1", "u2"]
TEAMS = ["t1", "t2"]


def some(world, payload, share, name, draw):
    """Adds a field that may be left out."""
    if world.chance(share):
        payload[name] = draw()
    return payload


class World:
    """One run's clock, organizations and what was sent lately."""

    def __init__(self, rng):
        self.rng = rng
        self.now = START_MS
        self.marks = []  # times at which something should fall due
        self.era = 0
        self.count = 0  # of ids made
        self.top_ups = 0  # asked for
        self.movements = []  # of Stripe's balance, in suspense: (transaction_id, amount)
        self.sent = []  # (org, kind, payload, event_id, at) of late
        self.event_ids = []
        self.open = []  # (org, reservation_id, amount) of late
        self.orgs = []
        self.new_era()

    def new_era(self):
        """New organizations: the first two lie in one partition."""
        self.era += 1
        self.orgs = [f"o{self.era}-a"]
        number = 0
        while len(self.orgs) < 2:
            name = f"o{self.era}-{number}"
            number += 1
            if partition_of(name) == partition_of(self.orgs[0]):
                self.orgs.append(name)
        self.orgs += [f"O{self.era}.x:{n}" for n in range(3)]
        self.open.clear()
        self.wild = self.chance(0.2)  # whether amounts of Stripe's are often extreme

    # Chance.

    def chance(self, share):
        return self.rng.random() < share

    def pick(self, *choices):
        return self.rng.choice(choices)

    def org(self):
        if self.chance(0.01):
            return f"none-{self.rng.randint(1, 3)}"
        return self.rng.choice(self.orgs)

    def key_id(self):
        return self.pick(*["k1", "k2"] * 5, *["k3", "k4"] * 2, "k5")

    def new_id(self, letter):
        """Mostly a new id, often one of the last few."""
        if self.chance(0.7):
            self.count += 1
        return f"{letter}{max(0, self.count - int(self.rng.expovariate(1.0)) * self.chance(0.5))}"

    def event_id(self):
        if self.event_ids and self.chance(0.02):
            return self.rng.choice(self.event_ids)
        return f"{self.rng.getrandbits(128):032x}"

    def sha256(self):
        digest = hashlib.sha256(bytes([self.rng.randint(0, 3)])).digest()
        return base64.b64encode(digest).decode()

    def amount(self, scale=NANO):
        return self.pick(
            0, 1, scale, scale // 2, self.rng.randint(0, scale), self.rng.randint(0, scale // 10)
        )

    def remember_open(self, org, reservation_id, amount):
        self.open.append((org, reservation_id, amount))
        if len(self.open) > 40:
            del self.open[:20]

    def late_reservation(self, org):
        """(reservation_id, amount) of a request of late, mostly of this organization."""
        for _ in range(12):
            if self.open:
                owner, reservation_id, amount = self.open[-1 - self.backward(len(self.open))]
                if owner == org:
                    if self.chance(0.6):
                        self.open.remove((owner, reservation_id, amount))
                    return reservation_id, amount
        return self.new_id("r"), 1000

    def backward(self, size):
        return min(size - 1, int(self.rng.expovariate(0.2)))

    # Time.

    def mark(self, at):
        if len(self.marks) < 5000:
            heapq.heappush(self.marks, at)

    def step(self, scale, jumps, horizon):
        """Lets time go on; answers the next record's `at`."""
        while self.marks and self.marks[0] < self.now:
            heapq.heappop(self.marks)
        draw = self.rng.random()
        if draw < 0.15:
            return self.now
        if draw < 0.19:
            return self.now - self.rng.randint(1, 5000)
        if draw < 0.27 and self.marks and self.marks[0] + 1 - self.now <= horizon:
            self.now = max(self.now, self.marks[0] + self.pick(-1, 0, 0, 1))
            return self.now
        if draw < 0.27 + jumps:
            self.now = max(self.now, self.boundary(horizon) + self.pick(-1, 0, 0, 1, 500))
            return self.now
        self.now += int(self.rng.expovariate(1 / scale))
        return self.now

    def boundary(self, horizon):
        ends = [(self.now // MINUTE_MS + 1) * MINUTE_MS]
        ends += [window_of(period, self.now)[1] for period in ("DAILY", "WEEKLY", "MONTHLY")]
        ends = [end for end in ends if end - self.now <= horizon] or ends[:1]
        return self.rng.choice(ends)

    def time(self, at):
        """`at` in one of the ways to write it."""
        draw = self.rng.random()
        if draw < 0.9:
            return time_text(at)
        if draw < 0.93:
            return time_text(at + 5_400_000)[:-1] + "+01:30"
        if draw < 0.96:
            return time_text(at)[:-1] + str(self.rng.randint(0, 10**6)) + "Z"
        if draw < 0.98:
            return time_text(at - 28_800_000)[:-1] + "-08:00"
        if at % 1000 == 0:
            return time_text(at)[:-5] + "Z"
        return time_text(at)[:-1] + "-00:00"

    def later(self):
        """A time for something to end at, often soon."""
        distance = self.pick(1, 1000, 5000, MINUTE_MS, 3_600_000, DAY_MS, 40 * DAY_MS)
        at = self.now + self.rng.randint(1, distance)
        self.mark(at)
        return at
