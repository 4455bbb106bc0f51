"""Test payment methods, by the names that Stripe gives them, and what becomes of a payment."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Card:
    last4: str
    brand: str = "visa"
    decline: tuple = ()        # code, decline code, message
    needs_action: bool = False
    delayed: str = ""          # "succeeds" or "fails" two days later
    refunds: str = ""          # "pending", then succeeded; "fails" days after it succeeded
    dispute: str = ""          # "chargeback" or "inquiry", soon after the payment
    fraud_warning: bool = False
    instant: bool = False      # its funds are available at once


def declined(decline_code, message, code="card_declined"):
    return (code, decline_code, message)


AUTHENTICATION = declined("authentication_required", "Your card was declined. This transaction "
                          "requires authentication.", "authentication_required")

CARDS = {
    "pm_card_visa": Card("4242"),
    "pm_card_mastercard": Card("4444", "mastercard"),
    "pm_card_bypassPending": Card("0077", instant=True),
    "pm_card_chargeDeclined": Card("0002", decline=declined(
        "generic_decline", "Your card was declined.")),
    "pm_card_chargeDeclinedInsufficientFunds": Card("9995", decline=declined(
        "insufficient_funds", "Your card has insufficient funds.")),
    "pm_card_chargeDeclinedExpiredCard": Card("0069", decline=declined(
        "expired_card", "Your card has expired.", "expired_card")),
    "pm_card_chargeCustomerFail": Card("0341", decline=declined(
        "generic_decline", "Your card was declined.")),
    "pm_card_authenticationRequired": Card("3184", needs_action=True),
    "pm_card_pendingRefund": Card("7726", refunds="pending"),
    "pm_card_refundFail": Card("5126", refunds="fails"),
    "pm_card_createDispute": Card("0259", dispute="chargeback"),
    "pm_card_createDisputeInquiry": Card("1976", dispute="inquiry"),
    "pm_card_createIssuerFraudRecord": Card("5423", fraud_warning=True),
    "pm_usBankAccount_success": Card("6789", delayed="succeeds"),
    "pm_usBankAccount_insufficientFunds": Card("2227", delayed="fails"),
}
