"""Low balances, and when credits may be bought automatically."""

from outcome import Outcome
from stripe_catalogue import CUSTOMER_STATUS, PAYMENT_STATUS, rank

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
DEBIT_MS = 14 * DAY_MS  # a payment that is under way is waited for so long
FAILURES_MOST = 6  # the last that count
FAILED, CANCELED, SUCCEEDED = (
    rank(PAYMENT_STATUS, name) for name in ("FAILED", "CANCELED", "SUCCEEDED")
)
DELETED = rank(CUSTOMER_STATUS, "DELETED")


class TopUps:
    """Of one organization."""

    def __init__(self):
        self.set = None  # (threshold, amount or None, cap or None)
        self.told = False  # that the balance is low
        self.pending = None  # (top_up_id, asked at)
        self.is_told = False  # by Stripe, that its payment is under way
        self.asked = {}  # top_up_id -> its number
        self.failures = {}  # number -> failed at; those before a success are gone
        self.succeeded = -1  # the number of the last that did
        self.day, self.bought = None, 0

    def end(self, top_up_id, succeeded, at):
        number = self.asked.get(top_up_id)
        if number is None:
            return
        if self.pending and self.pending[0] == top_up_id:
            self.pending, self.is_told = None, False
        if succeeded:
            self.succeeded = max(self.succeeded, number)
            self.failures = {n: t for n, t in self.failures.items() if n > self.succeeded}
        elif number > self.succeeded:
            self.failures.setdefault(number, at)
            for gone in sorted(self.failures)[:-FAILURES_MOST]:
                del self.failures[gone]

    @property
    def retry_at(self):
        if not self.failures:
            return None
        wait = min(24, 2 ** (len(self.failures) - 1)) * HOUR_MS
        return self.failures[max(self.failures)] + wait


class TopUpRules:
    """Of Model: self.now."""

    def auto_top_up_set(self, org, given):
        names = ("threshold_nano", "amount_nano", "daily_cap_nano")
        org.top_ups.set = tuple(given.get(name) for name in names)
        org.top_ups.told = False
        return Outcome("accepted")

    def auto_top_up_removed(self, org, given):
        if org.top_ups.set is None:
            return Outcome("not_found")
        org.top_ups.set = None
        return Outcome("accepted")

    def is_low(self, org):
        return org.top_ups.set is not None and org.balance < org.top_ups.set[0]

    def low_balance(self, org):
        """[Outcome] where the balance has become low, as told once until it was not."""
        was_told, org.top_ups.told = org.top_ups.told, self.is_low(org)
        if was_told or not org.top_ups.told:
            return []
        return [Outcome("balance_low", self.top_up_detail(org))]

    def top_up_detail(self, org):
        threshold, amount, _ = org.top_ups.set
        return {"threshold_nano": threshold} | ({} if amount is None else {"amount_nano": amount})

    def top_up_requested(self, org, given):
        if org.suspended or org.closed:
            return Outcome("denied_organization_suspended")
        top_ups = org.top_ups
        if top_ups.set is None or top_ups.set[1] is None:
            return Outcome("not_found")
        _, amount, cap = top_ups.set
        if not self.is_low(org) or self.is_gone(org):
            return Outcome("denied_top_up")
        wait = DEBIT_MS if top_ups.is_told else DAY_MS
        retry_at = top_ups.pending[1] + wait if top_ups.pending else top_ups.retry_at
        if retry_at is not None and self.now < retry_at:
            return Outcome("denied_top_up", {"retry_at": retry_at})
        day = self.now // DAY_MS
        bought = top_ups.bought if top_ups.day == day else 0
        if cap is not None and bought + amount > cap:
            return Outcome("denied_top_up", {"retry_at": (day + 1) * DAY_MS})
        if top_ups.pending:
            top_ups.end(*top_ups.pending[:1], False, top_ups.pending[1])
        top_ups.day, top_ups.bought = day, bought + amount
        top_ups.asked[given["top_up_id"]] = len(top_ups.asked)
        top_ups.pending = (given["top_up_id"], self.now)
        return Outcome("accepted", self.top_up_detail(org))

    def is_gone(self, org):
        """Every customer of it that was told of."""
        customers = org.stripe.customers.values()
        return bool(customers) and all(status == DELETED for _, status in customers)

    def top_up_failed(self, org, given):
        org.top_ups.end(given["top_up_id"], False, self.now)
        return Outcome("accepted")

    def top_ups_told(self, org, payment, status):
        """By an event of a payment that says this of how it ended, with what is known of it; which
        top-ups it is of, any may have told."""
        known, pending = payment.status, org.top_ups.pending
        has_failed = {known, rank(PAYMENT_STATUS, status)} & {FAILED, CANCELED}
        for top_up_id in payment.top_ups:
            if known == SUCCEEDED:
                org.top_ups.end(top_up_id, True, self.now)
            elif has_failed:
                org.top_ups.end(top_up_id, False, self.now)
            elif known and pending and pending[0] == top_up_id:
                org.top_ups.is_told = True
