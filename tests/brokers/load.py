"""Records as a gateway appends them: live, without a time of their own."""

import uuid

USD = 1_000_000_000


def record(org, payload, event_id=None, **fields):
    return {"event_id": event_id or str(uuid.uuid4()), "org_id": org, "producer": "test",
            payload: fields}


def opening(org, amount=1_000_000 * USD):
    """An organization with a key and credits."""
    return [
        record(org, "organization_created", name=org, currency="USD"),
        record(org, "key_created", key_id="key", key_sha256="A" * 43 + "="),
        record(org, "credit_granted", grant_id="first", kind="PURCHASED", amount_nano=amount),
    ]


def reservation(org, reservation_id, amount=USD // 100):
    return record(org, "reservation_requested", reservation_id=reservation_id, key_id="key",
                  model="gpt-4o", amount_nano=amount)


def settlement(org, reservation_id, cost):
    return record(org, "reservation_settled", reservation_id=reservation_id, cost_nano=cost)
