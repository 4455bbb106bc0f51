"""The rules of Stripe's records: payments and what follows, the platform's own, plans, debts."""

from catalogue import content_of
from outcome import Outcome, fits, repeated
from stripe_catalogue import CUSTOMER_STATUS, NOBODYS, PAYOUT_STATUS, PLATFORMS, STRIPE, rank
from stripe_facts import CREDITS, FEE, FEES, SUCCEEDED, SUSPENSE, TAX, Payment, cleared_now, most

DEFAULT_FEE_BPS = 400
LATE_PLAN_MS = 35 * 86_400_000  # a plan told later leaves a payment's fee
BOOKED_MOST = 2**62  # in one account, of one payment
NOTHING = (0, 0, 0, 0, 0)
NEVER_SAID = float("-inf")
CLEARING = "stripe:clearing"
BOOKED = ((FEE, "revenue:platform_fee"), (TAX, "tax:payable"), (SUSPENSE, "suspense"))

# By which id a record is told apart, for ever.
STRIPE_IDS = {
    "stripe_payment_reported": "stripe_event_id",
    "stripe_payout_reported": "stripe_event_id",
    "stripe_customer_reported": "stripe_event_id",
    "stripe_event_noted": "stripe_event_id",
    "stripe_transaction_reported": "transaction_id",
    "stripe_object_assigned": "object_id",
    "suspense_cleared": "clearing_id",
    "top_up_requested": "top_up_id",
    "debt_written_off": "write_off_id",
}
# What one of Stripe's events said; that one was noted is something else.
ONE_EVENT = ("stripe_payment_reported", "stripe_payout_reported", "stripe_customer_reported")


class StripeRules:
    """Of Model: self.partition, self.offset, self.now."""

    def with_stripe_id(self, org, kind, given):
        an_id, content = given[STRIPE_IDS[kind]], content_of(kind, given)
        if kind in PLATFORMS and org.org_id != STRIPE:
            return Outcome("invalid_org_id")
        what = "event" if kind in ONE_EVENT else kind
        seen = org.seen(what, an_id, self.now)
        if seen:
            return repeated(seen, content)
        if not org.exists and not (org.org_id == STRIPE and kind in (*PLATFORMS, *NOBODYS)):
            return Outcome("denied_organization_unknown")
        held = org.held
        outcome = getattr(self, kind)(org, given)
        outcome.ended_hold = org.held < held  # a dispute's freeze is a hold, too
        if outcome.name in ("accepted", "denied_top_up"):
            org.lasting_ids[(what, an_id)] = (content, outcome.name, self.position, self.now)
        return outcome

    # Payments.

    def stripe_payment_reported(self, org, given):
        stripe = org.stripe
        name, other_name = stripe.names_of(given)
        payment = stripe.payments.get(name, Payment()).copy()
        other = stripe.payments.get(other_name, Payment())
        if other_name is not None:
            payment.join(other)
        payment.add(given)
        is_assigned = name in stripe.assigned or other_name in stripe.assigned
        postings = self.join(org, other, payment, *self.books_of(org, payment, is_assigned))
        if postings is None:
            return Outcome("invalid_amount_nano")
        if other_name is not None:
            stripe.rename(other_name, name)
        stripe.payments[name] = payment
        self.top_ups_told(org, payment, given.get("status"))
        return Outcome("accepted", postings=postings)

    def fee_of(self, org, payment):
        """The fee that counts for a payment now; plans that are told count up to 35 days."""
        if payment.fee_bps is not None or payment.status != SUCCEEDED:
            return payment.fee_bps or 0
        is_first = payment.plan_bps is None
        if is_first or self.now - payment.at <= LATE_PLAN_MS:
            before, payment.plan = payment.plan, (org.stripe.plan_at(payment.at), payment.at)
            if is_first or payment.plan != before:
                fee_bps = self.partition.shelf.fee_at(*payment.plan)
                payment.plan_bps = DEFAULT_FEE_BPS if fee_bps is None else fee_bps
        return payment.plan_bps

    def books_of(self, org, payment, is_assigned):
        if org.org_id == STRIPE:
            return (NOTHING, 0) if is_assigned else payment.books_of_nobody()
        return payment.books(self.fee_of(org, payment))

    def can_change(self, org, gained, froze):
        can_be = self.balance_can_be(org, org.balance + gained, -froze)
        return can_be and fits(org.held + froze)

    def join(self, org, other, payment, books, frozen):
        """As post, once what was booked under its other name is gone."""
        lost, thawed = -other.booked[CREDITS], -other.frozen
        fit = self.can_change(org, lost, thawed)
        if not fit or not self.can_post(org, payment, books, frozen, (lost, thawed)):
            return None
        other.cleared, other.counts = [], {}
        return self.post(org, other, NOTHING, 0) + self.post(org, payment, books, frozen)

    def post(self, org, payment, books, frozen):
        """Posts the difference to what is booked; None, and nothing, where it does not fit."""
        if not self.can_post(org, payment, books, frozen):
            return None
        org.held += frozen - payment.frozen
        postings = self.post_one(org, payment, books)
        postings += self.post_cleared(payment, books[SUSPENSE])
        payment.booked, payment.frozen = books, frozen
        return postings

    def can_post(self, org, payment, books, frozen, before=(0, 0)):
        """Step by step, after credits gained and frozen before."""
        if any(abs(part) > BOOKED_MOST for part in books):
            return False
        gained = before[0] + books[CREDITS] - payment.booked[CREDITS]
        return self.can_change(org, gained, before[1] + frozen - payment.frozen)

    def post_cleared(self, payment, suspense):
        """As much of what was cleared by hand as stands in suspense, no more and no less."""
        postings, counts = [], cleared_now(payment.cleared, suspense)
        for offset, account, _ in payment.cleared:
            change = counts[offset] - payment.counts.get(offset, 0)
            postings += moved("suspense", platform(account), change)
        payment.counts = counts
        return postings

    def suspense_cleared(self, org, given):
        an_id, amount, account = given["object_id"], given["amount_nano"], given["account"]
        if org.org_id == STRIPE:
            if org.stripe.is_payment(an_id):
                return Outcome("invalid_object_id")
            return self.movement_cleared(org.stripe.movements, an_id, amount, account)
        payment = org.stripe.payments.get(org.stripe.name_of(an_id))
        if payment is None:
            return Outcome("not_found")
        stands = payment.booked[SUSPENSE]
        if not is_part(amount, stands - sum(payment.counts.values())):
            return Outcome("invalid_amount_nano")
        payment.cleared.append((self.offset, account, amount))
        return Outcome("accepted", postings=self.post_cleared(payment, stands))

    def movement_cleared(self, movements, an_id, amount, account):
        if an_id not in movements:
            return Outcome("not_found")
        if not is_part(amount, movements[an_id]):
            return Outcome("invalid_amount_nano")
        movements[an_id] -= amount
        return Outcome("accepted", postings=moved("suspense", platform(account), amount))

    def post_one(self, org, payment, books):
        differences = [new - old for new, old in zip(books, payment.booked)]
        postings = self.post_credits(org, payment, differences[CREDITS])
        for place, account in BOOKED:
            postings += moved(CLEARING, account, differences[place])
        return postings + moved("expense:stripe_fees", CLEARING, differences[FEES])

    def post_credits(self, org, payment, amount):
        if amount > 0:
            return org.give_back(payment, amount, CLEARING, self.offset)
        return org.take_back(payment, -amount, CLEARING)

    def stripe_object_assigned(self, org, given):
        name = org.stripe.name_of(given["object_id"])
        org.stripe.assigned.add(name)
        payment = org.stripe.payments.get(name, Payment())
        return Outcome("accepted", postings=self.post(org, payment, NOTHING, 0))

    # The platform's.

    def stripe_payout_reported(self, org, given):
        payout = org.stripe.payouts.setdefault(given["payout_id"], [0, None, 0])
        payout[0] = max(payout[0], rank(PAYOUT_STATUS, given.get("status")))
        payout[1] = most(payout[1], given.get("amount_nano"))
        is_on_its_way = 0 < payout[0] < rank(PAYOUT_STATUS, "CANCELED")
        in_bank = (payout[1] or 0) if is_on_its_way else 0
        difference, payout[2] = in_bank - payout[2], in_bank
        return Outcome("accepted", postings=moved("bank", CLEARING, difference))

    def stripe_transaction_reported(self, org, given):
        category, amount, fee = given["category"], given["amount_nano"], given["fee_nano"]
        org.stripe.movements[given["transaction_id"]] = amount if category == "OTHER" else 0
        if category in ("DISPUTE", "DISPUTE_REVERSAL"):  # told with the dispute itself
            return Outcome("accepted")
        fee -= amount if category == "FEE" else 0
        postings = moved(CLEARING, "suspense", amount if category == "OTHER" else 0)
        postings += moved("expense:stripe_fees", CLEARING, fee)
        return Outcome("accepted", postings=postings)

    def stripe_event_noted(self, org, given):
        return Outcome("accepted")

    # Customers and plans.

    def stripe_customer_reported(self, org, given):
        stripe = org.stripe
        said = (NEVER_SAID, 0)
        if "customer_status" in given:
            said = (given["created"], rank(CUSTOMER_STATUS, given["customer_status"]))
        known = stripe.customers.setdefault(given["customer_id"], said)
        stripe.customers[given["customer_id"]] = max(known, said)
        if org.org_id == STRIPE or "plan_from" not in given:
            return Outcome("accepted")
        if given.get("plan") and given["plan"] not in self.partition.shelf.fees:
            return Outcome("accepted", flags=("unknown_plan",))
        subscription_id = given.get("subscription_id", "")
        said = (given["plan_from"], given["created"], given.get("plan", ""))
        stripe.tell_plan(subscription_id, *said)
        known = [
            (payment.at, an_id)
            for an_id, payment in stripe.payments.items()
            if payment.plan_bps is not None and payment.fee_bps is None
        ]
        postings = []
        for _, an_id in sorted(known):
            postings += self.count_plan(org, stripe.payments[an_id])
        return Outcome("accepted", postings=postings)

    def count_plan(self, org, payment):
        """What a plan that was told changes of a payment; what does not fit stays as it was."""
        before = payment.plan, payment.plan_bps
        postings = self.post(org, payment, *payment.books(self.fee_of(org, payment)))
        if postings is None:
            payment.plan, payment.plan_bps = before
        return postings or []

    def debt_written_off(self, org, given):
        amount = given["amount_nano"]
        if amount > org.owed:
            return Outcome("invalid_amount_nano")
        org.owed -= amount
        org.balance += amount
        written_off = ("expense:dispute_losses", f"owed:{org.org_id}", amount)
        return Outcome("accepted", postings=[written_off])


def is_part(amount, whole):
    return 0 < amount <= whole or whole <= amount < 0


def platform(account):
    """The account's name of what a clearing is to."""
    return account.lower().replace("_", ":", 1)


def moved(debit, credit, amount):
    """The posting of an amount that may be below 0; none of 0."""
    if amount == 0:
        return []
    return [(debit, credit, amount) if amount > 0 else (credit, debit, -amount)]
