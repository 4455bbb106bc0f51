"""Stripe's signature of a webhook, and events as they are sent."""

import hashlib
import hmac
import json


def body_of(event):
    return json.dumps(event, indent=2).encode()


def signature(secrets, body, timestamp):
    """The header's value: a v1 for each secret that is in use."""
    parts = [f"t={timestamp}"]
    for secret in secrets:
        mac = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
        parts.append("v1=" + mac.hexdigest())
    return ",".join(parts)
