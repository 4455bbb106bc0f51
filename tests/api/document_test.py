"""The OpenAPI document leaves nothing open: statuses, header fields, members, error codes."""

import json
import re
import unittest

from world import ServiceCase

EVERY_STATUS = {"400", "408", "413", "414", "415", "417", "431", "500", "501", "503", "505"}
CODES = {
    "400": {"invalid_request"}, "401": {"invalid_api_key", "invalid_token"},
    "402": {"insufficient_credits", "budget_exceeded"}, "403": {"forbidden"}, "404": {"not_found"},
    "409": {"conflict"}, "413": {"request_too_large"}, "415": {"unsupported_media_type"},
    "429": {"rate_limit_exceeded", "tpm_limit_exceeded", "parallel_limit_exceeded"},
    "503": {"credit_check_failed", "overloaded", "stripe_unavailable"},
}


class Document(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.service.ask("GET", "/v1/openapi.json").json
        cls.operations = [(method, path, operation)
                          for path, methods in cls.document["paths"].items()
                          for method, operation in methods.items()]

    def schema_of(self, operation):
        """The name of the schema of what is answered when it is done."""
        done = next(response for status, response in operation["responses"].items()
                    if status.startswith("2"))
        content = done["content"].get("application/json", {"schema": {"$ref": "text"}})
        return content["schema"]["$ref"].rpartition("/")[2]

    def test_every_reference_leads_somewhere(self):
        for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(self.document))):
            with self.subTest(reference=reference):
                place = self.document
                for name in reference.split("/"):
                    self.assertIn(name, place)
                    place = place[name]

    def test_every_answer_has_a_form_and_every_error_a_status(self):
        for method, path, operation in self.operations:
            with self.subTest(method=method, path=path):
                statuses = set(operation["responses"])
                self.assertLessEqual(EVERY_STATUS, statuses)
                self.assertNotIn("default", statuses)
                is_open = operation["operationId"] in ("getOpenApi", "getMetrics")
                self.assertEqual(is_open, self.schema_of(operation) in ("Object", "text"))
                if "security" in operation:
                    self.assertIn("401", statuses)

    def test_every_body_has_an_example_that_is_right(self):
        for method, path, operation in self.operations:
            body = operation.get("requestBody")
            if body is None:
                continue
            with self.subTest(method=method, path=path):
                content = body["content"]["application/json"]
                required = set(content["schema"].get("required", []))
                self.assertLessEqual(required, set(content["example"]))
                self.assertLessEqual(set(content["example"]), set(content["schema"]["properties"]))

    def test_stripe_signs_its_events_and_repeats_them_as_they_are(self):
        operation = self.document["paths"]["/v1/stripe/webhook"]["post"]
        self.assertEqual([("stripe-signature", "header", True)],
                         [(one["name"], one["in"], one["required"])
                          for one in operation["parameters"]])
        self.assertNotIn("409", operation["responses"])

    def test_each_status_has_its_codes(self):
        for status, codes in CODES.items():
            with self.subTest(status=status):
                response = self.document["components"]["responses"]["Error" + status]
                _, coded = response["content"]["application/json"]["schema"]["allOf"]
                error = coded["properties"]["error"]["properties"]
                self.assertEqual(codes, set(error["code"]["enum"]))


if __name__ == "__main__":
    unittest.main()
