"""Who may ask the service, what they may, and how each operation is asked."""

import re
import time

from service import wait_until
from world import PAST, ROLES, Organization, fresh, price_book, token

OK = "done"
KEY = (401, "invalid_api_key")
TOKEN = (401, "invalid_token")
FORBIDDEN = (403, "forbidden")
NOT_FOUND = (404, "not_found")

# who asks, and what becomes of it: for the routes of virtual keys; for an organization's own, by
# whether it is theirs, another's or none; for the service's alone, without an organization
CALLERS = {
    "nobody": (KEY, KEY, KEY, KEY),
    "another scheme": (KEY, KEY, KEY, KEY),
    "no such key": (KEY, KEY, KEY, KEY),
    "half a key": (KEY, KEY, KEY, KEY),
    "no such virtual key": (KEY, KEY, KEY, KEY),
    "revoked key": (KEY, KEY, KEY, KEY),
    "expired key": (KEY, KEY, KEY, KEY),
    "replaced key": (KEY, KEY, KEY, KEY),
    "virtual key": (OK, FORBIDDEN, NOT_FOUND, FORBIDDEN),
    "another's virtual key": (OK, NOT_FOUND, NOT_FOUND, FORBIDDEN),
    "expired token": (TOKEN, TOKEN, TOKEN, TOKEN),
    "forged token": (TOKEN, TOKEN, TOKEN, TOKEN),
    "anonymous token": (TOKEN, TOKEN, TOKEN, TOKEN),
    "stranger": (FORBIDDEN, NOT_FOUND, NOT_FOUND, FORBIDDEN),
    "removed owner": (FORBIDDEN, NOT_FOUND, NOT_FOUND, FORBIDDEN),
    "another's owner": (FORBIDDEN, NOT_FOUND, NOT_FOUND, FORBIDDEN),
    "viewer": (FORBIDDEN, "by role", NOT_FOUND, FORBIDDEN),
    "member": (FORBIDDEN, "by role", NOT_FOUND, FORBIDDEN),
    "admin": (FORBIDDEN, "by role", NOT_FOUND, FORBIDDEN),
    "owner": (FORBIDDEN, "by role", NOT_FOUND, FORBIDDEN),
    "operator": (KEY, KEY, KEY, KEY),
    "finance": (FORBIDDEN, "by access", "by access", FORBIDDEN),
    "service": (FORBIDDEN, OK, OK, OK),
}
PEOPLE = ["stranger", "removed owner", "another's owner", *ROLES]


class World:
    """An organization, another one, and everybody who may ask."""

    def __init__(self, service):
        self.service = service
        service.put_on_log(MOVEMENT)
        self.own = Organization(service, "own", credits=None).people()
        self.write_off_a_debt()
        service.done("POST", "/v1/finance/clearings", CLEARING)
        self.own.grant("100")
        self.other = Organization(service, "other").people()
        own, secret = self.own, service.token_secret
        own.add("own-removed", "owner")
        revoked, replaced = own.new_key(key_id="revoked"), own.new_key(key_id="replaced")
        own.revoke("revoked")
        service.done("POST", own.path + "/keys/replaced/rotate", {})
        service.done("DELETE", own.path + "/members/own-removed")
        self.keys = {
            "nobody": None,
            "another scheme": "Basic " + own.key,
            "no such key": "x" * 43,
            "half a key": own.key[:-1],
            "no such virtual key": own.key[:-43] + "A" * 43,
            "revoked key": revoked,
            "expired key": own.new_key(key_id="expired", expires_at=PAST),
            "replaced key": replaced,
            "virtual key": own.key,
            "another's virtual key": self.other.key,
            "expired token": own.token("owner", exp=int(time.time()) - 60),
            "forged token": token("x" * 43, "own-owner"),
            "anonymous token": own.token("owner", is_anonymous=True),
            "stranger": token(secret, "stranger"),
            "removed owner": token(secret, "own-removed"),
            "another's owner": self.other.token("owner"),
            "operator": service.operator_key,
            "finance": service.finance_key,
            "service": service.service_key,
            **{role: own.token(role) for role in ROLES},
        }

    def ask(self, caller, method, path, body=None):
        key = self.keys[caller]
        if key and not key.startswith("Basic "):
            key = "Bearer " + key
        return self.service.ask(method, path, body, headers={"authorization": key})

    def one_key(self):
        key_id = fresh("k")
        self.own.new_key(key_id=key_id, user_id="own-member")
        return key_id

    def one_member(self):
        user_id = fresh("u")
        self.own.add(user_id, "viewer")
        return user_id

    def one_team(self):
        self.service.done("POST", self.own.path + "/teams", {"team_id": "red"},
                          headers={"idempotency-key": "red"})
        return "red"

    def another_team(self):
        team_id = fresh("t")
        self.service.done("POST", self.own.path + "/teams", {"team_id": team_id})
        return team_id

    def one_budget(self):
        user_id = fresh("u")
        self.own.budget("USER", user_id, "5")
        return user_id

    def with_webhook(self):
        self.service.done("PATCH", self.own.path + "/settings", WEBHOOK)
        return {}

    def with_top_up(self):
        self.service.done("POST", self.own.path + "/auto-top-up", TOP_UP)
        return {}

    def write_off_a_debt(self):
        self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "1"}, self.own.key)
        self.service.done("POST", self.own.path + "/write-offs", WRITE_OFF)

    def delivery(self):
        """One that is on its way or was given up, the same at each call."""
        path = self.own.path + "/webhook-deliveries"
        if not self.service.done("GET", path)["data"]:
            self.with_webhook()
            key_id = fresh("k")
            key = self.own.new_key(key_id=key_id)
            self.own.budget("KEY", key_id, "1", alert_percents=[1])
            self.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "0.01"}, key)
            wait_until(lambda: self.service.done("GET", path)["data"])
        return self.service.done("GET", path)["data"][0]["id"]


WEBHOOK = {"webhook_url": "https://hooks.example.com/alerts"}
AMOUNT = {"model": "gpt-4o", "amount": "0.01"}
TOP_UP = {"threshold": "1"}
CHECKOUT = {"amount": "20", "success_url": "https://acme.example/paid",
            "cancel_url": "https://acme.example/credits"}
WRITE_OFF = {"write_off_id": "w", "amount": "1", "reason": "a dispute", "actor": "ada"}
MOVEMENT = {"org_id": "_stripe", "stripe_transaction_reported": {
    "transaction_id": "txn_1", "category": "OTHER", "amount_nano": 10**9, "fee_nano": 0}}
CLEARING = {"clearing_id": "c", "object_id": "txn_1", "amount": "1", "account": "BANK",
            "reason": "a correction", "actor": "ada"}
BUDGET = {"scope": "USER", "scope_id": "u", "period": "DAILY", "limit": "5"}

# how each operation is asked so that whoever may gets it done: the path's parameters and the body;
# what they need is made at each call
REQUESTS = {
    "getHealth": lambda w: ({}, None),
    "getReadiness": lambda w: ({}, None),
    "getMetrics": lambda w: ({}, None),
    "getOpenApi": lambda w: ({}, None),
    "reserve": lambda w: ({}, AMOUNT),
    "getReservation": lambda w: ({"reservation_id": "open"}, None),
    "settle": lambda w: ({"reservation_id": w.own.reserved()}, {"cost": "0.01"}),
    "release": lambda w: ({"reservation_id": w.own.reserved()}, None),
    "increase": lambda w: ({"reservation_id": w.own.reserved()}, {"amount": "0.01"}),
    "recordUsage": lambda w: ({}, {"model": "gpt-4o", "cost": "0.01"}),
    "getKeyBalance": lambda w: ({}, None),
    "batch": lambda w: ({}, {"calls": [{"call": "reserve", **AMOUNT}]}),
    "createOrganization": lambda w: ({}, {"org_id": fresh("org"), "name": "New"}),
    "getOrganization": lambda w: ({}, None),
    "updateOrganization": lambda w: ({}, {"name": "Own"}),
    "getSettings": lambda w: ({}, None),
    "setSettings": lambda w: ({}, WEBHOOK),
    "changeSettings": lambda w: ({}, WEBHOOK),
    "removeSettings": lambda w: (w.with_webhook(), None),
    "removeWebhook": lambda w: (w.with_webhook(), None),
    "publishPrices": lambda w: ({}, price_book(fresh("v"))),
    "listPriceBooks": lambda w: ({}, None),
    "explain": lambda w: ({"reservation_id": "open"}, None),
    "grantCredits": lambda w: ({}, {"kind": "PROMOTIONAL", "amount": "1"}),
    "getAutoTopUp": lambda w: (w.with_top_up(), None),
    "setAutoTopUp": lambda w: ({}, TOP_UP),
    "removeAutoTopUp": lambda w: (w.with_top_up(), None),
    "startCheckout": lambda w: ({}, CHECKOUT),
    "getBalance": lambda w: ({}, None),
    "listKeys": lambda w: ({}, None),
    "createKey": lambda w: ({}, {}),
    "getKey": lambda w: ({"key_id": "main"}, None),
    "updateKey": lambda w: ({"key_id": w.one_key()}, {"requests_per_minute": 5}),
    "revokeKey": lambda w: ({"key_id": w.one_key()}, None),
    "rotateKey": lambda w: ({"key_id": w.one_key()}, {}),
    "receiveStripe": lambda w: ({}, {}),
    "listMembers": lambda w: ({}, None),
    "addMember": lambda w: ({}, {"user_id": fresh("u"), "role": "VIEWER"}),
    "changeMember": lambda w: ({"user_id": w.one_member()}, {"role": "MEMBER"}),
    "removeMember": lambda w: ({"user_id": w.one_member()}, None),
    "createTeam": lambda w: ({}, {"team_id": fresh("t"), "name": "Team"}),
    "updateTeam": lambda w: ({"team_id": w.one_team()}, {"name": "Red"}),
    "removeTeam": lambda w: ({"team_id": w.another_team()}, None),
    "getTeam": lambda w: ({"team_id": w.one_team()}, None),
    "listTeams": lambda w: ({}, None),
    "listBudgets": lambda w: ({}, None),
    "setBudget": lambda w: ({}, BUDGET),
    "changeBudget": lambda w: ({"scope": "USER", "scope_id": w.one_budget(), "period": "DAILY"},
                               {"limit": "6"}),
    "removeBudget": lambda w: ({"scope": "USER", "scope_id": w.one_budget(), "period": "DAILY"},
                               None),
    "listJournal": lambda w: ({}, None),
    "listReservations": lambda w: ({}, None),
    "listExceptions": lambda w: ({}, None),
    "listAlerts": lambda w: ({}, None),
    "listDeliveries": lambda w: ({}, None),
    "retryDelivery": lambda w: ({"delivery_id": w.delivery()}, None),
    "getUsage": lambda w: ({}, None),
    "getStatement": lambda w: ({}, None),
    "getTrialBalance": lambda w: ({}, None),
    "listPayouts": lambda w: ({}, None),
    "listFinanceExceptions": lambda w: ({}, None),
    "assignStripeObject": lambda w: ({}, {"object_id": fresh("cus_"), "org_id": "own",
                                          "even_if_not_told": True}),
    "clearSuspense": lambda w: ({}, CLEARING),  # as it was done once: no more stands there
    "writeOffDebt": lambda w: ({}, WRITE_OFF),  # as it was done once: no more is owed
}


def routes_of(service):
    """Each route of the document: (method, path, operation, who may ask)."""
    paths = service.ask("GET", "/v1/openapi.json").json["paths"]
    return [(method.upper(), path, operation["operationId"],
             re.fullmatch(r"For: (\w+)\.", operation["description"])[1])
            for path, methods in paths.items() for method, operation in methods.items()]


def expected(operation, access, caller, org):
    """What the table says; `org` is the organization in the path, None where there is none."""
    by_key, of_own, of_other, of_none = CALLERS[caller]
    if access == "anybody":
        return OK
    if access == "stripe":
        return NOT_FOUND  # the service has no secret of an endpoint
    if access == "operator":
        return OK if caller == "operator" else KEY
    if access == "virtual_key":
        return by_key
    if access == "finance" and caller == "finance":
        return NOT_FOUND if org == "none" else OK
    if org is None:
        return of_none
    if caller == "finance":
        return FORBIDDEN if access != "viewer" else NOT_FOUND if org == "none" else OK
    if caller == "service":
        return NOT_FOUND if org == "none" else OK
    if access in ("service", "finance") and caller in PEOPLE:
        return FORBIDDEN  # whatever the organization
    if caller == "another's virtual key" and org == "other":
        return FORBIDDEN
    if org != "own":
        return of_other
    if of_own != "by role":
        return of_own
    return OK if access in ROLES[:ROLES.index(caller) + 1] else FORBIDDEN
