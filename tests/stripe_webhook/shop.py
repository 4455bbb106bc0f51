"""What Stripe sends of a shop where organizations buy credits: events with the objects they tell.

Amounts are in cents, as Stripe writes them; 10400 at the usual fee of 4 % buys 100.00 of credits.
"""

import itertools
import time
import uuid

API_VERSION = "2025-03-31.basil"
STARTED = int(time.time()) - 86_400
seconds = itertools.count()


def new_id(prefix):
    return prefix + "_" + uuid.uuid4().hex[:24]


def event(kind, said, previous=None, **more):
    """One more event; whatever is told again under the id of an earlier one is that one again."""
    data = {"object": said}
    if previous is not None:
        data["previous_attributes"] = previous
    return {"id": new_id("evt"), "object": "event", "api_version": API_VERSION,
            "created": STARTED + next(seconds), "data": data, "livemode": False,
            "pending_webhooks": 1, "request": {"id": None, "idempotency_key": None},
            "type": kind, **more}


def movement(category, amount, fee=0, source=None, transaction_id=None):
    """A balance transaction: what moved in Stripe's balance, and what Stripe took of it."""
    return {"id": transaction_id or new_id("txn"), "object": "balance_transaction",
            "amount": amount, "available_on": STARTED + 172_800, "created": STARTED,
            "currency": "usd", "description": None, "exchange_rate": None, "fee": fee,
            "fee_details": [{"amount": fee, "application": None, "currency": "usd",
                             "description": "Stripe processing fees", "type": "stripe_fee"}],
            "net": amount - fee, "reporting_category": category, "source": source,
            "status": "pending", "type": "adjustment" if "dispute" in category else category}


class Payment:
    """A payment and all that can follow. Without `org` nothing of Stripe's says whose it is."""

    def __init__(self, amount=10400, org=None, customer=None, tax=0, currency="usd", **metadata):
        self.amount, self.customer, self.tax, self.currency = amount, customer, tax, currency
        self.metadata = {**({"org_id": org} if org else {}), **metadata}
        self.intent_id, self.charge_id = new_id("pi"), new_id("ch")
        self.session_id = new_id("cs_test")
        self.created = STARTED + next(seconds)

    def session(self, what="completed", paid=True, **more):
        return event("checkout.session." + what, {
            "id": self.session_id, "object": "checkout.session", "amount_subtotal": self.amount,
            "amount_total": self.amount, "client_reference_id": None, "created": self.created,
            "currency": self.currency, "customer": self.customer, "livemode": False,
            "metadata": self.metadata, "mode": "payment", "payment_intent": self.intent_id,
            "payment_method_types": ["card"], "payment_status": "paid" if paid else "unpaid",
            "status": "complete", "total_details": {
                "amount_discount": 0, "amount_shipping": 0, "amount_tax": self.tax}, **more})

    def intent(self, what="succeeded", **more):
        paid = what == "succeeded"
        status = {"created": "requires_payment_method", "payment_failed": "requires_payment_method",
                  "requires_action": "requires_action"}.get(what, what)
        return event("payment_intent." + what, {
            "id": self.intent_id, "object": "payment_intent", "amount": self.amount,
            "amount_capturable": 0, "amount_received": self.amount if paid else 0,
            "capture_method": "automatic_async", "created": self.created,
            "currency": self.currency, "customer": self.customer,
            "latest_charge": self.charge_id if paid else None, "livemode": False,
            "metadata": self.metadata, "status": status, **more})

    def charge(self, what="succeeded", refunded=0, transaction=None, **more):
        """`transaction`: its balance transaction, an object or an id."""
        failed = what == "failed"
        return event("charge." + what, {
            "id": self.charge_id, "object": "charge", "amount": self.amount,
            "amount_captured": 0 if failed else self.amount, "amount_refunded": refunded,
            "balance_transaction": transaction, "captured": not failed, "created": self.created,
            "currency": self.currency, "customer": self.customer, "disputed": False,
            "livemode": False, "metadata": self.metadata, "paid": not failed,
            "payment_intent": self.intent_id, "refunded": refunded == self.amount,
            "status": "failed" if failed else "succeeded", **more})

    def settled(self, fee=332, transaction_id=None):
        """The charge once it is captured: Stripe's fee is known."""
        moved = movement("charge", self.amount, fee, self.charge_id, transaction_id)
        return self.charge("updated", transaction=moved)

    def refund(self, amount, status="succeeded", what=None, refund_id=None, **more):
        what = what or ("created" if status == "pending" else "updated")
        return event("refund." + what, {
            "id": refund_id or new_id("re"), "object": "refund", "amount": amount,
            "balance_transaction": None, "charge": self.charge_id, "created": self.created,
            "currency": self.currency, "metadata": {}, "payment_intent": self.intent_id,
            "reason": "requested_by_customer", "status": status, **more})

    def dispute(self, what, status, amount=None, dispute_id=None, moved=(), **more):
        return event("charge.dispute." + what, {
            "id": dispute_id or new_id("du"), "object": "dispute",
            "amount": self.amount if amount is None else amount,
            "balance_transactions": list(moved), "charge": self.charge_id,
            "created": self.created, "currency": self.currency, "is_charge_refundable": False,
            "livemode": False, "metadata": {}, "payment_intent": self.intent_id,
            "reason": "fraudulent", "status": status, **more})


class Dispute:
    """One about a payment, from its opening to its end."""

    def __init__(self, payment, amount=None, fee=1500):
        self.payment, self.fee = payment, fee
        self.amount = payment.amount if amount is None else amount
        self.dispute_id = new_id("du")
        self.moved = []

    def tell(self, what, status):
        return self.payment.dispute(what, status, self.amount, self.dispute_id, self.moved)

    def inquiry(self):
        return self.tell("created", "warning_needs_response")

    def inquiry_closed(self):
        return self.tell("closed", "warning_closed")

    def opened(self):
        return self.tell("created", "needs_response")

    def withdrawn(self):
        self.moved = [movement("dispute", -self.amount, self.fee, self.dispute_id)]
        return self.tell("funds_withdrawn", "needs_response")

    def reinstated(self):
        self.moved = [*self.moved, movement("dispute_reversal", self.amount, 0, self.dispute_id)]
        return self.tell("funds_reinstated", "won")

    def closed(self, status):
        return self.tell("closed", status)
