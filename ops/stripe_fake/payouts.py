"""Payouts: to the bank, and back when the bank will not have them."""

from . import funds, shapes
from .refused import Refused, invalid, required, whole

FAILED_MESSAGES = {"account_closed": "The bank account has been closed.",
                   "could_not_process": "The bank could not process this payout.",
                   "no_account": "The bank account details could not be located."}


def create(world, params):
    """A manual one, of a given amount."""
    required(params, "amount", "currency")
    amount = whole(params, "amount", 1)
    if amount > funds.net(world, "available"):
        raise Refused(400, "You have insufficient funds in your Stripe account.",
                      "balance_insufficient")
    return begin(world, amount, automatic=False)


def pay_out(world):
    """The automatic one: all that is available and in no automatic payout yet. None if nothing."""
    contained = [one for one in world.all("balance_transaction")
                 if one["status"] == "available" and one["id"] not in world.paid_out]
    amount = sum(one["net"] for one in contained)
    if amount <= 0:
        return None
    payout = begin(world, amount, automatic=True)
    own = world.objects["balance_transaction"][payout["balance_transaction"]]
    world.paid_out |= {one["id"]: payout["id"] for one in [*contained, own]}
    return payout


def begin(world, amount, automatic):
    payout = world.add(shapes.payout(world.ids.new("po"), world.now, amount, funds.CURRENCY,
                                     automatic))
    transaction = funds.book(world, "payout", "payout", -amount, payout["id"],
                             description="STRIPE PAYOUT")
    payout["balance_transaction"] = transaction["id"]
    world.emit("payout.created", payout)
    return payout


def send(world, payout):
    check(payout, "pending")
    world.change("payout.updated", payout, status="in_transit")
    return payout


def arrive(world, payout):
    """The bank has it, as far as Stripe knows."""
    check(payout, "pending", "in_transit")
    payout |= {"status": "paid",
               "trace_id": {"status": "supported", "value": world.ids.chance(payout["id"], 12)}}
    world.emit("payout.paid", payout)
    if payout["automatic"]:
        payout["reconciliation_status"] = "completed"
        world.emit("payout.reconciliation_completed", payout)
    return payout


def fail(world, payout, code="account_closed"):
    """The bank sends it back, even after it was paid; the amount is in the balance again."""
    check(payout, "pending", "in_transit", "paid")
    if code not in FAILED_MESSAGES:
        raise invalid(f"Invalid failure_code: one of {', '.join(FAILED_MESSAGES)}", "failure_code")
    give_back(world, payout, "payout_failure", "STRIPE PAYOUT FAILURE")
    payout |= {"status": "failed", "failure_code": code, "failure_message": FAILED_MESSAGES[code]}
    world.emit("payout.failed", payout)
    funds.proceed(world)
    return payout


def cancel(world, payout):
    check(payout, "pending")
    give_back(world, payout, "payout_cancel", "STRIPE PAYOUT CANCELED")
    payout["status"] = "canceled"
    world.emit("payout.canceled", payout)
    funds.proceed(world)
    return payout


def give_back(world, payout, type, description):
    transaction = funds.book(world, type, "payout_reversal", payout["amount"], payout["id"],
                             description=description)
    payout["failure_balance_transaction"] = transaction["id"]


def check(payout, *statuses):
    if payout["status"] not in statuses:
        raise Refused(400, f"This payout is {payout['status']}.", "payout_not_in_that_status",
                      param="payout")
