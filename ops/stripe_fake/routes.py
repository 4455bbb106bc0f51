"""The API: what is asked for by which method and path."""

import re

from . import checkout, disputes, funds, lists, methods, payments, payouts, prices, refunds
from . import subscriptions
from .refused import Refused, invalid

# folder: kind of object; each has GET /v1/FOLDER and GET /v1/FOLDER/ID
FOLDERS = {
    "balance_transactions": "balance_transaction", "charges": "charge",
    "checkout/sessions": "checkout.session", "customers": "customer", "disputes": "dispute",
    "events": "event", "invoices": "invoice", "invoice_payments": "invoice_payment",
    "payment_intents": "payment_intent", "payment_methods": "payment_method",
    "payouts": "payout", "prices": "price", "radar/early_fraud_warnings":
    "radar.early_fraud_warning", "refunds": "refund", "subscriptions": "subscription",
}


def dispute_of(world, id):
    return world.get("dispute", id)


def confirm(world, params, id):
    return payments.confirm(world, world.get("payment_intent", id), params)


def close_dispute(world, params, id):
    return disputes.lose(world, dispute_of(world, id))


def respond(world, params, id):
    return disputes.respond(world, dispute_of(world, id), params.get("evidence", {}))


def cancel_refund(world, params, id):
    refund = world.get("refund", id)
    if refund["status"] not in ("pending", "requires_action"):
        raise invalid("Only a pending refund can be canceled.", "id")
    return refunds.end(world, refund, "canceled")


def cancel_intent(world, params, id):
    return payments.cancel(world, id, params.get("cancellation_reason"))


def without_id(function):
    return lambda world, params: function(world, params)


WRITES = [
    ("POST", "checkout/sessions", without_id(checkout.create)),
    ("POST", "checkout/sessions/ID/expire", lambda world, _, id: checkout.expire(world, id)),
    ("POST", "customers", without_id(methods.create_customer)),
    ("POST", "customers/ID", lambda world, params, id: methods.update_customer(world, id, params)),
    ("DELETE", "customers/ID", lambda world, _, id: methods.delete_customer(world, id)),
    ("POST", "disputes/ID", respond),
    ("POST", "disputes/ID/close", close_dispute),
    ("POST", "payment_intents", without_id(payments.create)),
    ("POST", "payment_intents/ID/confirm", confirm),
    ("POST", "payment_intents/ID/cancel", cancel_intent),
    ("POST", "payment_methods/ID/attach",
     lambda world, params, id: methods.attach(world, id, params.get("customer"))),
    ("POST", "payment_methods/ID/detach", lambda world, _, id: methods.detach(world, id)),
    ("POST", "payouts", without_id(payouts.create)),
    ("POST", "payouts/ID/cancel",
     lambda world, _, id: payouts.cancel(world, world.get("payout", id))),
    ("POST", "prices", without_id(prices.create)),
    ("POST", "refunds", without_id(refunds.create)),
    ("POST", "refunds/ID/cancel", cancel_refund),
    ("POST", "subscriptions", without_id(subscriptions.create)),
    ("POST", "subscriptions/ID",
     lambda world, params, id: subscriptions.update(world, id, params)),
    ("DELETE", "subscriptions/ID", lambda world, _, id: subscriptions.cancel(world, id)),
]


def pattern(path):
    return re.compile("/v1/" + path.replace("ID", "([A-Za-z0-9_]+)"))


TABLE = [(method, pattern(path), function) for method, path, function in WRITES]


def read(world, path, params):
    if path == "/v1/balance":
        return funds.balance(world)
    folder, _, id = path.removeprefix("/v1/").rpartition("/")
    if folder in FOLDERS and f"{folder}/{id}" not in FOLDERS:
        return world.get(FOLDERS[folder], id)
    kind = FOLDERS.get(path.removeprefix("/v1/"))
    if kind is None:
        return None
    return lists.page(all_of(world, kind, params), params, path)


def all_of(world, kind, params):
    if kind == "event":
        return world.kept_events()
    if kind == "balance_transaction" and "payout" in params:
        payout = world.get("payout", params["payout"], "payout", 400)
        if not payout["automatic"]:
            raise invalid("Balance transaction history can only be filtered on automatic "
                          "transfers, not manual.", "payout")
        return [one for one in world.all(kind) if world.paid_out.get(one["id"]) == payout["id"]]
    return world.all(kind)


def answer(world, method, path, params):
    """What the API answers; raises Refused."""
    found = read(world, path, params) if method == "GET" else None
    for allowed, matches, function in TABLE:
        match = matches.fullmatch(path)
        if match and allowed == method:
            found = function(world, params, *match.groups())
    if found is None:
        raise Refused(404, f"Unrecognized request URL ({method}: {path}). Please see "
                      "https://stripe.com/docs or we can help at https://support.stripe.com/.")
    return lists.expanded(world, found, params)
