"""What was said of one payment at Stripe, and what the books must say of it.

Facts are maxima, minima and sets: neither order nor repetition matters. Amounts are nano-units.
"""

from copy import deepcopy

from stripe_catalogue import (
    DISPUTE_FUNDS, DISPUTE_STATUS, PAYMENT_STATUS, PURPOSE, REFUND_STATUS, rank,
)  # fmt: skip

WHOLE_BPS = 10_000
SUCCEEDED = rank(PAYMENT_STATUS, "SUCCEEDED")
CANCELED_REFUND = rank(REFUND_STATUS, "CANCELED")
WITHDRAWN = rank(DISPUTE_FUNDS, "WITHDRAWN")
OPEN = {
    rank(DISPUTE_STATUS, name)
    for name in ("WARNING_NEEDS_RESPONSE", "WARNING_UNDER_REVIEW", "NEEDS_RESPONSE", "UNDER_REVIEW")
}
CREDITS, FEE, TAX, FEES, SUSPENSE = range(5)


def share(amount, part, whole):
    """amount * part / whole, half to even."""
    down, rest = divmod(amount * part, whole)
    return down + (2 * rest > whole or (2 * rest == whole and down % 2))


def most(known, said):
    return said if known is None or (said is not None and said > known) else known


def least(known, said):
    return said if known is None or (said is not None and said < known) else known


class Refund:
    def __init__(self):
        self.status, self.amount = 0, None

    def add(self, said):
        self.status = max(self.status, rank(REFUND_STATUS, said.get("refund_status")))
        self.amount = most(self.amount, said.get("amount_nano"))

    @property
    def back(self):
        return 0 if self.status >= CANCELED_REFUND else self.amount or 0


class Dispute:
    def __init__(self):
        self.status, self.funds, self.amount, self.moved = 0, 0, None, {}

    def add(self, said):
        self.status = max(self.status, rank(DISPUTE_STATUS, said.get("dispute_status")))
        self.funds = max(self.funds, rank(DISPUTE_FUNDS, said.get("dispute_funds")))
        self.amount = most(self.amount, said.get("amount_nano"))
        for moved in said.get("transactions", ()):
            known = self.moved.get(moved["transaction_id"], (None, None))
            self.moved[moved["transaction_id"]] = (
                most(known[0], moved["amount_nano"]), most(known[1], moved["fee_nano"]),
            )  # fmt: skip

    @property
    def back(self):
        if self.moved:
            return -sum(amount for amount, _ in self.moved.values())
        return (self.amount or 0) if self.funds == WITHDRAWN else 0

    @property
    def fees(self):
        return sum(fee for _, fee in self.moved.values())

    @property
    def frozen(self):
        waits = self.status in OPEN and not self.moved and not self.funds
        return (self.amount or 0) if waits else 0


class Payment:
    def __init__(self):
        self.purpose = 0
        self.latest = (False, 0, 0)  # what succeeded stays so; else the latest: (so, when, status)
        self.amount = self.tax = self.fee_bps = self.paid_at = self.told_at = None
        self.refunds, self.disputes = {}, {}
        self.top_ups = set()
        self.plan = self.plan_bps = None  # (the one in force, when), and its fee as it was then
        self.booked, self.frozen = (0, 0, 0, 0, 0), 0
        self.lot = None
        self.cleared = []  # by hand of what is in suspense: (offset, account, amount)
        self.counts = {}  # offset -> how much of it counts
        self.said = []

    def join(self, other):
        """What was told under another name of it."""
        for said in other.said:
            self.add(said)
        self.cleared = sorted(self.cleared + other.cleared)
        self.counts |= other.counts
        if self.plan_bps is None:
            self.plan, self.plan_bps = other.plan, other.plan_bps

    def add(self, said):
        self.said.append(said)
        status = rank(PAYMENT_STATUS, said.get("status"))
        if status:
            self.latest = max(self.latest, (status == SUCCEEDED, said["created"], status))
        self.purpose = max(self.purpose, rank(PURPOSE, said.get("purpose")))
        self.amount = most(self.amount, said.get("amount_nano"))
        self.tax = most(self.tax, said.get("tax_nano"))
        self.fee_bps = most(self.fee_bps, said.get("fee_bps"))
        self.paid_at = least(self.paid_at, said.get("paid_at"))
        self.told_at = least(self.told_at, said["created"])
        if "top_up_id" in said:
            self.top_ups.add(said["top_up_id"])
        for part in said.get("refunds", ()):
            self.refunds.setdefault(part["refund_id"], Refund()).add(part)
        for part in said.get("disputes", ()):
            self.disputes.setdefault(part["dispute_id"], Dispute()).add(part)

    def copy(self):
        """Of its own but for its lot."""
        return deepcopy(self, {id(self.lot): self.lot})

    @property
    def status(self):
        return self.latest[2]

    @property
    def at(self):
        """When it was paid; where nobody told, when its first news was made."""
        return self.told_at if self.paid_at is None else self.paid_at

    @property
    def paid(self):
        return (self.amount or 0) if self.status == SUCCEEDED else 0

    @property
    def back(self):
        return sum(part.back for part in (*self.refunds.values(), *self.disputes.values()))

    @property
    def fees(self):
        return sum(dispute.fees for dispute in self.disputes.values())

    def books_of_nobody(self):
        return (0, 0, 0, self.fees, self.paid - self.back), 0

    def books(self, fee_bps):
        """((credits, platform fee, tax, Stripe's fees, suspense), frozen credits)."""
        paid, back = self.paid, self.back
        gone = min(max(back, 0), paid)
        beyond = gone - back  # below 0: more went back than was paid
        purpose = PURPOSE[self.purpose - 1] if self.purpose else "CREDITS"
        if purpose == "INVOICE":
            return (0, 0, 0, self.fees, paid - back), 0
        tax = min(self.tax or 0, paid)
        bought = 0 if purpose == "PLAN" else share(paid - tax, WHOLE_BPS, WHOLE_BPS + fee_bps)
        asked = sum(dispute.frozen for dispute in self.disputes.values())
        credits, tax_left = left_of(bought, tax, gone, paid)
        frozen = credits - left_of(bought, tax, min(gone + asked, paid), paid)[0]
        fee = paid - gone - credits - tax_left
        return (credits, fee, tax_left, self.fees, beyond), frozen


def cleared_now(cleared, suspense):
    """{offset: how much of a clearing counts} where so much stands in suspense, oldest first."""
    counts = {}
    for offset, _, amount in cleared:
        part = min(amount, suspense) if amount > 0 else max(amount, suspense)
        counts[offset] = part if part * amount > 0 else 0
        suspense -= counts[offset]
    return counts


def left_of(bought, tax, gone, paid):
    """(credits, tax) that are left: tax goes in proportion, credits with what goes net of it."""
    if gone == 0:
        return bought, tax
    tax_gone = share(tax, gone, paid)
    return bought - share(bought, gone - tax_gone, paid - tax) if paid > tax else 0, tax - tax_gone
