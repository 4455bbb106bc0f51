"""Organizations that have bought credits."""

from hooks import HookCase
from shop import Payment

BOUGHT = "stripe:clearing 10400 revenue:platform_fee -400"


class BackCase(HookCase):
    def bought(self, spent=None):
        """An organization that paid 104.00 for 100.00 of credits, and used some of them."""
        org = self.organization()
        payment = Payment(org=org.org_id)
        self.deliver(payment.session(), payment.intent(), payment.charge())
        if spent:
            self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": spent}, org.key)
        return org, payment
