"""What the model remembers of an organization. Amounts are nano-units, times milliseconds."""

from bisect import insort

from stripe_books import StripeBooks
from top_ups import TopUps

FORGET_MS = 2_592_000_000
NEVER = float("inf")


class Lot:
    __slots__ = ("order", "grant_id", "kind", "left", "ended")

    def __init__(self, grant_id, kind, amount, expires_at, number):
        # Expiring soonest first, promotional before purchased, oldest first.
        ends = NEVER if expires_at is None else expires_at
        self.order = (ends, kind == "PURCHASED", number)
        self.grant_id, self.kind, self.left = grant_id, kind, amount
        self.ended = False  # its end has come and gone

    def __lt__(self, other):
        return self.order < other.order


class Key:
    def __init__(self, settings):
        self.settings = settings
        self.revoked = False
        self.open_holds = 0
        self.minute = self.requests = self.tokens = 0

    def enter(self, minute):
        if self.minute != minute:
            self.minute, self.requests, self.tokens = minute, 0, 0


class Budget:
    def __init__(self, scope, scope_id, period):
        self.scope, self.scope_id, self.period = scope, scope_id, period
        self.limit, self.percents = 0, ()
        self.in_force = True
        self.windows = {}  # number of the window -> [spent, held]
        self.alerted = {}  # number of the window -> percents already told

    def counts(self, window):
        found = self.windows.get(window)
        if found is None:
            found = self.windows[window] = [0, 0]
        return found


class Reservation:
    """Everything under one reservation_id. state: denied, open, expired, released, settled."""

    def __init__(self, state, at):
        self.state = state
        self.last_at = at  # denial, release, due time of expiry, or settlement
        self.content = None  # of the request; None where only an orphan used the id
        self.answer = None  # the request's (outcome, position)
        self.end = None  # (outcome, position) of what ended it
        self.held = 0  # all that was granted
        self.budgets = ()  # [(Budget, window)] in force at the grant


class Organization:
    def __init__(self, org_id):
        self.org_id = org_id
        self.exists = self.suspended = self.closed = False
        self.credit_line = self.balance = self.owed = self.held = 0
        self.lots = []  # in spending order
        self.keys = {}
        self.members = {}
        self.teams = set()  # that were not removed
        self.has_webhook = False
        self.budgets = {}  # (scope, scope_id, period) -> Budget
        self.reservations = {}
        # (kind of id, id) -> (content, outcome, position, log time); forgotten after 30 days
        self.passing_ids = {}
        self.lasting_ids = {}  # the same, never forgotten
        self.stripe = StripeBooks()
        self.top_ups = TopUps()

    @property
    def available(self):
        return self.balance + self.credit_line - self.held

    def seen(self, kind, an_id, at):
        found = self.lasting_ids.get((kind, an_id))
        if found is None:
            found = self.passing_ids.get((kind, an_id))
            if found is not None and at >= found[3] + FORGET_MS:
                del self.passing_ids[(kind, an_id)]
                return None
        return found

    def reservation(self, reservation_id, at):
        found = self.reservations.get(reservation_id)
        if found and found.state != "open" and at >= found.last_at + FORGET_MS:
            del self.reservations[reservation_id]
            return None
        return found

    # Money. Each answers the postings it made: (debit, credit, amount).

    def spend(self, amount, to):
        postings = []
        self.balance -= amount
        for lot in self.lots:
            if amount == 0:
                break
            part = min(lot.left, amount)
            if part:
                lot.left -= part
                amount -= part
                postings.append((self.account(lot.kind), to, part))
        if amount:
            self.owed += amount
            postings.append((f"owed:{self.org_id}", to, amount))
        self.lots = [lot for lot in self.lots if lot.left]
        return postings

    def top_up(self, lot, source):
        """Repays what is owed; the rest stays in the lot."""
        postings = []
        self.balance += lot.left
        repaid = min(self.owed, lot.left)
        if repaid:
            self.owed -= repaid
            lot.left -= repaid
            postings.append((source, f"owed:{self.org_id}", repaid))
        if lot.left:
            postings.append((source, self.account(lot.kind), lot.left))
            insort(self.lots, lot)
        return postings

    def give_back(self, payment, amount, source, number):
        """Credits of a payment: as any top-up, the rest to the payment's own lot."""
        lot = Lot(None, "PURCHASED", amount, None, number)
        postings = self.top_up(lot, source)
        if lot.left and payment.lot in self.lots:
            payment.lot.left += lot.left
            self.lots.remove(lot)
        elif lot.left:
            payment.lot = lot
        return postings

    def take_back(self, payment, amount, to):
        """From the payment's own lot first, then as any cost."""
        postings, own = [], payment.lot
        if amount and own in self.lots:
            part = min(own.left, amount)
            own.left -= part
            self.balance -= part
            amount -= part
            postings = [(self.account("PURCHASED"), to, part)]
        return postings + self.spend(amount, to)

    def forfeit(self, lot):
        """What the ended lot loses now: (amount, postings)."""
        amount = min(lot.left, max(0, self.available))
        if amount == 0:
            return 0, []
        lot.left -= amount
        self.balance -= amount
        to = "revenue:breakage" if lot.kind == "PURCHASED" else "expense:promotion"
        self.lots = [other for other in self.lots if other.left]
        return amount, [(self.account(lot.kind), to, amount)]

    def account(self, kind):
        return f"credits:{kind.lower()}:{self.org_id}"
