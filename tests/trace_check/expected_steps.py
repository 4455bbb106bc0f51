"""The steps of a workload's choices, in order, applied to the expected ledger."""

from expected_ledger import NEVER, MINUTE, Budget, Hold, Key, Organization, optional_int

DEFAULT_ALERTS = [50, 80, 100]


def tokens_of(call, name):
    return {part: int(call[f"{name}_{part}"]) for part in ("input", "cache_read", "output")}


def steps_of(number, line):
    """(at, row, step, line number, step name): the order in which things happen."""
    if line["kind"] != "call":
        return [(int(line["at_ms"]), -1, 0, number, line["kind"])]
    row = int(line["row"])
    steps = []
    if line["reserves"] == "1":
        steps.append((int(line["at_ms"]), row, 0, number, "reserve"))
    if line["increase_at_ms"]:
        steps.append((int(line["increase_at_ms"]), row, 1, number, "increase"))
    if line["end"]:
        steps.append((int(line["end_at_ms"]), row, 2, number, line["end"]))
    if line["second"]:
        steps.append((int(line["second_at_ms"]), row, 3, number, line["second"]))
    return steps


class ExpectedLedger:
    def __init__(self, prices):
        self.prices = prices
        self.orgs = {}
        self.unknown = 0  # calls of organizations that do not exist
        self.serial = 0

    def run(self, lines):
        steps = [step for number, line in enumerate(lines) for step in steps_of(number, line)]
        for at, _, _, number, name in sorted(steps):
            self.serial += 1
            self.apply(lines[number], name, at)

    def apply(self, line, name, at):
        org_id = line["org_id"]
        if name == "organization_created":
            self.orgs[org_id] = Organization(org_id, line)
            self.orgs[org_id].counts["accepted"] += 1
            return
        org = self.orgs.get(org_id)
        if org is None:
            self.unknown += 1
            return
        org.pass_time(at)
        getattr(self, name)(org, line, at)

    # ---- customers

    def accept(self, org, line, at):
        org.counts["accepted"] += 1

    team_created = member_added = member_role_changed = member_removed = accept
    key_rotated = clock_ticked = accept

    def organization_updated(self, org, line, at):
        self.accept(org, line, at)
        if line["credit_line_nano"]:
            org.line = int(line["credit_line_nano"])

    def organization_suspended(self, org, line, at):
        self.accept(org, line, at)
        org.status = "suspended"

    def organization_resumed(self, org, line, at):
        self.accept(org, line, at)
        org.status = "active"

    def organization_closed(self, org, line, at):
        self.accept(org, line, at)
        org.status = "closed"

    def key_created(self, org, line, at):
        self.accept(org, line, at)
        org.keys[line["key_id"]] = Key(line)

    def key_updated(self, org, line, at):
        self.accept(org, line, at)
        limits = org.keys[line["key_id"]].limits
        limits.update({name: int(line[name]) for name in limits if line[name]})

    def key_revoked(self, org, line, at):
        self.accept(org, line, at)
        org.keys[line["key_id"]].revoked = True

    def budget_set(self, org, line, at):
        self.accept(org, line, at)
        place = (line["scope"], line["scope_id"], line["period"])
        alerts = [int(x) for x in line["alert_percents"].split(";") if x] or DEFAULT_ALERTS
        for budget in org.budgets:
            if (budget.scope, budget.scope_id, budget.period) == place:
                budget.limit, budget.alerts = int(line["limit_nano"]), alerts
                return org.alert([budget], at)
        org.budgets.append(Budget(*place, int(line["limit_nano"]), alerts))

    def budget_removed(self, org, line, at):
        place = (line["scope"], line["scope_id"], line["period"])
        gone = [b for b in org.budgets if (b.scope, b.scope_id, b.period) == place]
        org.counts["accepted" if gone else "not_found"] += 1
        for budget in gone:
            budget.in_force = False
            org.budgets.remove(budget)

    def credit_granted(self, org, line, at):
        expires_at = optional_int(line["expires_at"])
        if expires_at is not None and expires_at <= at:
            org.counts["invalid_expires_at"] += 1
            return
        self.accept(org, line, at)
        org.top_up(line["kind_of_credit"], int(line["amount_nano"]),
                   NEVER if expires_at is None else expires_at, self.serial)

    def credit_adjusted(self, org, line, at):
        self.accept(org, line, at)
        amount = int(line["amount_nano"])
        if amount > 0:
            org.top_up("PURCHASED", amount, NEVER, self.serial)
        else:
            org.take(-amount)

    # ---- calls

    def reserve(self, org, call, at):
        amount = self.prices.cost(call["model"], tokens_of(call, "hold"))
        key = org.keys.get(call["key_id"])
        tokens = int(call["estimated_tokens"])
        refusal = org.refused_by_key(key, call["model"], amount is not None, at)
        refusal = refusal or org.refused_by_limits(key, tokens, True, at)
        if not refusal:
            tags = call["tags"].split(";")
            budgets = org.budgets_for(call["key_id"], key.user, key.team, tags, call["model"])
            refusal = org.refused_by_money(budgets, amount, at)
        org.counts[refusal or "granted"] += 1
        org.decisions[call["reservation_id"]] = refusal or "granted"
        if refusal:
            return
        key.roll(at)
        key.requests += 1
        key.tokens += tokens
        org.open_hold(Hold(call, key, at, amount, budgets, self.serial))

    def hold_of(self, org, call):
        """The call's hold; None for a call that goes without. Denied: the step does not happen."""
        denied = call["reserves"] == "1" and call["reservation_id"] not in org.holds
        return denied, org.holds.get(call["reservation_id"])

    def increase(self, org, call, at):
        denied, hold = self.hold_of(org, call)
        if denied:
            return
        if hold.state != "open":
            org.counts["already_" + hold.state] += 1
            return
        amount, tokens = int(call["increase_nano"]), int(call["increase_tokens"])
        refusal = org.refused_by_key(hold.key, call["model"], True, at)
        refusal = refusal or org.refused_by_limits(hold.key, tokens, False, at)
        budgets = [budget for budget in hold.budgets if budget.in_force]
        refusal = refusal or org.refused_by_money(budgets, amount, hold.at)
        org.counts[refusal or "granted"] += 1
        if refusal:
            return
        hold.key.roll(at)
        hold.key.tokens += tokens
        hold.estimated += tokens
        org.held += amount
        hold.amount += amount
        hold.expires_at += int(call["extend_ms"])
        for budget in hold.budgets:
            budget.held[budget.window(hold.at)] += amount

    def release(self, org, call, at):
        denied, hold = self.hold_of(org, call)
        if denied:
            return
        if hold.state != "open":
            org.counts["already_" + hold.state] += 1
            return
        org.end_hold(hold, "released")
        org.counts["released"] += 1
        org.forfeit_ended(at)

    def settle(self, org, call, at):
        denied, hold = self.hold_of(org, call)
        if denied:
            return
        if hold is None:
            return self.settle_unreserved(org, call, at, "settled")
        if hold.state == "settled":
            org.counts["already_settled"] += 1
            return
        cost = self.prices.cost(call["model"], tokens_of(call, "used"))
        flags = ["above_hold"] if cost > hold.amount else []
        flags += {"open": [], "expired": ["late"], "released": ["after_release"]}[hold.state]
        was_open = hold.state == "open"
        if was_open:
            org.end_hold(hold, "settled")
        hold.state = "settled"
        if hold.at // MINUTE == at // MINUTE == hold.key.minute:
            hold.key.tokens += sum(tokens_of(call, "used").values()) - hold.estimated
        org.post(cost, [b for b in hold.budgets if b.in_force], hold.at, at)
        org.counts["settled"] += 1
        org.counts.update("flag " + flag for flag in flags)
        if was_open:
            org.forfeit_ended(at)
        org.alert(hold.budgets, at)

    settle_partial = settle

    def settle_unreserved(self, org, call, at, outcome):
        cost = self.prices.cost(call["model"], tokens_of(call, "used"))
        key = org.keys.get(call["key_id"])
        user, team = (key.user, key.team) if key else ("", "")
        budgets = org.budgets_for(call["key_id"], user, team, [], call["model"])
        org.post(cost, budgets, at, at)
        org.counts[outcome] += 1
        if outcome == "settled":
            org.counts["flag orphan"] += 1
        org.alert(budgets, at)

    def record_usage(self, org, call, at):
        self.settle_unreserved(org, call, at, "accepted")
