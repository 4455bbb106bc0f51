"""The same content written otherwise: lists in another order and with repeats, defaults said."""

from catalogue import CLASSES

DEFAULTS = {
    "organization_created": {"credit_line_nano": 0},
    "budget_set": {"alert_percents": [50, 80, 100]},
    "reservation_requested": {"ttl_ms": 600_000, "estimated_tokens": 0},
    "reservation_increased": {"estimated_tokens": 0, "extend_ms": 0},
    "key_rotated": {"grace_ms": 0},
    "plan_defined": {"free_credits_nano": 0},
}
# Their order still counts in the program, against the contract: see test_stripe_model.py.
STRIPE_LISTS = ("refunds", "disputes", "transaction_ids")


def respelt(world, kind, payload):
    """A copy of a drawn payload that means the same."""
    other = dict(payload)
    for name, value in DEFAULTS.get(kind, {}).items():
        if other.get(name) in (None, [], value) and world.chance(0.7):
            other[name] = value
    for name, value in other.items():
        if type(value) is list and value and name not in STRIPE_LISTS:
            other[name] = mixed(world, value)
        elif name in ("usage", "max_usage"):
            other[name] = said(world, value)
    return other


def mixed(world, items):
    """Shuffled; plain items perhaps twice; objects written otherwise, too."""
    items = [price_entry(world, item) if type(item) is dict else item for item in items]
    if type(items[0]) is not dict and world.chance(0.5):
        items.append(world.rng.choice(items))
    world.rng.shuffle(items)
    return items


def price_entry(world, entry):
    """A model's prices, or one rate; what was left out has one spelling."""
    if "reason" in entry:
        return entry
    if "rates" in entry:
        return entry | {"rates": mixed(world, entry["rates"])}
    defaults = {"service_tier": "STANDARD", "above_input_tokens": 0}
    return (defaults if world.chance(0.3) else {}) | entry


def said(world, usage):
    """A usage with classes of 0 and the tier STANDARD said."""
    zero = {name: 0 for name in world.rng.sample(CLASSES, 3)}
    return zero | {"service_tier": "STANDARD"} | usage if world.chance(0.7) else usage
