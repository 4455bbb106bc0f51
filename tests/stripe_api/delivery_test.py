"""Events that ops/stripe-fake delivers, signed; signatures are judged by Stripe's own library."""

import json
import unittest

from running import SECRET, Receiver, RunningFake, needs_stripe, stripe


class Delivery(RunningFake):
    def test_events_are_delivered_in_order_and_once(self):
        self.make_events(10)
        self.assertEqual(10, self.post("/_test/deliver", url=self.hook)["taken"])
        happened = [one["id"] for one in self.get("/v1/events?limit=100")["data"]][::-1]
        self.assertEqual(happened, self.delivered())
        self.assertEqual(0, self.post("/_test/deliver", url=self.hook)["taken"])
        self.assertEqual(10, self.post("/_test/deliver", url=self.hook, again="true")["taken"])

    def test_order_and_duplicates_are_a_seeds(self):
        self.make_events(40)
        happened = [one["id"] for one in self.get("/v1/events?limit=100")["data"]][::-1]
        orders = []
        for seed in (1, 1, 2):
            Receiver.received = []
            self.post("/_test/deliver", url=self.hook, order="random", seed=seed, duplicates=50,
                      again="true")
            orders.append(self.delivered())
            self.assertEqual(set(happened), set(self.delivered()))
            self.assertGreater(len(self.delivered()), 45)
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])
        near = self.post("/_test/deliver", order="random", window=3, seed=1, again="true")
        places = [happened.index(json.loads(one["body"])["id"]) for one in near]
        self.assertNotEqual(sorted(places), places)
        self.assertLessEqual(max(abs(at - place) for at, place in enumerate(places)), 3)

    def test_what_is_refused_is_sent_again(self):
        self.make_events(5)
        Receiver.refusals = 2
        answer = self.post("/_test/deliver", url=self.hook, attempts=2)
        self.assertEqual((0, 5, {"503": 10}),
                         (answer["taken"], len(answer["failed"]), answer["statuses"]))
        answer = self.post("/_test/deliver", url=self.hook)
        self.assertEqual((5, [], {"200": 5}),
                         (answer["taken"], answer["failed"], answer["statuses"]))

    def test_many_may_be_on_their_way_at_once(self):
        self.make_events(40)
        answer = self.post("/_test/deliver", url=self.hook, concurrency=8, delay_ms=3,
                           duplicates=100)
        self.assertEqual((40, {"200": 80}), (answer["taken"], answer["statuses"]))

    def test_who_is_away_is_told_so(self):
        self.make_events(1)
        answer = self.post("/_test/deliver", url="http://127.0.0.1:9/hook", attempts=1)
        self.assertEqual(({"none": 1}, 1), (answer["statuses"], len(answer["failed"])))

    @needs_stripe
    def test_stripes_own_library_accepts_what_is_sent(self):
        self.make_events(3)
        self.post("/_test/deliver", url=self.hook, secrets=f"whsec_former,{SECRET}")
        for body, header in Receiver.received:
            for secret in (SECRET, "whsec_former"):
                event = stripe.Webhook.construct_event(body, header, secret)
                self.assertEqual("customer.created", event.type)
            with self.assertRaises(stripe.SignatureVerificationError):
                stripe.Webhook.construct_event(body, header, "whsec_another")
            with self.assertRaises(stripe.SignatureVerificationError):
                stripe.Webhook.construct_event(body + b" ", header, SECRET)


if __name__ == "__main__":
    unittest.main()
