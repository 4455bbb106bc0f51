"""What the model remembers of Stripe beside payments."""


class StripeBooks:
    """What is known at Stripe of one organization, or of nobody."""

    def __init__(self):
        self.payments = {}
        self.payouts = {}  # payout_id -> [status, amount, in the bank]
        self.assigned = set()
        self.customer = None  # (when Stripe said it, whether it is one still)
        self.own_plans = []  # (from, plan), as the organization was told to have
        self.plans = {}  # subscription_id -> {from: plan}

    def plan_at(self, at):
        """The name of the plan in force: of what began last, the organization's own before others."""
        found = []
        for said in self.plans.values():
            began = [start for start in said if start <= at]
            if began and said[max(began)]:
                found.append((max(began), False, said[max(began)]))
        own = [(start, True, plan) for start, plan in self.own_plans if start <= at]
        return max([*found, own[-1]])[2] if own else max(found, default=(0, 0, None))[2]
