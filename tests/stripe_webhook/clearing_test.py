"""Taking out of suspense what can be assigned to nobody: by finance's key, on the command line."""

import json
import os
import subprocess
import unittest

from by_finance_test import FinanceCase
from hooks import BINARY, clean_environment, wait_until
from shop import Payment, event, new_id
from shop_books import invoice

CLEARINGS = "/v1/finance/clearings"
NONE, INVALID, CONFLICT = (404, "not_found"), (400, "invalid_request"), (409, "conflict")


def movement(usd, payment_id=None):
    an_id = new_id("txn")
    moved = {"transaction_id": an_id, "category": "OTHER", "amount_nano": usd * 10**9,
             "fee_nano": 0}
    if payment_id:
        moved["payment_id"] = payment_id
    return an_id, {"org_id": "_stripe", "stripe_transaction_reported": moved}


class ClearingCase(FinanceCase):
    def told(self, *records):
        self.service.stop()
        said = self.service.apply(*records)
        self.service.start()
        self.assertEqual(["accepted"] * len(records), [line["outcome"] for line in said])

    def standing(self, subject):
        rows = self.service.done("GET", "/v1/finance/exceptions", key=self.service.finance_key)
        return [(row["org_id"], row["amount"]) for row in rows["data"]
                if row["kind"] == "suspense" and row["subject"] == subject]

    def account(self, name):
        lines = self.service.done("GET", "/v1/finance/trial-balance")["lines"]
        found = [line for line in lines if line["account"] == name]
        return (found[0]["debit"], found[0]["credit"]) if found else None

    def waiting(self):
        """A payment of the organization's, for an invoice that never comes."""
        payment = Payment(org=self.org.org_id)
        row = invoice("paid", new_id("cus"), [payment], self.org.org_id)
        row = row["data"]["object"]["payments"]["data"][0]
        self.deliver(payment.intent(), event("invoice_payment.paid", row))
        wait_until(lambda: self.standing(payment.intent_id) == [(self.org.org_id, "104")])
        return payment


class ByFinance(ClearingCase):
    def clear(self, object_id, amount, account, **more):
        headers = {"idempotency_key": more.pop("key")} if "key" in more else {}
        return self.post(CLEARINGS, {"object_id": object_id, "amount": amount, "account": account,
                                     "reason": "a correction", **more}, **headers)

    def test_a_movement_is_cleared_in_parts_and_once(self):
        an_id, record = movement(-3, "pi_of_it")
        self.told(record)
        self.assertEqual([("_stripe", "-3")], self.standing(an_id))
        fees = "EXPENSE_STRIPE_FEES"
        said = self.done(201, self.clear(an_id, "-2", fees, key="c-" + an_id))
        self.assertEqual([("_stripe", "-1")], self.standing(an_id))
        self.assertEqual(said, self.done(201, self.clear(an_id, "-2", fees, key="c-" + an_id)))
        self.assertEqual(CONFLICT, self.clear(an_id, "-1", fees, key="c-" + an_id).said)
        message = self.refused(CONFLICT, "amount", self.clear(
            an_id, "-1", fees, clearing_id=said["clearing_id"]))
        self.assertIn("use a new id", message)
        self.refused(INVALID, "amount", self.clear(an_id, "-2", fees))
        self.refused(INVALID, "amount", self.clear(an_id, "1", fees))
        self.done(201, self.clear(an_id, "-1", fees, org_id="_stripe"))
        self.assertEqual([], self.standing(an_id))

    def test_what_is_not_cleared_is_said_with_why(self):
        an_id, record = movement(3)
        self.told(record)
        payment = Payment()
        self.deliver(payment.intent())
        message = self.refused(INVALID, "object_id", self.clear(payment.intent_id, "104", "BANK"))
        self.assertIn("assign", message)
        for no_id in ("", "not an id"):
            message = self.refused(INVALID, "object_id", self.clear(no_id, "3", "BANK"))
            self.assertNotIn("assign", message)
        self.refused(INVALID, "account", self.clear(an_id, "3", "CREDITS"))
        self.refused(NONE, "object_id", self.clear(new_id("txn"), "1", "BANK"))
        self.refused(NONE, "object_id", self.clear(an_id, "1", "BANK", org_id=self.org.org_id))
        self.refused(NONE, "org_id", self.clear(an_id, "1", "BANK", org_id="org-that-is-not"))
        self.refused(INVALID, "org_id", self.clear(an_id, "1", "BANK", org_id="_ledger"))
        self.refused(INVALID, "account", self.clear(an_id, "1", "REVENUE_USAGE"))
        self.refused(INVALID, "amount", self.clear(an_id, "0", "BANK"))
        self.refused(INVALID, "reason", self.clear(an_id, "1", "BANK", reason=""))
        self.assertEqual([("_stripe", "3")], self.standing(an_id))
        self.done(201, self.clear(an_id, "3", "BANK"))

    def test_a_payment_is_cleared_and_a_late_invoice_moves_nothing_twice(self):
        payment = self.waiting()
        self.done(201, self.clear(payment.intent_id, "104", "EXPENSE_ADJUSTMENTS",
                                  org_id=self.org.org_id))
        self.assertEqual([], self.standing(payment.intent_id))
        self.expect(self.org, 0, books="stripe:clearing 10400 expense:adjustments -10400")
        self.deliver(invoice("paid", new_id("cus"), [payment], self.org.org_id))
        self.expect(self.org, 10000, books="stripe:clearing 10400 revenue:platform_fee -400")
        self.assertEqual([], self.standing(payment.intent_id))
        self.deliver(payment.refund(10400))
        self.expect(self.org, 0, books="")

    def test_a_clearing_gives_way_to_a_refund_and_is_booked_again_when_it_failed(self):
        payment, refund_id = self.waiting(), new_id("re")
        cleared = "stripe:clearing 10400 expense:adjustments -10400"
        self.done(201, self.clear(payment.intent_id, "104", "EXPENSE_ADJUSTMENTS",
                                  org_id=self.org.org_id))
        self.deliver(payment.refund(10400, refund_id=refund_id))
        self.expect(self.org, 0, books="")
        self.deliver(payment.refund(10400, "failed", "failed", refund_id))
        self.expect(self.org, 0, books=cleared)
        self.assertEqual([], self.standing(payment.intent_id))


class OnTheCommandLine(ClearingCase):
    def run_clear(self, object_id, amount, to, *words, reason="nobody's"):
        self.service.stop()
        done = subprocess.run(
            [BINARY, "stripe", "clear", "--data", self.service.data, "--object", object_id,
             "--amount", amount, "--to", to, "--reason", reason, *words],
            capture_output=True, text=True, env=clean_environment(), timeout=300)
        self.service.start()
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    def says(self, status, words, *asked, **more):
        found = self.run_clear(*asked, **more)
        self.assertEqual(status, found[0], found)
        self.assertIn(words, found[1])

    def test_it_is_cleared_and_the_same_again_moves_nothing(self):
        an_id, record = movement(25)
        self.told(record)
        self.says(2, "more than stands in suspense", an_id, "26", "expense:adjustments")
        for account in ("credits", "revenue:usage"):
            self.says(2, "none of expense:adjustments", an_id, "25", account)
        self.says(2, "not an amount", an_id, "2.5.", "bank")
        self.says(2, "pseudonym", an_id, "25", "bank", "--actor", "jane@example.com")
        self.says(2, "e-mail", an_id, "25", "bank", reason="of jane@example.com")
        self.says(2, "nobody told", new_id("txn"), "25", "bank")
        for org in ("org-that-is-not", "_ledger"):
            self.says(2, "no organization", an_id, "25", "bank", "--org", org)
        self.says(0, "is cleared to expense:adjustments", an_id, "25", "expense:adjustments")
        self.says(0, "nothing was moved", an_id, "25.00", "EXPENSE:adjustments")
        self.assertEqual([], self.standing(an_id))
        self.told({"org_id": self.org.org_id, "credit_adjusted": {
            "adjustment_id": an_id, "amount_nano": 25 * 10**9, "reason": "in euros",
            "actor": "ada"}})
        self.expect(self.org, 2500)

    def test_another_actors_is_another_clearing(self):
        an_id, record = movement(25)
        self.told(record)
        for actor, words in (("ada", "is cleared"), ("ada", "nothing was moved"),
                             ("bob", "is cleared")):
            self.says(0, words, an_id, "5", "bank", "--actor", actor)
        self.assertEqual([("_stripe", "15")], self.standing(an_id))
        by_id = ("--clearing-id", "c-" + an_id)
        self.says(0, "is cleared", an_id, "5", "bank", *by_id)
        self.says(2, "give another --clearing-id", an_id, "4", "bank", *by_id)
        self.says(2, "give another --clearing-id", an_id, "5", "bank", "--actor", "bob", *by_id)
        self.assertEqual([("_stripe", "10")], self.standing(an_id))

    def test_a_payment_that_is_nobodys_is_assigned(self):
        payment = Payment()
        self.deliver(payment.intent())
        self.says(2, "stripe assign", payment.intent_id, "104", "bank")


class Bodies(ClearingCase):
    """What Stripe sent is read again with the master key, byte for byte."""

    def body(self, *words, key=True):
        self.service.stop()
        key_file = self.service.folder + "/master-key-file"
        done = subprocess.run(
            [BINARY, "stripe", "body", "--data", self.service.data, *words,
             *(["--master-key-file", key_file] if key else [])],
            capture_output=True, env=clean_environment(), timeout=300)
        self.service.start()
        return done.returncode, done.stdout or done.stderr

    def not_to_be_opened(self, event_id):
        return {"org_id": self.org.org_id, "stripe_event_noted": {
            "stripe_event_id": event_id, "stripe_event_type": "charge.updated", "note": "IGNORED",
            "data_key_id": "0" * 16, "sealed": "AUJD"}}

    def test_a_copy_that_does_not_open_hides_no_other(self):
        said = Payment(org=self.org.org_id).intent()
        self.told(self.not_to_be_opened(said["id"] + "@2020-08-27"))
        self.deliver(said)
        self.assertEqual((0, json.dumps(said, indent=2).encode()),
                         self.body("--event", said["id"]))

    def test_a_former_master_key_opens_and_nothing_is_wrapped_anew(self):
        said = Payment(org=self.org.org_id).intent()
        self.deliver(said)
        current, former = self.service.folder + "/next-master-key", (
            self.service.folder + "/master-key-file")
        with open(os.open(current, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write("0123456789abcdef" * 4 + "\n")
        key_file = f"{self.service.data}/data-keys/{self.org.org_id}.key"
        with open(key_file, "rb") as file:
            before = file.read()
        self.assertEqual((0, json.dumps(said, indent=2).encode()),
                         self.body("--event", said["id"], "--master-key-file",
                                   f"{current},{former}", key=False))
        with open(key_file, "rb") as file:
            self.assertEqual(before, file.read())

    def test_of_an_organizations_and_of_nobodys(self):
        own, nobodys = Payment(org=self.org.org_id), Payment()
        for payment in (own, nobodys):
            said = payment.intent()
            self.deliver(said)
            self.assertEqual((0, json.dumps(said, indent=2).encode()),
                             self.body("--event", said["id"]))
        told = nobodys.refund(2600)
        self.deliver(told)
        self.done(200, self.post("/v1/finance/assignments", {
            "object_id": nobodys.intent_id, "org_id": self.org.org_id}))
        self.assertEqual((0, json.dumps(told, indent=2).encode()), self.body("--event", told["id"]))

    def test_what_is_not_there_or_does_not_open_is_said(self):
        said = Payment(org=self.org.org_id).intent()
        self.told(self.not_to_be_opened("evt_of_a_lost_key"))
        self.deliver(said)
        for status, words, *asked in ((2, b"no such event", "--event", "evt_none"),
                                      (2, b"no such record", "--position", "0/99999999"),
                                      (2, b"no such partition", "--position", "99/0"),
                                      (3, b"was erased", "--event", "evt_of_a_lost_key"),
                                      (2, b"name the event")):
            found = self.body(*asked)
            self.assertEqual(status, found[0], found)
            self.assertIn(words, found[1])
        self.assertEqual(2, self.body("--event", said["id"], key=False)[0])
        other = self.service.folder + "/another-master-key"
        with open(other, "w") as file:
            file.write(os.urandom(32).hex() + "\n")
        os.chmod(other, 0o600)
        found = self.body("--event", said["id"], "--master-key-file", other, key=False)
        self.assertEqual(3, found[0], found)
        self.assertIn(b"master key", found[1])


if __name__ == "__main__":
    unittest.main()
