"""Disputes and early fraud warnings."""

from . import funds, shapes
from .refused import Refused, invalid

FEE = 1_500
INQUIRIES = ("warning_needs_response", "warning_under_review")
CHARGEBACKS = ("needs_response", "under_review")


def open(world, charge, amount=None, reason="fraudulent", is_inquiry=False, is_final=False):
    """An inquiry moves no funds; a chargeback takes them, and a fee, at once. One that nobody may
    answer is final: it comes closed."""
    if charge["status"] != "succeeded":
        raise invalid("Only a charge that succeeded is disputed.", "charge")
    dispute = world.add(shapes.dispute(world.ids.new("du"), world.now, charge,
                                       charge["amount"] if amount is None else amount, reason))
    charge["disputed"] = True
    if is_inquiry:
        dispute |= {"status": "warning_needs_response", "is_charge_refundable": True}
        dispute["payment_method_details"]["card"]["case_type"] = "inquiry"
        world.emit("charge.dispute.created", dispute)
        return dispute
    # The first event is written once the funds have gone.
    withdraw(world, dispute)
    if is_final:
        dispute["status"] = "lost"
    world.emit("charge.dispute.created", dispute)
    world.emit("charge.dispute.funds_withdrawn", dispute)
    if is_final:
        world.emit("charge.dispute.closed", dispute)
    return dispute


def withdraw(world, dispute):
    transaction = funds.book(
        world, "adjustment", "dispute", -dispute["amount"], dispute["id"], dispute["currency"],
        fee=FEE, description="Chargeback withdrawal for " + dispute["charge"],
        fee_name="Dispute fee")
    dispute["balance_transactions"] = [*dispute["balance_transactions"], dict(transaction)]


def check(dispute, statuses):
    if dispute["status"] not in statuses:
        raise Refused(400, f"This dispute is {dispute['status']}.", "dispute_not_in_that_status",
                      param="dispute")


def escalate(world, dispute):
    """An inquiry becomes a chargeback."""
    check(dispute, INQUIRIES)
    dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
    withdraw(world, dispute)
    world.change("charge.dispute.updated", dispute, status="needs_response",
                 is_charge_refundable=False)
    world.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def respond(world, dispute, evidence):
    check(dispute, INQUIRIES + CHARGEBACKS)
    details = {**dispute["evidence_details"], "has_evidence": True,
               "submission_count": dispute["evidence_details"]["submission_count"] + 1}
    status = "warning_under_review" if dispute["status"] in INQUIRIES else "under_review"
    world.change("charge.dispute.updated", dispute, status=status, evidence_details=details,
                 evidence={**dispute["evidence"], **evidence})
    return dispute


def win(world, dispute, amount=None):
    """The amount comes back (or part of it), the fee for having received the dispute does not."""
    check(dispute, CHARGEBACKS)
    transaction = funds.book(
        world, "adjustment", "dispute_reversal",
        dispute["amount"] if amount is None else amount, dispute["id"], dispute["currency"],
        description="Chargeback reversal for " + dispute["charge"])
    dispute["balance_transactions"] = [*dispute["balance_transactions"], dict(transaction)]
    dispute["status"] = "won"
    world.emit("charge.dispute.funds_reinstated", dispute)
    world.emit("charge.dispute.closed", dispute, {"status": "under_review"})
    funds.proceed(world)
    return dispute


def close(world, dispute, status, statuses):
    check(dispute, statuses)
    world.change("charge.dispute.closed", dispute, status=status)
    return dispute


def lose(world, dispute):
    """No further money moves."""
    return close(world, dispute, "lost", CHARGEBACKS)


def close_inquiry(world, dispute):
    return close(world, dispute, "warning_closed", INQUIRIES)


def warn(world, charge, fraud_type="made_with_stolen_card"):
    warning = world.add({
        "id": world.ids.new("issfr"), "object": "radar.early_fraud_warning",
        "actionable": not charge["refunded"] and not charge["disputed"], "charge": charge["id"],
        "created": world.now, "fraud_type": fraud_type, "livemode": False,
        "payment_intent": charge["payment_intent"]})
    world.emit("radar.early_fraud_warning.created", warning)
    return warning
