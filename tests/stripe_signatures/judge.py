"""Judges by Stripe's library for Python. A line of input is NOW_MS HEADER BODY SECRET[,SECRET...],
all but the time in hex, - for nothing; a line of output is "accepted" or "refused".
"""

import sys
import types

import stripe
from stripe import _webhook

TOLERANCE_S = 300


def bytes_of(text):
    return b"" if text == "-" else bytes.fromhex(text)


def accepts(now_ms, header, body, secret):
    """At that time: the library asks its own module `time`, and nothing else of it."""
    _webhook.time = types.SimpleNamespace(time=lambda: now_ms / 1000)
    try:
        # A server by WSGI or ASGI gives a header as text of its bytes, each a character.
        return stripe.WebhookSignature.verify_header(
            body, header.decode("latin-1"), secret.decode(), TOLERANCE_S)
    except Exception:  # whatever it is, the caller has no event
        return False


def main():
    for line in sys.stdin:
        now_ms, header, body, secrets = line.split()
        accepted = any(accepts(int(now_ms), bytes_of(header), bytes_of(body), bytes_of(secret))
                       for secret in secrets.split(","))
        print("accepted" if accepted else "refused")


if __name__ == "__main__":
    main()
