"""What Stripe's own objects say must be in the ledger's books; no event is looked at."""

from .money import CENT, share

WHOLE_BPS = 10_000
CURRENCY = "usd"
BACK = ("failed", "canceled")


class Account:
    def __init__(self, stripe):
        self.balance = stripe.balance()
        self.charges = stripe.all("charges")
        self.refunds = stripe.all("refunds")
        self.disputes = stripe.all("disputes")
        self.payouts = stripe.all("payouts")
        self.warnings = stripe.all("radar/early_fraud_warnings")
        self.movements = stripe.all("balance_transactions")
        self.plan_payments = {one["payment"]["payment_intent"]
                              for one in stripe.all("invoice_payments")}
        self.paid = [one for one in self.charges if one["status"] == "succeeded"]
        self.declined = [one for one in self.charges if one["status"] == "failed"]

    def total(self, member, *categories):
        return sum(one[member] for one in self.movements
                   if one["reporting_category"] in categories)

    def paid_out(self):
        """In cents, what stayed with the bank or is on its way there."""
        return -self.total("amount", "payout", "payout_reversal")

    def fees(self):
        """In cents, of all movements, with those that are nothing but a fee."""
        return sum(one["fee"] for one in self.movements) - self.total("amount", "fee")

    def gone_back(self, charge):
        """In cents, by refunds that did not fail and by disputes."""
        refunded = sum(one["amount"] for one in self.refunds
                       if one["charge"] == charge["id"] and one["status"] not in BACK)
        return refunded - sum(moved["amount"] for one in self.disputes
                              if one["charge"] == charge["id"]
                              for moved in one["balance_transactions"])

    def credits_of(self, charge, fee_bps=None):
        """Nano-dollars of credits that a payment has bought and that were not taken back."""
        if fee_bps is None:
            fee_bps = int(charge["metadata"]["fee_bps"])
        paid, back = charge["amount"] * CENT, self.gone_back(charge) * CENT
        bought = share(paid, WHOLE_BPS, WHOLE_BPS + fee_bps)
        return bought - share(bought, back, paid)

    def kind(self, charge):
        if charge["payment_intent"] in self.plan_payments:
            return "plan"
        if charge["currency"] != CURRENCY:
            return "foreign"
        return "top_up" if "org_id" in charge["metadata"] else "nobody"

    def of_kind(self, kind):
        return [one for one in self.paid if self.kind(one) == kind]

    def top_ups_of(self, org):
        return [one for one in self.of_kind("top_up") if one["metadata"]["org_id"] == org]

    def organizations(self):
        return sorted({one["metadata"]["org_id"] for one in self.of_kind("top_up")})

    def in_dollars(self, charge):
        """Cents that a payment in any currency has moved the balance by."""
        return sum(one["amount"] for one in self.movements if one["source"] == charge["id"])

    def charge(self, id):
        return next(one for one in self.charges if one["id"] == id)

    def lost_dispute(self):
        return next(one for one in self.disputes if one["status"] == "lost")
