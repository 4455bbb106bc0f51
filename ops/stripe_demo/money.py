"""Amounts: whole nano-dollars, as the ledger counts them, and Stripe's cents."""

CENT = 10_000_000
DOLLAR = 100 * CENT


def text_of(nano):
    """As the API takes them: "12.345678901"."""
    sign = "-" if nano < 0 else ""
    return f"{sign}{abs(nano) // DOLLAR}.{abs(nano) % DOLLAR:09}"


def nano_of(text):
    whole, _, part = text.lstrip("-").partition(".")
    nano = int(whole) * DOLLAR + int(part.ljust(9, "0"))
    return -nano if text.startswith("-") else nano


def shown(nano):
    """As people read the ledger's: all nine decimals."""
    sign = "-" if nano < 0 else ""
    return f"{sign}{abs(nano) // DOLLAR:,}.{abs(nano) % DOLLAR:09}"


def cents(amount):
    """As people read Stripe's."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02}"


def share(amount, part, whole):
    """amount * part / whole, half to even."""
    down, rest = divmod(amount * part, whole)
    return down + (rest * 2 > whole or (rest * 2 == whole and down % 2))
