"""Why Stripe does not do what it was asked."""


class Refused(Exception):
    def __init__(self, status, message, code=None, type="invalid_request_error", **more):
        super().__init__(message)
        self.status = status
        self.error = {"code": code, "message": message, "type": type, **more}
        if code is None:
            del self.error["code"]


def missing(kind, id, param="id", status=404):
    return Refused(status, f"No such {kind}: '{id}'", "resource_missing", param=param)


def invalid(message, param, code="parameter_invalid"):
    return Refused(400, message, code, param=param)


def required(params, *names):
    for name in names:
        if params.get(name) in (None, "", {}):
            raise invalid(f"Missing required param: {name}.", name, "parameter_missing")


def whole(params, name, least=0, default=None):
    """An integer parameter."""
    text = params.get(name)
    if text is None:
        return default
    if not str(text).lstrip("-").isdecimal():
        raise invalid(f"Invalid integer: {text}", name, "parameter_invalid_integer")
    if int(text) < least:
        raise invalid(f"This value must be greater than or equal to {least}.", name,
                      "parameter_invalid_integer")
    return int(text)
