"""Many at a time: not a nano-unit more than allowed is granted."""

import time
import unittest
from decimal import Decimal

from service import together
from world import ServiceCase

THREADS = 32


class Races(ServiceCase):
    def race(self, org, amounts, **more):
        """What each thread was granted of `amounts` asks; and the codes of the refusals."""
        granted, refused = [], set()

        def ask(number):
            for turn in range(4):
                amount = amounts[(number + turn) % len(amounts)]
                answer = org.reserve(amount, **more)
                if answer.status == 201:
                    granted.append(Decimal(answer.json["amount"]))
                else:
                    refused.add(answer.said)

        together(THREADS, ask)
        return granted, refused

    def test_a_balance_is_granted_to_the_last_nano_unit_and_not_beyond(self):
        org = self.organization(credits="1.000000007")
        granted, refused = self.race(org, ["0.03", "0.000000001", "0.05"])
        granted += self.race(org, ["0.000000001"])[0]
        self.assertEqual({(402, "insufficient_credits")}, refused)
        held = Decimal(org.balance()["held"])
        self.assertEqual(sum(granted), held)
        self.assertLessEqual(held, Decimal("1.000000007"))
        left = Decimal("1.000000007") - held
        self.expect(201, org.reserve(f"{left:f}"))
        self.expect((402, "insufficient_credits"), org.reserve("0.000000001"))

    def test_a_budget_is(self):
        org = self.organization()
        org.budget("ORGANIZATION", org.org_id, "0.5")
        granted, refused = self.race(org, ["0.07", "0.000000001"])
        self.assertEqual({(402, "budget_exceeded")}, refused)
        budget = self.service.done("GET", org.path + "/budgets")["data"][0]
        self.assertEqual(sum(granted), Decimal(budget["held"]))
        self.assertLessEqual(sum(granted), Decimal("0.5"))
        self.assertLess(Decimal("0.43"), sum(granted))

    def test_the_limits_of_a_key_are(self):
        for limits, code in [({"parallel_requests": 10}, "parallel_limit_exceeded"),
                             ({"requests_per_minute": 10}, "rate_limit_exceeded"),
                             ({"tokens_per_minute": 50}, "tpm_limit_exceeded")]:
            with self.subTest(limits=limits):
                self.within_a_minute()
                org = self.organization()
                key = org.new_key(**limits)
                granted, refused = self.race(org, ["0.01"], key=key, estimated_tokens=5)
                self.assertEqual((10, {(429, code)}), (len(granted), refused))

    def within_a_minute(self):
        """Limits are counted by the minute: not over its end."""
        left = 60 - time.time() % 60
        if left < 5:
            time.sleep(left)

    def test_one_id_is_granted_once_whoever_asks(self):
        org = self.organization()
        answers = together(THREADS, lambda _: org.reserve("0.1", reservation_id="one"))
        self.assertEqual(1, len({answer.body for answer in answers}), answers)
        self.assertEqual("0.1", org.balance()["held"])
        settled = together(THREADS, lambda _: self.service.ask(
            "POST", "/v1/reservations/one/settle", {"cost": "0.05"}, org.key))
        self.assertEqual(1, len({answer.body for answer in settled}), settled)
        self.assertEqual(("99.95", "0"), tuple(org.balance()[n] for n in ("balance", "held")))

    def test_a_reservation_ends_once(self):
        org = self.organization()
        for _ in range(5):
            reservation = org.reserved("1")
            before = Decimal(org.balance()["balance"])
            ends = [("settle", {"cost": "0.5"}), ("release", None)]

            def end(number):
                what, body = ends[number % 2]
                return self.service.ask("POST", f"/v1/reservations/{reservation}/{what}", body,
                                        org.key).status

            self.assertLessEqual(set(together(8, end)), {200, 409})
            after = org.balance()
            self.assertEqual(("0", before - Decimal("0.5")),
                             (after["held"], Decimal(after["balance"])))

if __name__ == "__main__":
    unittest.main()
