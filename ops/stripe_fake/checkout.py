"""Checkout sessions: what a buyer does there is a call under /_test."""

from . import funds, methods, payments, subscriptions
from .refused import Refused, invalid, required, whole
from .shapes import nulls
from .world import DAY


def line_total(world, line):
    quantity = whole(line, "quantity", 1, 1)
    if "price" in line:
        return quantity * world.get("price", line["price"], "price", 400)["unit_amount"]
    required(line, "price_data")
    required(line["price_data"], "currency", "unit_amount")
    if line["price_data"]["currency"] not in funds.RATES:
        raise invalid(f"Invalid currency: {line['price_data']['currency']}", "currency")
    return quantity * whole(line["price_data"], "unit_amount")


def create(world, params):
    required(params, "mode", "success_url", "line_items")
    if params["mode"] not in ("payment", "subscription"):
        raise invalid("Invalid mode: must be one of payment or subscription", "mode")
    if params.get("customer"):
        world.get("customer", params["customer"], "customer", 400)
    lines = params["line_items"]
    lines = list(lines.values()) if isinstance(lines, dict) else lines
    total = sum(line_total(world, line) for line in lines)
    id = world.ids.new("cs_test")
    session = world.add({
        "id": id, "object": "checkout.session",
        **nulls("adaptive_pricing after_expiration allow_promotion_codes "
                "billing_address_collection client_secret collected_information consent "
                "consent_collection currency_conversion customer_account customer_details "
                "customer_email integration_identifier invoice locale managed_payments "
                "origin_context payment_intent payment_link payment_method_configuration_details "
                "permissions recovered_from saved_payment_method_options setup_intent "
                "shipping_address_collection shipping_cost submit_type subscription "
                "wallet_options"),
        "amount_subtotal": total, "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"), "created": world.now,
        "currency": lines[0].get("price_data", {}).get("currency", funds.CURRENCY),
        "custom_fields": [], "custom_text": nulls(
            "after_submit shipping_address submit terms_of_service_acceptance"),
        "customer": params.get("customer"),
        "customer_creation": "if_required" if params["mode"] == "payment" else None,
        "discounts": [], "expires_at": world.now + DAY,
        "invoice_creation": {"enabled": False, "invoice_data": {}}, "livemode": False,
        "metadata": dict(params.get("metadata", {})), "mode": params["mode"],
        "payment_method_collection": "if_required", "payment_method_options": {},
        "payment_method_types": ["card"], "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False}, "shipping_options": [],
        "status": "open", "success_url": params["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted", "url": "https://checkout.stripe.com/c/pay/" + id})
    # What the payment intent will be made of; not shown.
    world.sessions[id] = {"intent": params.get("payment_intent_data", {}), "lines": lines}
    world.later(DAY, lambda: session["status"] == "open" and expire(world, id))
    return session


def expire(world, id):
    session = still_open(world, id)
    session |= {"status": "expired", "url": None}
    world.emit("checkout.session.expired", session)
    return session


def still_open(world, id):
    session = world.get("checkout.session", id)
    if session["status"] != "open":
        raise Refused(400, "This Session is not in an expirable or payable status: it is "
                      f"{session['status']}.", param="session")
    return session


def complete(world, id, card="pm_card_visa", tax=0):
    """The buyer pays. A card that says no leaves the session open, as does one that asks back."""
    session = still_open(world, id)
    session["total_details"] = {**session["total_details"], "amount_tax": tax}
    session["amount_total"] = session["amount_subtotal"] + tax
    session["customer_details"] = {**nulls("address business_name individual_name name phone"),
                                   "email": "buyer@example.com", "tax_exempt": "none",
                                   "tax_ids": []}
    if session["mode"] == "subscription":
        return subscribe(world, session, card)
    if session["amount_total"] == 0:
        session["payment_status"] = "no_payment_required"
        return close(world, session)
    try:
        pay(world, session, card)
    except Refused:
        pass
    return session


def pay(world, session, card):
    given = world.sessions[session["id"]]["intent"]
    intent = payments.create(world, {
        "amount": session["amount_total"], "currency": session["currency"],
        **({"customer": session["customer"]} if session["customer"] else {}),
        **{name: given[name] for name in ("description", "metadata", "setup_future_usage")
           if name in given}})

    def told():
        if intent["status"] == "succeeded":
            session["payment_status"] = "paid"
        if session["status"] == "complete":
            world.emit("checkout.session.async_payment_" + (
                "succeeded" if intent["status"] == "succeeded" else "failed"), session)
        elif intent["status"] == "succeeded":
            session["payment_intent"] = intent["id"]
            close(world, session)

    world.listeners[intent["id"]] = told
    payments.confirm(world, intent, {"payment_method": card})
    if intent["status"] == "processing":
        session["payment_intent"] = intent["id"]
        close(world, session)


def close(world, session):
    session |= {"status": "complete", "url": None}
    world.emit("checkout.session.completed", session)
    return session


def subscribe(world, session, card):
    if session["customer"] is None:
        session["customer"] = methods.create_customer(world, {"email": "buyer@example.com"})["id"]
    method = methods.attach(world, card, session["customer"])
    lines = world.sessions[session["id"]]["lines"]
    subscription = subscriptions.create(world, {
        "customer": session["customer"], "items": lines, "default_payment_method": method["id"],
        "metadata": session["metadata"]})
    session |= {"subscription": subscription["id"], "invoice": subscription["latest_invoice"],
                "payment_status": "paid"}
    return close(world, session)
