"""Lists: newest first, a page at a time, some with only what is asked for."""

from .refused import Refused, invalid, missing, whole

COMPARED = {"gte": lambda a, b: a >= b, "gt": lambda a, b: a > b,
            "lte": lambda a, b: a <= b, "lt": lambda a, b: a < b}
LIMIT_MAX = 100
FILTERS = ("charge", "customer", "payment_intent", "source", "status", "type")


def page(objects, params, url):
    """`objects` are all of a kind, oldest first."""
    limit = whole(params, "limit", 1, 10)
    if limit > LIMIT_MAX:
        raise invalid(f"This value must be less than or equal to {LIMIT_MAX} (it currently is "
                      f"'{limit}').", "limit", "parameter_invalid_integer")
    wanted = [one for one in reversed(objects) if is_wanted(one, params)]
    if "starting_after" in params:
        wanted = wanted[place(wanted, objects, params, "starting_after") + 1:]
        shown, more = wanted[:limit], len(wanted) > limit
    elif "ending_before" in params:
        wanted = wanted[:place(wanted, objects, params, "ending_before")]
        shown, more = wanted[-limit:], len(wanted) > limit
    else:
        shown, more = wanted[:limit], len(wanted) > limit
    return {"object": "list", "data": shown, "has_more": more, "url": url}


def place(wanted, objects, params, name):
    ids = [one["id"] for one in wanted]
    if params[name] in ids:
        return ids.index(params[name])
    if params[name] in [one["id"] for one in objects]:
        raise invalid("The cursor is not in the list that is asked for.", name)
    raise missing("object", params[name], name, 400)


def is_wanted(one, params):
    created = params.get("created", {})
    if isinstance(created, str):
        created = {"gte": created, "lte": created}
    for name, text in created.items():
        if name not in COMPARED:
            raise invalid(f"Received unknown parameter: created[{name}]", "created")
        if not COMPARED[name](one["created"], whole(created, name)):
            return False
    if "types" in params and one.get("type") not in params["types"]:
        return False
    return all(one.get(name) == params[name] for name in FILTERS if name in params)


def expanded(world, answer, params):
    """The answer with ids replaced by their objects along each path of expand[]."""
    for path in params.get("expand", []):
        if path == "payments" and answer.get("object") == "invoice":
            answer = {**answer, "payments": payments_of(world, answer)}
            continue
        answer = follow(world, answer, path.split("."), path)
    return answer


def payments_of(world, invoice):
    paid = [one for one in world.all("invoice_payment") if one["invoice"] == invoice["id"]]
    return {"object": "list", "data": paid, "has_more": False,
            "url": f"/v1/invoice_payments?invoice={invoice['id']}"}


def follow(world, value, names, path):
    if isinstance(value, str) and world.find(value):
        value = world.find(value)
    if not names or value is None:
        return value
    if isinstance(value, list):
        return [follow(world, one, names, path) for one in value]
    if not isinstance(value, dict) or names[0] not in value:
        raise Refused(400, f"This property cannot be expanded ({path}).", "property_not_expandable")
    return {**value, names[0]: follow(world, value[names[0]], names[1:], path)}
