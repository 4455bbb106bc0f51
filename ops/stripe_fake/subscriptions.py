"""Subscriptions: begun, changed from one plan to another, renewed, ended."""

from . import invoices, methods, prices, shapes
from .refused import invalid, required, whole
from .shapes import nulls
from .world import DAY

DAYS_OF_A_PERIOD = 30


def items_of(params):
    items = params["items"]
    return list(items.values()) if isinstance(items, dict) else items


def new_item(world, subscription, given):
    return {
        "id": world.ids.new("si"), "object": "subscription_item", "billing_thresholds": None,
        "created": world.now, "current_period_start": world.now,
        "current_period_end": world.now + DAYS_OF_A_PERIOD * DAY, "discounts": [],
        "metadata": {}, "price": prices.of_item(world, given),
        "quantity": whole(given, "quantity", 0, 1), "subscription": subscription["id"],
        "tax_rates": []}


def create(world, params):
    required(params, "customer", "items")
    customer = world.get("customer", params["customer"], "customer", 400)
    method = (params.get("default_payment_method")
              or customer["invoice_settings"]["default_payment_method"])
    if method is None:
        raise invalid("This customer has no attached payment source or default payment method.",
                      "customer", "resource_missing")
    subscription = {
        "id": world.ids.new("sub"), "object": "subscription",
        **nulls("application application_fee_percent billing_cycle_anchor_config "
                "billing_thresholds cancel_at canceled_at customer_account days_until_due "
                "default_source description ended_at latest_invoice managed_payments "
                "next_pending_invoice_item_invoice on_behalf_of pause_collection "
                "pending_invoice_item_interval pending_setup_intent pending_update schedule "
                "test_clock transfer_data trial_end trial_start"),
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": world.now, "billing_mode": {"flexible": None, "type": "classic"},
        "billing_schedules": [], "cancel_at_period_end": False,
        "cancellation_details": nulls("comment feedback reason"),
        "collection_method": "charge_automatically", "created": world.now,
        "customer": customer["id"], "default_payment_method": methods.of_name(world, method)["id"],
        "default_tax_rates": [], "discounts": [],
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "livemode": False, "metadata": dict(params.get("metadata", {})),
        "payment_settings": {**nulls("payment_method_options payment_method_types"),
                             "save_default_payment_method": "off"},
        "start_date": world.now, "status": "incomplete",
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}}}
    items = [new_item(world, subscription, given) for given in items_of(params)]
    subscription["items"] = shapes.listed("/v1/subscription_items", items)
    subscription["currency"] = items[0]["price"]["currency"]
    world.add(subscription)
    invoice = invoices.bill(world, subscription, "subscription_create")
    if invoice["status"] == "paid":
        subscription["status"] = "active"
    world.emit("customer.subscription.created", subscription)
    return subscription


def update(world, id, params):
    """A change of plan takes effect at once; what it costs is billed at the next renewal."""
    subscription = world.get("subscription", id)
    members = {}
    if "metadata" in params:
        members["metadata"] = methods.merged(subscription["metadata"], params["metadata"])
    if "cancel_at_period_end" in params:
        members["cancel_at_period_end"] = params["cancel_at_period_end"] == "true"
    if "default_payment_method" in params:
        members["default_payment_method"] = methods.of_name(
            world, params["default_payment_method"])["id"]
    if "items" in params:
        kept = {item["id"]: item for item in subscription["items"]["data"]}
        for given in items_of(params):
            item = dict(kept.get(given.get("id")) or new_item(world, subscription, given))
            if "price" in given:
                item["price"] = prices.of_item(world, given)
            kept[item["id"]] = item
        members["items"] = shapes.listed("/v1/subscription_items", list(kept.values()))
    world.change("customer.subscription.updated", subscription, **members)
    return subscription


def renew(world, id):
    """The next period begins."""
    subscription = world.get("subscription", id)
    if subscription["status"] not in ("active", "past_due"):
        raise invalid(f"This subscription is {subscription['status']}.", "subscription")
    items = [{**item, "current_period_start": world.now,
              "current_period_end": world.now + DAYS_OF_A_PERIOD * DAY}
             for item in subscription["items"]["data"]]
    subscription["items"] = shapes.listed("/v1/subscription_items", items)
    invoice = invoices.bill(world, subscription, "subscription_cycle")
    world.change("customer.subscription.updated", subscription,
                 status="active" if invoice["status"] == "paid" else "past_due")
    return subscription


def cancel(world, id):
    subscription = world.get("subscription", id)
    if subscription["status"] == "canceled":
        raise invalid("This subscription is canceled already.", "id", "resource_missing")
    subscription |= {"status": "canceled", "canceled_at": world.now, "ended_at": world.now,
                     "cancellation_details": {"comment": None, "feedback": None,
                                              "reason": "cancellation_requested"}}
    world.emit("customer.subscription.deleted", subscription)
    return subscription
