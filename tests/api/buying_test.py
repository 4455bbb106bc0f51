"""What organizations ask for when they buy credits, and what is no right question."""

import unittest

from fake_stripe import StripeCase
from world import ServiceCase, fresh

CONFLICT = (409, "conflict")
INVALID = (400, "invalid_request")
NOT_FOUND = (404, "not_found")
PAGES = {"success_url": "https://acme.example/paid?id={CHECKOUT_SESSION_ID}",
         "cancel_url": "http://localhost:3000/credits"}

# no amount of credits that can be bought
NO_AMOUNTS = [0, 100, None, True, [], {}, "", "0", "-1", "-0.5", "0.49", "0.5001", "100.001",
              "1e2", "0x10", " 1", "1 ", "01", "1,00", "$5", "NaN", "1000000", "999999.99",
              "9223372036.85", "99999999999999999999"]


class Buying(StripeCase):
    def setUp(self):
        self.org = self.organization(credits=None).people()
        self.owner = self.org.token("owner")

    def ask(self, method, path, body=None, **headers):
        return self.service.ask(method, self.org.path + path, body, self.owner, headers)

    def expect_invalid(self, path, rows):
        for body, param in rows:
            with self.subTest(body=body):
                answer = self.expect(INVALID, self.ask("POST", path, body), param)
                if param:
                    self.assertIn(f"`{param}`", answer.error["message"])

    def test_what_is_set_is_shown(self):
        path = "/auto-top-up"
        rows = [({"threshold": "5"}, {}),
                ({"threshold": "-2.5"}, {}),
                ({"threshold": "0.000000001", "amount": "0.5"},
                 {"bought_today": "0", "daily_cap": "2.5"}),
                ({"threshold": "5", "amount": "20", "daily_cap": "20"}, {"bought_today": "0"}),
                ({"threshold": "10", "amount": "20.50", "daily_cap": "100.25"},
                 {"amount": "20.5", "bought_today": "0"})]
        self.expect(NOT_FOUND, self.ask("GET", path))
        self.expect(NOT_FOUND, self.ask("DELETE", path))
        for body, more in rows:
            with self.subTest(body=body):
                said = self.expect(200, self.ask("POST", path, body)).json
                shown = self.expect(200, self.ask("GET", path)).json
                self.assertEqual({**body, **more, "position": said["position"]}, shown)
        removed = self.expect(200, self.ask("DELETE", path)).json
        self.assertEqual("auto_top_up", removed["removed"])
        self.expect(NOT_FOUND, self.ask("GET", path))

    def test_no_automatic_top_up_is_set_that_could_not_be_bought(self):
        right = {"threshold": "5", "amount": "20", "daily_cap": "100"}
        absent = (None, "")  # which is as if it were left out
        self.expect_invalid("/auto-top-up", [
            (b"", None), (b"[]", None), (b"{", None), ({}, "threshold"),
            ({"amount": "20"}, "threshold"), ({**right, "threshold": 5}, "threshold"),
            ({**right, "threshold": "5.0000000001"}, "threshold"),
            ({**right, "daily_cap": "19.99"}, "daily_cap"),
            ({**right, "daily_cap": "20.005"}, "daily_cap"),
            ({**right, "daily_cap": "-1"}, "daily_cap"),
            ({"threshold": "5", "daily_cap": "100"}, "daily_cap"),
            ({**right, "credits": "20"}, "credits"),
            ({**right, "threshold_nano": 5}, "threshold_nano"),
            *[({**right, "amount": amount}, "amount") for amount in NO_AMOUNTS
              if amount not in absent]])
        self.expect(NOT_FOUND, self.ask("GET", "/auto-top-up"))

    def test_no_checkout_of_what_cannot_be_bought(self):
        right = {"amount": "20", **PAGES}
        pages = [1, None, "", "acme.example", "/paid", "ftp://acme.example", "javascript:alert(1)",
                 "https://acme.example/a b", "https://acme.example/\u00e4", "https://a\nb",
                 "https://" + "a" * 2_041, ["https://acme.example"]]
        self.expect_invalid("/checkout-sessions", [
            (b"", None), (b"[]", None), (b"{", None), (PAGES, "amount"),
            ({**right, "currency": "eur"}, "currency"), ({**right, "fee_bps": 0}, "fee_bps"),
            ({**right, "grant_id": "mine"}, "grant_id"),
            ({**right, "customer": "cus_1"}, "customer"),
            ({**right, "save_payment_method": "yes"}, "save_payment_method"),
            ({**right, "save_payment_method": 1}, "save_payment_method"),
            *[({**right, "amount": amount}, "amount") for amount in NO_AMOUNTS],
            *[({**right, name: url}, name) for name in PAGES for url in pages]])
        self.assertEqual([], self.stripe.requests("/v1/checkout/sessions"))

    def test_a_repeat_of_an_automatic_top_up_changes_nothing(self):
        key = {"idempotency-key": "once"}
        first = self.ask("POST", "/auto-top-up", {"threshold": "5"}, **key)
        self.expect(200, self.ask("POST", "/auto-top-up", {"threshold": "6"}))
        again = self.ask("POST", "/auto-top-up", {"threshold": "5"}, **key)
        self.assertEqual(first.body, again.body)
        self.assertEqual("6", self.ask("GET", "/auto-top-up").json["threshold"])
        self.expect(CONFLICT, self.ask("POST", "/auto-top-up", {"threshold": "7"}, **key))

    def test_nobody_buys_for_an_organization_that_is_not_there_or_closed(self):
        body = {"amount": "20", **PAGES}
        answer = self.service.ask("POST", f"/v1/orgs/{fresh('no')}/checkout-sessions", body,
                                  self.service.service_key)
        self.expect(NOT_FOUND, answer)
        self.service.done("PATCH", self.org.path, {"status": "closed", "reason": "done"})
        self.expect(CONFLICT, self.ask("POST", "/checkout-sessions", body))


class WithoutStripe(ServiceCase):
    def test_a_service_without_a_key_of_stripes_says_what_to_set(self):
        org = self.organization()
        answer = self.service.ask("POST", org.path + "/checkout-sessions",
                                  {"amount": "20", **PAGES}, self.service.service_key)
        self.expect(CONFLICT, answer)
        self.assertIn("--stripe-api-key-file", answer.error["message"])

    def test_and_sets_no_automatic_top_up_that_nobody_would_buy(self):
        org = self.organization()
        rows = [(CONFLICT, "amount", {"threshold": "10", "amount": "20"}),
                (INVALID, "amount", {"threshold": "10", "amount": 20}),
                (200, None, {"threshold": "10"})]
        for expected, param, body in rows:
            with self.subTest(body=body):
                answer = self.service.ask("POST", org.path + "/auto-top-up", body,
                                          self.service.service_key)
                self.expect(expected, answer, param)


if __name__ == "__main__":
    unittest.main()
