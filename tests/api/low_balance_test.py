"""An organization is told of a low balance: on the list of its alerts, and by its webhook."""

import csv
import io
import json
import unittest

from fake_stripe import StripeFake
from hook_receiver import ReceiverCase, signature
from service import wait_until

COLUMNS_OF_BUDGETS = ["position", "at", "outcome", "reservation_id", "flags", "amount", "scope",
                      "scope_id", "period", "percent", "available"]


class LowBalance(ReceiverCase):
    @classmethod
    def setUpClass(cls):
        stripe = StripeFake()
        cls.addClassCleanup(stripe.remove)
        cls.options = (*ReceiverCase.options, *stripe.options)
        super().setUpClass()

    def watched(self, **settings):
        """One with 100 that is told what its balance is below, and has a webhook."""
        org = self.organization()
        org.way = "200/" + org.org_id
        org.secret = self.service.done("PATCH", org.path + "/settings", {
            "webhook_url": self.receiver.url(org.way)})["webhook_secret"]
        self.watch(org, **settings)
        return org

    def watch(self, org, **settings):
        self.service.done("POST", org.path + "/auto-top-up", settings)

    def spend(self, org, cost):
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": cost}, org.key)

    def listed(self, org):
        return self.service.done("GET", org.path + "/alerts")["data"]

    def deliveries(self, org):
        return self.service.done("GET", org.path + "/webhook-deliveries")["data"]

    def sent(self, org, count):
        """What it was sent, once that is so many."""
        wait_until(lambda: len(self.receiver.received(org.way)) >= count)
        sent = self.receiver.received(org.way)
        self.assertEqual(count, len(sent))
        for one in sent:
            self.assertEqual(signature(org.secret, one), one["signature"])
        self.assertEqual(count, len({one["id"] for one in sent}))
        return [json.loads(one["body"]) for one in sent]

    def test_it_is_listed_and_sent_with_the_threshold_and_the_balance_then(self):
        org = self.watched(threshold="50", amount="25")
        org.reserved("1")
        self.spend(org, "50")
        self.assertEqual([], self.listed(org), "at its threshold a balance is not low")
        self.spend(org, "0.5")
        [alert] = self.listed(org)
        figures = {"threshold": "50", "balance": "49.5", "available": "48.5",
                   "top_up_amount": "25"}
        self.assertEqual({"position": alert["position"], "at": alert["at"],
                          "outcome": "balance_low", "kind": "balance_low", **figures}, alert)
        [body] = self.sent(org, 1)
        self.assertEqual({"id": body["id"], "type": "balance_low", "created_at": alert["at"],
                          "org_id": org.org_id, "position": alert["position"], "data": figures},
                         body)

    def test_csv_tells_the_kinds_apart_behind_the_columns_of_budgets(self):
        org = self.watched(threshold="90")
        org.budget("ORGANIZATION", org.org_id, "20", alert_percents=[60])
        self.spend(org, "12")
        answer = self.service.ask("GET", org.path + "/alerts", key=self.service.service_key,
                                  headers={"accept": "text/csv"})
        head, *rows = csv.reader(io.StringIO(answer.body.decode(), newline=""))
        self.assertEqual(COLUMNS_OF_BUDGETS + ["kind", "threshold", "balance", "top_up_amount"],
                         head)
        budget, low = (dict(zip(head, row, strict=True)) for row in rows)
        self.assertEqual(("budget_alert", "60", "88", "", "", ""), tuple(budget[name] for name in (
            "kind", "percent", "available", "threshold", "balance", "top_up_amount")))
        self.assertEqual(("balance_low", "", "88", "90", "88", ""), tuple(low[name] for name in (
            "kind", "percent", "available", "threshold", "balance", "top_up_amount")))
        self.assertEqual(self.listed(org), [
            {name: value for name, value in row.items() if value} for row in (budget, low)])
        self.assertEqual(["budget_alert", "balance_low"],
                         [body["type"] for body in self.sent(org, 2)])

    def test_it_is_told_again_only_after_it_was_not_low_and_not_by_a_restart(self):
        org = self.watched(threshold="50")
        self.spend(org, "51")
        self.spend(org, "1")
        org.grant("1")
        self.spend(org, "1")
        self.sent(org, 1)
        wait_until(lambda: self.deliveries(org)[0]["status"] == "delivered")
        org.grant("2")  # 50: not low any more
        for end in (self.service.kill, self.service.stop):
            end()
            self.service.start()
        self.spend(org, "0.25")
        balances = [body["data"]["balance"] for body in self.sent(org, 2)]
        self.assertEqual(["49", "49.75"], balances)
        self.assertEqual(balances, [alert["balance"] for alert in self.listed(org)])
        self.assertEqual(["balance_low"] * 2,
                         [one["event"]["type"] for one in self.deliveries(org)])

    def test_metrics_count_it_by_its_name(self):
        org = self.watched(threshold="100")
        self.spend(org, "1")
        text = self.service.ask("GET", "/metrics", key=self.service.operator_key).body.decode()
        self.assertRegex(text, r'(?m)^nemo_outcomes_total\{outcome="balance_low"\} [1-9]')


if __name__ == "__main__":
    unittest.main()
