"""What an organization may be granted, by a plain account: the log's order, and sums."""

from dataclasses import dataclass, field
from decimal import Decimal

NANO = 1_000_000_000


def amount_text(nano):
    """As the API writes it."""
    return f"{Decimal(nano) / NANO:f}"


def nano_of(text):
    return int(Decimal(text) * NANO)


@dataclass
class Call:
    """`what`: reserve, increase, settle or release; `amount` in nano-units, a cost if settled."""
    what: str
    reservation_id: str
    amount: int = 0
    tokens: int = 0


@dataclass
class Hold:
    amount: int
    tokens: int
    open: bool = True


@dataclass
class Account:
    """One organization with one key, of which no limit is None that is not checked."""
    balance: int
    requests_per_minute: int = None
    tokens_per_minute: int = None
    parallel_requests: int = None
    budget: int = None
    spent: int = 0
    requests: int = 0
    tokens: int = 0
    holds: dict = field(default_factory=dict)

    @property
    def held(self):
        return sum(hold.amount for hold in self.holds.values() if hold.open)

    @property
    def open_holds(self):
        return sum(hold.open for hold in self.holds.values())

    def open_ids(self):
        return [name for name, hold in self.holds.items() if hold.open]

    def refusal(self, call):
        """The code of the first check that fails; "" if none does."""
        if call.what == "release" or call.what == "settle":
            return "" if self.holds[call.reservation_id].open else "conflict"
        if call.what == "increase" and not self.holds[call.reservation_id].open:
            return "conflict"
        reserves, limits = call.what == "reserve", [
            ("rate_limit_exceeded", self.requests_per_minute, self.requests, 1),
            ("tpm_limit_exceeded", self.tokens_per_minute, self.tokens, call.tokens),
            ("parallel_limit_exceeded", self.parallel_requests, self.open_holds, 1),
            ("budget_exceeded", self.budget, self.spent + self.held, call.amount),
            ("insufficient_credits", self.balance, self.held, call.amount)]
        of_reservations_alone = ("rate_limit_exceeded", "parallel_limit_exceeded")
        for code, limit, used, more in limits:
            checked = limit is not None and (reserves or code not in of_reservations_alone)
            if checked and used + more > limit:
                return code
        return ""

    def take(self, call):
        """What nothing refuses."""
        if call.what == "reserve":
            self.holds[call.reservation_id] = Hold(call.amount, call.tokens)
            self.requests += 1
            self.tokens += call.tokens
            return
        hold = self.holds[call.reservation_id]
        if call.what == "increase":
            hold.amount += call.amount
            hold.tokens += call.tokens
            self.tokens += call.tokens
            return
        hold.open = False
        if call.what == "settle":
            self.balance -= call.amount
            self.spent += call.amount
            self.tokens += call.tokens - hold.tokens

    def judge(self, calls, answers):
        """Each answer, in the order of the log, is what the rules say at its place."""
        by_offset = sorted(zip(calls, answers), key=lambda pair: pair[1].offset)
        offsets = {answer.offset for answer in answers}
        assert len(offsets) == len(answers), "two decisions have one position"
        for call, answer in by_offset:
            expected = self.refusal(call)
            assert answer.code == expected, f"{call}: {answer}, not {expected}; {self}"
            if expected:
                continue
            self.take(call)
            available = nano_of(answer.json["available"])
            assert available == self.balance - self.held, f"{call}: {answer}; {self}"
