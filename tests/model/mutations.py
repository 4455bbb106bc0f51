"""Makes right lines wrong, blindly: a field's value, a name, a byte; and lines of mere junk."""

import json

from catalogue import ENVELOPE, FIELDS, NEWEST_RULES, Record, read_record
from strict_json import DAY_MS, read_integer, read_text

BIG = [2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**40]
VALUES = [
    None, True, False, [], {}, "", " ", "x", "x" * 64, "x" * 65, "x" * 128, "x" * 129,
    "\u00e9", "a b", "a\tb", "a\u0000", "OWNER", "owner", "KEY", "DAILY", "PURCHASED", "EUR",
    0, 1, -1, 2, 100, 101, 999, 1000, 86_400_000, 86_400_001, 86_399_999, 1.0, 0.5, 1e3,
    "0", "-0", "1", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "-9223372036854775809", *BIG,
    [None], [""], [1], ["1"], ["a", "a"], ["b", "a"], ["a b"], [[]], [0], [101], [100, "1"],
    {"a": 1}, {"input_tokens": 1}, {"input_tokens": -1}, {"service_tier": "GOLD"},
    "!!!!", "AAAA", "QUJD", "AAA", "A" * 43 + "=", "A" * 44, "B" * 43 + "=", "_-8=",
]  # fmt: skip
# Values of the right JSON type, on both sides of what is right.
INTS = [-1, -1, 0, 1, 999, 1000, 86_400_000, 86_400_001, 2**63 - 1, -(2**63), "-1", "0", "86400001"]
LISTS = [
    [0], [1], [100], [101], [-1], ["50", 50], [100, 1, 1], ["a", "a"], ["b", "a"], ["a b"], [""],
    ["x" * 128], ["x" * 129], ["user_id"], ["key_id"], ["expires_at", "expires_at"], ["\u00e9"],
]  # fmt: skip
OBJECTS = [
    {}, {"input_tokens": -1}, {"pages": -(2**63)}, {"input_tokens": 2**63 - 1},
    {"output_tokens": "7"}, {"requests_per_minute": -1}, {"parallel_requests": 0},
    {"service_tier": "BATCH"}, {"seconds_milli": 1}, {"tokens_per_minute": -1},
]  # fmt: skip
TEXTS = ["", " ", "a b", "x" * 64, "x" * 65, "x" * 128, "x" * 129, "\u00e9", "a/b", "~", "."]
TIMES = [
    "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00Z", "2026-01-01 00:00:00Z",
    "2026-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z",
    "2026-01-01T24:00:00Z", "2026-01-01T23:60:00Z", "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00+0100",
    "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00+00:01",
    "2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.123456789Z", "+2026-01-01T00:00:00Z",
    "2026-1-1T00:00:00Z", 1767225600000, "1767225600000", None, "2026-01-01T00:00:00-23:59",
]  # fmt: skip
HEADS = [
    None, "", "x", "00000000-0000-0000-0000-000000000000", "00000000000000000000000000000000",
    "{00000000-0000-0000-0000-000000000000}", "0000000g-0000-0000-0000-000000000000",
    "ABCDEF00-0000-0000-0000-00000000000A", 5, [], {}, "_ledger", "a/b", "x" * 64, "x" * 65,
    "a b", "_LEDGER", "-", ".", ":",
]  # fmt: skip
JUNK = [
    b"{", b"}", b"[]", b"null", b"1", b'"x"', b"{}", b"{} {}", b"nul", b"{,}", b'{"a":}',
    b'{"event_id"}', b"\xff\xfe", b'{"a":"\xff"}', b'{"a":NaN}', b"'", b"\x00", b"[" * 20,
    b'{"a":1,"a":2}', b'{"a":"\\x"}', b'{"a":"\t"}', b"not json at all", b"\xef\xbb\xbf{}",
]  # fmt: skip
BLANK = [b"", b" ", b"\t", b" \t ", b"\r"]


def mutated(world, message, line):
    """A mutation of a right line (as text and as the object it was made of), or the line."""
    for _ in range(5):
        way = world.rng.choice(WAYS)
        wrong = way(world, json.loads(line), line)
        if b"\n" not in wrong and comparable(world, wrong):
            return wrong
    return line


def comparable(world, line):
    """No record without `at`, none that leaps ahead (but rarely), no rules of the future."""
    record = read_record(line)
    if type(record) is not Record:
        return True
    if record.at is None or record.given.get("rules_version", 1) > NEWEST_RULES:
        return False
    return record.at < world.now + DAY_MS or world.chance(0.001)


def dump(message):
    return json.dumps(message, ensure_ascii=False).encode()


def payload_of(message):
    kind = next(name for name in message if name in FIELDS)
    return kind, message[kind]


def any_value(world, name):
    if name == "at" or name.endswith(("_at", "_from")):
        return world.rng.choice(TIMES if world.chance(0.8) else VALUES)
    return world.rng.choice(VALUES)


def change_field(world, message, line):
    """Another value for a field of the payload that is there, or for one that is not."""
    kind, payload = payload_of(message)
    names = [name for name, *_ in FIELDS[kind]]
    if names:
        name = world.rng.choice(names)
        payload[name] = any_value(world, name)
    return dump(message)


def near_miss(world, message, line):
    """A value of the right JSON type, just inside or outside of what is right."""
    kind, payload = payload_of(message)
    if not FIELDS[kind]:
        return line
    if payload.get("models") and world.chance(0.7):
        return wrong_prices(world, message, payload["models"])
    name, read, _ = world.rng.choice(FIELDS[kind])
    if read is read_integer:
        payload[name] = world.rng.choice(INTS)
    elif read is read_text:
        payload[name] = world.rng.choice(TEXTS)
    elif name in ("max_usage", "usage", "limits"):
        payload[name] = world.rng.choice(OBJECTS)
    elif name in ("tags", "allowed_models", "clear", "alert_percents", "models"):
        payload[name] = world.rng.choice(LISTS)
    else:
        payload[name] = any_value(world, name)
    if name in ("max_usage", "usage") and world.chance(0.8):
        payload.pop("amount_nano", None)
        payload.pop("cost_nano", None)
    return dump(message)


def wrong_prices(world, message, models):
    """A price table that cannot be right, or only just."""
    entry = world.rng.choice(models)
    rate = world.rng.choice(entry["rates"])
    act = world.rng.randrange(7)
    if act == 0:
        models.append(entry)  # a model twice
    elif act == 1:
        entry["rates"].append(rate)  # a rate twice
    elif act == 2:
        entry["rates"].append({"service_tier": "STANDARD", "above_input_tokens": 0} | rate)
    elif act == 3:
        rate[world.pick("price_e18", "above_input_tokens")] = world.pick(-1, 0, 1, None, 2**63 - 1)
    elif act == 4:
        entry[world.pick("model", "rates")] = None
    elif act == 5:
        entry["model"] = world.rng.choice(TEXTS)
    else:
        rate.pop("token_class")
    return dump(message)


def other_organization(world, message, line):
    """Malformed where it is the whole ledger's or should be: then also without a time."""
    message["org_id"] = world.pick("_ledger", *world.orgs)
    if world.chance(0.3):
        del message["at"]
    return dump(message)


def overflow(world, message, line):
    """The largest amounts there are; seldom where an organization is to live on."""
    if world.profile != "wrong" and world.chance(0.8):
        return line
    kind, payload = payload_of(message)
    names = [name for name, *_ in FIELDS[kind] if name.endswith("_nano")]
    for name in names[:1] if "cost_nano" in names or "amount_nano" in names else names:
        payload[name] = world.rng.choice(BIG[:3] + [2**62, 2**63 - 2, str(2**63 - 1)])
        payload.pop("max_usage", None)
        payload.pop("usage", None)
    return dump(message)


def text_numbers(world, message, line):
    """Numbers as strings: the same record."""
    kind, payload = payload_of(message)
    for name, value in payload.items():
        if type(value) is int:
            payload[name] = str(value)
    return dump(message)


def change_deep(world, message, line):
    """Another value somewhere inside a list or object of the payload."""
    kind, payload = payload_of(message)
    inner = [value for value in payload.values() if type(value) in (list, dict) and value]
    while inner:
        place = world.rng.choice(inner)
        name = world.rng.choice(list(place) if type(place) is dict else range(len(place)))
        inner = [place[name]] if type(place[name]) in (list, dict) and place[name] else []
        if not inner or world.chance(0.2):
            place[name] = any_value(world, "")
            break
    return dump(message)


def drop_field(world, message, line):
    kind, payload = payload_of(message)
    if payload:
        del payload[world.rng.choice(list(payload))]
    return dump(message)


def change_head(world, message, line):
    name = world.rng.choice(sorted(ENVELOPE))
    values = TIMES if name in ("at", "occurred_at") else HEADS
    message[name] = world.rng.choice(values if world.chance(0.8) else VALUES)
    return dump(message)


def drop_head(world, message, line):
    del message[world.rng.choice(list(message))]
    return dump(message)


def other_payload(world, message, line):
    message[world.rng.choice(list(FIELDS))] = world.pick(None, {}, {}, [], 1, "x")
    return dump(message)


def rename(world, message, line):
    """camelCase, or a name nobody knows, in the envelope or the payload."""
    kind, payload = payload_of(message)
    place = message if world.chance(0.3) or not payload else payload
    name = world.rng.choice(list(place))
    head, *rest = name.split("_")
    camel = head + "".join(word.title() for word in rest)
    place[world.pick(camel, name.upper(), name + "x", "")] = place.pop(name)
    return dump(message)


def unknown(world, message, line):
    kind, payload = payload_of(message)
    place = message if world.chance(0.3) else payload
    place[world.pick("x", "note", "org")] = world.pick(1, None)
    return dump(message)


def doubled(world, message, line):
    """A name twice, in the envelope or the payload."""
    kind, payload = payload_of(message)
    place = message if world.chance(0.3) or not payload else payload
    name = world.pick(*place)
    if name == "org_id":
        return line
    member = json.dumps({name: place[name]})[1:-1]
    text = json.dumps(message)
    at = text.index(json.dumps({kind: payload})[1:-1]) + len(kind) + 5 if place is payload else 1
    return (text[:at] + member + ", " + text[at:]).encode()


def bytes_changed(world, message, line):
    """Some bytes other, gone, or more; seldom within `at`, which would leap."""
    data = bytearray(line)
    head = line.find(b'"at"')
    for _ in range(world.pick(1, 1, 1, 2, 5)):
        place = world.rng.randrange(len(data))
        if head <= place < head + 34 and world.chance(0.9):
            continue
        act = world.pick("other", "gone", "more", "digit")
        if act == "gone":
            del data[place]
        elif act == "more":
            data.insert(place, world.rng.choice(b'"{}[],:0123456789ex \\-_.'))
        elif act == "digit":
            data[place] = world.rng.choice(b"0123456789")
        else:
            data[place] = world.rng.randrange(256)
    return bytes(data)


def cut(world, message, line):
    return line[: world.rng.randrange(1, len(line))]


def spaced(world, message, line):
    """The same record with white space around and between."""
    text = json.dumps(message, indent=1, ensure_ascii=bool(world.chance(0.5)))
    return (world.pick("", " ", "\t") + text.replace("\n", world.pick(" ", "\t")) + "\r").encode()


def junk(world, message, line):
    return world.rng.choice(JUNK)


def blank(world, message, line):
    return world.rng.choice(BLANK)


WAYS = [
    change_field, change_field, near_miss, near_miss, near_miss, near_miss, near_miss, near_miss,
    other_organization, overflow, text_numbers, change_deep,
    drop_field, drop_field, change_head, drop_head, other_payload, rename, unknown, doubled,
    bytes_changed, bytes_changed, cut, spaced, junk, blank,
]  # fmt: skip
