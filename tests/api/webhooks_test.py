"""Alerts that are sent to an organization's webhook: signed, tried again, given up, sent anew."""

import json
import unittest

from hook_receiver import ReceiverCase, signature
from service import wait_until
from world import ServiceCase


class Webhooks(ReceiverCase):
    def organization(self, way):
        """One that sends its alerts to a path of its own, and knows that path and the secret."""
        org = super().organization()
        org.budget("ORGANIZATION", org.org_id, "10", alert_percents=list(range(10, 101, 10)))
        self.send_to(org, way)
        return org

    def send_to(self, org, way):
        org.way = f"{way}/{org.org_id}"
        said = self.service.done("PATCH", org.path + "/settings",
                                 {"webhook_url": self.receiver.url(org.way)})
        org.secret = said["webhook_secret"]

    def spend(self, org, cost="1"):
        """An alert for each 1."""
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": cost}, org.key)

    def deliveries(self, org, query=""):
        return self.service.done("GET", org.path + "/webhook-deliveries" + query)

    def wait_for(self, org, status, count=1):
        wait_until(lambda: len(self.deliveries(org, "?status=" + status)["data"]) == count)
        return self.deliveries(org, "?status=" + status)["data"]

    def test_an_alert_arrives_signed_and_says_what_the_list_of_alerts_says(self):
        org = self.organization("200")
        self.spend(org, "2.5")
        wait_until(lambda: len(self.receiver.received(org.way)) == 2)
        listed = self.service.done("GET", org.path + "/alerts")["data"]
        for sent, alert in zip(self.receiver.received(org.way), listed, strict=True):
            self.assertEqual(signature(org.secret, sent), sent["signature"])
            body = json.loads(sent["body"])
            self.assertEqual(
                {"id": sent["id"], "type": "budget_alert", "created_at": alert["at"],
                 "org_id": org.org_id, "position": alert["position"],
                 "data": {"limit": "10", "spent": "2.5",
                          **{name: alert[name] for name in
                             ("scope", "scope_id", "period", "percent", "available")}}}, body)
        self.wait_for(org, "delivered", 2)

    def test_another_secret_signs_what_comes_after_the_webhook_was_set_again(self):
        org = self.organization("200")
        first = org.secret
        self.send_to(org, "200")
        self.assertNotEqual(first, org.secret)
        self.spend(org)
        wait_until(lambda: self.receiver.received(org.way))
        sent = self.receiver.received(org.way)[0]
        self.assertEqual(signature(org.secret, sent), sent["signature"])

    def test_what_is_given_up_is_kept_and_sent_anew_when_asked_for(self):
        org = self.organization("410").people()
        self.spend(org)
        [dead] = self.wait_for(org, "dead")
        self.assertEqual((1, "it answered with status 410"),
                         (dead["attempts"], dead["last_error"]))
        self.assertEqual(dead["id"], dead["event"]["id"])
        retry = f"{org.path}/webhook-deliveries/{dead['id']}/retry"
        self.expect((403, "forbidden"), self.service.ask("POST", retry, {}, org.token("member")))
        self.send_to(org, "200")
        answer = self.service.ask("POST", retry, {}, org.token("admin"))
        self.assertEqual({"id": dead["id"], "status": "pending"}, answer.json)
        self.wait_for(org, "delivered")
        self.assertEqual(dead["id"], self.receiver.received(org.way)[0]["id"])
        again = self.service.ask("POST", retry, {}, org.token("admin"))
        self.assertEqual({"id": dead["id"], "status": "delivered"}, again.json)

    def test_deliveries_come_in_pages_and_are_the_organizations_own(self):
        org, other = self.organization("410"), self.organization("200")
        self.spend(org, "5")
        dead = self.wait_for(org, "dead", 5)
        first = self.deliveries(org, "?status=dead&limit=2")
        rest = self.deliveries(org, "?status=dead&cursor=" + first["next_cursor"])
        self.assertEqual(dead, first["data"] + rest["data"])
        self.assertIsNone(rest["next_cursor"])
        self.assertEqual([], self.deliveries(other)["data"])
        for query in ("?status=lost", "?limit=0", "?cursor=1/2"):
            self.expect((400, "invalid_request"), self.service.ask(
                "GET", org.path + "/webhook-deliveries" + query, key=self.service.service_key))
        for delivery_id in (dead[0]["id"], "alert-0-0-0", "x"):
            self.expect((404, "not_found"), self.service.ask(
                "POST", f"{other.path}/webhook-deliveries/{delivery_id}/retry", {},
                self.service.service_key))

    def test_what_is_on_its_way_outlives_a_kill(self):
        org = self.organization("hang")
        self.spend(org)
        wait_until(lambda: self.receiver.received(org.way))
        self.service.kill()
        self.service.start()
        [pending] = self.wait_for(org, "pending")
        self.assertEqual(pending["id"], self.receiver.received(org.way)[0]["id"])
        wait_until(lambda: len(self.receiver.received(org.way)) == 2)
        self.assertEqual(1, len({sent["id"] for sent in self.receiver.received(org.way)}))

    def test_metrics_count_them(self):
        self.spend(org := self.organization("200"))
        self.wait_for(org, "delivered")
        text = self.service.ask("GET", "/metrics", key=self.service.operator_key).body.decode()
        self.assertRegex(text, r"(?m)^nemo_webhook_deliveries_total [1-9]")
        self.assertRegex(text, r"(?m)^nemo_webhook_oldest_pending_seconds [0-9.]+$")


class WithoutThem(ServiceCase):
    options = ("--no-webhooks",)

    def test_a_node_that_sends_none_says_so(self):
        org = self.organization()
        self.expect((404, "not_found"), self.service.ask(
            "GET", org.path + "/webhook-deliveries", key=self.service.service_key))


if __name__ == "__main__":
    unittest.main()
