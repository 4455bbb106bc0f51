"""How a field's JSON value is read, and what of it is right; for the tables of payloads.

A reader answers None for what counts as left out.
A check is (value or None, payload, org_id) -> bool.
"""

from strict_json import ID, NAME, Malformed, read_text


def one_of(names):
    def read(value):
        text = read_text(value)
        if text is not None and text not in names:
            raise Malformed("unknown_enum_value")
        return text

    return read


def list_of(read_item):
    def read(value):
        if type(value) is not list:
            raise Malformed("wrong_type")
        return [read_item(item) for item in value] or None

    return read


def item_text(value):
    if type(value) is not str:
        raise Malformed("wrong_type")
    return value


def message(fields):
    table = {name: read for name, read, *_ in fields}

    def read_members(value):
        if type(value) is not dict:
            raise Malformed("wrong_type")
        given = {}
        for name, member in value.items():
            read = table.get(name)
            if read is None:
                raise Malformed("unknown_field")
            if member is not None:
                member = read(member)
                if member is not None:
                    given[name] = member
        return given

    return read_members


def anything(value, payload, org_id):
    return True


def text(value, payload, org_id):
    return value is not None


def an_id(value, payload, org_id):
    return value is not None and ID.fullmatch(value) is not None


def maybe_id(value, payload, org_id):
    return value is None or ID.fullmatch(value) is not None


def a_name(value, payload, org_id):
    return value is not None and NAME.fullmatch(value) is not None


def maybe_name(value, payload, org_id):
    return value is None or NAME.fullmatch(value) is not None


def maybe_names(value, payload, org_id):
    return value is None or all(NAME.fullmatch(name) for name in value)


def not_negative(value, payload, org_id):
    return value is not None and value >= 0


def maybe_not_negative(value, payload, org_id):
    return value is None or value >= 0


def maybe_within(least, most):
    return lambda value, payload, org_id: value is None or least <= value <= most
