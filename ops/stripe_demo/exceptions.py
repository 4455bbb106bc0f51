"""The report of exceptions beside what a month must leave in it, and nothing else."""

from .account import CURRENCY

WARNING = "radar.early_fraud_warning."


def expected(account, events):
    """Kind and subject: events in other currencies and warnings of fraud, each by its event; money
    in suspense, by the movements of payments in other currencies and of corrections, which nobody
    has bought."""
    rows = set()
    for event in events:
        about = event["data"]["object"]
        if about.get("currency") not in (None, CURRENCY):
            rows.add(("quarantined", event["id"]))
        if event["type"].startswith(WARNING):
            rows.add(("warning", event["id"]))
    return rows | {("suspense", one["id"]) for one in account.movements
                   if one["exchange_rate"] or one["reporting_category"] == "other_adjustment"}


def compare(ledger, account, events, checks):
    found = [(row["kind"], row["subject"])
             for row in ledger.json("report", "exceptions")["data"]]
    wanted = expected(account, events)
    checks.hold(f"the report of exceptions has the {len(wanted)} things to look into, and nothing "
                "else: payments in other currencies, fraud warnings, corrections",
                sorted(found) == sorted(wanted))
    for kind, subject in sorted({*found} ^ wanted):
        print(f"    {kind} of {subject}: {'only' if (kind, subject) in found else 'not'} reported")
