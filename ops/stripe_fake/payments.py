"""Payment intents and their charges."""

from . import disputes, funds, methods, shapes
from .cards import AUTHENTICATION, CARDS
from .refused import Refused, invalid, required, whole
from .world import DAY

SECONDS_TO_CAPTURE = 2
DAYS_OF_A_DEBIT = 2
AMOUNT_MIN = 50
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(world, params):
    required(params, "amount", "currency")
    amount = whole(params, "amount", 1)
    if params["currency"] not in funds.RATES:
        raise invalid(f"Invalid currency: {params['currency']}", "currency")
    if amount < AMOUNT_MIN:
        raise invalid("Amount must be at least $0.50 usd", "amount", "amount_too_small")
    customer = params.get("customer")
    if customer:
        world.get("customer", customer, "customer", 400)
    intent = shapes.payment_intent(world.ids.new("pi"), world.now, amount, params["currency"])
    intent |= {"customer": customer, "description": params.get("description"),
               "metadata": dict(params.get("metadata", {})),
               "setup_future_usage": params.get("setup_future_usage")}
    if "payment_method" in params:
        method = methods.of_name(world, params["payment_method"])
        methods.check_owner(method, customer)
        intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
    world.add(intent)
    world.emit("payment_intent.created", intent)
    if params.get("confirm") == "true":
        confirm(world, intent, params)
    return intent


def confirm(world, intent, params):
    """Raises Refused where the card says no."""
    if intent["status"] not in OPEN:
        raise Refused(400, f"This PaymentIntent's status is {intent['status']}.",
                      "payment_intent_unexpected_state", payment_intent=intent)
    if "payment_method" in params:
        intent["payment_method"] = methods.of_name(world, params["payment_method"])["id"]
    if intent["payment_method"] is None:
        raise invalid("You cannot confirm this PaymentIntent because it's missing a payment "
                      "method.", "payment_method", "payment_intent_unexpected_state")
    card = CARDS[world.cards[intent["payment_method"]]]
    if card.needs_action and params.get("off_session") != "true":
        ask_the_payer(world, intent)
    elif card.decline or card.needs_action:
        decline(world, intent, card.decline or AUTHENTICATION)
        raise refusal(intent)
    elif card.delayed:
        wait_for_the_bank(world, intent, card.delayed)
    else:
        succeed(world, intent, new_charge(world, intent))
    return intent


def ask_the_payer(world, intent):
    intent["status"] = "requires_action"
    intent["next_action"] = {"type": "use_stripe_sdk",
                             "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    world.emit("payment_intent.requires_action", intent)


def authenticate(world, id, outcome):
    """The payer has answered the bank."""
    intent = world.get("payment_intent", id)
    if intent["status"] != "requires_action":
        raise invalid("Nothing is asked of the payer.", "id", "payment_intent_unexpected_state")
    intent["next_action"] = None
    if outcome == "ok":
        succeed(world, intent, new_charge(world, intent))
    else:
        decline(world, intent, (*AUTHENTICATION[:2], "The payer was not authenticated."))
    return intent


def new_charge(world, intent):
    method = world.objects["payment_method"][intent["payment_method"]]
    charge = world.add(shapes.charge(world.ids.new("ch"), world.now, intent, method))
    intent["latest_charge"] = charge["id"]
    return charge


def decline(world, intent, why, charge=None):
    code, decline_code, message = why
    charge = charge or new_charge(world, intent)
    charge |= {"status": "failed", "failure_code": code, "failure_message": message}
    charge["outcome"] = {**charge["outcome"], "network_status": "declined_by_network",
                         "reason": decline_code, "type": "issuer_declined",
                         "seller_message": "The bank did not return any further details."}
    world.emit("charge.failed", charge)
    method = world.objects["payment_method"][intent["payment_method"]]
    intent |= {"status": "requires_payment_method", "payment_method": None, "processing": None,
               "last_payment_error": {"charge": charge["id"], "code": code,
                                      "decline_code": decline_code, "message": message,
                                      "payment_method": method, "type": "card_error"}}
    world.emit("payment_intent.payment_failed", intent)
    tell(world, intent)


def refusal(intent):
    error = dict(intent["last_payment_error"])
    return Refused(402, error.pop("message"), error.pop("code"), payment_intent=dict(intent),
                   **error)


def wait_for_the_bank(world, intent, outcome):
    charge = new_charge(world, intent)
    intent |= {"status": "processing", "payment_method_types": ["us_bank_account"]}
    world.emit("charge.pending", charge)
    world.emit("payment_intent.processing", intent)
    if outcome == "succeeds":
        world.later(DAYS_OF_A_DEBIT * DAY, lambda: succeed(world, intent, charge))
    else:
        why = ("payment_intent_payment_attempt_failed", "insufficient_funds",
               "The customer's account has insufficient funds to cover this payment.")
        world.later(DAYS_OF_A_DEBIT * DAY, lambda: decline(world, intent, why, charge))


def succeed(world, intent, charge):
    charge |= {"status": "succeeded", "paid": True, "captured": True,
               "amount_captured": charge["amount"],
               "receipt_url": "https://pay.stripe.com/receipts/" + charge["id"]}
    world.emit("charge.succeeded", charge)
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "processing": None}
    world.emit("payment_intent.succeeded", intent)
    keep_method(world, intent)
    tell(world, intent)
    world.later(SECONDS_TO_CAPTURE, lambda: capture(world, charge))


def keep_method(world, intent):
    method = world.objects["payment_method"][intent["payment_method"]]
    if intent["setup_future_usage"] and intent["customer"] and method["customer"] is None:
        methods.attach(world, method["id"], intent["customer"])


def tell(world, intent):
    if intent["id"] in world.listeners:
        world.listeners[intent["id"]]()


def capture(world, charge):
    """The balance transaction comes by charge.updated: capture is asynchronous."""
    if charge["balance_transaction"]:
        return
    card = CARDS[world.cards[charge["payment_method"]]]
    fee = funds.processing_fee(funds.settled(charge["amount"], charge["currency"]))
    transaction = funds.book(
        world, "charge", "charge", charge["amount"], charge["id"], charge["currency"], fee=fee,
        description=charge["description"],
        days_pending=0 if card.instant else funds.CHARGE_DAYS_PENDING)
    world.change("charge.updated", charge, balance_transaction=transaction["id"])
    if card.instant:
        funds.proceed(world)
    if card.fraud_warning:
        disputes.warn(world, charge)
    if card.dispute:
        disputes.open(world, charge, is_inquiry=card.dispute == "inquiry")


def cancel(world, id, reason=None):
    intent = world.get("payment_intent", id)
    if intent["status"] not in OPEN:
        raise invalid(f"This PaymentIntent's status is {intent['status']}.", "id",
                      "payment_intent_unexpected_state")
    intent |= {"status": "canceled", "canceled_at": world.now, "cancellation_reason": reason}
    world.emit("payment_intent.canceled", intent)
    return intent
