"""What helps to reserve: prices, dry runs, explanations; and settings, and finance's key."""

import base64
import time
import unittest

from service import together
from world import ServiceCase, fresh, price_book

CONFLICT = (409, "conflict")


class Prices(ServiceCase):
    def test_the_most_a_call_can_use_is_priced_by_the_book_in_force(self):
        org = self.organization()
        model, version = fresh("model"), fresh("v")
        usage = {"model": model, "max_usage": {"input_tokens": 1_500}}
        self.expect((400, "invalid_request"), org.reserve(amount=None, **usage), "model")
        book = price_book(version, model)
        self.expect(201, self.service.ask("POST", "/v1/price-books", book,
                                          self.service.service_key))
        granted = self.expect(201, org.reserve(amount=None, **usage))
        self.assertEqual("1.5", granted.json["amount"])
        settled = self.service.done(
            "POST", f"/v1/reservations/{granted.json['reservation_id']}/settle",
            {"usage": {"input_tokens": 1_234}}, org.key)
        self.assertEqual("1.234", settled["cost"])
        self.expect((400, "invalid_request"),
                    org.reserve(amount="1", model=model, max_usage={"input_tokens": 1}))

    def test_a_version_is_published_once(self):
        version = fresh("v")
        ask = lambda book: self.service.ask("POST", "/v1/price-books", book,
                                            self.service.service_key)
        first = self.expect(201, ask(price_book(version)))
        self.assertEqual(first.body, self.expect(201, ask(price_book(version))).body)
        self.expect(CONFLICT, ask(price_book(version, token="0.002")))
        listed = self.service.done("GET", "/v1/price-books")["data"]
        self.assertEqual([1], [book["models"] for book in listed if book["version"] == version])
        for wrong in ({**price_book(fresh("v")), "models": []},
                      {**price_book(fresh("v")), "version": None}):
            self.expect((400, "invalid_request"), ask(wrong))


class DryRun(ServiceCase):
    def ask(self, org, path, body, **more):
        return self.service.ask("POST", f"/v1/{path}?dry_run=true", body, org.key, **more)

    def test_it_answers_as_the_call_then_does_and_changes_nothing(self):
        org = self.organization(credits="1")
        org.budget("KEY", "main", "0.8")
        held = org.reserved("0.1", reservation_id="held")
        done = org.reserved("0.1", reservation_id="done")
        self.service.done("POST", "/v1/reservations/done/settle", {"cost": "0.05"}, org.key)
        call = {"model": "gpt-4o"}
        rows = [
            ("reservations", {"reservation_id": "new", "amount": "0.2", **call}, 201),
            ("reservations", {"reservation_id": "wide", "amount": "0.7", **call}, 402),
            ("reservations", {"reservation_id": "held", "amount": "0.1", **call}, 201),
            ("reservations", {"reservation_id": "held", "amount": "0.3", **call}, 409),
            ("reservations", {"reservation_id": "bad", "amount": "-1", **call}, 400),
            (f"reservations/{held}/increase", {"increase_id": "i", "amount": "0.1"}, 201),
            (f"reservations/{held}/increase", {"increase_id": "j", "amount": "2"}, 402),
            (f"reservations/{held}/settle", {"cost": "0.15"}, 200),
            (f"reservations/{done}/release", None, 409),
            ("reservations/none/release", None, 404),
            ("usage", {"usage_id": "u", "cost": "0.01", **call}, 200),
        ]
        for path, body, status in rows:
            with self.subTest(path=path, body=body):
                before = org.balance()
                dry = self.ask(org, path, body)
                self.assertEqual(status, dry.status, dry)
                self.assertEqual("true" if status < 300 else None, dry.field("x-nemo-dry-run"))
                self.assertEqual(before, org.balance())
                made = self.service.ask("POST", "/v1/" + path, body, org.key)
                self.assertEqual(dry.status, made.status, made)
                if status < 300:
                    drop = ("expires_at", "position")
                    self.assertEqual(*({k: v for k, v in one.json.items() if k not in drop}
                                       for one in (dry, made)))

    def test_a_call_without_one_is_not_done(self):
        org = self.organization()
        before = org.balance()
        for method, path, body in [
                ("POST", "/v1/batch", {"calls": [{"call": "release", "reservation_id": "r"}]}),
                ("POST", org.path + "/credits", {"kind": "PURCHASED", "amount": "1"}),
                ("DELETE", org.path + "/keys/main", None)]:
            key = org.key if path == "/v1/batch" else self.service.service_key
            answer = self.service.ask(method, path + "?dry_run=true", body, key)
            self.expect((400, "invalid_request"), answer, "dry_run")
        answer = self.service.ask("POST", "/v1/reservations?dry_run=yes",
                                  {"model": "m", "amount": "1"}, org.key)
        self.expect((400, "invalid_request"), answer, "dry_run")
        self.assertEqual(before, org.balance())
        org.reserved()

    def test_beside_calls_that_are_made(self):
        org = self.organization(credits="100")

        def work(number):
            for turn in range(20):
                ask = self.ask if number % 2 else None
                body = {"reservation_id": f"r{number}-{turn}", "model": "m", "amount": "0.1"}
                answer = (self.ask(org, "reservations", body) if ask else
                          self.service.ask("POST", "/v1/reservations", body, org.key))
                self.assertEqual(201, answer.status, answer)

        together(8, work)
        self.assertEqual("8", org.balance()["held"])


class Explain(ServiceCase):
    def explain(self, org, reservation_id, key=None):
        return self.service.ask("GET", f"{org.path}/reservations/{reservation_id}/explain",
                                key=key or self.service.service_key)

    def test_each_check_with_its_numbers_and_all_that_happened(self):
        org = self.organization(credits="1")
        org.budget("KEY", "main", "0.5")
        org.reserved("0.3", reservation_id="call")
        self.service.done("POST", "/v1/reservations/call/settle", {"cost": "0.25"}, org.key)
        self.expect((402, "budget_exceeded"), org.reserve("0.3", reservation_id="denied"))
        told = self.expect(200, self.explain(org, "call")).json
        self.assertEqual("granted", told["outcome"])
        self.assertEqual(["granted", "settled"], [event["outcome"] for event in told["events"]])
        checks = {check["check"]: check for check in told["events"][0]["checks"]}
        self.assertEqual(
            ["form", "reservation_id", "organization", "key", "model", "requests_per_minute",
             "tokens_per_minute", "parallel_requests", "budget", "credits"], list(checks))
        self.assertEqual(("0.3", "1"), (checks["credits"]["asked"], checks["credits"]["available"]))
        self.assertEqual((0, 1), tuple(checks["parallel_requests"][name]
                                       for name in ("used", "asked")))
        denied = self.explain(org, "denied").json
        self.assertEqual("denied_budget", denied["outcome"])
        last = denied["events"][0]["checks"][-1]
        self.assertEqual(("budget", False, "0.25", "0", "0.3", "0.5"),
                         tuple(last[name] for name in
                               ("check", "passed", "spent", "held", "asked", "limit")))

    def test_many_who_wait_for_a_position_are_all_answered(self):
        org = self.organization()
        org.reserved(reservation_id="call")
        partition, offset = self.service.ask(
            "GET", org.path + "/balance", key=self.service.service_key
        ).field("x-nemo-position").split("/")
        path = (f"{org.path}/reservations/call/explain"
                f"?min_position={partition}/{int(offset) + 1}")

        def ask(number):
            if number == 0:
                time.sleep(0.5)
                return org.reserve().status
            return self.service.ask("GET", path, key=self.service.service_key).status

        self.assertLessEqual(set(together(32, ask)), {200, 201, 429})
        self.assertIsNone(self.service.process.poll(), self.service.errors())
        self.expect(200, self.explain(org, "call"))

    def test_a_position_that_is_none_yet_is_the_askers_mistake(self):
        org = self.organization()
        position = self.service.ask("GET", org.path + "/balance", key=self.service.service_key
                                    ).field("x-nemo-position").split("/")[0] + "/999999999"
        self.expect((400, "invalid_request"),
                    self.service.ask("GET", f"{org.path}/balance?min_position={position}",
                                     key=self.service.service_key), "min_position")

    def test_what_is_not_there_is_not_found(self):
        org, other = self.organization(), self.organization()
        other.reserved(reservation_id="theirs")
        for reservation_id in ("none", "theirs"):
            self.expect((404, "not_found"), self.explain(org, reservation_id))


class Settings(ServiceCase):
    def test_a_webhooks_secret_is_shown_once_and_is_the_same_to_a_repeat(self):
        org = self.organization()
        path, key = org.path + "/settings", self.service.service_key
        self.assertIsNone(self.service.done("GET", path)["webhook_url"])
        url = {"webhook_url": "https://hooks.example.com/a"}
        again = {"idempotency-key": fresh("i")}
        first = self.expect(200, self.service.ask("PATCH", path, url, key, again))
        self.assertEqual(32, len(base64.b64decode(first.json["webhook_secret"][6:])))
        self.assertEqual(first.content,
                         self.service.ask("PATCH", path, url, key, again).content)
        self.expect(CONFLICT, self.service.ask(
            "PATCH", path, {"webhook_url": "https://hooks.example.com/b"}, key, again))
        another = self.service.done("PATCH", path, url)
        self.assertNotEqual(first.json["webhook_secret"], another["webhook_secret"])
        shown = self.service.ask("GET", path, key=key)
        self.assertEqual(url["webhook_url"], shown.json["webhook_url"])
        self.assertNotIn(b"whsec_", shown.body)
        seen = self.service.ask("GET", path, key=self.service.finance_key).json["webhook_url"]
        self.assertEqual("https://hooks.example.com", seen, "a path may be what lets one post")
        self.service.done("DELETE", path + "/webhook")
        self.assertIsNone(self.service.done("GET", path)["webhook_url"])
        self.expect((404, "not_found"), self.service.ask("DELETE", path + "/webhook", key=key))

    def test_addresses_that_cannot_be(self):
        org = self.organization()
        for url in (None, "", "hooks.example.com", "http://hooks.example.com/", "https://",
                    "https:///a", "https://a:b@example.com/", "https://example.com/ a",
                    "https://\u00e9.example.com/", "https://" + "a" * 2_048, "ftp://a", 5):
            with self.subTest(url=url):
                answer = self.service.ask("PATCH", org.path + "/settings", {"webhook_url": url},
                                          self.service.service_key)
                self.assertEqual((400, "invalid_request"), answer.said, answer)
        self.assertIsNone(self.service.done("GET", org.path + "/settings")["webhook_url"])


if __name__ == "__main__":
    unittest.main()
