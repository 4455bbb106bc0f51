"""Events that nobody can believe, or that move no money: each is kept, and no money moves."""

import json
import os
import subprocess
import tempfile
import unittest

from bad_rows import rows, texts
from hooks import BINARY, clean_environment
from notes import NoteCase
from shop import Payment, event, new_id
from shop_books import customer, payout


class NotBelieved(NoteCase):
    def test_an_event_that_cannot_be_believed_is_put_aside_with_the_reason(self):
        org = self.organization()
        sent = list(rows(org.org_id))
        for what, told, _ in sent:
            with self.subTest(what):
                self.deliver(told)
        notes = self.notes()
        for what, told, reason in sent:
            told = json.loads(told) if isinstance(told, bytes) else told
            with self.subTest(what):
                note = notes.get(told["id"], {})
                self.assertEqual(("QUARANTINED", reason), (note.get("note"), note.get("reason")))
                self.assertEqual(told["type"], note["stripe_event_type"])
        quarantined = {name for name, note in notes.items() if note["note"] == "QUARANTINED"}
        self.assertEqual([], sorted(quarantined - set(self.exceptions("quarantined"))))
        self.nothing_moved(org)

    def test_a_text_that_is_no_event_is_put_aside_under_a_name_of_its_own(self):
        org = self.organization()
        sent = list(texts(org.org_id))
        before = {name for name in self.notes() if name.startswith("unread_")}
        for what, body, _ in sent * 2:
            with self.subTest(what):
                self.deliver(body)
        notes = {name: note for name, note in self.notes().items()
                 if name.startswith("unread_") and name not in before}
        self.assertEqual(len(sent), len(notes), notes)
        self.assertEqual({"QUARANTINED"}, {note["note"] for note in notes.values()})
        reasons = {note["reason"] for note in notes.values()}
        self.assertEqual({reason for _, _, reason in sent if reason} | reasons, reasons)
        self.nothing_moved(org)

    def test_an_event_that_moves_no_money_is_kept_as_ignored(self):
        names = ["product.created", "account.updated", "billing.credit_grant.created",
                 "customer.discount.created", "x.of_next_year"]
        told = [event(name, {"id": "obj_1", "object": "thing"}) for name in names]
        self.deliver(*told)
        notes = self.notes()
        self.assertEqual(["IGNORED"] * len(told), [notes[one["id"]]["note"] for one in told])

    def test_a_thin_event_that_tells_no_mode_is_ignored(self):
        thin = {"object": "v2.core.event", "id": new_id("evt"), "context": None,
                "type": "v1.billing.meter.no_meter_found", "created": "2026-01-05T00:00:00.000Z",
                "related_object": {"id": "mtr_1", "type": "billing.meter", "url": "/v1/x"}}
        self.deliver(thin)
        self.assertEqual("IGNORED", self.notes()[thin["id"]]["note"])

    def test_a_warning_is_kept_as_one(self):
        payment = Payment()
        warning = event("radar.early_fraud_warning.created", {
            "id": "issfr_1", "object": "radar.early_fraud_warning", "actionable": True,
            "charge": payment.charge_id, "created": payment.created, "fraud_type": "misc",
            "livemode": False, "payment_intent": payment.intent_id})
        self.deliver(warning)
        self.assertEqual("WARNING", self.notes()[warning["id"]]["note"])
        row = self.exceptions("warning")[warning["id"]]
        self.assertEqual("_stripe", row["org_id"])
        for name in (payment.intent_id, "issfr_1"):
            self.assertIn(name, row["text"])


class OfAnOrganization(NoteCase):
    def test_a_warning_of_somebodys_payment_is_theirs(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        warning = event("radar.early_fraud_warning.created", {
            "id": "issfr_2", "object": "radar.early_fraud_warning", "actionable": True,
            "charge": payment.charge_id, "payment_intent": payment.intent_id})
        self.deliver(warning, payment.intent())
        self.expect(org, 10000)
        self.assertEqual(org.org_id, self.exceptions("warning")[warning["id"]]["org_id"])

    def test_what_is_refused_or_put_aside_of_an_organizations_is_in_its_own_list(self):
        org = self.organization()
        payment = Payment(org=org.org_id)
        unread = payment.intent()
        unread["data"]["object"]["amount_received"] = "10400"
        self.deliver(payment.charge("refunded", refunded=2600))
        refunded = payment.charge("refunded", refunded=2600)
        self.deliver(unread, refunded)
        differs = json.loads(json.dumps(refunded))
        differs["data"]["object"]["amount_refunded"] = 2700
        self.deliver(differs)
        path = org.path + "/exceptions"
        rows = self.service.done("GET", path, key=self.service.service_key)["data"]
        self.assertEqual({("quarantined", unread["id"]), ("refused", payment.intent_id)},
                         {(row["kind"], row["subject"]) for row in rows})
        again, cursor = [], ""
        while cursor is not None:
            page = self.service.done("GET", path + "?limit=1" + cursor,
                                     key=self.service.service_key)
            again += page["data"]
            cursor = page["next_cursor"] and "&cursor=" + page["next_cursor"]
        self.assertEqual(rows, again)
        text = self.service.ask("GET", path, key=self.service.service_key,
                                headers={"accept": "text/csv"}).body.decode()
        self.assertTrue(text.splitlines()[0].endswith(",available,kind,subject,text"))
        self.assertIn("exists_with_different_", text)


class OtherMode(NoteCase):
    options = ("--stripe-mode", "live")

    def test_an_event_of_the_other_mode_is_put_aside(self):
        org = self.organization()
        test = [Payment(org=org.org_id).intent(), Payment(org=org.org_id).session(),
                payout("paid", 100, "po_1")]
        self.deliver(*test)
        notes = self.notes()
        self.assertEqual({"wrong_mode"}, {notes[one["id"]]["reason"] for one in test})
        self.nothing_moved(org)
        self.deliver({**Payment(org=org.org_id).intent(), "livemode": True})
        self.expect(org, 10000)


class KeyOfTheOtherMode(unittest.TestCase):
    def test_a_service_whose_key_is_of_another_mode_than_its_events_does_not_start(self):
        with tempfile.TemporaryDirectory(prefix="nemo-mode-") as folder:
            key = os.path.join(folder, "api-key")
            for mode, kind in (("live", "test"), ("test", "live")):
                with self.subTest(mode=mode):
                    with open(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                        file.write(f"sk_{kind}_" + "a" * 24 + "\n")
                    answer = subprocess.run(
                        [BINARY, "serve", "--data", os.path.join(folder, "data"), "--listen",
                         "127.0.0.1:0", "--stripe-api-key-file", key, "--stripe-mode", mode],
                        capture_output=True, text=True, timeout=60, env=clean_environment())
                    self.assertEqual(2, answer.returncode, answer)
                    self.assertIn(f"name the file of a key of {mode} mode", answer.stderr)


class Kept(NoteCase):
    def test_an_event_is_kept_as_it_came_and_nobody_reads_it_in_the_log(self):
        org = self.organization()
        payment = Payment(org=org.org_id, customer=new_id("cus"))
        told = [customer("created", payment.customer, org.org_id), payment.session(),
                payment.refund(2600), event("product.created", {
                    "id": "prod_1", "object": "product", "name": "billing@example.com"})]
        self.deliver(*told, told[1])
        self.expect(org, 7500)
        self.service.stop()
        text = self.service.read("log", "inspect")
        self.service.start()
        self.assertNotIn("example.com", text)
        for one in told:
            payloads = [payload for line in text.splitlines()
                        for payload in json.loads(line).values() if isinstance(payload, dict)
                        and payload.get("stripe_event_id", "").startswith(one["id"])]
            sealed = [payload for payload in payloads if payload.get("sealed")]
            self.assertTrue(sealed, payloads)
            self.assertTrue(all(payload["data_key_id"] for payload in sealed))


if __name__ == "__main__":
    unittest.main()
