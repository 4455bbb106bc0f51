"""Events with a right signature that cannot be believed, and why."""

import json

from shop import Payment, event, movement, new_id
from shop_books import customer, payout

HUGE = 10**18  # its nano-units leave 64 bits
UNREAD = "unread"  # it has no id of its own


def wrong(event_, path, value):
    """The event with another value at a path of names; without that member for `...`."""
    *way, last = path.split(".")
    place = event_
    for name in way:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return event_


def of_payment(org, amount):
    payment = Payment(org=org, amount=amount)
    return payment.intent()


def amounts(org):
    """Each in the events that pay by it: (what, event, reason)."""
    for value, reason in [
            (-1, "wrong_amount"), ("10400", "wrong_amount"), (104.5, "wrong_amount"),
            ([], "wrong_amount"), ({}, "wrong_amount"), (True, "wrong_amount"),
            (HUGE, "amount_too_large"), (10**30, "amount_too_large"),
            (-(10**30), "amount_too_large")]:
        yield f"intent of {value}", of_payment(org, value), reason
        yield f"session of {value}", Payment(org=org, amount=value).session(), reason
        yield f"charge of {value}", Payment(org=org, amount=value).charge(), reason
        yield f"refund of {value}", Payment(org=org).refund(value), reason
        yield f"dispute of {value}", Payment(org=org).dispute("created", "lost", value), reason
    spelled = json.dumps(of_payment(org, 10400))
    for text in ("1.04e4", "10400.0", "10400.00000000000000000001", "-0.0", "1E400"):
        body = spelled.replace("10400", text).encode()
        yield f"intent of {text}", body, "wrong_amount"


def currencies(org):
    for currency, amount, reason in [
            ("eur", 10400, "wrong_currency"), ("jpy", 10400, "wrong_currency"),
            ("kwd", 10400, "wrong_currency"), ("kwd", 10401, "wrong_exponent"),
            ("isk", 10400, "wrong_currency"), ("isk", 10450, "wrong_exponent"),
            ("ugx", 10401, "wrong_exponent"), ("usdc", 10400, "wrong_currency"),
            ("USD", 10400, "wrong_currency"), ("", 10400, "wrong_currency")]:
        name = f"{amount} {currency}"
        payment = Payment(org=org, amount=amount, currency=currency)
        yield f"intent of {name}", payment.intent(), reason
        yield f"session of {name}", payment.session(), reason
        yield f"charge of {name}", payment.charge(), reason
        yield f"refund of {name}", payment.refund(amount), reason


def forms(org):
    def paid():
        return Payment(org=org).intent()

    def moved(**wrong_members):
        said = movement("charge", 10400, 332)
        return Payment(org=org).charge("updated", transaction={**said, **wrong_members})

    yield "no id of the payment", wrong(paid(), "data.object.id", ...), "missing_id"
    yield "an empty id", wrong(paid(), "data.object.id", ""), "missing_id"
    yield "an id with a space", wrong(paid(), "data.object.id", "pi 1"), "missing_id"
    yield "an id too long", wrong(paid(), "data.object.id", "pi_" + "1" * 200), "missing_id"
    yield "an id that is a number", wrong(paid(), "data.object.id", 7), "not_an_event"
    yield "no amount", wrong(wrong(paid(), "data.object.amount", ...),
                             "data.object.amount_received", ...), "wrong_amount"
    yield "no object", wrong(paid(), "data.object", ...), "not_an_event"
    yield "no data", wrong(paid(), "data", ...), "not_an_event"
    yield "an object that is a list", wrong(paid(), "data.object", []), "not_an_event"
    yield "another kind of object", wrong(paid(), "data.object.object", "charge"), "not_an_event"
    yield "no livemode", wrong(paid(), "livemode", ...), "not_an_event"
    yield "livemode as text", wrong(paid(), "livemode", "false"), "not_an_event"
    yield "no time", wrong(paid(), "created", ...), "not_an_event"
    yield "a time as text", wrong(paid(), "created", "1700000000"), "not_an_event"
    yield "a refund of nothing known", wrong(wrong(Payment().refund(100), "data.object.charge",
                                                   None), "data.object.payment_intent", None
                                             ), "missing_id"
    yield "a refund without id", wrong(Payment().refund(100), "data.object.id", None), "missing_id"
    yield "a fee of text", moved(fee="332"), "wrong_amount"
    yield "a net that is another", moved(net=10400), "wrong_amount"
    yield "a movement in euros", moved(currency="eur"), "wrong_currency"
    yield "a customer without id", wrong(customer("created", "x", org), "data.object.id",
                                         None), "missing_id"
    yield "a payout of text", payout("paid", "100", new_id("po")), "wrong_amount"
    yield "another account's", event("payment_intent.succeeded", paid()["data"]["object"],
                                     account="acct_other"), "other_account"


def twice(org):
    """A name that decides stands twice."""
    text = json.dumps(Payment(org=org).intent())
    return text.replace('"amount_received": 10400',
                        '"amount_received": 10400, "amount_received": 1').encode()


def texts(org):
    """Without a name of their own, so that they have their text's: (what, body, reason)."""
    payment = Payment(org=org)
    yield "words", b"hello", "not_json"
    yield "half an event", json.dumps(payment.intent()).encode()[:-9], "not_json"
    yield "a form", b"amount=10400&currency=usd", "not_json"
    yield "a list", b"[]", "not_an_event"
    yield "a number", b"10400", "not_an_event"
    yield "nested deeply", b'{"a":' * 5000 + b"1" + b"}" * 5000, "not_json"
    yield "no id", json.dumps(wrong(payment.intent(), "id", ...)).encode(), "missing_id"
    yield "an id with a space", json.dumps({**payment.intent(), "id": "evt 1"}).encode(), None
    yield "nothing at all", b"{}", None


def rows(org):
    """All with an id of their own: (what, event or body, reason)."""
    yield from amounts(org)
    yield from currencies(org)
    yield from forms(org)
    yield "an amount twice", twice(org), "not_json"
