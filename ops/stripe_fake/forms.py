"""Parameters as Stripe takes them: form-encoded, nested by brackets."""

import re
import urllib.parse

from .refused import Refused

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


def parse(text):
    """{"a": "1", "b": {"c": "2"}, "d": ["3"]}: lists by empty brackets or by numbers from 0."""
    parsed = {}
    for name, value in urllib.parse.parse_qsl(text, keep_blank_values=True):
        match = NAME.fullmatch(name)
        if not match:
            raise Refused(400, f"Invalid request: {name}", "parameter_unknown", param=name)
        keys = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        put(parsed, keys, value)
    return lists_of(parsed)


def put(place, keys, value):
    for key, following in zip(keys, keys[1:]):
        place = place.setdefault(number_of(place, key), {})
        if not isinstance(place, dict):
            raise Refused(400, f"Invalid object: {keys[0]}", "parameter_invalid", param=keys[0])
    place[number_of(place, keys[-1])] = value


def number_of(place, key):
    return str(len(place)) if key == "" else key


def lists_of(value):
    """Members that are numbered from 0 on become lists."""
    if not isinstance(value, dict):
        return value
    parts = {name: lists_of(part) for name, part in value.items()}
    if parts and list(parts) == [str(number) for number in range(len(parts))]:
        return list(parts.values())
    return parts
