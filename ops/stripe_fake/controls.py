"""Calls under /_test: what payers, banks, networks and time do. POST, with parameters in the query.

clock?advance=SECONDS              what is due happens
checkout/sessions/ID/complete      card=pm_card_..., tax=AMOUNT: the buyer pays
payment_intents/ID/authenticate    outcome=ok or fail: the payer has answered the bank
subscriptions/ID/renew
refunds/ID/succeed, /fail, /cancel
disputes                           charge=, amount=, reason=, inquiry=true or final=true
disputes/ID/escalate, /respond, /win (amount=), /lose, /close
early_fraud_warnings               charge=, fraud_type=
payouts                            the automatic payout of all that is available
payouts/ID/send, /arrive, /fail (failure_code=), /cancel
adjustments                        amount=, type=, category=, description=
month                              seed=: 30 days of a business, as state and events
faults                             status=, times=, retry_after=, should_retry=, lose_answer=true,
                                   late_ms=: the next so many calls of the API go wrong
requests                           what the API was asked so far, newest last
reset                              seed=, start=: a new account in place of this one
deliver                            url=, secrets=A,B, again=true, attempts=, concurrency=,
                                   delay_ms=, order=created, reverse or random (seed=, window=),
                                   duplicates= (of a hundred): posts the events that no receiver
                                   has taken yet, signed; without a URL hands them out, each with
                                   its signature
"""

from . import checkout, disputes, funds, month, payments, payouts, refunds, subscriptions
from .refused import Refused, missing, required, whole


def number(params, name):
    """A whole number that may be negative."""
    required(params, name)
    return whole(params, name, -10**12)


def advance(world, params):
    world.advance(whole(params, "advance", 0, 0))
    return {"now": world.now, "events": len(world.events)}


def complete(world, params, id):
    return checkout.complete(world, id, params.get("card", "pm_card_visa"),
                             whole(params, "tax", 0, 0))


def open_dispute(world, params):
    required(params, "charge")
    charge = world.get("charge", params["charge"], "charge")
    return disputes.open(world, charge, whole(params, "amount", 1),
                         params.get("reason", "fraudulent"), params.get("inquiry") == "true",
                         params.get("final") == "true")


def warn(world, params):
    required(params, "charge")
    return disputes.warn(world, world.get("charge", params["charge"], "charge"),
                         params.get("fraud_type", "made_with_stolen_card"))


def pay_out(world, params):
    payout = payouts.pay_out(world)
    if payout is None:
        raise Refused(400, "Nothing is available.", "balance_insufficient")
    return payout


def adjust(world, params):
    return funds.adjust(world, number(params, "amount"), params.get("type", "adjustment"),
                        params.get("category", "other_adjustment"), params.get("description"))


def of(kind, function):
    return lambda world, params, id: function(world, world.get(kind, id), params)


CALLS = {
    "clock": advance,
    "adjustments": adjust,
    "disputes": open_dispute,
    "early_fraud_warnings": warn,
    "month": month.live,
    "payouts": pay_out,
}
CALLS_OF_ONE = {
    ("checkout/sessions", "complete"): complete,
    ("payment_intents", "authenticate"): lambda world, params, id: payments.authenticate(
        world, id, params.get("outcome", "ok")),
    ("subscriptions", "renew"): lambda world, _, id: subscriptions.renew(world, id),
    ("refunds", "succeed"): of("refund", lambda world, one, _: refunds.succeed(world, one)),
    ("refunds", "cancel"): of("refund", lambda world, one, _: refunds.end(world, one, "canceled")),
    ("refunds", "fail"): of("refund", lambda world, one, params: refunds.end(
        world, one, "failed", params.get("failure_reason", "lost_or_stolen_card"))),
    ("disputes", "escalate"): of("dispute", lambda world, one, _: disputes.escalate(world, one)),
    ("disputes", "respond"): of("dispute", lambda world, one, _: disputes.respond(
        world, one, {"uncategorized_text": "The payer has used what was paid for."})),
    ("disputes", "win"): of("dispute", lambda world, one, params: disputes.win(
        world, one, whole(params, "amount", 1))),
    ("disputes", "lose"): of("dispute", lambda world, one, _: disputes.lose(world, one)),
    ("disputes", "close"): of("dispute", lambda world, one, _: disputes.close_inquiry(world, one)),
    ("payouts", "send"): of("payout", lambda world, one, _: payouts.send(world, one)),
    ("payouts", "arrive"): of("payout", lambda world, one, _: payouts.arrive(world, one)),
    ("payouts", "cancel"): of("payout", lambda world, one, _: payouts.cancel(world, one)),
    ("payouts", "fail"): of("payout", lambda world, one, params: payouts.fail(
        world, one, params.get("failure_code", "account_closed"))),
}


def answer(world, path, params):
    """What a call under /_test does to the world; raises Refused."""
    name = path.removeprefix("/_test/")
    if name in CALLS:
        return CALLS[name](world, params)
    folder, _, deed = name.rpartition("/")
    folder, _, id = folder.rpartition("/")
    if (folder, deed) in CALLS_OF_ONE:
        return CALLS_OF_ONE[folder, deed](world, params, id)
    raise missing("test call", name, "path")
