"""What finance does over HTTPS: says whose a payment is, writes off a debt."""

import unittest

from hooks import HookCase
from shop import Dispute, Payment, new_id

ASSIGNMENTS = "/v1/finance/assignments"


class FinanceCase(HookCase):
    def setUp(self):
        self.org = self.organization()

    def post(self, path, body, key=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.service.ask("POST", path, body, key or self.service.finance_key, headers)

    def refused(self, said, param, answer):
        self.assertEqual((*said, param), (*answer.said, answer.error.get("param")), answer)
        return answer.error["message"]

    def done(self, status, answer):
        self.assertEqual(status, answer.status, answer)
        return answer.json


class Assignments(FinanceCase):
    def assign(self, object_id, org=None, key=None, **more):
        body = {"object_id": object_id, "org_id": (org or self.org).org_id, **more}
        return self.post(ASSIGNMENTS, body, key)

    def in_suspense(self, subject):
        rows = self.service.done("GET", "/v1/finance/exceptions", key=self.service.finance_key)
        return [row["amount"] for row in rows["data"]
                if row["kind"] == "suspense" and row["subject"] == subject]

    def test_the_money_has_moved_when_it_is_answered(self):
        payment = Payment()
        self.deliver(payment.intent(), payment.charge(), payment.refund(2600))
        self.assertEqual(["78"], self.in_suspense(payment.intent_id))
        said = self.done(200, self.assign(payment.charge_id))
        self.assertEqual((payment.intent_id, self.org.org_id, "assigned"),
                         (said["object_id"], said["org_id"], said["status"]))
        self.assertEqual("75", self.org.balance()["balance"])
        self.assertEqual([], self.in_suspense(payment.intent_id))
        self.expect(self.org, 7500)
        self.assertEqual(said, self.done(200, self.assign(payment.charge_id)))
        again = self.done(200, self.assign(payment.intent_id, key=self.service.service_key))
        self.assertEqual(said, again)

    def test_a_customers_payments_have_too(self):
        customer = new_id("cus")
        self.deliver(*(Payment(customer=customer).intent() for _ in range(3)))
        self.done(200, self.assign(customer, actor="ada"))
        self.assertEqual("300", self.org.balance()["balance"])
        self.expect(self.org, 30000)

    def test_what_is_not_assigned_is_said_with_why(self):
        payment, own = Payment(), Payment(org=self.org.org_id)
        self.deliver(payment.intent(), own.intent())
        none, invalid, conflict = (404, "not_found"), (400, "invalid_request"), (409, "conflict")
        self.refused(none, "object_id", self.assign(payment.intent_id + "x"))
        self.refused(none, "object_id", self.assign(payment.session_id))
        self.refused(invalid, "object_id", self.assign(new_id("txn"), even_if_not_told=True))
        self.refused(invalid, "object_id", self.assign("not an id"))
        self.refused(invalid, "org_id", self.post(ASSIGNMENTS, {"object_id": payment.intent_id}))
        self.refused(invalid, "charge_id", self.assign(payment.intent_id, charge_id="ch_1"))
        stranger = {"object_id": payment.intent_id, "org_id": "org-that-is-not"}
        self.refused(none, "org_id", self.post(ASSIGNMENTS, stranger))
        message = self.refused(conflict, "object_id",
                               self.assign(own.intent_id, self.organization()))
        self.assertIn("is assigned to " + self.org.org_id, message)
        self.assertEqual("already_assigned", self.done(200, self.assign(own.intent_id))["status"])
        self.expect(self.org, 10000)

    def test_a_customer_may_be_assigned_ahead(self):
        customer = new_id("cus")
        self.done(200, self.assign(customer, even_if_not_told=True))
        self.deliver(Payment(customer=customer).intent())
        self.expect(self.org, 10000)


class WriteOffs(FinanceCase):
    def test_the_debt_of_a_lost_dispute_is_written_off(self):
        payment = Payment(org=self.org.org_id)
        dispute = Dispute(payment)
        self.deliver(payment.intent(), payment.charge())
        self.expect(self.org, 10000)
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "40"}, self.org.key)
        self.deliver(dispute.opened(), dispute.withdrawn(), dispute.closed("lost"))
        self.expect(self.org, -4000)
        path = self.org.path + "/write-offs"
        lost = {"reason": "a dispute was lost"}
        self.refused((400, "invalid_request"), "amount",
                     self.post(path, {**lost, "amount": "40.000000001"}))
        self.refused((400, "invalid_request"), "amount", self.post(path, {**lost, "amount": "0"}))
        self.refused((400, "invalid_request"), "reason", self.post(path, {"amount": "40"}))
        said = self.done(201, self.post(path, {**lost, "amount": "40"}, idempotency_key="w-1"))
        self.assertEqual("0", self.org.balance()["balance"])
        again = self.post(path, {**lost, "amount": "40"}, idempotency_key="w-1")
        self.assertEqual(said, self.done(201, again))
        self.assertEqual((409, "conflict"), self.post(path, {**lost, "amount": "39"},
                                                      idempotency_key="w-1").said)
        self.expect(self.org, 0)
        self.assertEqual(4000, self.platform_books(self.org)["expense:dispute_losses"])


if __name__ == "__main__":
    unittest.main()
