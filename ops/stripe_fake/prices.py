"""Prices of subscriptions."""

from . import funds
from .refused import required, whole


def create(world, params):
    required(params, "currency", "unit_amount")
    product = params.get("product") or world.ids.new("prod")
    recurring = {"interval": "month", "interval_count": 1, "meter": None,
                 "trial_period_days": None, "usage_type": "licensed",
                 **params.get("recurring", {})}
    amount = whole(params, "unit_amount")
    price = world.add({
        "id": world.ids.new("price"), "object": "price", "active": True,
        "billing_scheme": "per_unit", "created": world.now, "currency": params["currency"],
        "custom_unit_amount": None, "livemode": False, "lookup_key": params.get("lookup_key"),
        "metadata": dict(params.get("metadata", {})), "nickname": params.get("nickname"),
        "product": product, "recurring": recurring, "tax_behavior": "unspecified",
        "tiers_mode": None, "transform_quantity": None, "type": "recurring",
        "unit_amount": amount, "unit_amount_decimal": str(amount)})
    world.emit("price.created", price)
    return price


def of_item(world, item):
    """The price that an item of a subscription names, or one made of its price_data."""
    if "price" in item:
        return world.get("price", item["price"], "price", 400)
    required(item, "price_data")
    return create(world, {"currency": funds.CURRENCY, **item["price_data"]})
