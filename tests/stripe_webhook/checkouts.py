"""A service that offers checkouts at a fake of Stripe, and its buyers."""

from asked_stripe import StripeCase
from fake_stripe import StripeFake

PAGES = {"success_url": "https://acme.example/paid", "cancel_url": "https://acme.example/credits"}
SESSIONS = "/v1/checkout/sessions"


class CheckoutCase(StripeCase):
    key = None  # of Stripe's API, where it is not the right one

    @classmethod
    def new_stripe(cls):
        return StripeFake(cls.key)

    def checkout(self, org, amount="100", key=None, repeat=None, **more):
        """What is answered to a wish for so many credits."""
        headers = {"idempotency-key": repeat} if repeat else {}
        return self.service.ask("POST", org.path + "/checkout-sessions",
                                {"amount": amount, **PAGES, **more},
                                key or self.service.service_key, headers)

    def begun(self, org, amount="100", **more):
        answer = self.checkout(org, amount, **more)
        self.assertEqual(201, answer.status, answer)
        return answer.json

    def pay(self, session, card="pm_card_visa"):
        """The buyer pays, and Stripe tells."""
        self.stripe.post(f"/_test/checkout/sessions/{session['session_id']}/complete", card=card)
        self.tell()

    def tell(self):
        """All that the service has not been told."""
        self.told = getattr(self, "told", set())
        for event in self.stripe.post("/_test/deliver", secrets="whsec_x"):
            body = event["body"].encode()
            if body not in self.told:
                self.deliver(body)
                self.told.add(body)
