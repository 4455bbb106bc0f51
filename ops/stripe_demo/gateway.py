"""An organization's gateway, which spends its credits: reserves, calls a model, settles."""

import random

from .ledger import Caller
from .money import DOLLAR, nano_of, text_of

CALLS_AT_A_TIME = 5


class Gateway:
    def __init__(self, ledger, org, seed):
        """Makes the organization and its key."""
        self.org = org
        self.chance = random.Random(f"{seed} {org}")
        self.calls = self.refused = 0
        self.spent = 0  # nano-dollars
        with_service_key = Caller(ledger, ledger.service_key)
        with_service_key.done("POST", "/v1/orgs", {"org_id": org, "name": org})
        key = with_service_key.done("POST", f"/v1/orgs/{org}/keys", {"key_id": "gateway"})["key"]
        with_service_key.close()
        self.caller = Caller(ledger, key)

    def available(self):
        return nano_of(self.caller.done("GET", "/v1/balance")["available"])

    def spend(self, percent):
        """About so much of what there is; then asks for more than there is."""
        available = self.available()
        for _ in range(CALLS_AT_A_TIME if available > DOLLAR else 0):
            most = available * percent // 100 // CALLS_AT_A_TIME
            self.call(most, self.chance.randint(most * 9 // 10, most))
        self.call(max(available, 0) + DOLLAR, 0)

    def call(self, estimate, cost):
        """False where it is refused for lack of credits."""
        self.calls += 1
        path = "/v1/reservations"
        id = f"call-{self.calls}"
        status, _ = self.caller.ask("POST", path, {
            "reservation_id": id, "model": "gpt-4o", "amount": text_of(estimate)})
        if status == 402:
            self.refused += 1
            return False
        self.caller.done("POST", f"{path}/{id}/settle", {"cost": text_of(cost)})
        self.spent += cost
        return True

    def close(self):
        self.caller.close()
