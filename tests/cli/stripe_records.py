"""Records of Stripe, as its adapter writes them: what is nobody's, payments, payouts."""

from ledger_case import USD, at, record

STRIPE = "_stripe"


class StripeRecords:
    """A second later each, with event ids of their own."""

    def __init__(self, second=0):
        self.second = second

    def event(self, org, payload, **fields):
        self.second += 1
        said = {"stripe_event_id": f"evt_{self.second}", "stripe_event_type": "test.happened"}
        if payload != "stripe_event_noted":
            said["created"] = at(self.second)
        return record(org, payload, at(self.second), **said, **fields)

    def payment(self, payment_id, org=STRIPE, usd=None, **fields):
        if usd is not None:
            fields |= {"status": "SUCCEEDED", "amount_nano": usd * USD, "paid_at": at(0)}
        return self.event(org, "stripe_payment_reported", payment_id=payment_id, **fields)

    def refund(self, payment_id, refund_id, usd, org=STRIPE, status="SUCCEEDED", **fields):
        refund = {"refund_id": refund_id, "refund_status": status, "amount_nano": usd * USD}
        return self.payment(payment_id, org, refunds=[refund], **fields)

    def assigned(self, payment_id, org):
        self.second += 1
        return record(STRIPE, "stripe_object_assigned", at(self.second), object_id=payment_id,
                      assigned_org_id=org, actor="ada")

    def payout(self, payout_id, usd, status="PAID", **fields):
        return self.event(STRIPE, "stripe_payout_reported", payout_id=payout_id, status=status,
                          amount_nano=usd * USD, arrives_at=at(3600), **fields)

    def transaction(self, transaction_id, usd, fee_usd=0, category="CHARGE", **fields):
        self.second += 1
        return record(STRIPE, "stripe_transaction_reported", at(self.second),
                      transaction_id=transaction_id, category=category, amount_nano=usd * USD,
                      fee_nano=fee_usd * USD, **fields)

    def noted(self, note, reason, org=STRIPE):
        return self.event(org, "stripe_event_noted", note=note, reason=reason)
