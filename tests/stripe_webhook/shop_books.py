"""What Stripe sends beside a shop's payments: customers, payouts, invoices."""

from shop import STARTED, event, new_id


def customer(what, customer_id, org=None):
    metadata = {"org_id": org} if org else {}
    return event("customer." + what, {
        "id": customer_id, "object": "customer", "created": STARTED, "currency": "usd",
        "delinquent": False, "email": "billing@example.com", "livemode": False,
        "metadata": metadata})


def payout(what, amount, payout_id, status=None):
    return event("payout." + what, {
        "id": payout_id, "object": "payout", "amount": amount,
        "arrival_date": STARTED + 259_200, "automatic": True, "balance_transaction": new_id("txn"),
        "created": STARTED, "currency": "usd", "livemode": False, "metadata": {},
        "method": "standard", "status": status or what, "type": "bank_account"})


def without_payments(paid):
    """The invoice as webhooks tell it, which names no payment, and the event that does."""
    (row,) = paid["data"]["object"].pop("payments")["data"]
    return event("invoice_payment.paid", row)


def invoice(what, customer_id, payments, org=None, tax=0, subscription=None):
    """Paid by `payments`, which its own events name from API version basil on; for credits, or for
    the plan of a subscription."""
    total = sum(payment.amount for payment in payments)
    invoice_id = new_id("in")
    rows = [{"id": new_id("inpay"), "object": "invoice_payment", "amount_paid": payment.amount,
             "amount_requested": payment.amount, "created": STARTED, "currency": "usd",
             "invoice": invoice_id, "is_default": False, "livemode": False, "payment":
             {"payment_intent": payment.intent_id, "type": "payment_intent"}, "status": "paid"}
            for payment in payments]
    parent = {"type": "subscription_details", "quote_details": None,
              "subscription_details": {"metadata": {}, "subscription": subscription}}
    return event("invoice." + what, {
        "id": invoice_id, "object": "invoice", "amount_due": total, "amount_paid": total,
        "amount_remaining": 0, "billing_reason": "subscription_cycle" if subscription else "manual",
        "created": STARTED, "currency": "usd", "customer": customer_id, "livemode": False,
        "metadata": {"org_id": org} if org else {}, "parent": parent if subscription else None,
        "payments": {"object": "list", "data": rows, "has_more": False}, "status": "paid",
        "status_transitions": {"paid_at": STARTED + 60}, "total": total,
        "total_taxes": [{"amount": tax}] if tax else []})
