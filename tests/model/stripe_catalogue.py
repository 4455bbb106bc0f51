"""Stripe's payloads, automatic top-ups and debts: their fields, as in catalogue.py.

Of two states that are said of one object the one named later here is the later one.
"""

from readers import (
    a_name, an_id, anything, list_of, maybe_id, maybe_name, maybe_not_negative, maybe_within,
    message, one_of, text,
)  # fmt: skip
from strict_json import NAME, read_bytes, read_integer, read_text, read_time

STRIPE = "_stripe"  # no organization: the platform's own, and what is nobody's yet
NANO_MOST = 2**61  # that one payout or movement of the balance can say
FEE_BPS_MOST = 10_000

PAYMENT_STATUS = ("PENDING", "FAILED", "CANCELED", "SUCCEEDED")
PURPOSE = ("INVOICE", "CREDITS", "PLAN")
REFUND_STATUS = ("PENDING", "REQUIRES_ACTION", "SUCCEEDED", "CANCELED", "FAILED")
DISPUTE_STATUS = (
    "WARNING_NEEDS_RESPONSE", "WARNING_UNDER_REVIEW", "WARNING_CLOSED", "NEEDS_RESPONSE",
    "UNDER_REVIEW", "PREVENTED", "LOST", "WON",
)  # fmt: skip
DISPUTE_FUNDS = ("WITHDRAWN", "REINSTATED")
PAYOUT_STATUS = ("PENDING", "IN_TRANSIT", "PAID", "CANCELED", "FAILED")
CATEGORY = (
    "CHARGE", "REFUND", "REFUND_FAILURE", "DISPUTE", "DISPUTE_REVERSAL", "PAYOUT",
    "PAYOUT_REVERSAL", "FEE", "OTHER",
)  # fmt: skip
CUSTOMER_STATUS = ("ACTIVE", "DELETED")
CLEARING_ACCOUNT = (
    "EXPENSE_ADJUSTMENTS", "EXPENSE_STRIPE_FEES", "EXPENSE_DISPUTE_LOSSES",
    "TAX_PAYABLE", "REVENUE_PLATFORM_FEE", "BANK",
)  # fmt: skip
NOTE = ("IGNORED", "WARNING", "QUARANTINED")

# In STRIPE alone, and there as long as nobody knows whose they are.
PLATFORMS = ("stripe_transaction_reported", "stripe_payout_reported", "stripe_object_assigned")
NOBODYS = (
    "stripe_payment_reported", "stripe_customer_reported", "stripe_event_noted",
    "suspense_cleared",
)  # fmt: skip


def rank(names, name):
    """How late a state is; 0 where none was said."""
    return names.index(name) + 1 if name else 0


read_refund = message(
    [
        ("refund_id", read_text),
        ("refund_status", one_of(REFUND_STATUS)),
        ("amount_nano", read_integer),
    ]
)
read_moved = message(
    [("transaction_id", read_text), ("amount_nano", read_integer), ("fee_nano", read_integer)]
)
read_dispute = message(
    [
        ("dispute_id", read_text),
        ("dispute_status", one_of(DISPUTE_STATUS)),
        ("amount_nano", read_integer),
        ("dispute_funds", one_of(DISPUTE_FUNDS)),
        ("transactions", list_of(read_moved)),
    ]
)


def each_once(parts, name):
    ids = [part.get(name) for part in parts]
    return all(an_id and NAME.fullmatch(an_id) for an_id in ids) and len(set(ids)) == len(ids)


def refunds(value, payload, org_id):
    parts = value or ()
    return each_once(parts, "refund_id") and all(part.get("amount_nano", 0) >= 0 for part in parts)


def disputes(value, payload, org_id):
    parts = value or ()
    return each_once(parts, "dispute_id") and all(map(a_dispute, parts))


def a_dispute(part):
    moved = part.get("transactions", ())
    return (
        part.get("amount_nano", 0) >= 0
        and each_once(moved, "transaction_id")
        and all("amount_nano" in entry and "fee_nano" in entry for entry in moved)
    )


def tax(value, payload, org_id):
    return value is None or 0 <= value <= payload.get("amount_nano", value)


def given(value, payload, org_id):
    return value is not None


def maybe_posted_whole(value, payload, org_id):
    return value is None or -NANO_MOST <= value <= NANO_MOST


def posted_whole(value, payload, org_id):
    return value is not None and maybe_posted_whole(value, payload, org_id)


def names(value, payload, org_id):
    return all(NAME.fullmatch(name or "") for name in value or ())


def at_least_1(value, payload, org_id):
    return value is not None and value >= 1


def reason_of_note(value, payload, org_id):
    return value is not None or payload.get("note") != "QUARANTINED"


EVENT = [("stripe_event_id", read_text, a_name), ("stripe_event_type", read_text, text)]
CREATED = ("created", read_time, given)
SEALED = [("data_key_id", read_text, maybe_id), ("sealed", read_bytes, anything)]

STRIPE_FIELDS = {
    "stripe_payment_reported": [
        *EVENT,
        CREATED,
        ("payment_id", read_text, a_name),
        ("charge_id", read_text, maybe_name),
        ("customer_id", read_text, maybe_name),
        ("status", one_of(PAYMENT_STATUS), anything),
        ("amount_nano", read_integer, maybe_not_negative),
        ("tax_nano", read_integer, tax),
        ("fee_bps", read_integer, maybe_within(0, FEE_BPS_MOST)),
        ("paid_at", read_time, anything),
        ("purpose", one_of(PURPOSE), anything),
        ("refunded_nano", read_integer, maybe_not_negative),
        ("refunds", list_of(read_refund), refunds),
        ("disputes", list_of(read_dispute), disputes),
        ("top_up_id", read_text, maybe_id),
        *SEALED,
    ],
    "stripe_transaction_reported": [
        ("transaction_id", read_text, a_name),
        ("category", one_of(CATEGORY), text),
        ("source_id", read_text, maybe_name),
        ("payment_id", read_text, maybe_name),
        ("amount_nano", read_integer, posted_whole),
        ("fee_nano", read_integer, posted_whole),
        ("created", read_time, anything),
        ("available_on", read_time, anything),
        *SEALED,
    ],
    "stripe_payout_reported": [
        *EVENT,
        CREATED,
        ("payout_id", read_text, a_name),
        ("status", one_of(PAYOUT_STATUS), anything),
        ("amount_nano", read_integer, maybe_posted_whole),
        ("arrives_at", read_time, anything),
        ("transaction_ids", list_of(read_text), names),
        *SEALED,
    ],
    "stripe_customer_reported": [
        *EVENT,
        CREATED,
        ("customer_id", read_text, a_name),
        ("customer_status", one_of(CUSTOMER_STATUS), anything),
        ("subscription_id", read_text, maybe_name),
        ("plan", read_text, anything),
        ("plan_from", read_time, anything),
        *SEALED,
    ],
    "stripe_event_noted": [
        *EVENT,
        ("note", one_of(NOTE), text),
        ("object_id", read_text, maybe_name),
        ("reason", read_text, reason_of_note),
        *SEALED,
    ],
    "stripe_object_assigned": [
        ("object_id", read_text, a_name),
        ("assigned_org_id", read_text, an_id),
        ("charge_id", read_text, maybe_name),
        ("actor", read_text, text),
    ],
    "suspense_cleared": [
        ("clearing_id", read_text, an_id),
        ("object_id", read_text, a_name),
        ("amount_nano", read_integer, lambda value, payload, org_id: bool(value)),
        ("account", one_of(CLEARING_ACCOUNT), text),
        ("reason", read_text, text),
        ("actor", read_text, text),
    ],
    "auto_top_up_set": [
        ("threshold_nano", read_integer, given),
        ("amount_nano", read_integer, lambda v, payload, org_id: v is None or v >= 1),
        ("daily_cap_nano", read_integer, maybe_not_negative),
    ],
    "auto_top_up_removed": [],
    "top_up_requested": [("top_up_id", read_text, an_id)],
    "top_up_failed": [("top_up_id", read_text, an_id), ("reason", read_text, text)],
    "debt_written_off": [
        ("write_off_id", read_text, an_id),
        ("amount_nano", read_integer, at_least_1),
        ("reason", read_text, text),
        ("actor", read_text, text),
    ],
}
# Of these no content: how an event was sealed, and who says whose an object is.
UNCOMPARED = {kind: ("data_key_id", "sealed") for kind in STRIPE_FIELDS} | {
    "stripe_object_assigned": ("actor",)
}
