"""The members of objects of a payment: what most have, before anything is known about them."""


def nulls(names):
    return dict.fromkeys(names.split())


ADDRESS = nulls("city country line1 line2 postal_code state")
CONTACT = {"address": ADDRESS, "email": None, "name": None, "phone": None, "tax_id": None}


def listed(url, data=()):
    return {"object": "list", "data": list(data), "has_more": False, "total_count": len(data),
            "url": url}


def card_checks():
    return {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}


def payment_method(id, now, card, customer=None):
    return {
        "id": id, "object": "payment_method", "allow_redisplay": "unspecified",
        "billing_details": CONTACT,
        "card": {**nulls("generated_from three_d_secure wallet"), "brand": card.brand,
                 "checks": card_checks(), "country": "US", "display_brand": card.brand,
                 "exp_month": 12, "exp_year": 2034, "fingerprint": "Xt5EWLLDS7FJjR1c",
                 "funding": "credit", "last4": card.last4,
                 "networks": {"available": [card.brand], "preferred": None},
                 "regulated_status": "unregulated", "three_d_secure_usage": {"supported": True}},
        "created": now, "customer": customer, "customer_account": None, "livemode": False,
        "metadata": {}, "type": "card"}


def payment_intent(id, now, amount, currency):
    return {
        "id": id, "object": "payment_intent",
        **nulls("amount_details application application_fee_amount canceled_at cancellation_reason "
                "customer customer_account description excluded_payment_method_types "
                "last_payment_error latest_charge next_action on_behalf_of payment_method "
                "payment_method_configuration_details processing receipt_email review "
                "setup_future_usage shipping source statement_descriptor "
                "statement_descriptor_suffix transfer_data transfer_group"),
        "amount": amount, "amount_capturable": 0, "amount_received": 0,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "capture_method": "automatic_async", "client_secret": id + "_secret_of_the_fake",
        "confirmation_method": "automatic", "created": now, "currency": currency,
        "livemode": False, "managed_payments": None, "metadata": {},
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"], "status": "requires_payment_method"}


def card_details(method, amount):
    card = method["card"]
    return {"type": "card", "card": {
        **nulls("extended_authorization installments mandate three_d_secure wallet"),
        "amount_authorized": amount, "authorization_code": "123456", "brand": card["brand"],
        "checks": card_checks(), "country": "US", "exp_month": card["exp_month"],
        "exp_year": card["exp_year"], "fingerprint": card["fingerprint"], "funding": "credit",
        "last4": card["last4"], "network": card["brand"], "network_token": {"used": False},
        "network_transaction_id": "104102109105799", "regulated_status": "unregulated"}}


def charge(id, now, intent, method):
    return {
        "id": id, "object": "charge",
        **nulls("application application_fee application_fee_amount balance_transaction "
                "failure_balance_transaction failure_code failure_message on_behalf_of "
                "receipt_number receipt_url review shipping source source_transfer "
                "statement_descriptor statement_descriptor_suffix transfer_data transfer_group"),
        "amount": intent["amount"], "amount_captured": 0, "amount_refunded": 0,
        "billing_details": CONTACT, "calculated_statement_descriptor": "NEMO", "captured": False,
        "created": now, "currency": intent["currency"], "customer": intent["customer"],
        "description": intent["description"], "disputed": False, "fraud_details": {},
        "livemode": False, "metadata": dict(intent["metadata"]),
        "outcome": {"advice_code": None, "network_advice_code": None, "network_decline_code": None,
                    "network_status": "approved_by_network", "reason": None,
                    "risk_level": "normal", "risk_score": 32,
                    "seller_message": "Payment complete.", "type": "authorized"},
        "paid": False, "payment_intent": intent["id"], "payment_method": method["id"],
        "payment_method_details": card_details(method, intent["amount"]),
        "receipt_email": intent["receipt_email"], "refunded": False, "status": "pending"}


def refund(id, now, charge, amount):
    return {
        "id": id, "object": "refund", "amount": amount, "balance_transaction": None,
        "charge": charge["id"], "created": now, "currency": charge["currency"],
        "customer": charge["customer"], "customer_account": None,
        "destination_details": {"card": {"type": "refund", "reference_status": "pending",
                                         "reference_type": "acquirer_reference_number"},
                                "type": "card"},
        "metadata": {}, "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"], "reason": None, "receipt_number": None,
        "source_transfer_reversal": None, "status": "succeeded", "transfer_reversal": None}


def dispute(id, now, charge, amount, reason):
    return {
        "id": id, "object": "dispute", "amount": amount, "balance_transactions": [],
        "charge": charge["id"], "created": now, "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": nulls(
            "access_activity_log billing_address cancellation_policy "
            "cancellation_policy_disclosure cancellation_rebuttal customer_communication "
            "customer_email_address customer_name customer_purchase_ip customer_signature "
            "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id "
            "product_description receipt refund_policy refund_policy_disclosure "
            "refund_refusal_explanation service_date service_documentation shipping_address "
            "shipping_carrier shipping_date shipping_documentation shipping_tracking_number "
            "uncategorized_file uncategorized_text") | {"enhanced_evidence": {}},
        "evidence_details": {"due_by": now + 14 * 86_400, "enhanced_eligibility": {},
                             "has_evidence": False, "past_due": False, "submission_count": 0},
        "is_charge_refundable": False, "livemode": False, "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"card": {"brand": "visa", "case_type": "chargeback",
                                            "network_reason_code": "10"}, "type": "card"},
        "reason": reason, "status": "needs_response"}


def payout(id, now, amount, currency, automatic):
    return {
        "id": id, "object": "payout",
        **nulls("application_fee application_fee_amount failure_balance_transaction failure_code "
                "failure_message original_payout payout_method reversed_by statement_descriptor"),
        "amount": amount, "arrival_date": (now // 86_400 + 1) * 86_400, "automatic": automatic,
        "balance_transaction": None, "created": now, "currency": currency,
        "description": "STRIPE PAYOUT" if automatic else None,
        "destination": "ba_1TheBankOfTheFake0000001", "livemode": False, "metadata": {},
        "method": "standard",
        "reconciliation_status": "in_progress" if automatic else "not_applicable",
        "source_type": "card", "status": "pending",
        "trace_id": {"status": "pending", "value": None}, "type": "bank_account"}
