"""Calls of the API that go wrong as Stripe's do, when they are asked to."""

from .refused import Refused, whole

TYPES = {409: ("idempotency_error", "idempotency_key_in_use",
               "There is currently another in-progress request using this Idempotency-Key."),
         429: ("invalid_request_error", "rate_limit", "Too many requests."),
         403: ("invalid_request_error", "more_permissions_required",
               "The provided key 'rk_test_*****key' does not have the required permissions.")}
UNKNOWN = ("api_error", None, "An unknown error occurred.")


class Faults:
    def __init__(self):
        self.left = 0
        self.params = {}

    def plan(self, params):
        self.left = whole(params, "times", 0, 1)
        self.params = params
        return {"times": self.left}

    def next(self):
        """The parameters of the fault that this call has, or None."""
        if self.left == 0:
            return None
        self.left -= 1
        return self.params


def raise_if_refused(fault):
    status = whole(fault, "status", 0, 0)
    if status:
        type, code, message = TYPES.get(status, UNKNOWN)
        raise Refused(status, message, code, type)


def headers_of(fault):
    names = {"retry_after": "Retry-After", "should_retry": "Stripe-Should-Retry"}
    return {header: fault[name] for name, header in names.items() if name in fault}


def seconds_late(fault):
    return whole(fault, "late_ms", 0, 0) / 1_000
