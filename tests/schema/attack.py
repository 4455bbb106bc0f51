"""schemathesis over the service's OpenAPI document, as everybody who may ask: no 5xx, and no answer
but as the document says.

    ops/python tests/schema/attack.py [--minutes N]     2 minutes of it, all callers together
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))

from everybody import MOVEMENT
from ids import OF_PARAMETERS, ORG
from service import Service, wait_until
from fake_stripe import StripeFake
from world import Organization

# who asks, and the share of the time; those who may close the organization come last
CALLERS = {"virtual key": 3, "finance": 1, "operator": 1, "nobody": 1, "owner": 3, "service": 3}

# A right body may still ask for what the ledger's rules do not allow: that is 400 or 402, and no
# document can say when. That 2xx come at all is looked at in the service's own figures.
# And what a new organization has not set yet, as its auto top-up, is 404 though it is there.
NOT_CHECKED = "positive_data_acceptance,ensure_resource_availability"


class Attacked(Service):
    """One that has secrets for all that is in its document."""

    def trust(self, token_secret):
        super().trust(token_secret)
        self.secret("--stripe-webhook-secret-file", "whsec_attacked")


def prepare(service):
    """An organization whose ids are those that hooks.py puts into paths."""
    service.put_on_log(MOVEMENT)
    own = Organization(service, ORG, credits="1000000").people()
    for key_id in OF_PARAMETERS["key_id"]:
        own.new_key(key_id=key_id)
    for user_id in OF_PARAMETERS["user_id"]:
        own.add(user_id, "viewer")
        own.budget("USER", user_id, "1000")
    for team_id in OF_PARAMETERS["team_id"]:
        service.done("POST", own.path + "/teams", {"team_id": team_id})
    for reservation_id in OF_PARAMETERS["reservation_id"]:
        own.reserved(reservation_id=reservation_id, ttl_ms=86_400_000)
    own.service.done("POST", own.path + "/auto-top-up", {"threshold": "1"})
    alert(own)
    write_off_assign_and_clear(own)
    return own


def write_off_assign_and_clear(own):
    """What no body of the document's can do to what is there."""
    debtor = Organization(own.service, "debtor", credits=None)
    own.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "1"}, debtor.key)
    own.service.done("POST", debtor.path + "/write-offs", {"amount": "1", "reason": "a dispute"})
    own.service.done("POST", "/v1/finance/assignments", {
        "object_id": "cus_1", "org_id": ORG, "even_if_not_told": True})
    own.service.done("POST", "/v1/finance/clearings", {
        "object_id": "txn_1", "amount": "1", "account": "BANK", "reason": "a correction"})


def alert(own):
    """One that is to be sent, to an address where nobody is."""
    own.service.done("PATCH", own.path + "/settings", {"webhook_url": "https://192.0.2.1/"})
    own.service.done("DELETE", own.path + "/settings/webhook")
    own.service.done("PATCH", own.path + "/settings", {"webhook_url": "https://192.0.2.1/"})
    own.budget("KEY", "main", "1000", alert_percents=[1])
    own.service.done("POST", "/v1/usage", {"model": "gpt-4o", "cost": "10"}, own.key)
    wait_until(lambda: delivery_of(own.service))


def delivery_of(service):
    """The id of the alert; none before it is known."""
    found = service.done("GET", f"/v1/orgs/{ORG}/webhook-deliveries")["data"]
    return found[0]["id"] if found else None


def attack(service, caller, key, seconds):
    """Whether nothing was found."""
    print(f"== {caller}, {seconds} s", flush=True)
    header = ["--header", f"Authorization: Bearer {key}"] if key else []
    command = [
        sys.executable, "-m", "schemathesis.cli", "run",
        f"https://127.0.0.1:{service.port}/v1/openapi.json",
        "--tls-verify", service.data + "/tls/loopback.crt", *header,
        "--phases", "examples,coverage,fuzzing,stateful", "--max-time", str(seconds),
        "--exclude-checks", NOT_CHECKED, "--continue-on-failure", "--warnings", "off",
        "--generation-database", "none", "--no-color"]
    balance = service.done("GET", f"/v1/orgs/{ORG}/balance")
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE),
                   "NEMO_POSITION": balance["position"], "NEMO_DELIVERY": delivery_of(service)}
    return subprocess.run(command, cwd=service.folder, env=environment).returncode == 0


def routes_never_done(service):
    """Operations of the document that have not answered 2xx once."""
    paths = service.ask("GET", "/v1/openapi.json").json["paths"]
    names = {operation["operationId"] for methods in paths.values()
             for operation in methods.values()}
    figures = service.ask("GET", "/metrics", key=service.operator_key).body.decode()
    done = re.findall(r'nemo_http_requests_total\{route="(\w+)",code="2xx"\}', figures)
    return sorted(names - set(done) - {"receiveStripe"})  # which only Stripe's signature opens


def run(service, minutes):
    own = prepare(service)
    keys = {"service": service.service_key, "virtual key": own.key, "owner": own.token("owner"),
            "finance": service.finance_key, "operator": service.operator_key, "nobody": None}
    shares = sum(CALLERS.values())
    held = [attack(service, caller, keys[caller], int(minutes * 60 * share / shares))
            for caller, share in CALLERS.items()]
    never = routes_never_done(service)
    print("never done:", ", ".join(never) or "none")
    if service.process.poll() is not None:
        print("the service ended:", service.errors())
    failed = held.count(False) + bool(never)
    print(f"{len(held) + 1 - failed} passed, {failed} failed")
    return failed == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=2)
    minutes = parser.parse_args().minutes
    stripe = StripeFake()
    service = Attacked(*stripe.options)
    try:
        sys.exit(0 if run(service, minutes) else 1)
    finally:
        service.remove()
        stripe.remove()


if __name__ == "__main__":
    main()
