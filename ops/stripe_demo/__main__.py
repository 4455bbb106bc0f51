"""The demonstration, step by step."""

import concurrent.futures
import contextlib
import shutil
import signal
import sys
import tempfile

from . import comparison, exceptions, story
from .account import Account
from .arguments import arguments
from .books import Books
from .courier import Courier
from .gateway import Gateway
from .ledger import Ledger, LedgerFailed
from .money import cents, shown
from .post import Post
from .report import Checks, heading
from .stripe import Stripe

SPENDS_PERCENT = 45
SPENDS_ALL_PERCENT = 97
CLAIMS = "org-1"  # the payment that came without a name
PLANS = {"growth": 0, "scale": 0}  # what is subscribed to, and its fee in basis points


def all_at_once(gateways):
    with concurrent.futures.ThreadPoolExecutor(len(gateways)) as pool:
        list(pool.map(lambda gateway: gateway.spend(SPENDS_PERCENT), gateways))


def tell_delivery(post, courier, gateways):
    calls, refused = (sum(getattr(one, name) for one in gateways) for name in ("calls", "refused"))
    taken = sum(count for status, count in courier.statuses.items() if status.startswith("2"))
    print(f"  {post.events} events, {post.deliveries} deliveries in random order: some events come "
          f"twice, {len(post.lost)} never\n"
          f"  {taken} deliveries taken, 99 of 100 within {courier.p99_ms():.0f} ms\n"
          f"  {calls} calls of {len(gateways)} gateways between them: {refused} refused for lack "
          f"of credits,\n  the others cost {shown(sum(one.spent for one in gateways))}")


def dispute_comes_last(post, courier, account, gateways, checks):
    """When the organization has spent what is taken back."""
    lost = account.lost_dispute()
    org = account.charge(lost["charge"])["metadata"]["org_id"]
    gateway = next(one for one in gateways if one.org == org)
    gateway.spend(SPENDS_ALL_PERCENT)
    had = gateway.available()
    courier.deliver(post.late)
    left = gateway.available()
    tell_delivery(post, courier, gateways)
    print(f"\n  Last comes the dispute of {cents(lost['amount'])} USD. {org} has spent what it "
          f"bought:\n  it had {shown(had)} left, and now has {shown(left)}\n")
    checks.hold(f"{org} owes what the dispute took back", left < 0)
    checks.hold("and its next call is refused", not gateway.call(1, 1))


def serve_a_month(ledger, stripe, account, checks):
    """What each organization spent, by its gateway."""
    post = Post(stripe, account.lost_dispute()["id"])
    gateways = [Gateway(ledger, org, stripe.seed) for org in account.organizations()]
    courier = Courier(ledger)
    for bodies in post.rounds:
        courier.deliver(bodies)
        all_at_once(gateways)
    dispute_comes_last(post, courier, account, gateways, checks)
    checks.hold("each delivery was taken in the end", courier.untaken == 0)
    courier.close()
    for gateway in gateways:
        gateway.close()
    return {one.org: one.spent for one in gateways}


def ask_stripe(ledger, stripe, account):
    key_file = ledger.secret_file("stripe-key", stripe.key)
    print("  " + ledger.run("stripe", "catch-up", "--stripe-api-key-file", key_file,
                     "--stripe-api-url", stripe.url, "--master-key-file",
                     ledger.master_key_file), end="")
    for charge in account.of_kind("nobody"):
        print("  " + ledger.run("stripe", "assign", "--object", charge["payment_intent"],
                                "--org", CLAIMS, "--actor", "finance"), end="")


def what_next(ledger, options):
    print("\nWhat to try next\n")
    again = f"--seed {options.seed}" if options.seed != 1 else ""
    if not options.keep:
        print(f"  ops/stripe-demo --keep {again}".rstrip())
        print(f"  ops/stripe-demo --seed {options.seed + 1}")
        return
    for words in ("report trial-balance", "report payouts", "report exceptions",
                  f"journal --org {CLAIMS}", f"balance --org {CLAIMS}", "verify"):
        print(f"  ops/run {words} --data {ledger.data}")
    print(f"  rm -r {ledger.folder}")


def run(ledger, stripe, options, checks):
    print(f"A month of Stripe in a minute, seed {options.seed}")
    heading(1, "Thirty days at Stripe")
    stripe.live_a_month()
    account = Account(stripe)
    events = stripe.all("events")
    story.tell(account, len(events))
    for type in options.forget:
        stripe.forget(type)
    heading(2, "Stripe tells the ledger, over HTTPS")
    ledger.define_plans(PLANS)
    ledger.serve()
    spent = serve_a_month(ledger, stripe, account, checks)
    ledger.stop()
    heading(3, "What no event has told is asked for")
    ask_stripe(ledger, stripe, account)
    heading(4, "Both books")
    books = Books(ledger)
    comparison.compare(books, account, CLAIMS, checks)
    heading(5, "Each organization")
    comparison.compare_organizations(books, account, spent, CLAIMS, checks)
    heading(6, "Proofs")
    exceptions.compare(ledger, account, events, checks)
    comparison.prove(ledger, books, account, checks)


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    checks = Checks()
    folder = tempfile.mkdtemp(prefix="nemo-stripe-demo-")
    ledger, stripe = Ledger(options.ledger, folder), Stripe(options.seed)
    with contextlib.ExitStack() as at_the_end:
        if not options.keep:
            at_the_end.callback(shutil.rmtree, folder, True)
        at_the_end.callback(stripe.close)
        at_the_end.callback(ledger.kill)
        try:
            run(ledger, stripe, options, checks)
        except LedgerFailed as failed:
            sys.exit(f"ops/stripe-demo: {failed}")
        except KeyboardInterrupt:
            sys.exit(130)
        what_next(ledger, options)
    print(f"\n{checks.last_line()}")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
