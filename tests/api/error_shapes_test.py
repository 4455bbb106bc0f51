"""Our errors, as the Python client of language models (openai) makes its exceptions of them."""

import importlib.util
import subprocess
import sys
import time
import unittest

from service import ROOT
from world import ISSUER_AWAY, PAST, UNJUDGED, ServiceCase

if importlib.util.find_spec("openai") is None:  # nobody imports this but the test
    sys.path.append(subprocess.run([ROOT / "ops" / "python"], check=True, capture_output=True,
                                   text=True).stdout.strip())

import httpx2
import openai

CALL = {"model": "gpt-4o", "amount": "0.01"}


class ErrorShapes(ServiceCase):
    options = ISSUER_AWAY

    def setUp(self):
        self.org = self.organization()

    def client(self, key, retries=0):
        """The real thing, whose base_url is the service; it trusts the service's certificate."""
        http = httpx2.Client(verify=self.service.tls)
        self.addCleanup(http.close)
        return openai.OpenAI(base_url=f"https://127.0.0.1:{self.service.port}/v1", api_key=key,
                             max_retries=retries, http_client=http)

    def rows(self):
        org, limited = self.org, {"requests_per_minute": 0}
        stranger = self.service.operator_key
        org.budget("USER", "poor", "0.001")
        return [
            # key, method, path, body: the exception, status, type, code, param
            (org.key, "post", "/reservations", {**CALL, "amount": "x"}, openai.BadRequestError, 400,
             "invalid_request_error", "invalid_request", "amount"),
            (stranger, "post", "/reservations", CALL, openai.AuthenticationError, 401,
             "authentication_error", "invalid_api_key", None),
            (org.new_key(expires_at=PAST), "post", "/reservations", CALL,
             openai.AuthenticationError, 401, "authentication_error", "invalid_api_key", None),
            ("a.b.c", "get", org.path[3:], None, openai.AuthenticationError, 401,
             "authentication_error", "invalid_token", None),
            (org.key, "post", "/reservations", {**CALL, "amount": "5000"}, openai.APIStatusError,
             402, "insufficient_quota", "insufficient_credits", None),
            (org.key, "post", "/reservations", {**CALL, "user_id": "poor"}, openai.APIStatusError,
             402, "insufficient_quota", "budget_exceeded", None),
            (org.key, "get", org.path[3:], None, openai.PermissionDeniedError, 403,
             "permission_error", "forbidden", None),
            (org.key, "get", "/reservations/none", None, openai.NotFoundError, 404,
             "not_found_error", "not_found", None),
            (self.service.service_key, "post", org.path[3:] + "/keys", {"key_id": "main"},
             openai.ConflictError, 409, "conflict_error", "conflict", "key_id"),
            (org.new_key(**limited), "post", "/reservations", CALL, openai.RateLimitError, 429,
             "rate_limit_error", "rate_limit_exceeded", None),
            (org.new_key(tokens_per_minute=0), "post", "/reservations",
             {**CALL, "estimated_tokens": 1}, openai.RateLimitError, 429, "rate_limit_error",
             "tpm_limit_exceeded", None),
            (org.new_key(parallel_requests=0), "post", "/reservations", CALL,
             openai.RateLimitError, 429, "rate_limit_error", "parallel_limit_exceeded", None),
            (UNJUDGED, "get", org.path[3:], None, openai.InternalServerError,
             503, "service_unavailable_error", "credit_check_failed", None),
        ]

    def test_every_error_is_the_exception_that_clients_catch(self):
        for key, method, path, body, kind, status, error_type, code, param in self.rows():
            with self.subTest(status=status, code=code):
                ask = getattr(self.client(key), method)
                more = {} if body is None else {"body": body}
                with self.assertRaises(openai.APIStatusError) as raised:
                    ask(path, cast_to=object, **more)
                error = raised.exception
                self.assertIs(kind, type(error))
                self.assertEqual((status, error_type, code, param),
                                 (error.status_code, error.type, error.code, error.param))
                self.assertIn(error.body["message"], str(error))
                self.assertEqual(error.response.headers["x-request-id"], error.request_id)
                if status in (429, 503):
                    self.assertGreaterEqual(int(error.response.headers["retry-after"]), 1)

    def test_the_client_waits_as_long_as_it_is_told_and_asks_again(self):
        start = time.monotonic()
        with self.assertRaises(openai.InternalServerError) as raised:
            self.client(UNJUDGED, retries=1).get(self.org.path[3:], cast_to=object)
        waits = int(raised.exception.response.headers["retry-after"])
        self.assertGreater(time.monotonic() - start, waits - 0.1)

    def test_what_is_done_is_read_by_the_same_client(self):
        granted = self.client(self.org.key).post("/reservations", cast_to=object, body=CALL)
        self.assertEqual(("granted", "0.01"), (granted["status"], granted["amount"]))


if __name__ == "__main__":
    unittest.main()
