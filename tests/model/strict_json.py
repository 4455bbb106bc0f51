"""Reads the text of one record strictly: JSON, integers, times, base64, ids.

Everything that cannot be read raises Malformed. Times are milliseconds since 1970.
"""

import base64
import binascii
import json
import re

INT_MIN, INT_MAX = -(2**63), 2**63 - 1

INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
NAME = re.compile(r"[\x21-\x7e]{1,128}")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
# Of the Protobuf JSON mapping: either alphabet, padded or not.
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}")

DAY_MS = 86_400_000
FIRST_MS, LAST_MS = -62_167_219_200_000, 253_402_300_799_999  # the years 0000 to 9999


class Malformed(Exception):
    """The record cannot be read; the text says why."""


class NotAnInteger:
    """Stands for a JSON number with a fraction or exponent, or one beyond 64 bits."""


NOT_AN_INTEGER = NotAnInteger()


class DoubledName(Exception):
    pass


def whole_number(text):
    if len(text) > 20:
        return NOT_AN_INTEGER
    value = int(text)
    return value if INT_MIN <= value <= INT_MAX else NOT_AN_INTEGER


def no_constant(text):
    raise ValueError(text)


def object_of(pairs):
    names = dict(pairs)
    if len(names) != len(pairs):
        raise DoubledName
    return names


class Pairs(list):
    """An object's members as they came, doubled names and all."""


_decoder = json.JSONDecoder(
    object_pairs_hook=object_of,
    parse_int=whole_number,
    parse_float=lambda text: NOT_AN_INTEGER,
    parse_constant=no_constant,
)
_pairs_decoder = json.JSONDecoder(
    object_pairs_hook=Pairs,
    parse_int=whole_number,
    parse_float=lambda text: NOT_AN_INTEGER,
    parse_constant=no_constant,
)


def parse_object(line):
    """The line's (members, doubled): a dict, or Pairs where a name is doubled somewhere."""
    try:
        text = line.decode("utf-8").strip(" \t\r\n")
        try:
            value = _decoder.decode(text)
        except DoubledName:
            value = _pairs_decoder.decode(text)
        if "\\u" in text or "\\U" in text:
            repr_text = json.dumps(value, default=str, ensure_ascii=False)
            repr_text.encode("utf-8")  # a lone surrogate is no text
    except (ValueError, RecursionError):
        raise Malformed("not_json") from None
    if isinstance(value, Pairs):
        return value, True
    if not isinstance(value, dict):
        raise Malformed("not_an_object")
    return value, False


def read_integer(value):
    if type(value) is int:
        return value
    if type(value) is str and INTEGER.fullmatch(value):
        number = whole_number(value)
        if number is not NOT_AN_INTEGER:
            return number
    raise Malformed("wrong_integer")


def read_text(value):
    if type(value) is not str:
        raise Malformed("wrong_type")
    return value or None


def read_bytes(value):
    if type(value) is not str:
        raise Malformed("wrong_type")
    if not value:
        return None
    if not BASE64.fullmatch(value):
        raise Malformed("wrong_base64")
    digits = value.rstrip("=").translate(str.maketrans("-_", "+/"))
    if "=" in value and len(value) % 4:
        raise Malformed("wrong_base64")
    try:
        decoded = base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
    except binascii.Error:
        raise Malformed("wrong_base64") from None
    if base64.b64encode(decoded).decode().rstrip("=") != digits:
        raise Malformed("wrong_base64")  # bits left over
    return decoded


def days_from_civil(year, month, day):
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def days_in_month(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def time_ms(text):
    """Milliseconds of an RFC 3339 time; None for anything else."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(match.group(i)) for i in range(1, 7))
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset = 0
    if match.group(8):
        hours, minutes = int(match.group(9)), int(match.group(10))
        if hours > 23 or minutes > 59:
            return None
        offset = (hours * 60 + minutes) * (1 if match.group(8) == "+" else -1)
    of_day = (hour * 60 + minute - offset) * 60_000 + second * 1000
    fraction = int(((match.group(7) or "") + "000")[:3])
    ms = days_from_civil(year, month, day) * DAY_MS + of_day + fraction
    return ms if FIRST_MS <= ms <= LAST_MS else None


def read_time(value):
    if type(value) is not str:
        raise Malformed("wrong_type")
    ms = time_ms(value)
    if ms is None:
        raise Malformed("wrong_time")
    return ms


def read_at(value):
    """The record's own time: from 1970 on."""
    ms = read_time(value)
    if ms < 0:
        raise Malformed("wrong_time")
    return ms


def time_text(ms):
    """RFC 3339 UTC with milliseconds."""
    days, rest = divmod(ms, DAY_MS)
    days += 719_468
    era, of_era = divmod(days, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = year_of_era + era * 400 + (month <= 2)
    seconds, ms = divmod(rest, 1000)
    return (
        f"{year:04d}-{month:02d}-{day:02d}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
        f":{seconds % 60:02d}.{ms:03d}Z"
    )
