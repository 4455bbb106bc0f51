"""Payment methods and customers."""

from . import shapes
from .cards import CARDS
from .refused import invalid, missing


def of_name(world, name, customer=None):
    """A payment method by its id, or a new one by the name of a test card."""
    if name in CARDS:
        method = world.add(shapes.payment_method(world.ids.new("pm"), world.now, CARDS[name],
                                                 customer))
        world.cards[method["id"]] = name
        return method
    if name not in world.objects["payment_method"]:
        raise missing("PaymentMethod", name, "payment_method", 400)
    return world.objects["payment_method"][name]


def attach(world, name, customer):
    world.get("customer", customer, "customer", 400)
    method = of_name(world, name)
    method["customer"] = customer
    world.emit("payment_method.attached", method)
    return method


def detach(world, id):
    method = world.get("payment_method", id)
    if method["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer.", "id")
    world.change("payment_method.detached", method, customer=None)
    return method


def check_owner(method, customer):
    if method["customer"] != customer and method["customer"] is not None:
        raise invalid("The payment method does not belong to this customer.", "payment_method",
                      "payment_method_customer_mismatch")


SETTINGS = {"custom_fields": None, "default_payment_method": None, "footer": None,
            "rendering_options": None}


def create_customer(world, params):
    customer = world.add({
        "id": world.ids.new("cus"), "object": "customer", "address": None, "balance": 0,
        "created": world.now, "currency": None, "default_source": None,
        "delinquent": False, "description": params.get("description"), "discount": None,
        "email": params.get("email"), "invoice_prefix": world.ids.chance("prefix", world.now, 8),
        "invoice_settings": dict(SETTINGS), "livemode": False,
        "metadata": dict(params.get("metadata", {})), "name": params.get("name"),
        "next_invoice_sequence": 1, "phone": None, "preferred_locales": [], "shipping": None,
        "tax_exempt": "none", "test_clock": None})
    world.emit("customer.created", customer)
    if "payment_method" in params:
        attach(world, params["payment_method"], customer["id"])
    return customer


def update_customer(world, id, params):
    customer = world.get("customer", id)
    members = {name: params[name] for name in ("description", "email", "name") if name in params}
    if "metadata" in params:
        members["metadata"] = merged(customer["metadata"], params["metadata"])
    if "invoice_settings" in params:
        members["invoice_settings"] = {**customer["invoice_settings"],
                                       **params["invoice_settings"]}
    world.change("customer.updated", customer, **members)
    return customer


def merged(metadata, changes):
    """An empty value takes the key away."""
    return {name: value for name, value in {**metadata, **changes}.items() if value != ""}


def delete_customer(world, id):
    customer = world.get("customer", id)
    world.emit("customer.deleted", customer)
    del world.objects["customer"][id]
    return {"id": id, "object": "customer", "deleted": True}
