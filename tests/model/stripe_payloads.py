"""Draws Stripe's records, automatic top-ups and debts: few payments, and all that follows."""

from stripe_catalogue import (
    CATEGORY, CLEARING_ACCOUNT, CUSTOMER_STATUS, DISPUTE_FUNDS, DISPUTE_STATUS, NOTE,
    PAYMENT_STATUS, PAYOUT_STATUS, PURPOSE, REFUND_STATUS, STRIPE,
)  # fmt: skip
from strict_json import DAY_MS
from world import some

HOUR_MS = 3_600_000
AMOUNTS = (10_400, 10_400, 11_232, 5_200, 7, 1_000_003, 104 * 10**9, 1, 3)
EXTREMES = (2**63 - 1, 2**62, 2**62 + 1, 2**61, 2**61 - 1, 2**63 - 10_400, 2**62 + 2**61)
TYPES = ("payment_intent.succeeded", "charge.updated", "charge.refunded")


def event(world):
    world.count += 1
    an_id = f"evt_{world.count}" if world.chance(0.97) else f"evt_{world.count - 1}"
    created = world.time(world.now - world.pick(0, 1, 1000, HOUR_MS, DAY_MS))
    return {"stripe_event_id": an_id, "stripe_event_type": world.pick(*TYPES), "created": created}


def sealed(world, payload):
    some(world, payload, 0.1, "data_key_id", lambda: world.pick("k1", "k2"))
    return some(world, payload, 0.1, "sealed", lambda: world.pick("QUJD", "AAAA"))


def amount_of(world, name):
    """Mostly the same for one object; seldom another, and seldom an extreme."""
    if world.chance(0.3 if world.wild else 0.01):
        return world.rng.choice(EXTREMES)
    if world.chance(0.05):
        return world.pick(0, *AMOUNTS)
    return AMOUNTS[sum(name.encode()) % len(AMOUNTS)]


def part_of(world, amount):
    return world.pick(
        amount, amount, amount // 2, amount // 4, amount // 3, amount + 100, 0, 1,
        world.rng.randint(0, amount), world.rng.randint(0, amount),
    )  # fmt: skip


def payment_id(world):
    return f"{'ch' if world.chance(0.15) else 'pi'}_{world.rng.randint(1, 8)}"


def charge_id(world, payment_id):
    """Its own; now and then another's, which makes two payments one."""
    return f"ch_{world.rng.randint(1, 8)}" if world.chance(0.1) else "ch" + payment_id[2:]


def stripe_payment_reported(world, org):
    payload = event(world) | {"payment_id": payment_id(world)}
    amount = amount_of(world, org + payload["payment_id"])
    some(world, payload, 0.2, "charge_id", lambda: charge_id(world, payload["payment_id"]))
    some(world, payload, 0.2, "customer_id", lambda: world.pick("cus_1", "cus_2"))
    if world.chance(0.6):
        payload["status"] = world.pick("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", *PAYMENT_STATUS)
        some(world, payload, 0.9, "amount_nano", lambda: amount)
        some(world, payload, 0.2, "tax_nano", lambda: world.pick(0, 1, amount // 13, amount // 2))
        some(world, payload, 0.1, "fee_bps", lambda: world.pick(0, 0, 400, 250, 10_000, 333))
        some(world, payload, 0.5, "paid_at", lambda: paid_at(world))
        some(world, payload, 0.15, "purpose", lambda: world.pick(*PURPOSE, "CREDITS"))
        some(world, payload, 0.2, "top_up_id", lambda: top_up_id(world))
    some(world, payload, 0.1, "refunded_nano", lambda: part_of(world, amount))
    if world.chance(0.35):
        ids = sorted(world.rng.sample(["re_1", "re_2", "re_3"], world.pick(1, 1, 1, 2, 3)))
        payload["refunds"] = [refund(world, an_id, amount) for an_id in ids]
    if world.chance(0.3):
        ids = sorted(world.rng.sample(["dp_1", "dp_2"], world.pick(1, 1, 1, 2)))
        payload["disputes"] = [dispute(world, an_id, amount) for an_id in ids]
    return sealed(world, payload)


def paid_at(world):
    before = world.pick(0, 1, 1000, HOUR_MS, DAY_MS, 34 * DAY_MS, 35 * DAY_MS, 35 * DAY_MS + 1)
    before = -HOUR_MS if world.chance(0.1) else before
    world.mark(world.now - before + 35 * DAY_MS)
    return world.time(max(0, world.now - before))


def refund(world, an_id, amount):
    said = {"refund_id": an_id}
    some(world, said, 0.95, "refund_status", lambda: world.pick("SUCCEEDED", *REFUND_STATUS))
    return some(world, said, 0.95, "amount_nano", lambda: part_of(world, amount))


def dispute(world, an_id, amount):
    said = {"dispute_id": an_id}
    some(world, said, 0.95, "dispute_status", lambda: world.rng.choice(DISPUTE_STATUS))
    disputed = part_of(world, amount)
    some(world, said, 0.95, "amount_nano", lambda: disputed)
    some(world, said, 0.2, "dispute_funds", lambda: world.rng.choice(DISPUTE_FUNDS))
    if world.chance(0.4):
        out = {"transaction_id": f"txn_{an_id}_1", "amount_nano": -disputed}
        out["fee_nano"] = world.pick(1500, 1500, 0)
        if world.wild and world.chance(0.2):
            out["fee_nano"] = world.rng.choice(EXTREMES) * world.pick(1, -1)
        back = {"transaction_id": f"txn_{an_id}_2", "amount_nano": disputed}
        back["fee_nano"] = world.pick(0, -1500)
        said["transactions"] = world.pick([out], [out], [out, back], [back])
        if world.wild and world.chance(0.1):
            out["amount_nano"] = world.pick(-(2**63), -(2**62), 2**63 - 1)
    return said


def stripe_transaction_reported(world, org):
    payload = {"transaction_id": world.new_id("txn_")}
    payload["category"] = world.pick("OTHER", "OTHER", *CATEGORY)
    some(world, payload, 0.3, "source_id", lambda: world.pick("ch_1", "re_1", "po_1"))
    some(world, payload, 0.3, "payment_id", lambda: payment_id(world))
    payload["amount_nano"] = world.pick(*AMOUNTS) * world.pick(1, -1)
    payload["fee_nano"] = world.pick(0, 0, 30, 332, -30)
    if world.chance(0.02):
        payload[world.pick("amount_nano", "fee_nano")] = world.pick(2**61, -(2**61), 2**61 + 1)
    if payload["category"] == "OTHER":
        world.movements.append((payload["transaction_id"], payload["amount_nano"]))
    some(world, payload, 0.5, "created", lambda: world.time(world.now))
    some(world, payload, 0.3, "available_on", lambda: world.time(world.now + DAY_MS))
    return sealed(world, payload)


def stripe_payout_reported(world, org):
    payload = event(world) | {"payout_id": f"po_{world.rng.randint(1, 6)}"}
    some(world, payload, 0.95, "status", lambda: world.rng.choice(PAYOUT_STATUS))
    some(world, payload, 0.9, "amount_nano", lambda: amount_of(world, payload["payout_id"]))
    if "amount_nano" in payload and world.chance(0.1):
        payload["amount_nano"] = -payload["amount_nano"]
    some(world, payload, 0.3, "arrives_at", lambda: world.time(world.now + DAY_MS))
    ids = lambda: sorted(world.rng.sample(["txn_1", "txn_2", "txn_3"], world.pick(0, 1, 3)))
    some(world, payload, 0.3, "transaction_ids", ids)
    return sealed(world, payload)


def stripe_customer_reported(world, org):
    payload = event(world) | {"customer_id": world.pick("cus_1", "cus_1", "cus_2")}
    status = lambda: world.pick("ACTIVE", "ACTIVE", *CUSTOMER_STATUS)
    some(world, payload, 0.5, "customer_status", status)
    if world.chance(0.6):
        some(world, payload, 0.9, "subscription_id", lambda: world.pick("sub_1", "sub_1", "sub_2"))
        some(world, payload, 0.8, "plan", lambda: world.pick("free", "pro", "none"))
        some(world, payload, 0.9, "plan_from", lambda: paid_at(world))
    return sealed(world, payload)


def stripe_event_noted(world, org):
    payload = event(world)
    del payload["created"]
    payload["note"] = world.rng.choice(NOTE)
    some(world, payload, 0.5, "object_id", lambda: payment_id(world))
    share = 1 if payload["note"] == "QUARANTINED" else 0.2
    some(world, payload, share, "reason", lambda: world.pick("wrong_mode", "text_money"))
    return sealed(world, payload)


def stripe_object_assigned(world, org):
    payload = {"object_id": world.pick(payment_id(world), payment_id(world), "cus_1")}
    payload["assigned_org_id"] = world.rng.choice(world.orgs)
    some(world, payload, 0.3, "charge_id", lambda: charge_id(world, payload["object_id"]))
    return payload | {"actor": world.pick("ada", "stripe")}


def suspense_cleared(world, org):
    payload = {"clearing_id": world.new_id("c"), "object_id": payment_id(world)}
    amount = amount_of(world, org + payload["object_id"])
    if org == STRIPE and world.movements and world.chance(0.9):
        payload["object_id"], amount = world.rng.choice(world.movements)
    payload["amount_nano"] = world.pick(amount, amount, amount // 2, 1, 100, -1, -100) or 1
    payload["account"] = world.pick("REVENUE_PLATFORM_FEE", *CLEARING_ACCOUNT)
    return payload | {"reason": "nobody's", "actor": "ada"}


def auto_top_up_set(world, org):
    threshold = world.pick(0, 1, 5000, 20_000, 10**9, 50 * 10**9, -1, 2**63 - 1, -(2**63))
    payload = {"threshold_nano": threshold}
    some(world, payload, 0.85, "amount_nano", lambda: world.pick(1, 10_000, 10**9, 2**62))
    cap = lambda: world.pick(0, 10_000, 30_000, 3 * 10**9, 2**63 - 1)
    return some(world, payload, 0.5, "daily_cap_nano", cap)


def nothing(world, org):
    return {}


def top_up_id(world):
    return f"t{max(1, world.top_ups - world.pick(0, 0, 0, 1, 1, 2, 3, 7))}"


def top_up_requested(world, org):
    world.top_ups += world.chance(0.8)
    for hours in (1, 2, 4, 24):  # when it may be asked for again, if it fails now
        world.mark(world.now + hours * HOUR_MS)
    return {"top_up_id": f"t{world.top_ups}"}


def top_up_failed(world, org):
    return {"top_up_id": top_up_id(world), "reason": world.pick("card_declined", "no_method")}


def debt_written_off(world, org):
    payload = {"write_off_id": world.new_id("w")}
    payload["amount_nano"] = world.pick(1, 2, 100, 5200, 10_000, 10**9)
    return payload | {"reason": "a dispute was lost", "actor": "ada"}


STRIPE_DRAW = {
    "stripe_payment_reported": stripe_payment_reported,
    "stripe_transaction_reported": stripe_transaction_reported,
    "stripe_payout_reported": stripe_payout_reported,
    "stripe_customer_reported": stripe_customer_reported,
    "stripe_event_noted": stripe_event_noted,
    "stripe_object_assigned": stripe_object_assigned,
    "suspense_cleared": suspense_cleared,
    "auto_top_up_set": auto_top_up_set,
    "auto_top_up_removed": nothing,
    "top_up_requested": top_up_requested,
    "top_up_failed": top_up_failed,
    "debt_written_off": debt_written_off,
}
