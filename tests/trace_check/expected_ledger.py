"""What a ledger must come to, worked out from choices alone: CONTRACT 4 for the records that a
workload makes. It shares nothing with the engine."""

import datetime
from collections import Counter

MINUTE = 60_000
DAY = 86_400_000
DEFAULT_TTL = 600_000
SCOPES = ["KEY", "USER", "TEAM", "TAG", "MODEL", "ORGANIZATION"]
PERIODS = ["DAILY", "WEEKLY", "MONTHLY", "TOTAL"]
NEVER = 1 << 63


def window_start(period, at):
    day = at // DAY
    if period == "DAILY":
        return day
    if period == "WEEKLY":
        return (day + 3) // 7  # 1970-01-01 was a Thursday
    if period == "MONTHLY":
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
        return date.year * 12 + date.month
    return 0


class Budget:
    def __init__(self, scope, scope_id, period, limit, alerts):
        self.scope, self.scope_id, self.period = scope, scope_id, period
        self.limit, self.alerts = limit, alerts
        self.spent, self.held, self.alerted = Counter(), Counter(), set()
        self.in_force = True

    def window(self, at):
        return window_start(self.period, at)


class Key:
    def __init__(self, line):
        self.user, self.team = line["user_id"], line["team_id"]
        self.models = set(filter(None, line["allowed_models"].split(";")))
        self.limits = {name: optional_int(line[name]) for name in
                       ("requests_per_minute", "tokens_per_minute", "parallel_requests")}
        self.expires_at = optional_int(line["expires_at"])
        self.revoked = False
        self.minute, self.requests, self.tokens, self.open = None, 0, 0, 0

    def roll(self, at):
        if self.minute != at // MINUTE:
            self.minute, self.requests, self.tokens = at // MINUTE, 0, 0


class Hold:
    def __init__(self, call, key, at, amount, budgets, serial):
        self.call, self.key, self.at, self.amount = call, key, at, amount
        self.budgets, self.serial = budgets, serial
        self.estimated = int(call["estimated_tokens"])
        self.expires_at = at + (optional_int(call["ttl_ms"]) or DEFAULT_TTL)
        self.state = "open"


class Lot:
    def __init__(self, kind, left, expires_at, serial):
        self.left, self.expires_at, self.serial = left, expires_at, serial
        self.ended = False
        self.order = (expires_at, kind != "PROMOTIONAL", serial)


def optional_int(text):
    return int(text) if text else None


class Organization:
    def __init__(self, org_id, line):
        self.org_id = org_id
        self.balance = self.held = self.spend = 0
        self.line = optional_int(line["credit_line_nano"]) or 0
        self.status = "active"
        self.keys, self.budgets, self.lots = {}, [], []
        self.holds, self.open_holds = {}, {}  # by reservation_id
        self.counts = Counter()
        self.decisions = {}

    def available(self):
        return self.balance + self.line - self.held

    # ---- time

    def pass_time(self, now):
        while True:
            due = [(hold.expires_at, hold.serial, hold) for hold in self.open_holds.values()]
            due += [(lot.expires_at, lot.serial, lot) for lot in self.lots if not lot.ended]
            due = [entry for entry in due if entry[0] <= now]
            if not due:
                return
            at, _, what = min(due, key=lambda entry: entry[:2])
            if isinstance(what, Hold):
                self.end_hold(what, "expired")
                self.counts["expired"] += 1
                self.forfeit_ended(at)
            else:
                what.ended = True
                self.forfeit(what)

    def forfeit(self, lot):
        part = min(lot.left, max(0, self.available()))
        if part > 0:
            lot.left -= part
            self.balance -= part
            self.counts["credit_expired"] += 1
        self.lots = [other for other in self.lots if other.left > 0]

    def forfeit_ended(self, now):
        for lot in sorted(self.lots, key=lambda lot: lot.order):
            if lot.expires_at <= now:
                self.forfeit(lot)

    # ---- money

    def top_up(self, kind, amount, expires_at, serial):
        left = amount - min(amount, max(0, -self.balance))
        self.balance += amount
        if left > 0:
            self.lots.append(Lot(kind, left, expires_at, serial))

    def take(self, amount):
        self.balance -= amount
        for lot in sorted(self.lots, key=lambda lot: lot.order):
            part = min(lot.left, amount)
            lot.left -= part
            amount -= part
        self.lots = [lot for lot in self.lots if lot.left > 0]

    def post(self, cost, budgets, window_at, now):
        self.take(cost)
        self.spend += cost
        for budget in budgets:
            budget.spent[budget.window(window_at)] += cost

    def alert(self, budgets, now):
        for budget in budgets:
            window = budget.window(now)
            for percent in budget.alerts:
                spent = budget.spent[window]
                crossed = spent > 0 and spent * 100 >= budget.limit * percent
                if budget.in_force and crossed and (window, percent) not in budget.alerted:
                    budget.alerted.add((window, percent))
                    self.counts["budget_alert"] += 1

    def open_hold(self, hold):
        reservation_id = hold.call["reservation_id"]
        self.holds[reservation_id] = self.open_holds[reservation_id] = hold
        self.held += hold.amount
        hold.key.open += 1
        for budget in hold.budgets:
            budget.held[budget.window(hold.at)] += hold.amount

    def end_hold(self, hold, state):
        hold.state = state
        del self.open_holds[hold.call["reservation_id"]]
        self.held -= hold.amount
        hold.key.open -= 1
        for budget in hold.budgets:
            budget.held[budget.window(hold.at)] -= hold.amount

    # ---- checks

    def budgets_for(self, key_id, user, team, tags, model):
        wanted = {"KEY": [key_id], "USER": [user], "TEAM": [team], "TAG": tags, "MODEL": [model],
                  "ORGANIZATION": [self.org_id]}
        found = [b for b in self.budgets if b.scope_id and b.scope_id in wanted[b.scope]]
        return sorted(found, key=lambda b: (SCOPES.index(b.scope), b.scope_id,
                                            PERIODS.index(b.period)))

    def refused_by_key(self, key, model, priced, now):
        if self.status != "active":
            return "denied_organization_suspended"
        if key is None:
            return "denied_key_unknown"
        if key.revoked:
            return "denied_key_revoked"
        if key.expires_at is not None and now >= key.expires_at:
            return "denied_key_expired"
        if key.models and model not in key.models:
            return "denied_model_not_allowed"
        return None if priced else "denied_price_unknown"

    def refused_by_limits(self, key, tokens, is_new, now):
        used = (key.requests, key.tokens) if key.minute == now // MINUTE else (0, 0)
        limits = key.limits
        if is_new and over(used[0] + 1, limits["requests_per_minute"]):
            return "denied_rate_limit"
        if over(used[1] + tokens, limits["tokens_per_minute"]):
            return "denied_token_limit"
        if is_new and over(key.open + 1, limits["parallel_requests"]):
            return "denied_parallel_limit"
        return None

    def refused_by_money(self, budgets, amount, window_at):
        for budget in budgets:
            window = budget.window(window_at)
            if budget.spent[window] + budget.held[window] + amount > budget.limit:
                return "denied_budget"
        return "denied_credits" if self.available() < amount else None


def over(used, limit):
    return limit is not None and used > limit
