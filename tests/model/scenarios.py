"""Short stories that blind chance seldom tells: a list of (org, kind, payload)."""

from catalogue import LEDGER
from world import MODELS, NANO


def lots_that_wait(world):
    """A new organization whose holds need lots that end while the holds are open."""
    world.count += 1
    org = f"tight-{world.count}"
    story = [(org, "organization_created", {"name": "Tight", "currency": "USD"})]
    if world.chance(0.2):
        story[0][2]["credit_line_nano"] = NANO // 2
    key = {"key_id": "k1", "key_sha256": world.sha256()}
    story.append((org, "key_created", key))
    total = 0
    ends = [world.now + world.rng.randint(3000, 9000) for _ in range(2)]
    for number in range(world.rng.randint(1, 4)):
        amount = world.pick(NANO, 2 * NANO, world.rng.randint(1, NANO))
        total += amount
        lot = {"grant_id": f"lot{number}", "amount_nano": amount}
        lot["kind"] = world.pick("PURCHASED", "PROMOTIONAL")
        if world.chance(0.8):
            lot["expires_at"] = world.time(world.rng.choice(ends))
        story.append((org, "credit_granted", lot))
    holds = []
    for number in range(world.rng.randint(1, 5)):
        amount = total // world.pick(1, 2, 3, 4)
        holds.append((f"h{number}", amount))
        hold = {"reservation_id": f"h{number}", "key_id": "k1", "model": world.rng.choice(MODELS)}
        hold |= {"amount_nano": amount, "ttl_ms": world.pick(5000, 9000, 60_000, 600_000)}
        story.append((org, "reservation_requested", hold))
    story += [(org, "clock_ticked", {})] * world.rng.randint(1, 12)
    for reservation_id, amount in holds:
        end = {"reservation_id": reservation_id}
        if world.chance(0.5):
            story.append((org, "reservation_released", end))
        else:
            cost = world.pick(0, 1, amount // 3, amount, amount + 1)
            story.append((org, "reservation_settled", end | {"cost_nano": cost}))
    if world.chance(0.3):
        adjustment = {"adjustment_id": "a", "amount_nano": world.pick(-total, total, -1)}
        adjustment |= {"reason": "r", "actor": "x"}
        story.insert(world.rng.randint(2, len(story)), (org, "credit_adjusted", adjustment))
    return story


def tokens_of_a_minute(world):
    """A key with limits, and grants, increases and settlements around one minute's end."""
    world.count += 1
    org = f"minute-{world.count}"
    key = {"key_id": "k1", "key_sha256": world.sha256(), "tokens_per_minute": 1000}
    if world.chance(0.5):
        key["requests_per_minute"] = 4
    story = [
        (org, "organization_created", {"name": "M", "currency": "USD", "credit_line_nano": NANO}),
        (org, "key_created", key),
    ]
    for number in range(world.rng.randint(3, 9)):
        act, reservation = world.pick("ask", "ask", "more", "settle", "release"), f"h{number // 2}"
        tokens = world.pick(0, 1, 300, 500, 999, 1000, 1001, 2**63 - 1)
        if act == "ask" or number == 0:
            asked = {"reservation_id": f"h{number}", "key_id": "k1", "model": "m"}
            asked |= {"amount_nano": 1, "estimated_tokens": tokens, "ttl_ms": 1000}
            story.append((org, "reservation_requested", asked))
        elif act == "more":
            asked = {"reservation_id": reservation, "increase_id": f"i{number}", "amount_nano": 0}
            story.append((org, "reservation_increased", asked | {"estimated_tokens": tokens}))
        elif act == "settle":
            cost = {"reservation_id": reservation, "cost_nano": world.pick(0, 1, 2)}
            story.append((org, "reservation_settled", cost | {"tokens": tokens}))
        else:
            story.append((org, "reservation_released", {"reservation_id": reservation}))
    return story


def life_of_a_payment(world):
    """A new organization's payment with all that follows, in any order, each up to three times."""
    world.count += 1
    org, amount = f"payer-{world.count}", world.pick(10_400, 10_400, 999, 104 * 10**9)
    told = [{"status": world.pick("PENDING", "FAILED")}]
    said = {"status": "SUCCEEDED", "amount_nano": amount, "paid_at": world.time(world.now)}
    told += [said, {"tax_nano": amount // 13} if world.chance(0.3) else {"fee_bps": 400}]
    for number in range(world.rng.randint(0, 3)):
        part = {"refund_id": f"re_{number}", "amount_nano": world.rng.randint(0, amount // 2)}
        for status in ("PENDING", world.pick("SUCCEEDED", "FAILED", "CANCELED")):
            told.append({"refunds": [part | {"refund_status": status}]})
    disputed = {"dispute_id": "dp_1", "amount_nano": amount // world.pick(1, 2, 4)}
    out = {"transaction_id": "txn_1", "amount_nano": -disputed["amount_nano"], "fee_nano": 1500}
    back = out | {"transaction_id": "txn_2", "amount_nano": disputed["amount_nano"], "fee_nano": 0}
    moves = [("WARNING_NEEDS_RESPONSE", []), ("NEEDS_RESPONSE", [out])]
    moves += [world.pick(("LOST", [out]), ("WON", [out, back]), ("PREVENTED", []))]
    for status, moved in moves if world.chance(0.7) else ():
        dispute = disputed | {"dispute_status": status, "transactions": moved}
        told.append({"disputes": [dispute]})
    events = []
    for said in told:
        world.count += 1
        head = {"stripe_event_id": f"evt_{world.count}", "stripe_event_type": "x"}
        head |= {"created": world.time(world.now), "payment_id": "pi_1"}
        events += [(org, "stripe_payment_reported", head | said)] * world.pick(1, 1, 2, 3)
    used = {"usage_id": "w", "key_id": "k1", "model": MODELS[0], "cost_nano": amount // 3}
    events.append((org, "usage_recorded", used))
    world.rng.shuffle(events)
    low = {"threshold_nano": amount // 2, "amount_nano": amount}
    start = [(org, "organization_created", {"name": "Payer", "currency": "USD"})]
    return [*start, (org, "auto_top_up_set", low), *events]


def lots_that_thaw(world):
    """A new organization whose disputes freeze what lots hold that end meanwhile."""
    world.count += 1
    org, amount = f"frozen-{world.count}", 10_400

    def told(**said):
        world.count += 1
        head = {"stripe_event_id": f"evt_{world.count}", "stripe_event_type": "x"}
        head |= {"created": world.time(world.now), "payment_id": "pi_1"}
        return org, "stripe_payment_reported", head | said

    def disputed(number, status, **more):
        part = {"dispute_id": f"dp_{number}", "amount_nano": parts[number]}
        return told(disputes=[part | {"dispute_status": status} | more])

    parts = [amount // world.pick(1, 2, 4) for _ in range(world.pick(1, 2))]
    used = {"usage_id": "v", "key_id": "k1", "model": MODELS[0]}
    story = [
        (org, "organization_created", {"name": "Frozen", "currency": "USD"}),
        told(status="SUCCEEDED", amount_nano=amount),
        (org, "usage_recorded", used | {"cost_nano": world.pick(5000, 9000, 10_000)}),
    ]
    for name in ("pi_1", "gift")[: world.pick(1, 2)]:
        gift = {"grant_id": name, "kind": world.pick("PURCHASED", "PROMOTIONAL")}
        gift |= {"amount_nano": world.pick(1000, 4000)}
        gift["expires_at"] = world.time(world.now + world.rng.randint(300_000, 900_000))
        story.append((org, "credit_granted", gift))
    story += [disputed(number, "NEEDS_RESPONSE") for number in range(len(parts))]
    story += [(org, "clock_ticked", {})] * world.rng.randint(1, 16)
    for number, part in enumerate(parts):
        out = {"transaction_id": f"txn_{number}", "amount_nano": -part // world.pick(1, 2)}
        ends = [disputed(number, "WON"), disputed(number, "PREVENTED")]
        ends.append(disputed(number, "LOST", transactions=[out | {"fee_nano": 15}]))
        story.append(world.rng.choice(ends))
    if world.chance(0.3):
        refund = {"refund_id": "re_1", "refund_status": "SUCCEEDED", "amount_nano": amount // 2}
        story.insert(world.rng.randint(2, len(story)), told(refunds=[refund]))
    return story


def plans_at_once(world):
    """A new organization that is given plans, often in one millisecond, by itself and by
    subscriptions that are not all named, and pays."""
    world.count += 1
    org, plans = f"plans-{world.count}", ("free", "pro")
    fees = {"free": 0, "pro": world.pick(10_000, 333)}
    story = [
        (LEDGER, "plan_defined", {"plan": plan, "fee_bps": fee})
        for plan, fee in fees.items()
        if world.chance(0.5)
    ]
    story.append((org, "organization_created", {"name": "Plans", "currency": "USD"}))
    for _ in range(world.rng.randint(3, 9)):
        if world.chance(0.6):
            story.append((org, "organization_updated", {"plan": world.rng.choice(plans)}))
            continue
        world.count += 1
        said = {"stripe_event_id": f"evt_{world.count}", "stripe_event_type": "x"}
        said |= {"customer_id": "cus_1", "plan": world.pick("", *plans)}
        start = world.time(world.now + world.rng.randint(0, 400_000))
        said |= {"created": world.time(world.now), "plan_from": start}
        if world.chance(0.4):
            said["subscription_id"] = world.pick("sub_1", "sub_2")
        story.append((org, "stripe_customer_reported", said))
    for number in range(3):
        world.count += 1
        said = {"stripe_event_id": f"evt_{world.count}", "stripe_event_type": "x"}
        said |= {"created": world.time(world.now + number * 200_000), "payment_id": f"pi_{number}"}
        said |= {"status": "SUCCEEDED", "amount_nano": 10_400}
        story.insert(
            world.rng.randint(len(story) // 2, len(story)), (org, "stripe_payment_reported", said)
        )
    return story


def of_payments(world):
    return world.pick(life_of_a_payment, lots_that_thaw, plans_at_once)(world)


STORIES = {
    "credits": lots_that_wait, "limits": tokens_of_a_minute, "stripe": of_payments,
}  # fmt: skip
