"""One event delivered at the same moment, around the end of the process, and for ever after."""

import json
import random
import subprocess
import threading
import time
import unittest

from hooks import BINARY, PATH, HookCase, clean_environment, signature, text_of
from service import together
from shop import Dispute, Payment, new_id
from wire import Closed, Wire, request

BOUGHT = "stripe:clearing 10400 revenue:platform_fee -400"
KILLS = 12
DAY_MS = 86_400_000


class AtOnce(HookCase):
    def test_64_who_deliver_it_at_once_are_answered_alike_and_it_is_granted_once(self):
        for make in (Payment.session, Payment.intent, Payment.charge):
            with self.subTest(event=make.__name__):
                org = self.organization()
                event = make(Payment(org=org.org_id))
                together(64, lambda number: self.deliver(event))
                self.expect(org, 10000, books=BOUGHT)
                self.assertEqual(1, self.grants(org))

    def test_64_who_deliver_refunds_of_one_payment_at_once_take_each_back_once(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        refunds = [payment.refund(1300) for _ in range(8)]
        told = [payment.charge(), *refunds[:-1]]
        together(64, lambda number: self.deliver(told[number % len(told)]))
        self.expect(org, 1250)
        self.deliver(refunds[-1])
        self.expect(org, 0, books="")

    def test_64_who_deliver_a_payment_before_anybody_knows_whose_it_is(self):
        org = self.organization()
        payment = Payment()
        told = [payment.charge(), payment.intent(), payment.refund(2600),
                payment.session(client_reference_id=org.org_id)]
        together(64, lambda number: self.deliver(told[number % len(told)]))
        self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")


class TwoVersions(HookCase):
    """What an endpoint is sent and what the list of events says may be of two API versions."""

    def test_the_fuller_rendering_of_an_event_counts_whichever_comes_first(self):
        for full_first in (False, True):
            with self.subTest(full_first=full_first):
                org = self.organization()
                payment = Payment(org=org.org_id)
                short = payment.charge("refunded", refunded=2600)
                full = json.loads(json.dumps(short))
                full["api_version"] = "2020-08-27"
                full["data"]["object"]["refunds"] = {
                    "object": "list", "data": [payment.refund(2600)["data"]["object"]],
                    "has_more": False}
                told = [full, short] if full_first else [short, full]
                self.deliver(payment.intent(), *told, *told)
                self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")


class AroundTheEnd(HookCase):
    def send_and_kill(self, events, chance):
        """Each on its way on a connection of its own when the process ends; how many of them were
        answered."""
        wires = [Wire(self.service) for _ in events]
        answered = []

        def send(wire, event):
            body = text_of(event)
            head = "stripe-signature: " + signature(body)
            with wire:
                wire.send(request("POST", PATH, body, fields=[head]))
                try:
                    answered.append(wire.answer().status)
                except Closed:
                    pass

        threads = [threading.Thread(target=send, args=both) for both in zip(wires, events)]
        for thread in threads:
            thread.start()
        time.sleep(chance.random() * 0.02)
        self.service.kill()
        for thread in threads:
            thread.join()
        self.assertEqual({200}, {200, *answered})
        self.service.start()
        return len(answered)

    def test_a_kill_between_its_record_and_its_answer_leaves_one_grant(self):
        chance = random.Random(7)
        answered = 0
        for kill in range(KILLS):
            with self.subTest(kill=kill):
                org, unknown = self.organization(), self.organization()
                known, nobodys = Payment(org=org.org_id), Payment()
                events = [known.session(), known.charge(), known.refund(2600), nobodys.charge(),
                          nobodys.session(client_reference_id=unknown.org_id)]
                answered += self.send_and_kill(events, chance)
                self.deliver(*chance.sample(events, len(events)))
                books = "stripe:clearing 7800 revenue:platform_fee -300"
                self.expect(org, 7500, books=books)
                self.expect(unknown, 10000, books=BOUGHT)
                self.assertEqual(1, self.grants(unknown))
        self.assertLess(answered, 5 * KILLS, "every event was answered before the process ended")


class ForEver(HookCase):
    def story(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        refund_id, dispute = new_id("re"), Dispute(payment, 5200)
        return org, [payment.session(), payment.intent(), payment.charge(), payment.settled(),
                     payment.refund(2600, "pending", refund_id=refund_id),
                     payment.refund(2600, refund_id=refund_id), dispute.opened(),
                     dispute.withdrawn(), dispute.closed("lost")]

    def test_all_events_again_in_another_order_change_nothing(self):
        stories = [self.story() for _ in range(4)]
        events = [event for _, told in stories for event in told]
        self.deliver(*events)
        for org, _ in stories:
            self.expect(org, 2500)
        before = [self.rows(org) for org, _ in stories]
        random.Random(3).shuffle(events)
        self.service.restart()
        self.deliver(*events)
        self.assertEqual(before, [self.rows(org) for org, _ in stories])
        for org, _ in stories:
            self.expect(org, 2500)

    def test_forty_days_later_it_is_known_that_it_was_told(self):
        org, events = self.story()
        self.deliver(*events)
        self.service.stop()
        inspected = self.service.read("log", "inspect").splitlines()
        self.service.start()
        records = [record for record in map(json.loads, inspected)
                   if record["org_id"] in (org.org_id, "_stripe")]
        told = [record for record in records
                if any(name.startswith("stripe_") for name in record)]
        self.assertGreater(len(told), len(events))
        first = self.dated(records, "2026-01-05")
        again = self.dated(told, "2026-02-14")
        renamed = [{**record, "event_id": record["event_id"][:-4] + "ffff"} for record in again]
        lines = self.applied([*first, *again, *renamed])
        outcomes = [line["outcome"] for line in lines if not line["outcome"].startswith("bal")]
        late = outcomes[len(first):]
        self.assertEqual(2 * len(told), len(late))
        # Of an assignment that told the charge of a payment that was assigned before.
        known = {"exists", "exists_with_different_charge_id"}
        self.assertLessEqual(set(late), known, lines)
        self.assertFalse(any(line["postings"] for line in lines[-len(late):]))

    @staticmethod
    def dated(records, day):
        return [{**{name: record[name] for name in record if name not in ("position", "log_time")},
                 "at": day + "T00:00:00Z"} for record in records]

    def applied(self, records):
        text = "".join(json.dumps(record) + "\n" for record in records)
        done = subprocess.run([BINARY, "apply", "--data", self.service.folder + "/later"],
                              input=text, capture_output=True, text=True, timeout=120,
                              env=clean_environment())
        self.assertEqual(0, done.returncode, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    unittest.main()
