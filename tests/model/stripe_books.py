"""What the model remembers of Stripe beside payments."""


class StripeBooks:
    """What is known at Stripe of one organization, or of nobody."""

    def __init__(self):
        self.payments = {}
        self.payouts = {}  # payout_id -> [status, amount, in the bank]
        self.assigned = set()
        self.movements = {}  # transaction_id -> what of it is left in suspense
        self.names = {}  # of a payment that is booked under another -> that
        self.customers = {}  # customer_id -> (when Stripe said it, whether it is one still)
        # By subscription: [(from, said at, plan or "" for its end)]. What names none ends none.
        self.plans = {}
        self.own_plans = {}  # from -> plan, as the organization was given it last for that time
        self.first_plan = None  # the organization's when it was made

    def name_of(self, payment_id):
        return self.names.get(payment_id, payment_id)

    def names_of(self, said):
        """(what it is booked under, the other name that was another payment's until now or None):
        the intent's before others, the smallest of those. Two intents are two payments."""
        name = self.name_of(said["payment_id"])
        other = self.name_of(said.get("charge_id", said["payment_id"]))
        if name == other or (name.startswith("pi_") and other.startswith("pi_")):
            return name, None
        return sorted((name, other), key=lambda one: (not one.startswith("pi_"), one))

    def is_payment(self, an_id):
        return an_id in self.payments or an_id in self.names or an_id in self.assigned

    def rename(self, other, name):
        for alias, known in self.names.items():
            if known == other:
                self.names[alias] = name
        self.names[other] = name
        self.payments.pop(other, None)
        if other in self.assigned:
            self.assigned.add(name)

    def tell_own_plan(self, start, plan):
        self.own_plans[start] = plan

    def tell_plan(self, subscription_id, start, said_at, plan):
        if subscription_id or plan:
            self.plans.setdefault(subscription_id, []).append((start, said_at, plan))

    def plan_at(self, at):
        """The name of the plan in force: of those that have not ended, the one that began last."""
        begun = [(start, start, plan, "") for start, plan in self.own_plans.items() if start <= at]
        for subscription_id, entries in self.plans.items():
            last = max((entry for entry in entries if entry[0] <= at), default=None)
            if last and last[2]:
                begun.append((*last, subscription_id))
        return max(begun)[2] if begun else self.first_plan
