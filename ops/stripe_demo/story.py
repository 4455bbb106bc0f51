"""The month as somebody would tell it who saw Stripe's dashboard: figures, and what went wrong."""

import datetime

from .money import cents

DISPUTES = {"lost": "and it is lost",
            "won": "and it is won: the money comes back, the fee does not",
            "warning_closed": "an inquiry alone, which is closed: no money moves",
            "needs_response": "first an inquiry, then a dispute that is still open"}
REFUNDS = {"failed": "it fails days later, and the money is back at Stripe"}


def day(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%b %d")


def payer(charge):
    return charge["metadata"].get("org_id", "nobody we know")


def money(charge, amount=None):
    amount = charge["amount"] if amount is None else amount
    return f"{cents(amount)} {charge['currency'].upper()}"


def declined(account):
    for charge in account.declined:
        yield charge["created"], (f"{payer(charge)} cannot pay {money(charge)}: "
                                  f"{charge['outcome']['reason'].replace('_', ' ')}")


def odd_payments(account):
    for charge in account.of_kind("nobody"):
        yield charge["created"], f"{money(charge)} are paid, and it is not said for whom"
    for charge in account.of_kind("foreign"):
        yield charge["created"], (f"{payer(charge)} pays {money(charge)}, "
                                  "and the ledger counts in dollars")
    for charge in account.of_kind("plan"):
        yield charge["created"], f"{money(charge)} are paid for a plan, by an invoice"


def refunded(account):
    for refund in account.refunds:
        charge = account.charge(refund["charge"])
        of = "" if refund["amount"] == charge["amount"] else f" of {cents(charge['amount'])}"
        more = REFUNDS.get(refund["status"])
        yield refund["created"], (f"{payer(charge)} is refunded {money(charge, refund['amount'])}"
                                  + of + (f"; {more}" if more else ""))


def disputed(account):
    for dispute in account.disputes:
        charge = account.charge(dispute["charge"])
        yield dispute["created"], (f"{payer(charge)} disputes {money(charge, dispute['amount'])}: "
                                   f"{DISPUTES[dispute['status']]}")
    for warning in account.warnings:
        yield warning["created"], ("an early fraud warning on a payment of "
                                   f"{payer(account.charge(warning['charge']))}")


def failed_payouts(account):
    for payout in account.payouts:
        if payout["status"] == "failed":
            yield payout["created"], (
                f"the payout of {cents(payout['amount'])} USD comes back "
                f"({payout['failure_code'].replace('_', ' ')}); a later one takes it along")


TELLERS = [declined, odd_payments, refunded, disputed, failed_payouts]


def tell(account, events):
    paid = sum(account.in_dollars(charge) for charge in account.paid)
    print(f"  {len(account.paid)} payments of {cents(paid)} USD by "
          f"{len(account.organizations())} organizations, {len(account.payouts)} payouts,\n"
          f"  {len(account.movements)} movements of Stripe's balance, {events} events; and:\n")
    told = sorted(one for teller in TELLERS for one in teller(account))
    for when, text in told:
        print(f"  {day(when)}  {text}")
