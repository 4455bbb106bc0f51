"""A request to the API, from its key to its answer: who asks, whether it was asked before."""

import base64
import copy
import json

from . import faults, forms, routes
from .refused import Refused

KEY = "sk_test_ofTheFakeAndOfNobodyElse"


def key_of(authorization):
    kind, _, credentials = (authorization or "").partition(" ")
    if kind == "Basic":
        return base64.b64decode(credentials).decode().partition(":")[0]
    return credentials if kind == "Bearer" else ""


class Api:
    def __init__(self, world, key=KEY):
        self.world, self.key = world, key
        self.faults = faults.Faults()
        self.answered = {}  # by idempotency key: what was asked, what was answered
        self.asked = []     # method, path, version and key of each request

    def answer(self, method, path, text, headers):
        """(seconds to wait, status, headers, body); None where the answer gets lost."""
        request_id = self.world.ids.new("req")
        self.asked.append({"method": method, "path": path,
                           "version": headers.get("Stripe-Version"),
                           "idempotency_key": headers.get("Idempotency-Key")})
        fault = self.faults.next() or {}
        try:
            self.check_key(key_of(headers.get("Authorization")))
            faults.raise_if_refused(fault)
            status, found = self.once(method, path, text, headers.get("Idempotency-Key"),
                                      request_id)
        except Refused as refused:
            status, found = refused.status, {"error": refused.error}
        if fault.get("lose_answer") == "true":
            return None
        return (faults.seconds_late(fault), status,
                {"Request-Id": request_id, **faults.headers_of(fault)}, bytes_of(found))

    def check_key(self, key):
        if not key:
            raise Refused(401, "You did not provide an API key.")
        if key != self.key:
            raise Refused(401, f"Invalid API Key provided: {key[:8]}****{key[-4:]}")

    def once(self, method, path, text, key, request_id):
        """A POST with a key is done once; who repeats it gets the first answer again."""
        if method != "POST" or not key:
            return self.do(method, path, text, key, request_id)
        asked = (method, path, text)
        if key in self.answered:
            first, answer = self.answered[key]
            if first != asked:
                raise Refused(400, "Keys for idempotent requests can only be used with the same "
                              "parameters they were first used with.", type="idempotency_error")
            return answer
        answer = self.do(method, path, text, key, request_id)
        self.answered[key] = (asked, copy.deepcopy(answer))
        return answer

    def do(self, method, path, text, key, request_id):
        self.world.request = {"id": request_id, "idempotency_key": key}
        try:
            return 200, routes.answer(self.world, method, path, forms.parse(text))
        except Refused as refused:
            return refused.status, {"error": refused.error}


def bytes_of(found):
    return json.dumps(found, indent=2).encode()
