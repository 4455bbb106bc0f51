"""Price books: which is in force, what a call costs."""

from bisect import bisect_right, insort

from catalogue import CLASSES

INPUT_CLASSES = (
    "input_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens",
    "input_audio_tokens", "input_image_tokens",
)  # fmt: skip


class Book:
    """One published version; rates by model, class and tier as (threshold, price)."""

    def __init__(self, given):
        self.version = given["version"]
        self.effective_from = given["effective_from"]
        self.models = {}
        for entry in given["models"]:
            tiers = self.models[entry["model"]] = {}
            for rate in entry["rates"]:
                slot = (rate["token_class"], rate.get("service_tier", "STANDARD"))
                threshold = rate.get("above_input_tokens", 0)
                tiers.setdefault(slot, []).append((threshold, rate["price_e18"]))


FORMER_FEES_MOST = 100


class Shelf:
    """The books published in one partition, by effective_from, then as they came."""

    def __init__(self):
        self.order = []
        self.versions = {}  # version: (content, outcome, position)
        self.free_credits = {}  # by plan, as defined last
        self.fees = {}  # by plan: [(since, basis points)]

    def publish(self, book):
        insort(self.order, (book.effective_from, len(self.order), book))

    def define_fee(self, plan, at, fee_bps):
        """Of those of one time the last counts, but for what was before the first of all."""
        known = self.fees.setdefault(plan, [])
        if known and known[-1][1] == fee_bps:
            return
        if len(known) > 1 and known[-1][0] == at:
            known.pop()
        known.append((at, fee_bps))
        del known[: -1 - FORMER_FEES_MOST]

    def fee_at(self, plan, at):
        """Basis points; None for a plan that nobody defined."""
        known = self.fees.get(plan)
        if known is None:
            return None
        return next((fee for since, fee in reversed(known) if since <= at), known[0][1])

    def in_force(self, at):
        place = bisect_right(self.order, (at, float("inf")))
        return self.order[place - 1][2] if place else None


def rate_of(tiers, name, tier, whole_input):
    for wanted in (tier, "STANDARD"):
        # A threshold of 0 is none: the rate counts for a call without input, too.
        fitting = [
            (threshold, price)
            for threshold, price in tiers.get((name, wanted), ())
            if threshold < whole_input or threshold == 0
        ]
        if fitting:
            return max(fitting)[1]
    return None


def cost_of(book, model, usage):
    """The cost in nano-units, half to even; None where there is no price."""
    tiers = book.models.get(model) if book else None
    if tiers is None:
        return None
    whole_input = sum(usage.get(name, 0) for name in INPUT_CLASSES)
    total = 0  # of 1e-21
    for name in CLASSES:
        count = usage.get(name, 0)
        if count == 0:
            continue
        price = rate_of(tiers, name, usage.get("service_tier", "STANDARD"), whole_input)
        if price is None:
            return None
        total += count * price * (1 if name == "seconds_milli" else 1000)
    whole, rest = divmod(total, 10**12)
    return whole + (2 * rest > 10**12 or (2 * rest == 10**12 and whole % 2))
