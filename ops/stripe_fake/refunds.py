"""Refunds: made at once, later, or not at all; those that fail give the funds back."""

from . import funds, payments, shapes
from .cards import CARDS
from .refused import Refused, invalid, required, whole
from .world import DAY

DAYS_UNTIL_SUCCEEDED = 1
DAYS_UNTIL_FAILED = 3
OPEN_DISPUTES = ("warning_needs_response", "warning_under_review", "needs_response",
                 "under_review")


def charge_of(world, params):
    if "charge" in params:
        return world.get("charge", params["charge"], "charge", 400)
    required(params, "payment_intent")
    intent = world.get("payment_intent", params["payment_intent"], "payment_intent", 400)
    if intent["status"] != "succeeded":
        raise invalid("This PaymentIntent does not have a successful charge to refund.",
                      "payment_intent", "payment_intent_unexpected_state")
    return world.objects["charge"][intent["latest_charge"]]


def check_refundable(world, charge, amount):
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not been paid.", "charge",
                      "charge_not_refundable")
    if any(dispute["charge"] == charge["id"] and dispute["status"] in OPEN_DISPUTES
           for dispute in world.all("dispute")):
        raise Refused(400, f"Charge {charge['id']} has been charged back; cannot issue a refund.",
                      "charge_disputed")
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise Refused(400, f"Charge {charge['id']} has already been refunded.",
                      "charge_already_refunded")
    if amount > left:
        raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge "
                      f"({left})", "amount")


def create(world, params):
    charge = charge_of(world, params)
    left = charge["amount"] - charge["amount_refunded"]
    amount = whole(params, "amount", 1, left)
    check_refundable(world, charge, amount)
    payments.capture(world, charge)
    refund = world.add(shapes.refund(world.ids.new("re"), world.now, charge, amount))
    refund |= {"reason": params.get("reason"), "metadata": dict(params.get("metadata", {}))}
    if not take_funds(world, refund):
        refund |= {"status": "pending", "pending_reason": "insufficient_funds"}
        world.waiting.append(lambda world: refund["status"] != "pending" or go_on(world, refund))
    begin(world, refund, CARDS[world.cards[charge["payment_method"]]])
    world.emit("refund.created", refund)
    count(world, charge, amount)
    return refund


def take_funds(world, refund):
    """False where the available balance is too small for it."""
    if funds.net(world, "available") < funds.settled(refund["amount"], refund["currency"]):
        return False
    transaction = funds.book(world, "refund", "refund", -refund["amount"], refund["id"],
                             refund["currency"], description="REFUND FOR CHARGE")
    refund["balance_transaction"] = transaction["id"]
    return True


def begin(world, refund, card):
    """What the bank will do, once the funds have gone."""
    if refund["balance_transaction"] is None:
        return
    if card.refunds == "pending":
        refund |= {"status": "pending", "pending_reason": "processing"}
        world.later(DAYS_UNTIL_SUCCEEDED * DAY, lambda: succeed(world, refund))
    if card.refunds == "fails":
        world.later(DAYS_UNTIL_FAILED * DAY, lambda: end(world, refund, "failed"))


def go_on(world, refund):
    if not take_funds(world, refund):
        return False
    charge = world.objects["charge"][refund["charge"]]
    refund.pop("pending_reason", None)
    refund["status"] = "succeeded"
    begin(world, refund, CARDS[world.cards[charge["payment_method"]]])
    updated(world, refund, {"status": "pending", "balance_transaction": None})
    return True


def count(world, charge, amount):
    """The charge adds up what was refunded."""
    total = charge["amount_refunded"] + amount
    members = {"amount_refunded": total, "refunded": total == charge["amount"]}
    if amount > 0:
        return world.change("charge.refunded", charge, **members)
    charge |= members


def succeed(world, refund):
    if refund["status"] != "pending":
        return refund
    previous = {"status": "pending"}
    refund.pop("pending_reason", None)
    refund |= {"status": "succeeded"}
    updated(world, refund, previous)
    return refund


def updated(world, refund, previous):
    world.emit("refund.updated", refund, previous)
    world.emit("charge.refund.updated", refund, previous)


def end(world, refund, status, reason="lost_or_stolen_card"):
    """Failed or canceled: what was taken comes back by a balance transaction of its own."""
    if refund["status"] in ("failed", "canceled"):
        raise invalid(f"This refund is {refund['status']} already.", "id")
    previous = {"status": refund["status"], "failure_balance_transaction": None}
    refund.pop("pending_reason", None)
    refund |= {"status": status, "failure_balance_transaction": None}
    if status == "failed":
        refund["failure_reason"] = reason
    if refund["balance_transaction"]:
        transaction = funds.book(world, "refund_failure", "refund_failure", refund["amount"],
                                 refund["id"], refund["currency"],
                                 description="REFUND FAILURE")
        refund["failure_balance_transaction"] = transaction["id"]
    charge = world.objects["charge"][refund["charge"]]
    count(world, charge, -refund["amount"])
    updated(world, refund, previous)
    if status == "failed":
        world.emit("refund.failed", refund)
    funds.proceed(world)
    return refund
