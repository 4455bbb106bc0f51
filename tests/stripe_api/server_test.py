"""ops/stripe-fake as it is run: keys, repeats, pages, faults; read by Stripe's own library too."""

import unittest

from running import RunningFake, needs_stripe, stripe


class Server(RunningFake):
    def test_only_its_key_is_let_in(self):
        for key in ("", "sk_test_other", "rk_live_1"):
            status, answer, _ = self.ask("GET", "/v1/balance", key=key)
            self.assertEqual((401, "invalid_request_error"), (status, answer["error"]["type"]))

    def test_a_repeated_write_is_done_once(self):
        first = self.ask("POST", "/v1/customers", repeat="k1", name="one")
        self.assertEqual(first[:2], self.ask("POST", "/v1/customers", repeat="k1", name="one")[:2])
        self.assertEqual(1, len(self.get("/v1/customers")["data"]))
        status, answer, _ = self.ask("POST", "/v1/customers", repeat="k1", name="two")
        self.assertEqual((400, "idempotency_error"), (status, answer["error"]["type"]))

    def test_a_decline_is_repeated_too(self):
        payment = {"amount": 5_000, "currency": "usd", "confirm": "true",
                   "payment_method": "pm_card_chargeDeclined"}
        first = self.ask("POST", "/v1/payment_intents", repeat="k1", **payment)
        self.assertEqual(402, first[0])
        self.assertEqual("requires_payment_method", first[1]["error"]["payment_intent"]["status"])
        self.assertEqual(first[1],
                         self.ask("POST", "/v1/payment_intents", repeat="k1", **payment)[1])
        self.assertEqual(1, len(self.get("/v1/charges")["data"]))

    def test_pages_meet_without_gap_or_repeat(self):
        self.make_events(25)
        newest_first = [one["id"] for one in self.get("/v1/events?limit=100")["data"]]
        self.assertEqual(25, len(newest_first))
        self.assertEqual(10, len(self.get("/v1/events")["data"]))
        for name, ids in (("starting_after", newest_first), ("ending_before",
                                                             newest_first[::-1])):
            walked, more = [ids[0]], True
            while more:
                page = self.get(f"/v1/events?limit=7&{name}={walked[-1]}")
                got = [one["id"] for one in page["data"]]
                walked += got if name == "starting_after" else got[::-1]
                more = page["has_more"]
            self.assertEqual(ids, walked, name)
        self.assertEqual(400, self.ask("GET", "/v1/events?limit=101")[0])
        self.assertEqual(400, self.ask("GET", "/v1/events?starting_after=evt_x")[0])
        self.assertEqual(404, self.ask("GET", "/v1/events/evt_x")[0])
        self.assertEqual(404, self.ask("GET", "/v1/nothing")[0])

    def test_events_are_kept_for_thirty_days(self):
        self.make_events(1)
        self.post("/_test/clock?advance=2592001")
        self.make_events(2)
        self.assertEqual(2, len(self.get("/v1/events")["data"]))

    def test_faults_come_as_often_as_they_are_asked_for(self):
        self.post("/_test/faults?status=429&times=2&retry_after=7&should_retry=true")
        for _ in range(2):
            status, _, headers = self.ask("GET", "/v1/balance")
            self.assertEqual((429, "7", "true"), (status, headers["Retry-After"],
                                                  headers["Stripe-Should-Retry"]))
        self.assertEqual(200, self.ask("GET", "/v1/balance")[0])

    @needs_stripe
    def test_stripes_own_library_reads_what_is_answered(self):
        self.post("/_test/month?seed=1")
        client = stripe.StripeClient(self.key, base_addresses={"api": self.url})
        charges = list(client.v1.charges.list({"limit": 100}).auto_paging_iter())
        self.assertEqual(len(charges), len({charge.id for charge in charges}))
        rows = list(client.v1.balance_transactions.list(
            {"limit": 100, "expand": ["data.source"]}).auto_paging_iter())
        balance = client.v1.balance.retrieve()
        self.assertEqual(balance.available[0].amount + balance.pending[0].amount,
                         sum(row.net for row in rows))
        with self.assertRaises(stripe.CardError) as declined:
            client.v1.payment_intents.create({
                "amount": 5_000, "currency": "usd", "confirm": True,
                "payment_method": "pm_card_chargeDeclined"})
        self.assertEqual("generic_decline", declined.exception.error.decline_code)


if __name__ == "__main__":
    unittest.main()
