"""Every payload: its fields in the table's order, how each is read, what is right, what is content.

A payload that was read is a dict of the fields that were given (null, [], and "" are left out).
"""

import re

from readers import (
    a_name, an_id, anything, item_text, list_of, maybe_id, maybe_name, maybe_names,
    maybe_not_negative, maybe_within, message, not_negative, one_of, text,
)  # fmt: skip
from strict_json import (
    ID, UUID, Malformed, parse_object, read_at, read_bytes, read_integer, read_text, read_time,
)  # fmt: skip
from stripe_catalogue import STRIPE_FIELDS, UNCOMPARED

LEDGER = "_ledger"
DAY_MS = 86_400_000
DEFAULT_TTL_MS = 600_000
DEFAULT_ALERTS = (50, 80, 100)

SCOPES = ("KEY", "USER", "TEAM", "TAG", "MODEL", "ORGANIZATION")
PERIODS = ("DAILY", "WEEKLY", "MONTHLY", "TOTAL")
ROLES = ("OWNER", "ADMIN", "MEMBER", "VIEWER")
KINDS = ("PURCHASED", "PROMOTIONAL")
EXACTNESS = ("EXACT", "ESTIMATED", "PARTIAL")
TIERS = ("STANDARD", "PRIORITY", "FLEX", "BATCH")
CLASSES = (
    "input_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens",
    "output_tokens", "reasoning_tokens", "input_audio_tokens", "output_audio_tokens",
    "input_image_tokens", "output_image_tokens", "images", "seconds_milli", "characters",
    "queries", "pages",
)  # fmt: skip
KEY_OPTIONAL = (
    "display_prefix", "user_id", "team_id", "allowed_models", "requests_per_minute",
    "tokens_per_minute", "parallel_requests", "expires_at",
)  # fmt: skip


read_usage = message([(name, read_integer) for name in CLASSES] + [("service_tier", one_of(TIERS))])
LIMITS = ("requests_per_minute", "tokens_per_minute", "parallel_requests")
read_limits = message([(name, read_integer) for name in LIMITS])
read_rate = message(
    [
        ("token_class", one_of(CLASSES)),
        ("service_tier", one_of(TIERS)),
        ("above_input_tokens", read_integer),
        ("price_e18", read_integer),
    ]
)
read_model_prices = message([("model", read_text), ("rates", list_of(read_rate))])


read_quarantined = message([("model", read_text), ("reason", read_text)])


def quarantined(value, payload, org_id):
    whole = all("model" in entry and "reason" in entry for entry in value or ())
    return whole and 1 <= len(value or ()) <= 1000


def count_of_entries(value, payload, org_id):
    return value is not None and value >= len(payload.get("entries", ()))


def either(other):
    """An amount >= 0 where `other` is left out, nothing where it is given."""
    return lambda value, payload, org_id: other in payload or (value is not None and value >= 0)


def maybe_usage(value, payload, org_id):
    return value is None or all(value.get(name, 0) >= 0 for name in CLASSES)


def maybe_limits(value, payload, org_id):
    return value is None or all(value.get(name, 0) >= 0 for name in LIMITS)


def a_url(value, payload, org_id):
    return bool(value and len(value) <= 2048 and re.fullmatch("https?://[!-~]*", value))


def scope_id(value, payload, org_id):
    scope = payload["scope"] if "scope" in payload else None
    if scope in ("MODEL", "TAG"):
        return a_name(value, payload, org_id)
    if scope == "ORGANIZATION":
        return value == org_id
    return an_id(value, payload, org_id)


def percents(value, payload, org_id):
    return value is None or all(1 <= percent <= 100 for percent in value)


def clear(value, payload, org_id):
    return value is None or all(name in KEY_OPTIONAL and name not in payload for name in value)


def prices(value, payload, org_id):
    if not value:
        return False
    names = [entry.get("model") for entry in value]
    if len(set(names)) != len(names) or not all(a_name(name, None, None) for name in names):
        return False
    return all(rates(entry.get("rates")) for entry in value)


def rates(value):
    seen = set()
    for rate in value or ():
        threshold = rate.get("above_input_tokens", 0)
        if "token_class" not in rate or threshold < 0 or rate.get("price_e18", -1) < 0:
            return False
        seen.add((rate["token_class"], rate.get("service_tier", "STANDARD"), threshold))
    return bool(value) and len(seen) == len(value)


def key_fields(*first):
    return [
        *first,
        ("display_prefix", read_text, anything),
        ("user_id", read_text, maybe_id),
        ("team_id", read_text, maybe_id),
        ("allowed_models", list_of(item_text), maybe_names),
        ("requests_per_minute", read_integer, maybe_not_negative),
        ("tokens_per_minute", read_integer, maybe_not_negative),
        ("parallel_requests", read_integer, maybe_not_negative),
        ("expires_at", read_time, anything),
    ]


ORG_REASON = [("reason", read_text, anything)]
KEY_ID = ("key_id", read_text, an_id)
TEAM_ID = ("team_id", read_text, an_id)
SHA256 = ("key_sha256", read_bytes, lambda v, payload, org_id: v is not None and len(v) == 32)
MEMBER = [("user_id", read_text, an_id), ("role", one_of(ROLES), text)]
BUDGET = [
    ("scope", one_of(SCOPES), text),
    ("scope_id", read_text, scope_id),
    ("period", one_of(PERIODS), text),
]
RESERVATION_ID = ("reservation_id", read_text, an_id)
MAYBE_TOKENS = ("estimated_tokens", read_integer, maybe_not_negative)
LINE = ("credit_line_nano", read_integer, maybe_not_negative)

FIELDS = {
    "organization_created": [
        ("name", read_text, text),
        ("currency", read_text, lambda value, payload, org_id: value == "USD"),
        ("plan", read_text, anything),
        LINE,
    ],
    "organization_suspended": ORG_REASON,
    "organization_resumed": ORG_REASON,
    "organization_closed": ORG_REASON,
    "organization_updated": [("name", read_text, anything), ("plan", read_text, anything), LINE],
    "webhook_set": [("url", read_text, a_url), ("master_key_id", read_text, an_id)],
    "webhook_removed": [],
    "team_created": [TEAM_ID, ("name", read_text, anything)],
    "team_updated": [TEAM_ID, ("name", read_text, text)],
    "team_removed": [TEAM_ID],
    "member_added": MEMBER,
    "member_role_changed": MEMBER,
    "member_removed": MEMBER[:1],
    "key_created": key_fields(KEY_ID, SHA256),
    "key_updated": [*key_fields(KEY_ID), ("clear", list_of(item_text), clear)],
    "key_revoked": [KEY_ID],
    "key_rotated": [KEY_ID, SHA256, ("grace_ms", read_integer, maybe_not_negative)],
    "plan_defined": [
        ("plan", read_text, text),
        ("fee_bps", read_integer, not_negative),
        ("free_credits_nano", read_integer, maybe_not_negative),
        ("limits", read_limits, maybe_limits),
    ],
    "budget_set": [
        *BUDGET,
        ("limit_nano", read_integer, not_negative),
        ("alert_percents", list_of(read_integer), percents),
    ],
    "budget_removed": BUDGET,
    "credit_granted": [
        ("grant_id", read_text, an_id),
        ("kind", one_of(KINDS), text),
        ("amount_nano", read_integer, lambda v, payload, org_id: v is not None and v >= 1),
        ("expires_at", read_time, anything),
    ],
    "credit_adjusted": [
        ("adjustment_id", read_text, an_id),
        ("amount_nano", read_integer, lambda v, payload, org_id: v is not None and v != 0),
        ("reason", read_text, text),
        ("actor", read_text, text),
    ],
    "reservation_requested": [
        RESERVATION_ID,
        KEY_ID,
        ("model", read_text, a_name),
        ("amount_nano", read_integer, either("max_usage")),
        ("max_usage", read_usage, maybe_usage),
        MAYBE_TOKENS,
        ("ttl_ms", read_integer, maybe_within(1000, DAY_MS)),
        ("user_id", read_text, maybe_id),
        ("tags", list_of(item_text), maybe_names),
    ],
    "reservation_increased": [
        RESERVATION_ID,
        ("increase_id", read_text, an_id),
        ("amount_nano", read_integer, not_negative),
        MAYBE_TOKENS,
        ("extend_ms", read_integer, maybe_within(0, DAY_MS)),
    ],
    "reservation_settled": [
        RESERVATION_ID,
        ("cost_nano", read_integer, either("usage")),
        ("usage", read_usage, maybe_usage),
        ("tokens", read_integer, maybe_not_negative),
        ("key_id", read_text, maybe_id),
        ("model", read_text, maybe_name),
        ("exactness", one_of(EXACTNESS), anything),
    ],
    "reservation_released": [RESERVATION_ID, *ORG_REASON],
    "usage_recorded": [
        ("usage_id", read_text, an_id),
        KEY_ID,
        ("model", read_text, a_name),
        ("cost_nano", read_integer, either("usage")),
        ("usage", read_usage, maybe_usage),
        ("tokens", read_integer, maybe_not_negative),
    ],
    "clock_ticked": [],
    "prices_quarantined": [
        ("quarantine_id", read_text, an_id),
        ("version", read_text, text),
        ("source", read_text, text),
        ("entries", list_of(read_quarantined), quarantined),
        ("count", read_integer, count_of_entries),
    ],
    "price_book_published": [
        ("version", read_text, text),
        ("effective_from", read_time, text),
        ("models", list_of(read_model_prices), prices),
    ],
    "rules_activated": [
        ("rules_version", read_integer, lambda v, payload, org_id: v is not None and v >= 1)
    ],
    **STRIPE_FIELDS,
}
NEWEST_RULES = 1  # records of newer ones are refused before they are appended
BROADCAST = ("price_book_published", "plan_defined", "rules_activated")
OF_LEDGER = (*BROADCAST, "prices_quarantined")  # the last in one partition
READERS = {kind: message(fields) for kind, fields in FIELDS.items()}
CHECKS = {
    kind: [(name, right) for name, _, right in fields if right is not anything]
    for kind, fields in FIELDS.items()
}
EXCLUSIVE = (("amount_nano", "max_usage"), ("cost_nano", "usage"))
ENVELOPE = {"event_id", "org_id", "at", "occurred_at", "producer"}


class Record:
    """One line that could be read."""

    __slots__ = ("event_id", "org_id", "at", "kind", "given")

    def __init__(self, event_id, org_id, at, kind, given):
        self.event_id, self.org_id, self.at = event_id, org_id, at
        self.kind, self.given = kind, given


class Wrong:
    """A line that is malformed, with what of its head could be read."""

    __slots__ = ("reason", "event_id", "org_id")

    def __init__(self, reason, event_id=None, org_id=None):
        self.reason, self.event_id, self.org_id = reason, event_id, org_id


def right_id(value):
    return value if type(value) is str and ID.fullmatch(value) else None


def right_event_id(value):
    return value.lower() if type(value) is str and UUID.fullmatch(value) else None


def read_record(line):
    """A Record, or a Wrong."""
    try:
        members, doubled = parse_object(line)
    except Malformed as problem:
        return Wrong(str(problem))
    if doubled:
        return Wrong("doubled_field", *doubled_head(members))
    event_id, org_id = right_event_id(members.get("event_id")), right_id(members.get("org_id"))
    try:
        return read_envelope(members, event_id, org_id)
    except Malformed as problem:
        return Wrong(str(problem), event_id, org_id)


def doubled_head(pairs):
    event_ids = [right_event_id(value) for name, value in pairs if name == "event_id"]
    org_ids = [right_id(value) for name, value in pairs if name == "org_id"]
    return (
        event_ids[0] if len(event_ids) == 1 else None,
        org_ids[0] if len(org_ids) == 1 else None,
    )


def read_envelope(members, event_id, org_id):
    at = kind = None
    for name, value in members.items():
        if name in READERS:
            if value is None:
                continue
            if kind is not None:
                raise Malformed("several_payloads")
            kind = name
        elif name not in ENVELOPE:
            raise Malformed("unknown_field")
        elif name in ("at", "occurred_at") and value is not None:
            ms = read_at(value) if name == "at" else read_time(value)
            at = ms if name == "at" else at
        elif name == "producer" and value is not None:
            read_text(value)
    if event_id is None:
        raise Malformed("wrong_event_id")
    if org_id is None:
        raise Malformed("wrong_org_id")
    if kind is None:
        raise Malformed("no_payload")
    given = READERS[kind](members[kind])
    for one, other in EXCLUSIVE:
        if one in given and other in given:
            raise Malformed("exclusive_fields")
    if (kind in OF_LEDGER) != (org_id == LEDGER):
        raise Malformed("wrong_organization")
    return Record(event_id, org_id, at, kind, given)


def first_wrong(record):
    """The first field that is not right, in the table's order; None for a right form."""
    given = record.given
    for name, right in CHECKS[record.kind]:
        if not right(given.get(name), given, record.org_id):
            return name
    return None


DEFAULTS = {
    "organization_created": {"credit_line_nano": 0},
    "budget_set": {"alert_percents": DEFAULT_ALERTS},
    "reservation_requested": {"ttl_ms": DEFAULT_TTL_MS, "estimated_tokens": 0},
    "reservation_increased": {"estimated_tokens": 0, "extend_ms": 0},
    "key_rotated": {"grace_ms": 0},
    "plan_defined": {"free_credits_nano": 0},
}


def content_of(kind, given):
    """What is compared with a repeat: (field, value) in the table's order, defaults filled in."""
    defaults, passed_over = DEFAULTS.get(kind, {}), UNCOMPARED.get(kind, ())
    return [
        (name, plain(given.get(name, defaults.get(name))))
        for name, *_ in FIELDS[kind]
        if name not in passed_over
    ]


def plain(value):
    if isinstance(value, (list, tuple)):
        items = [plain(item) for item in value]
        return tuple(sorted(set(items), key=repr))
    if isinstance(value, dict):
        members = {name: plain(member) for name, member in value.items()}
        if not set(members) - set(CLASSES) - {"service_tier"}:  # a usage
            members = {name: members.get(name, 0) for name in CLASSES}
            members["service_tier"] = value.get("service_tier", "STANDARD")
        if "token_class" in members:  # a rate
            members = {"service_tier": "STANDARD", "above_input_tokens": 0} | members
        return tuple(sorted(members.items()))
    return value


def first_difference(content, other):
    """The first field, or the value of one, in which two contents differ; None for the same."""
    if content == other:
        return None
    for place, entry in zip(content, other):
        if place != entry:
            return place[0]
    return None
