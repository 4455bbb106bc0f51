"""Draws one payload of each kind: `DRAW[kind](world, org)` answers its JSON object."""

from catalogue import CLASSES, KEY_OPTIONAL, PERIODS, ROLES, TIERS
from stripe_payloads import STRIPE_DRAW
from world import FORGET_MS, MODELS, NANO, TAGS, TEAMS, USERS, some


def organization_created(world, org):
    payload = {"name": world.pick("Acme", "Acme", "Bolt"), "currency": "USD"}
    some(world, payload, 0.1, "plan", lambda: world.pick("free", "pro"))
    line = lambda: world.pick(0, NANO, 20 * NANO)
    return some(world, payload, line_share(world), "credit_line_nano", line)


def line_share(world):
    """With a credit line lots seldom wait for a hold to end."""
    return 0.1 if world.profile == "credits" else 0.4


def organization_updated(world, org):
    payload = {}
    some(world, payload, 0.3, "name", lambda: "Acme 2")
    share = 0.6 if world.profile == "stripe" else 0.2
    some(world, payload, share, "plan", lambda: world.pick("pro", "pro", "free", "none"))
    draw = lambda: world.pick(0, 1, NANO, 50 * NANO, 2**63 - 1)
    return some(world, payload, 0.8, "credit_line_nano", draw)


def webhook_set(world, org):
    url = world.pick("https://acme.test/hook", "http://10.0.0.1:8080/?a=b", "https://" + "a" * 2040)
    return {"url": url, "master_key_id": world.pick("0123456789abcdef", "0f")}


def nothing(world, org):
    return {}


def reason(world, org):
    return some(world, {}, 0.3, "reason", lambda: world.pick("r", "why not", "\u00e9"))


def team_created(world, org):
    payload = {"team_id": world.pick("t1", "t2", "t3")}
    return some(world, payload, 0.5, "name", lambda: world.pick("A", "B"))


def team_updated(world, org):
    return {"team_id": world.pick("t1", "t2", "t3"), "name": world.pick("A", "B", "\u00e9")}


def team_removed(world, org):
    return {"team_id": world.pick("t1", "t2", "t3")}


def member_added(world, org):
    return {"user_id": world.rng.choice(USERS), "role": world.rng.choice(ROLES)}


def member_removed(world, org):
    return {"user_id": world.rng.choice(USERS)}


def key_settings(world, payload):
    some(world, payload, 0.2, "display_prefix", lambda: "sk-nemo")
    some(world, payload, 0.5, "user_id", lambda: world.rng.choice(USERS))
    some(world, payload, 0.5, "team_id", lambda: world.rng.choice(TEAMS))
    models = lambda: world.rng.choices(MODELS, k=world.rng.randint(0, 4))
    some(world, payload, 0.1, "allowed_models", models)
    share = 0.6 if world.profile == "limits" else 0.08
    some(world, payload, share, "requests_per_minute", lambda: world.pick(*[1, 3, 10, 100] * 3, 0))
    tokens = lambda: world.pick(*[100, 1000, 9000] * 3, 0, 5000, 2**63 - 1)
    some(world, payload, share, "tokens_per_minute", tokens)
    some(world, payload, share, "parallel_requests", lambda: world.pick(*[1, 2, 5, 50] * 3, 0))
    return some(world, payload, 0.03, "expires_at", lambda: world.time(world.later()))


def key_created(world, org):
    return key_settings(world, {"key_id": world.key_id(), "key_sha256": world.sha256()})


def key_updated(world, org):
    payload = key_settings(world, {"key_id": world.key_id()})
    names = [name for name in KEY_OPTIONAL if name not in payload]
    names = world.rng.sample(names, min(len(names), world.rng.randint(0, 5)))
    if world.chance(0.05):
        names.append(world.pick("key_sha256", "clear", "key_id", "user_id", "expires_at"))
    return some(world, payload, 0.5, "clear", lambda: names)


def key_revoked(world, org):
    return {"key_id": world.pick("k3", "k4", "k5", "k9")}


def key_rotated(world, org):
    payload = {"key_id": world.key_id(), "key_sha256": world.sha256()}
    return some(world, payload, 0.5, "grace_ms", lambda: world.pick(0, 1000, 3_600_000))


def plan_defined(world, org):
    payload = {"plan": world.pick("free", "pro"), "fee_bps": world.pick(0, 400, 10_000)}
    limits = lambda: {"requests_per_minute": world.pick(0, 60), "parallel_requests": 5}
    return some(world, payload, 0.3, "limits", limits)


def scope_of(world, org):
    scope = world.pick("KEY", "USER", "TEAM", "TAG", "MODEL", "ORGANIZATION")
    ids = {"USER": USERS, "TEAM": TEAMS, "TAG": TAGS, "MODEL": MODELS, "ORGANIZATION": [org]}
    return {
        "scope": scope,
        "scope_id": world.rng.choice(ids.get(scope, ["k1", "k2"])),
        "period": world.rng.choice(PERIODS),
    }


def budget_set(world, org):
    payload = scope_of(world, org)
    small = (0, 1, NANO // 2, NANO)
    large = (3 * NANO, 5 * NANO, 20 * NANO, 100 * NANO, 2**63 - 1)
    payload["limit_nano"] = world.pick(*(small if world.chance(0.15) else large))
    percents = lambda: world.rng.choices([1, 10, 50, 50, 80, 99, 100], k=world.rng.randint(0, 4))
    return some(world, payload, 0.4, "alert_percents", percents)


def credit_granted(world, org):
    payload = {
        "grant_id": world.new_id("g"),
        "kind": world.pick("PURCHASED", "PROMOTIONAL"),
        "amount_nano": world.pick(
            1, NANO, 5 * NANO, 20 * NANO, 90 * NANO, 1 + world.amount(10 * NANO)
        ),
    }
    if world.profile == "stripe" and world.chance(0.2):  # named like a payment
        payload["grant_id"] = f"pi_{world.rng.randint(1, 8)}"
    if world.profile == "credits" and world.chance(0.9):
        payload["amount_nano"] = world.pick(1, NANO // 5, NANO // 2, NANO, 1 + world.amount())
    share = 0.9 if world.profile == "credits" else 0.3
    return some(world, payload, share, "expires_at", lambda: lot_end(world))


def lot_end(world):
    if world.chance(0.05):
        return world.time(world.now + world.pick(-1, 0, 1))
    if world.marks and world.chance(0.2):
        return world.time(world.rng.choice(world.marks[:20]))  # together with something else
    if world.profile == "credits" and world.chance(0.7):
        ends = world.now + world.pick(1000, 5000, 20_000, 60_000)
        world.mark(ends)
        return world.time(ends)
    return world.time(world.later())


def credit_adjusted(world, org):
    amount = world.pick(1, NANO, 7 * NANO, 1 + world.amount(NANO))
    return {
        "adjustment_id": world.new_id("a"),
        "amount_nano": amount * world.pick(1, -1),
        "reason": world.pick("goodwill", "goodwill", "error"),
        "actor": "ops",
    }


def usage(world):
    payload = {}
    for name in world.rng.choices(CLASSES[:6] if world.chance(0.7) else CLASSES, k=3):
        payload[name] = world.pick(0, 1, 100, 128_000, 128_001, 200_000, world.rng.randint(0, 9999))
    return some(world, payload, 0.3, "service_tier", lambda: world.rng.choice(TIERS))


def priced(world, payload, amount, names):
    """Gives an amount, or in the prices profile mostly a usage."""
    share = 0.7 if world.profile == "prices" else 0.06
    if world.chance(share):
        payload[names[1]] = usage(world)
    else:
        payload[names[0]] = amount
    return payload


def reservation_requested(world, org):
    large = world.profile == "credits" and world.chance(0.5)
    reservation_id, amount = world.new_id("r"), world.amount(3 * NANO if large else NANO)
    payload = {"reservation_id": reservation_id, "key_id": world.key_id()}
    payload["model"] = world.rng.choice(MODELS)
    priced(world, payload, amount, ("amount_nano", "max_usage"))
    some(world, payload, 0.6, "estimated_tokens", lambda: world.pick(0, 1, 50, 99, 100, 900))
    short = 0.8 if world.profile == "hot_path" else 0.4
    ttl = 600_000
    if world.chance(short):
        ttl = payload["ttl_ms"] = world.pick(1000, 1001, 2000, 5000, 60_000, 600_000, 86_400_000)
    some(world, payload, 0.2, "user_id", lambda: world.rng.choice(USERS))
    tags = lambda: world.rng.choices(TAGS, k=world.rng.randint(0, 3))
    some(world, payload, 0.4, "tags", tags)
    world.mark(world.now + ttl)
    world.mark(world.now + FORGET_MS)
    world.remember_open(org, reservation_id, amount)
    return payload


def reservation_increased(world, org):
    reservation_id, amount = world.late_reservation(org)
    payload = {"reservation_id": reservation_id, "increase_id": world.new_id("i")}
    payload["amount_nano"] = world.pick(0, 1, amount, world.amount())
    some(world, payload, 0.4, "estimated_tokens", lambda: world.pick(0, 1, 100, 500))
    extend = lambda: world.pick(0, 1, 1000, 60_000, 86_400_000)
    return some(world, payload, 0.4, "extend_ms", extend)


def reservation_settled(world, org):
    reservation_id, amount = world.late_reservation(org)
    payload = {"reservation_id": reservation_id}
    cost = world.pick(0, amount // 2, amount, amount, amount + 1, 2 * amount, world.amount())
    priced(world, payload, cost, ("cost_nano", "usage"))
    some(world, payload, 0.5, "tokens", lambda: world.pick(0, 1, 100, 1000, 5000))
    some(world, payload, 0.3, "key_id", world.key_id)
    some(world, payload, 0.3, "model", lambda: world.rng.choice(MODELS))
    exactness = lambda: world.pick("EXACT", "ESTIMATED", "PARTIAL")
    return some(world, payload, 0.2, "exactness", exactness)


def reservation_released(world, org):
    payload = {"reservation_id": world.late_reservation(org)[0]}
    return some(world, payload, 0.2, "reason", lambda: "cancelled")


def usage_recorded(world, org):
    payload = {"usage_id": world.new_id("w"), "key_id": world.key_id()}
    payload["model"] = world.rng.choice(MODELS)
    priced(world, payload, world.amount(), ("cost_nano", "usage"))
    return some(world, payload, 0.3, "tokens", lambda: world.pick(0, 10))


def clock_ticked(world, org):
    return {}


def price_book_published(world, org):
    world.count += 1
    when = world.now + world.pick(-5000, -1, 0, 1, 1000, 60_000, 3_600_000)
    world.mark(when)
    models = world.rng.sample(MODELS[:3], world.pick(1, 2, 3, 3, 3))
    return {
        "version": f"v{world.count}",
        "effective_from": world.time(when),
        "models": [{"model": model, "rates": rates(world)} for model in models],
    }


def rates(world):
    wanted = {}
    for name in CLASSES:
        if world.chance(0.9):
            wanted[(name, "STANDARD", 0)] = world.rng.choice([True, False])
        for _ in range(world.chance(0.3) + world.chance(0.1)):
            tier = world.rng.choice(TIERS)
            wanted[(name, tier, world.pick(0, 1, 128_000, 200_000, 9000))] = True
    listed = []
    for (name, tier, above), say in wanted.items() or {("queries", "FLEX", 0): True}.items():
        rate = {"token_class": name, "price_e18": price(world)}
        if tier != "STANDARD" or say:
            rate["service_tier"] = tier
        if above:
            rate["above_input_tokens"] = above
        listed.append(rate)
    world.rng.shuffle(listed)
    return listed


def price(world):
    return world.pick(
        0, 1, 500_000_000, 10**9, 130_000_000, 1_500_000_000, 10**12, 3 * 10**12 + 1,
        world.rng.randint(0, 10**13),
    )  # fmt: skip


def prices_quarantined(world, org):
    reasons = lambda: world.pick("negative", "no_price", "float_noise: input 0.1")
    entries = [
        {"model": world.rng.choice(MODELS), "reason": reasons()}
        for _ in range(world.pick(1, 1, 2, 5))
    ]
    return {
        "quarantine_id": world.new_id("q"), "version": world.pick("v1", "v2"),
        "source": world.pick("litellm", "genai-prices"), "entries": entries,
        "count": len(entries) + world.pick(0, 0, 1, 1000),
    }  # fmt: skip


def rules_activated(world, org):
    return {"rules_version": 1}


DRAW = {
    "organization_created": organization_created,
    "organization_suspended": reason,
    "organization_resumed": reason,
    "organization_closed": reason,
    "organization_updated": organization_updated,
    "webhook_set": webhook_set,
    "webhook_removed": nothing,
    "team_created": team_created,
    "team_updated": team_updated,
    "team_removed": team_removed,
    "member_added": member_added,
    "member_role_changed": member_added,
    "member_removed": member_removed,
    "key_created": key_created,
    "key_updated": key_updated,
    "key_revoked": key_revoked,
    "key_rotated": key_rotated,
    "plan_defined": plan_defined,
    "budget_set": budget_set,
    "budget_removed": scope_of,
    "credit_granted": credit_granted,
    "credit_adjusted": credit_adjusted,
    "reservation_requested": reservation_requested,
    "reservation_increased": reservation_increased,
    "reservation_settled": reservation_settled,
    "reservation_released": reservation_released,
    "usage_recorded": usage_recorded,
    "clock_ticked": clock_ticked,
    "price_book_published": price_book_published,
    "prices_quarantined": prices_quarantined,
    "rules_activated": rules_activated,
    **STRIPE_DRAW,
}
