"""Invoices of subscriptions, paid by the customer's payment method at once."""

from . import payments, shapes
from .refused import Refused
from .shapes import nulls


def line_of(world, invoice, item):
    price = item["price"]
    return {
        "id": world.ids.new("il"), "object": "line_item",
        "amount": price["unit_amount"] * item["quantity"], "currency": price["currency"],
        "description": f"{item['quantity']} × {price['nickname'] or 'Plan'}",
        "discount_amounts": [], "discountable": True, "discounts": [], "invoice": invoice["id"],
        "livemode": False, "metadata": {}, "parent": {
            "invoice_item_details": None, "type": "subscription_item_details",
            "subscription_item_details": {
                "invoice_item": None, "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": item["subscription"], "subscription_item": item["id"]}},
        "period": {"start": item["current_period_start"], "end": item["current_period_end"]},
        "pretax_credit_amounts": [],
        "pricing": {"price_details": {"price": price["id"], "product": price["product"]},
                    "type": "price_details", "unit_amount_decimal": price["unit_amount_decimal"]},
        "quantity": item["quantity"], "subtotal": price["unit_amount"] * item["quantity"],
        "taxes": []}


def new_invoice(world, subscription, reason):
    id, now = world.ids.new("in"), world.now
    customer = world.objects["customer"].get(subscription["customer"], {})
    return {
        "id": id, "object": "invoice",
        **nulls("account_name account_tax_ids application automatically_finalizes_at "
                "custom_fields customer_account customer_address customer_phone "
                "customer_shipping default_payment_method default_source description due_date "
                "ending_balance footer from_invoice last_finalization_error latest_revision "
                "next_payment_attempt on_behalf_of receipt_number rendering shipping_cost "
                "shipping_details statement_descriptor test_clock"),
        "account_country": "US", "amount_overpaid": 0, "amount_paid": 0, "amount_shipping": 0,
        "attempt_count": 0, "attempted": False, "auto_advance": True,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None,
                          "provider": None, "status": None},
        "billing_reason": reason, "collection_method": "charge_automatically", "created": now,
        "currency": subscription["currency"], "customer": subscription["customer"],
        "customer_email": customer.get("email"), "customer_name": customer.get("name"),
        "customer_tax_exempt": "none", "customer_tax_ids": [], "default_tax_rates": [],
        "discounts": [], "effective_at": None, "hosted_invoice_url": None, "invoice_pdf": None,
        "issuer": {"type": "self"}, "livemode": False, "metadata": {}, "number": None,
        "parent": {"quote_details": None, "type": "subscription_details",
                   "subscription_details": {"metadata": dict(subscription["metadata"]),
                                            "subscription": subscription["id"]}},
        "payment_settings": nulls("default_mandate payment_method_options payment_method_types"),
        "period_start": now, "period_end": now, "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0, "starting_balance": 0, "status": "draft",
        "status_transitions": nulls("finalized_at marked_uncollectible_at paid_at voided_at"),
        "total_discount_amounts": [], "total_pretax_credit_amounts": [], "total_taxes": [],
        "webhooks_delivered_at": None}


def bill(world, subscription, reason):
    """An invoice over a subscription's items, paid or left open where the card says no."""
    invoice = new_invoice(world, subscription, reason)
    lines = [line_of(world, invoice, item) for item in subscription["items"]["data"]]
    total = sum(line["amount"] for line in lines)
    invoice["lines"] = shapes.listed(f"/v1/invoices/{invoice['id']}/lines", lines)
    invoice |= dict.fromkeys(["amount_due", "amount_remaining", "subtotal",
                              "subtotal_excluding_tax", "total", "total_excluding_tax"], total)
    world.add(invoice)
    subscription["latest_invoice"] = invoice["id"]
    world.emit("invoice.created", invoice)
    invoice |= {"status": "open", "effective_at": world.now,
                "number": f"NEMO-{len(world.objects['invoice']):04}",
                "hosted_invoice_url": "https://invoice.stripe.com/i/" + invoice["id"]}
    invoice["status_transitions"] = {**invoice["status_transitions"], "finalized_at": world.now}
    world.emit("invoice.finalized", invoice)
    collect(world, invoice, subscription["default_payment_method"])
    return invoice


def collect(world, invoice, method):
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    if invoice["total"] == 0:
        return paid(world, invoice)
    intent = payments.create(world, {
        "amount": invoice["total"], "currency": invoice["currency"],
        "customer": invoice["customer"], "description": "Subscription"})
    payment = world.add({
        "id": world.ids.new("inpay"), "object": "invoice_payment", "amount_paid": None,
        "amount_requested": invoice["total"], "created": world.now,
        "currency": invoice["currency"], "invoice": invoice["id"], "is_default": True,
        "livemode": False, "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
        "status": "open", "status_transitions": nulls("canceled_at paid_at")})
    try:
        payments.confirm(world, intent, {"payment_method": method, "off_session": "true"})
    except Refused:
        world.emit("invoice.payment_failed", invoice)
        return
    payment |= {"amount_paid": invoice["total"], "status": "paid",
                "status_transitions": {"canceled_at": None, "paid_at": world.now}}
    paid(world, invoice)
    world.emit("invoice_payment.paid", payment)


def paid(world, invoice):
    invoice |= {"status": "paid", "amount_paid": invoice["total"], "amount_remaining": 0,
                "status_transitions": {**invoice["status_transitions"], "paid_at": world.now}}
    world.emit("invoice.paid", invoice)
    world.emit("invoice.payment_succeeded", invoice)
