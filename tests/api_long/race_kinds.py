"""Every kind of race."""

from race_ids import End, OneId
from race_limits import Limit


def kinds_of(chance, count):
    """So many, of every kind alike."""
    named = [(Limit, name) for name in Limit.CODES] + [
        (OneId, name) for name in ("id", "idempotency-key", "usage")] + [
        (End, name) for name in ("end", "expiry")]
    return [kind(name, chance) for kind, name in (named[i % len(named)] for i in range(count))]
