"""The ledger's books beside what Stripe's objects say must be in them."""

from .ledger import LedgerFailed
from .money import CENT, cents, nano_of, shown
from .report import table

NO_PLAN_FEE_BPS = 400


def credits_by_payment(account, org, claims):
    """What the organization's payments have bought; who claims nobody's has no fee pinned."""
    bought = [account.credits_of(charge) for charge in account.top_ups_of(org)]
    if org == claims:
        bought += [account.credits_of(charge, NO_PLAN_FEE_BPS)
                   for charge in account.of_kind("nobody")]
    return sum(bought)


def not_credits(account, claims):
    """Nano-dollars that payments have left beside credits: fees, plans, what waits in suspense."""
    kept = sum(charge["amount"] - account.gone_back(charge)
               for kind in ("top_up", "nobody", "plan") for charge in account.of_kind(kind))
    foreign = sum(account.in_dollars(charge) for charge in account.of_kind("foreign"))
    corrections = account.total("amount", "other_adjustment")
    bought = sum(credits_by_payment(account, org, claims) for org in account.organizations())
    return (kept + foreign + corrections) * CENT - bought


def compare(books, account, claims, checks):
    asked = [
        ("stripe:clearing", books.asset("stripe:clearing"), account.balance,
         "stripe:clearing is Stripe's balance, available and pending"),
        ("bank", books.asset("bank"), account.paid_out(), "bank is the payouts that stayed"),
        ("expense:stripe_fees", books.asset("expense:stripe_fees"), account.fees(),
         "expense:stripe_fees is the fees of all movements, of disputes too"),
    ]
    rest = (books.liability("revenue:platform_fee") + books.liability("suspense"),
            not_credits(account, claims))
    table(("account", "ledger", "Stripe"), [
        *((name, shown(ours), cents(theirs)) for name, ours, theirs, _ in asked),
        ("revenue:platform_fee, suspense", *map(shown, rest))])
    print()
    for _, ours, theirs, what in asked:
        checks.equal(what, ours, theirs * CENT)
    checks.equal("what payments left beside credits is a platform fee, or waits in suspense",
                 *rest)


def compare_organizations(books, account, spent, claims, checks):
    rows = []
    for org in account.organizations():
        bought = credits_by_payment(account, org, claims)
        rows.append((org, books.of_organization(org), bought - spent[org], bought, spent[org]))
    table(("organization", "ledger", "expected", "bought, by Stripe", "spent, by its gateway"),
          [(org, *map(shown, figures)) for org, *figures in rows])
    print()
    for org, ours, expected, *_ in rows:
        checks.equal(f"{org} has what its payments bought, less what went back and what it spent",
                     ours, expected)
    checks.equal("revenue:usage is what the gateways spent", books.liability("revenue:usage"),
                 sum(spent.values()))


def trial_balance(ledger, books, checks):
    lines = {(one["account"], nano_of(one["debit"]), nano_of(one["credit"]))
             for one in ledger.json("report", "trial-balance")["lines"]}
    checks.hold(f"the trial balance has {len(lines)} accounts, each as the journal adds up",
                lines == books.lines())
    checks.equal("the trial balance is zero: all debits are all credits",
                 sum(debit for _, debit, _ in lines), sum(credit for *_, credit in lines))


def payouts(ledger, account, checks):
    """Of those that Stripe says are reconciled."""
    match = {row["payout_id"]: row["match"] for row in ledger.json("report", "payouts")["data"]}
    done = [one["id"] for one in account.payouts if one["reconciliation_status"] == "completed"]
    checks.hold(f"{len(done)} payouts are the sum of the movements that they are made of",
                all(match.get(id) == "matched" for id in done))


def is_proven(ledger):
    try:
        ledger.run("verify")
    except LedgerFailed as failed:
        print(f"  {failed}")
        return False
    return True


def prove(ledger, books, account, checks):
    trial_balance(ledger, books, checks)
    payouts(ledger, account, checks)
    checks.hold("nemo-ledger verify: the log, read again, gives the same outcomes and state",
                is_proven(ledger))
