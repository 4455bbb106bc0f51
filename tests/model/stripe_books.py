"""What the model remembers of Stripe beside payments."""


class StripeBooks:
    """What is known at Stripe of one organization, or of nobody."""

    def __init__(self):
        self.payments = {}
        self.payouts = {}  # payout_id -> [status, amount, in the bank]
        self.assigned = set()
        self.customer = None  # (when Stripe said it, whether it is one still)
        # By subscription, "" where none was named: [(from, whether the organization's own word,
        # which of those, plan or "" for its end)].
        self.plans = {}
        self.first_plan = None  # the organization's when it was made

    def tell_own_plan(self, start, plan):
        entries = self.plans.setdefault("", [])
        entries.append((start, True, len(entries), plan))

    def tell_plan(self, subscription_id, start, plan):
        self.plans.setdefault(subscription_id, []).append((start, False, 0, plan))

    def plan_at(self, at):
        """The name of the plan in force: of those that have not ended, the one that began last."""
        lasts = (
            max((entry for entry in entries if entry[0] <= at), default=None)
            for entries in self.plans.values()
        )
        return max(filter(lambda last: last and last[3], lasts), default=(self.first_plan,))[-1]
