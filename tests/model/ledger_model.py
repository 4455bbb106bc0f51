"""A plain model of the ledger, written from the outside surface alone.

`Model().apply(line)` takes one line of NDJSON as bytes and answers the outcome lines it causes, in
order, as dicts with the names of the outcomes' JSON; amounts are int, times are milliseconds.
Members that are left out are absent. A blank line answers [].

Once a partition holds a record without `at`, its times are the machine's own: `timeless` names
such partitions, whose lines cannot be compared.
"""

import heapq
import sys
import time

import catalogue
from calendar_utc import MINUTE_MS, PARTITIONS, partition_of, window_of
from catalogue import (
    BROADCAST, NEWEST_RULES, PERIODS, SCOPES, Wrong, content_of,
)  # fmt: skip
from outcome import Outcome, first, fits, repeated
from prices import Book, Shelf, cost_of
from state import Budget, Key, Lot, Organization, Reservation
from strict_json import INT_MAX
from stripe_model import STRIPE_IDS, StripeRules
from top_ups import TopUpRules

SETTINGS = {  # told apart by event_id
    "organization_suspended", "organization_resumed", "organization_updated",
    "organization_closed", "member_added", "member_role_changed", "member_removed",
    "team_updated", "team_removed",
    "webhook_set", "webhook_removed", "key_updated", "key_revoked", "key_rotated",
    "budget_set", "budget_removed", "clock_ticked", "auto_top_up_set", "auto_top_up_removed",
    *BROADCAST,
}  # fmt: skip
LASTING_ID = {
    "organization_created": None,
    "team_created": "team_id",
    "key_created": "key_id",
    "credit_granted": "grant_id",
    "credit_adjusted": "adjustment_id",
    "prices_quarantined": "quarantine_id",
}


class Partition:
    def __init__(self, number):
        self.number = number
        self.next_offset = 0
        self.at = None  # log time of the last record
        self.due = []  # heap of (due time, offset of the creator, Organization, what)
        self.organizations = {}
        self.shelf = Shelf()

    def organization(self, org_id):
        found = self.organizations.get(org_id)
        if found is None:
            found = self.organizations[org_id] = Organization(org_id)
        return found


class Model(StripeRules, TopUpRules):
    def __init__(self):
        self.partitions = [Partition(number) for number in range(PARTITIONS)]
        self.timeless = set()
        # Of the record being applied:
        self.partition = self.position = None
        self.offset = self.now = 0

    def apply(self, line):
        if not line.strip(b" \t\r\n"):
            return []
        record = catalogue.read_record(line)
        if type(record) is Wrong:
            return [self.malformed(record)]
        if record.kind in BROADCAST:
            return self.broadcast(record)
        partition = self.partitions[partition_of(record.org_id)]
        lines = [line for *_, line in self.enter(partition, record)]
        lines += self.take(record)
        return lines

    # Places and times.

    def take_place(self, partition):
        self.partition, self.offset = partition, partition.next_offset
        self.position = f"{partition.number}/{self.offset}"
        partition.next_offset += 1

    def malformed(self, wrong, number=None):
        if number is None:
            number = partition_of(wrong.org_id) if wrong.org_id else 0
        self.take_place(self.partitions[number])
        line = {"position": self.position, "outcome": "malformed"}
        line["detail"] = {"reason": wrong.reason}
        if self.partition.at is not None:
            line["at"] = self.partition.at
        if wrong.event_id:
            line["event_id"] = wrong.event_id
        if wrong.org_id:
            line["org_id"] = wrong.org_id
            org = self.partition.organizations.get(wrong.org_id)
            if org and org.exists:
                line["balance"] = balance_of(org)
        return line

    def enter(self, partition, record):
        """Gives the record its place and lets time pass: [(due time, partition, offset, line)]."""
        self.take_place(partition)
        at = record.at
        if at is None or partition.number in self.timeless:
            self.timeless.add(partition.number)
            at = time.time_ns() // 1_000_000
        partition.at = self.now = at if partition.at is None else max(partition.at, at)
        passed = []
        while partition.due and partition.due[0][0] <= self.now:
            due_at, offset, _, org, what = heapq.heappop(partition.due)
            if isinstance(what, Lot):
                what.ended = True
                passed += self.expire_lot(org, what, due_at, offset)
            elif what.state == "open" and what.expires_at == due_at:
                passed += self.expire_hold(org, what, due_at, offset)
        return passed

    def remember_due(self, at, org, what, offset):
        heapq.heappush(self.partition.due, (at, offset, id(what), org, what))

    def time_line(self, org, due_at, outcome):
        line = self.line(org, outcome)
        line["at"], line["cause"] = due_at, "time"
        return line

    def expire_lot(self, org, lot, due_at, offset):
        number = self.partition.number
        for outcome in [*self.forfeits(org, [lot]), *self.low_balance(org)]:
            yield due_at, number, offset, self.time_line(org, due_at, outcome)

    def expire_hold(self, org, hold, due_at, offset):
        number = self.partition.number
        self.end_hold(org, hold, "expired", due_at)
        line = self.time_line(org, due_at, Outcome("expired"))
        line["reservation_id"] = hold.reservation_id
        yield due_at, number, offset, line
        for outcome in self.forfeits(org, org.lots):
            yield due_at, number, offset, self.time_line(org, due_at, outcome)
        for outcome in self.low_balance(org):
            yield due_at, number, offset, self.time_line(org, due_at, outcome)

    def forfeits(self, org, lots):
        for lot in list(lots):
            if lot.ended:
                amount, postings = org.forfeit(lot)
                if amount:
                    detail = {"grant_id": lot.grant_id, "amount_nano": amount}
                    yield Outcome("credit_expired", detail, postings=postings)

    # Lines.

    def line(self, org, outcome):
        line = {"position": self.position, "at": self.now, "org_id": org.org_id}
        line["outcome"] = outcome.name
        if outcome.flags:
            line["flags"] = list(outcome.flags)
        if outcome.detail:
            line["detail"] = outcome.detail
        if org.exists:
            line["balance"] = balance_of(org)
        if outcome.postings:
            line["postings"] = outcome.postings
        return line

    def take(self, record):
        """The lines of a record whose time has come."""
        org = self.partition.organization(record.org_id)
        outcome = self.decide(org, record)
        lines = [self.line(org, outcome)]
        reservation_id = record.given.get("reservation_id")
        if reservation_id is not None and catalogue.ID.fullmatch(reservation_id):
            lines[0]["reservation_id"] = reservation_id
        if outcome.ended_hold:
            lines += [self.line(org, lost) for lost in self.forfeits(org, org.lots)]
        if outcome.budgets:
            lines += [self.line(org, alert) for alert in self.alerts(outcome.budgets)]
        lines += [self.line(org, low) for low in self.low_balance(org)]
        for line in lines:
            line["event_id"] = record.event_id
        return lines

    def broadcast(self, record):
        passed, own = [], []
        for number in [*range(1, PARTITIONS), 0]:
            passed += self.enter(self.partitions[number], record)
            own = self.take(record)
        passed.sort(key=lambda entry: entry[:3])
        return [line for *_, line in passed] + own

    # Deciding: event_id, form, id, organization, then the rest.

    def decide(self, org, record):
        if record.kind not in SETTINGS:
            wrong = catalogue.first_wrong(record)
            return Outcome(f"invalid_{wrong}") if wrong else self.decide_right(org, record)
        content = (record.kind, content_of(record.kind, record.given))
        seen = org.seen("event", record.event_id, self.now)
        if seen:
            if seen[0] == content:
                return Outcome("exists", first(seen[1:3]))
            return Outcome("exists_with_different_content", first(seen[1:3]))
        wrong = catalogue.first_wrong(record)
        outcome = Outcome(f"invalid_{wrong}") if wrong else self.decide_right(org, record)
        org.passing_ids[("event", record.event_id)] = (
            content, outcome.name, self.position, self.now,
        )  # fmt: skip
        return outcome

    def decide_right(self, org, record):
        kind, given = record.kind, record.given
        if kind in LASTING_ID:
            return self.with_lasting_id(org, kind, given)
        if kind in STRIPE_IDS:
            return self.with_stripe_id(org, kind, given)
        if kind == "clock_ticked":
            return Outcome("accepted")
        if not org.exists and kind not in BROADCAST and kind not in OWN_ORDER:
            return Outcome("denied_organization_unknown")
        return getattr(self, kind)(org, given)

    def with_lasting_id(self, org, kind, given):
        field = LASTING_ID[kind]
        an_id = given[field] if field else org.org_id
        content = content_of(kind, given)
        seen = org.seen(field, an_id, self.now)
        if seen:
            return repeated(seen, content)
        if not org.exists and kind not in ("organization_created", "prices_quarantined"):
            return Outcome("denied_organization_unknown")
        outcome = getattr(self, kind)(org, given)
        if outcome.name == "accepted":
            org.lasting_ids[(field, an_id)] = (content, "accepted", self.position, self.now)
        return outcome

    # Organizations, people, keys.

    def organization_created(self, org, given):
        free = self.partition.shelf.free_credits.get(given.get("plan"), 0)
        line = given.get("credit_line_nano", 0)
        if org.org_id == "_stripe":
            return Outcome("invalid_org_id")
        if not fits(free + line):
            return Outcome("invalid_credit_line_nano")
        org.exists = True
        org.credit_line = line
        org.stripe.first_plan = given.get("plan")
        if not free:
            return Outcome("accepted")
        lot = Lot("signup", "PROMOTIONAL", free, None, self.offset)
        return Outcome("accepted", postings=org.top_up(lot, "expense:promotion"))

    def organization_suspended(self, org, given):
        org.suspended = True
        return Outcome("accepted")

    def organization_resumed(self, org, given):
        org.suspended = False
        return Outcome("accepted")

    def organization_closed(self, org, given):
        org.closed = True
        return Outcome("accepted")

    def organization_updated(self, org, given):
        line = given.get("credit_line_nano", org.credit_line)
        if not fits(org.balance + line, org.balance + line - org.held):
            return Outcome("invalid_credit_line_nano")
        org.credit_line = line
        if "plan" in given:
            org.stripe.tell_own_plan(self.now, given["plan"])
        return Outcome("accepted")

    def webhook_set(self, org, given):
        org.has_webhook = True
        return Outcome("accepted")

    def webhook_removed(self, org, given):
        found, org.has_webhook = org.has_webhook, False
        return Outcome("accepted" if found else "not_found")

    def team_created(self, org, given):
        org.teams.add(given["team_id"])
        return Outcome("accepted")

    def team_updated(self, org, given):
        return Outcome("accepted" if given["team_id"] in org.teams else "not_found")

    def team_removed(self, org, given):
        outcome = self.team_updated(org, given)
        org.teams.discard(given["team_id"])  # its id stays used up
        return outcome

    def member_added(self, org, given):
        member = org.members.get(given["user_id"])
        if member is None:
            org.members[given["user_id"]] = (given["role"], self.position)
            return Outcome("accepted")
        role, position = member
        name = "exists" if role == given["role"] else "exists_with_different_role"
        return Outcome(name, first(("accepted", position)))

    def member_role_changed(self, org, given):
        return Outcome("accepted" if given["user_id"] in org.members else "not_found")

    def member_removed(self, org, given):
        gone = org.members.pop(given["user_id"], None)
        return Outcome("accepted" if gone else "not_found")

    def key_created(self, org, given):
        org.keys[given["key_id"]] = Key(dict(given))
        return Outcome("accepted")

    def key_updated(self, org, given):
        key = org.keys.get(given["key_id"])
        if key is None:
            return Outcome("not_found")
        for name in given.get("clear", ()):
            key.settings.pop(name, None)
        key.settings.update((name, value) for name, value in given.items() if name != "clear")
        return Outcome("accepted")

    def key_revoked(self, org, given):
        key = org.keys.get(given["key_id"])
        if key is None:
            return Outcome("not_found")
        key.revoked = True
        return Outcome("accepted")

    def key_rotated(self, org, given):
        return Outcome("accepted" if given["key_id"] in org.keys else "not_found")

    # The whole ledger.

    def price_book_published(self, org, given):
        # A version is immutable: its own id, beside the record's event_id.
        content = content_of("price_book_published", given)
        seen = self.partition.shelf.versions.get(given["version"])
        if seen:
            return repeated(seen, content)
        self.partition.shelf.versions[given["version"]] = (content, "accepted", self.position)
        self.partition.shelf.publish(Book(given))
        return Outcome("accepted")

    def prices_quarantined(self, org, given):
        return Outcome("accepted")

    def plan_defined(self, org, given):
        self.partition.shelf.free_credits[given["plan"]] = given.get("free_credits_nano", 0)
        self.partition.shelf.define_fee(given["plan"], self.now, given["fee_bps"])
        return Outcome("accepted")

    def rules_activated(self, org, given):
        assert given["rules_version"] <= NEWEST_RULES, "refused before it is appended"
        return Outcome("accepted")

    # Budgets.

    def budget_set(self, org, given):
        place = (given["scope"], given["scope_id"], given["period"])
        budget = org.budgets.get(place)
        if budget is None:
            budget = org.budgets[place] = Budget(*place)
        budget.limit = given["limit_nano"]
        budget.percents = sorted(set(given.get("alert_percents", catalogue.DEFAULT_ALERTS)))
        outcome = Outcome("accepted")
        outcome.budgets = [budget]
        return outcome

    def budget_removed(self, org, given):
        budget = org.budgets.pop((given["scope"], given["scope_id"], given["period"]), None)
        if budget is None:
            return Outcome("not_found")
        budget.in_force = False
        return Outcome("accepted")

    def budgets_for(self, org, scopes):
        """The budgets of these (scope, scope_id), with the windows now running, as checked."""
        found = []
        if not org.budgets:
            return found
        for scope, scope_id in scopes:
            for period in PERIODS:
                budget = org.budgets.get((scope, scope_id, period))
                if budget:
                    found.append((budget, window_of(period, self.now)[0]))
        return found

    def alerts(self, budgets):
        order = lambda b: (SCOPES.index(b.scope), b.scope_id, PERIODS.index(b.period))
        for budget in sorted(budgets, key=order):
            window = window_of(budget.period, self.now)[0]
            spent = budget.counts(window)[0]
            told = budget.alerted.setdefault(window, set())
            for percent in budget.percents:
                if spent > 0 and spent * 100 >= budget.limit * percent and percent not in told:
                    told.add(percent)
                    yield Outcome("budget_alert", {**budget_name(budget), "percent": percent})

    # Credits.

    def credit_granted(self, org, given):
        expires_at = given.get("expires_at")
        if expires_at is not None and expires_at <= self.now:
            return Outcome("invalid_expires_at")
        amount = given["amount_nano"]
        if not self.balance_can_be(org, org.balance + amount):
            return Outcome("invalid_amount_nano")
        lot = Lot(given["grant_id"], given["kind"], amount, expires_at, self.offset)
        source = "manual:clearing" if given["kind"] == "PURCHASED" else "expense:promotion"
        outcome = Outcome("accepted", postings=org.top_up(lot, source))
        if lot.left and expires_at is not None:
            self.remember_due(expires_at, org, lot, self.offset)
        return outcome

    def credit_adjusted(self, org, given):
        amount = given["amount_nano"]
        if not self.balance_can_be(org, org.balance + amount):
            return Outcome("invalid_amount_nano")
        if amount < 0:
            return Outcome("accepted", postings=org.spend(-amount, "expense:adjustments"))
        lot = Lot(given["adjustment_id"], "PURCHASED", amount, None, self.offset)
        return Outcome("accepted", postings=org.top_up(lot, "expense:adjustments"))

    def balance_can_be(self, org, balance, held_less=0):
        with_line = balance + org.credit_line
        return fits(balance, with_line, with_line - (org.held - held_less))

    # Reservations.

    def reservation_requested(self, org, given):
        content = content_of("reservation_requested", given)
        seen = org.reservation(given["reservation_id"], self.now)
        if seen and seen.content:
            return repeated((seen.content, *seen.answer), content)
        if seen:
            return Outcome("already_settled", first(seen.end))
        outcome = self.decide_request(org, given)
        if outcome.name != "granted":
            seen = org.reservations[given["reservation_id"]] = Reservation("denied", self.now)
        else:
            seen = org.reservations[given["reservation_id"]]
        seen.content, seen.answer = content, (outcome.name, self.position)
        return outcome

    def decide_request(self, org, given):
        denial = self.check_key(org, given["key_id"], given["model"])
        if denial:
            return denial
        book = self.partition.shelf.in_force(self.now)
        amount = given.get("amount_nano")
        if amount is None:
            amount = cost_of(book, given["model"], given["max_usage"])
            if amount is None:
                return Outcome("denied_price_unknown")
        key, tokens = org.keys[given["key_id"]], given.get("estimated_tokens", 0)
        budgets = self.budgets_for(org, scopes_of_request(org, key, given))
        denial = (
            self.check_requests(key)
            or self.check_tokens(key, tokens)
            or self.check_parallel(key)
            or self.check_money(org, budgets, amount)
        )
        if denial:
            return denial
        hold = Reservation("open", self.now)
        hold.reservation_id, hold.key_id = given["reservation_id"], given["key_id"]
        hold.model, hold.book, hold.offset = given["model"], book, self.offset
        hold.expires_at = self.now + given.get("ttl_ms", catalogue.DEFAULT_TTL_MS)
        hold.due_at = None  # what the heap holds of it
        hold.minute, hold.tokens, hold.budgets = self.now // MINUTE_MS, 0, budgets
        org.reservations[given["reservation_id"]] = hold
        key.requests += 1
        key.open_holds += 1
        return self.grant(org, hold, amount, tokens)

    def grant(self, org, hold, amount, tokens):
        org.held += amount
        hold.held += amount
        hold.tokens += tokens
        org.keys[hold.key_id].tokens += tokens
        detail = {"amount_nano": amount, "expires_at": hold.expires_at}
        least = None
        for budget, window in hold.budgets:
            if budget.in_force:
                counts = budget.counts(window)
                counts[1] += amount
                left = budget.limit - sum(counts)
                if least is None or left < least:
                    least, detail["tightest"] = left, budget_name(budget)
        if hold.due_at != hold.expires_at:
            hold.due_at = hold.expires_at
            self.remember_due(hold.due_at, org, hold, hold.offset)
        return Outcome("granted", detail)

    def check_key(self, org, key_id, model):
        """The checks that a request and an increase have in common, up to the model."""
        if not org.exists:
            return Outcome("denied_organization_unknown")
        if org.suspended or org.closed:
            return Outcome("denied_organization_suspended")
        key = org.keys.get(key_id)
        if key is None:
            return Outcome("denied_key_unknown")
        if key.revoked:
            return Outcome("denied_key_revoked")
        if "expires_at" in key.settings and self.now >= key.settings["expires_at"]:
            return Outcome("denied_key_expired")
        models = key.settings.get("allowed_models")
        if models and model not in models:
            return Outcome("denied_model_not_allowed")
        return None

    def check_requests(self, key):
        key.enter(self.now // MINUTE_MS)
        limit = key.settings.get("requests_per_minute")
        if limit is None or key.requests + 1 <= limit:
            return None
        return self.limited("denied_rate_limit", limit, key.requests)

    def check_tokens(self, key, tokens):
        key.enter(self.now // MINUTE_MS)
        limit = key.settings.get("tokens_per_minute")
        if limit is None or (limit > 0 and key.tokens + tokens <= limit):
            return None
        return self.limited("denied_token_limit", limit, key.tokens)

    def limited(self, name, limit, used):
        retry_at = (self.now // MINUTE_MS + 1) * MINUTE_MS
        return Outcome(name, {"limit": limit, "used": used, "retry_at": retry_at})

    def check_parallel(self, key):
        limit = key.settings.get("parallel_requests")
        if limit is None or key.open_holds + 1 <= limit:
            return None
        return Outcome("denied_parallel_limit", {"limit": limit, "used": key.open_holds})

    def check_money(self, org, budgets, amount):
        for budget, window in budgets:
            if not budget.in_force:
                continue
            spent, held = budget.counts(window)
            if spent + held + amount > budget.limit:
                detail = budget_name(budget)
                detail.update(limit_nano=budget.limit, spent_nano=spent, held_nano=held)
                window_end = window_of(budget.period, self.now)[1]
                if window_end is not None:
                    detail["retry_at"] = window_end
                return Outcome("denied_budget", detail)
        if org.available - amount < 0:
            detail = {"needed_nano": min(amount, INT_MAX), "available_nano": org.available}
            return Outcome("denied_credits", detail)
        return None

    def reservation_increased(self, org, given):
        content = content_of("reservation_increased", given)
        seen = org.seen("increase", given["increase_id"], self.now)
        if seen:
            return repeated(seen, content)
        outcome = self.decide_increase(org, given)
        if outcome.name == "granted" or outcome.name.startswith("denied_"):
            org.passing_ids[("increase", given["increase_id"])] = (
                content, outcome.name, self.position, self.now,
            )  # fmt: skip
        return outcome

    def decide_increase(self, org, given):
        if not org.exists:
            return Outcome("denied_organization_unknown")
        hold = org.reservation(given["reservation_id"], self.now)
        ended = not_open(hold)
        if ended:
            return ended
        amount, tokens = given["amount_nano"], given.get("estimated_tokens", 0)
        denial = self.check_key(org, hold.key_id, hold.model)
        if denial:
            return denial
        denial = self.check_tokens(org.keys[hold.key_id], tokens) or self.check_money(
            org, hold.budgets, amount
        )
        if denial:
            return denial
        hold.expires_at += given.get("extend_ms", 0)
        return self.grant(org, hold, amount, tokens)

    def reservation_released(self, org, given):
        hold = org.reservation(given["reservation_id"], self.now)
        ended = not_open(hold)
        if ended:
            return ended
        self.end_hold(org, hold, "released", self.now)
        outcome = Outcome("released")
        outcome.ended_hold = True
        return outcome

    def end_hold(self, org, hold, state, at):
        hold.state, hold.last_at, hold.end = state, at, (state, self.position)
        org.held -= hold.held
        org.keys[hold.key_id].open_holds -= 1
        for budget, window in hold.budgets:
            if budget.in_force:
                budget.counts(window)[1] -= hold.held

    def reservation_settled(self, org, given):
        hold = org.reservation(given["reservation_id"], self.now)
        if hold and hold.state == "settled":
            return Outcome("already_settled", first(hold.end))
        if hold is None or hold.state == "denied":
            return self.settle_orphan(org, given, hold)
        cost, flags = given.get("cost_nano"), []
        if cost is None:
            cost = cost_of(hold.book, given.get("model", hold.model), given["usage"])
        unpriced = cost is None
        cost = hold.held if unpriced else cost
        was_open = hold.state == "open"
        budgets = [place for place in hold.budgets if place[0].in_force]
        if not self.can_cost(org, budgets, cost, hold.held if was_open else 0):
            return Outcome("invalid_cost_nano")
        flags += ["above_hold"] if cost > hold.held else []
        flags += ["late"] if hold.state == "expired" else []
        flags += ["after_release"] if hold.state == "released" else []
        flags += ["unpriced"] if unpriced else []
        if was_open:
            self.end_hold(org, hold, "settled", self.now)
        hold.state, hold.last_at, hold.end = "settled", self.now, ("settled", self.position)
        self.correct_tokens(org.keys[hold.key_id], hold, given.get("tokens"))
        outcome = self.charge(org, budgets, cost, Outcome("settled", flags=flags))
        outcome.ended_hold = was_open
        return outcome

    def correct_tokens(self, key, hold, tokens):
        if tokens is not None and self.now // MINUTE_MS == hold.minute:
            key.enter(hold.minute)
            key.tokens += tokens - hold.tokens

    def settle_orphan(self, org, given, denied):
        budgets, cost, flags = self.unreserved(org, given)
        if not self.can_cost(org, budgets, cost, 0):
            return Outcome("invalid_cost_nano")
        entry = denied or Reservation("settled", self.now)
        entry.state, entry.last_at, entry.end = "settled", self.now, ("settled", self.position)
        org.reservations[given["reservation_id"]] = entry
        return self.charge(org, budgets, cost, Outcome("settled", flags=["orphan", *flags]))

    def usage_recorded(self, org, given):
        content = content_of("usage_recorded", given)
        seen = org.seen("usage", given["usage_id"], self.now)
        if seen:
            return repeated(seen, content)
        if not org.exists:
            return Outcome("denied_organization_unknown")
        budgets, cost, flags = self.unreserved(org, given)
        if not self.can_cost(org, budgets, cost, 0):
            return Outcome("invalid_cost_nano")
        org.passing_ids[("usage", given["usage_id"])] = (
            content, "accepted", self.position, self.now,
        )  # fmt: skip
        return self.charge(org, budgets, cost, Outcome("accepted", flags=flags))

    def unreserved(self, org, given):
        """Of usage without a reservation: (budgets, cost, flags)."""
        cost, flags = given.get("cost_nano"), []
        if cost is None:
            book = self.partition.shelf.in_force(self.now)
            cost = cost_of(book, given.get("model"), given["usage"])
            if cost is None:
                cost, flags = 0, ["unpriced"]
        key = org.keys.get(given.get("key_id"))
        settings = key.settings if key else {}
        scopes = [
            ("KEY", given.get("key_id")),
            ("USER", settings.get("user_id")),
            ("TEAM", settings.get("team_id")),
            ("MODEL", given.get("model")),
            ("ORGANIZATION", org.org_id),
        ]
        return self.budgets_for(org, scopes), cost, flags

    def can_cost(self, org, budgets, cost, held_less):
        return self.balance_can_be(org, org.balance - cost, held_less) and all(
            fits(budget.counts(window)[0] + cost) for budget, window in budgets
        )

    def charge(self, org, budgets, cost, outcome):
        outcome.postings = org.spend(cost, "revenue:usage")
        for budget, window in budgets:
            budget.counts(window)[0] += cost
        outcome.budgets = [budget for budget, _ in budgets]
        return outcome


# Where an id, or the organization's turn, comes in an order of their own.
OWN_ORDER = {"reservation_requested", "reservation_increased", "usage_recorded"}


def scopes_of_request(org, key, given):
    return [
        ("KEY", given["key_id"]),
        ("USER", given.get("user_id", key.settings.get("user_id"))),
        ("TEAM", key.settings.get("team_id")),
        *(("TAG", tag) for tag in sorted(set(given.get("tags", ())))),
        ("MODEL", given["model"]),
        ("ORGANIZATION", org.org_id),
    ]


def not_open(hold):
    """The outcome for a release or increase of what is not an open hold; None for an open one."""
    if hold is None or hold.state == "denied":
        return Outcome("not_found")
    return None if hold.state == "open" else Outcome(f"already_{hold.state}", first(hold.end))


def budget_name(budget):
    return {"scope": budget.scope, "scope_id": budget.scope_id, "period": budget.period}


def balance_of(org):
    return {
        "balance_nano": org.balance,
        "held_nano": org.held,
        "available_nano": org.balance + org.credit_line - org.held,
    }


def main():
    import json

    from strict_json import time_text

    model = Model()
    for line in sys.stdin.buffer:
        for outcome in model.apply(line.rstrip(b"\n")):
            if "at" in outcome:
                outcome["at"] = time_text(outcome["at"])
            print(json.dumps(outcome))


if __name__ == "__main__":
    main()
