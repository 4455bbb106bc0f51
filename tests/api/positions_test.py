"""Whatever has looked at the ledger or written to it says where it stood."""

import unittest

from world import ServiceCase, price_book

FORM = r"\A\d+/\d+\Z"


class Positions(ServiceCase):
    def test_answers_and_errors_name_the_ledgers_position(self):
        org = self.organization().people()
        service, owner = self.service.service_key, org.token("owner")
        self.service.done("POST", "/v1/price-books", price_book("positions-1"))
        org.reserved(reservation_id="r")
        org.new_key(key_id="ended")
        org.revoke("ended")
        closed = self.organization()
        self.service.done("PATCH", closed.path, {"status": "closed", "reason": "over"})
        last = f"{org.path}/members/{org.user('owner')}"
        usage = {"call": "usage", "model": "gpt-4o", "cost": "0.01"}
        rows = [
            # status, method, path, body, key
            (200, "POST", "/v1/batch", {"calls": [usage, usage]}, org.key),
            (200, "GET", "/v1/reservations/r", None, org.key),
            (404, "GET", "/v1/reservations/zz", None, org.key),
            (404, "POST", "/v1/reservations/zz/release", None, org.key),
            (404, "GET", org.path + "/keys/zz", None, service),
            (404, "GET", org.path + "/teams/zz", None, service),
            (404, "PATCH", org.path + "/budgets/user/zz/daily", {"limit": "1"}, service),
            (404, "DELETE", org.path + "/keys/zz", None, org.token("member")),
            (200, "GET", "/v1/price-books", None, service),
            (409, "DELETE", last, None, owner),
            (409, "PATCH", last, {"role": "VIEWER"}, owner),
            (409, "PATCH", closed.path, {"status": "active"}, service),
            (409, "POST", org.path + "/keys/ended/rotate", {}, service),
            (402, "POST", "/v1/reservations", {"model": "m", "amount": "999"}, org.key),
            (200, "GET", org.path + "/balance", None, owner),
        ]
        for status, method, path, body, key in rows:
            with self.subTest(status=status, path=path):
                answer = self.service.ask(method, path, body, key)
                self.assertEqual(status, answer.status, answer)
                self.assertRegex(answer.field("x-nemo-position") or "", FORM)

    def test_a_batchs_position_is_that_of_its_last_call(self):
        org = self.organization()
        usage = {"call": "usage", "model": "gpt-4o", "cost": "0.01"}
        answer = self.service.ask("POST", "/v1/batch", {"calls": [usage] * 20}, org.key)
        last = max((one["body"]["position"] for one in answer.json["answers"]),
                   key=lambda position: int(position.split("/")[1]))
        self.assertEqual(last, answer.field("x-nemo-position"))
        refused = self.service.ask("POST", "/v1/batch", {"calls": [{"call": "none"}]}, org.key)
        self.assertIsNone(refused.field("x-nemo-position"), "nothing was looked at")

    def test_a_reservation_says_as_of_when(self):
        org = self.organization()
        position = org.reserve(reservation_id="r").json["position"]
        answer = self.service.ask("GET", "/v1/reservations/r", key=org.key)
        self.assertEqual(answer.field("x-nemo-position"), answer.json["position"])
        self.assertEqual(position, answer.json["position"])


if __name__ == "__main__":
    unittest.main()
