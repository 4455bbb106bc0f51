"""Balance transactions, and the balance that is their sum."""

from .world import DAY

CURRENCY = "usd"
# What a minor unit of a currency is worth in the account's: a numerator, a denominator.
RATES = {"usd": (1, 1), "eur": (11, 10), "gbp": (13, 10)}
CHARGE_DAYS_PENDING = 2


def settled(amount, currency):
    """In the account's own currency, half away from zero."""
    over, under = RATES[currency]
    return (abs(amount) * over * 2 + under) // (under * 2) * (1 if amount >= 0 else -1)


def processing_fee(amount):
    """2.9 % and 30 cents."""
    return (amount * 29 + 500) // 1_000 + 30


def fee_details(fee, description):
    if not fee:
        return []
    return [{"amount": fee, "application": None, "currency": CURRENCY, "description": description,
             "type": "stripe_fee"}]


def book(world, type, category, amount, source=None, currency=CURRENCY, fee=0, description=None,
         fee_name="Stripe processing fees", days_pending=0):
    """A balance transaction; `amount` is in `currency`, `fee` in the account's."""
    over, under = RATES[currency]
    in_ours = settled(amount, currency)
    available_on = world.now
    if days_pending:
        available_on = (world.now // DAY + days_pending) * DAY
    transaction = world.add({
        "id": world.ids.new("txn"), "object": "balance_transaction", "amount": in_ours,
        "available_on": available_on, "balance_type": "payments", "created": world.now,
        "currency": CURRENCY, "description": description,
        "exchange_rate": None if currency == CURRENCY else over / under, "fee": fee,
        "fee_details": fee_details(fee, fee_name), "net": in_ours - fee,
        "reporting_category": category, "source": source,
        "status": "pending" if days_pending else "available", "type": type})
    if days_pending:
        world.later(available_on - world.now, lambda: become_available(world, transaction))
    return transaction


def become_available(world, transaction):
    transaction["status"] = "available"
    # The last of those that become available together speaks for all of them.
    if not any(other["status"] == "pending" and other["available_on"] <= world.now
               for other in world.all("balance_transaction")):
        world.emit("balance.available", balance(world))
        proceed(world)


def proceed(world):
    """Refunds that waited for funds go on, the oldest first, as far as these last."""
    while world.waiting and world.waiting[0](world):
        world.waiting.pop(0)


def net(world, status):
    return sum(transaction["net"] for transaction in world.objects["balance_transaction"].values()
               if transaction["status"] == status)


def part(amount):
    return [{"amount": amount, "currency": CURRENCY, "source_types": {"card": amount}}]


def balance(world):
    return {"object": "balance", "available": part(net(world, "available")),
            "connect_reserved": [{"amount": 0, "currency": CURRENCY}], "livemode": False,
            "pending": part(net(world, "pending"))}


def adjust(world, amount, type="adjustment", category="other_adjustment", description=None):
    """Stripe itself gives or takes, for no charge, refund or dispute: a fee, a correction."""
    return book(world, type, category, amount, description=description)
