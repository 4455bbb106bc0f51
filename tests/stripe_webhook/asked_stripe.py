"""A Stripe with customers and their cards, and services that ask it by themselves."""

import time
import urllib.parse

from hooks import HookCase
from fake_stripe import StripeFake


class Account(StripeFake):
    """At the present time."""

    def __init__(self, ask_every):
        super().__init__(ask_every=ask_every)
        self.control("reset", start=int(time.time()))

    def make(self, path, **params):
        return self.post("/v1/" + path, **params)

    def control(self, path, **params):
        query = urllib.parse.urlencode(params)
        return self.post(f"/_test/{path}" + (f"?{query}" if query else ""))

    def list(self, folder):
        return self.get(f"/v1/{folder}?limit=100")["data"]

    def customer(self, org_id, card="pm_card_visa"):
        """Who pays for an organization, by this card from now on."""
        customer = self.make("customers", **{"metadata[org_id]": org_id})["id"]
        if card is not None:
            self.pays_by(customer, card)
        return customer

    def pays_by(self, customer, card):
        method = self.make(f"payment_methods/{card}/attach", customer=customer)["id"]
        self.make(f"customers/{customer}",
                  **{"invoice_settings[default_payment_method]": method})


class StripeCase(HookCase):
    """Tests of one service and one Stripe that it asks."""

    @classmethod
    def setUpClass(cls):
        cls.stripe = cls.new_stripe()
        cls.addClassCleanup(cls.stripe.remove)
        cls.options = cls.stripe.options
        super().setUpClass()


class AskingCase(StripeCase):
    ask_every = 1

    @classmethod
    def new_stripe(cls):
        return Account(cls.ask_every)
