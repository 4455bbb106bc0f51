"""A restored directory is served in the place of the one that was backed up: what was sealed, asked
and owed there goes on here."""

import json
import os
import pathlib
import shutil
import sys
import unittest

from catch_up_test import CatchUpCase
from service import run, wait_until
from shop import Payment

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "api"))

from hook_receiver import Receiver  # noqa: E402  (found there)

KEPT = {"VERSION", "state", "outcomes", "data-keys", "stripe", "webhooks"}
MADE_ANEW = {"tls"}


class Restored(CatchUpCase):
    options = ("--webhooks-allow-private",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.end)
        cls.moves = 0

    def move(self):
        """Where it is served from then on; what is there before it is."""
        type(self).moves += 1
        backup, again = (os.path.join(self.service.folder, f"{name}-{self.moves}")
                         for name in ("backup", "again"))
        self.service.stop()
        run("backup", "--data", self.service.data, "--to", backup)
        run("restore", "--from", backup, "--data", again)
        shutil.rmtree(self.service.data)
        self.service.data = again
        restored = set(os.listdir(again))
        self.service.start()
        return restored

    def data_key(self, event):
        """The one that sealed it, by its id."""
        self.service.stop()
        text = self.service.read("log", "inspect")
        self.service.start()
        [key] = {payload["data_key_id"] for line in text.splitlines()
                 for payload in json.loads(line).values() if isinstance(payload, dict)
                 and payload.get("stripe_event_id", "").split("@")[0] == event["id"]
                 and payload.get("sealed")}
        return key

    def test_the_keys_that_sealed_its_events_seal_the_next(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        events = [payment.intent(), payment.refund(2600), payment.refund(2600)]
        self.deliver(events[0])
        self.move()
        self.deliver(events[1])
        self.assertEqual(self.data_key(events[0]), self.data_key(events[1]))
        self.service.stop()
        shutil.rmtree(os.path.join(self.service.data, "data-keys"))
        self.service.start()
        self.deliver(events[2])
        self.assertNotEqual(self.data_key(events[0]), self.data_key(events[2]))
        self.expect(org, 5000)

    def test_stripe_is_asked_from_where_it_was_asked(self):
        org = self.organization()
        self.pay(org)
        self.catch_up()
        cursor = self.cursor()
        self.move()
        self.assertEqual(cursor, self.cursor())
        self.pay(org)
        self.catch_up()
        events = [event["id"] for event in self.stripe.all("events")]  # the oldest first
        later = len(events) - 1 - events.index(cursor)
        self.assertIn(f" {later} events", self.said)
        self.expect(org, 20000)
        self.assertEqual(2, self.grants(org))

    def test_a_webhook_that_is_owed_is_sent_from_there_under_the_same_id(self):
        org = self.organization()
        org.grant("100")
        org.budget("ORGANIZATION", org.org_id, "10", alert_percents=[10])
        way = "hang/" + org.org_id
        self.service.done("PATCH", org.path + "/settings",
                          {"webhook_url": self.receiver.url(way)})
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "1"}, org.key)
        wait_until(lambda: self.receiver.received(way))
        self.move()
        wait_until(lambda: len(self.receiver.received(way)) == 2)
        self.assertEqual(1, len({sent["id"] for sent in self.receiver.received(way)}))

    def test_whatever_it_keeps_is_in_a_backup_or_made_anew(self):
        org = self.organization()
        self.catch_up()
        self.deliver(Payment(org=org.org_id).intent())
        kept = KEPT | {"LOG" if self.service.log else "log"}
        self.assertEqual(kept | MADE_ANEW, set(os.listdir(self.service.data)))
        self.assertEqual(kept, self.move())
        self.expect(org, 10000)


if __name__ == "__main__":
    unittest.main()
