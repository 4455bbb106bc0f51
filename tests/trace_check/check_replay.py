#!/usr/bin/env python3
"""Checks a replay to the nano-unit against an account of its own.

  check_replay.py --trace FILE --choices FILE --prices FILE --outcomes FILE [--balances FILE]

From the trace, the seed's choices (replay --choices) and LiteLLM's price file it works out every
decision, cost, hold and balance with whole numbers and fractions, and compares with what the ledger
printed: outcome lines (replay --outcomes), and what `balance --format json` says of every
organization, one after the other. Exit 0: equal; 1: not, with the differences; 2: an input cannot
be used.
"""

import argparse
import csv
import datetime
import io
import json
import sys
from collections import Counter, defaultdict

from expected_steps import ExpectedLedger
from prices import Prices, read_text

PART_OF_THE_ANSWER = {"cut_off"}  # fates that settle part of the answer


def time_ms(text):
    """Azure's stamps: UTC, digits beyond the millisecond cut off."""
    seconds, _, fraction = text.partition(".")
    whole = datetime.datetime.fromisoformat(seconds + "+00:00")
    return int(whole.timestamp()) * 1000 + int((fraction + "000")[:3])


def trace_rows(path):
    """(time, input, cached, output) of each row, by time."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    azure = "ContextTokens" in reader.fieldnames
    rows = []
    for row in reader:
        if azure:
            rows.append((time_ms(row["TIMESTAMP"]), int(row["ContextTokens"]), 0,
                         int(row["GeneratedTokens"])))
        else:
            rows.append((int(row["timestamp_ms"]), int(row["input_tokens"]),
                         int(row["derived_cached_input_tokens"]), int(row["output_tokens"])))
    return sorted(rows, key=lambda row: row[0])


def check_against_trace(path, calls):
    """The choices are about this trace: every row once, at its time, with its tokens."""
    rows = trace_rows(path)
    if len(rows) != len(calls):
        yield f"the trace has {len(rows)} rows, the choices {len(calls)}"
        return
    moved = int(calls[0]["at_ms"]) - rows[0][0]
    for number, ((at, whole, cached, output), call) in enumerate(zip(rows, calls)):
        used = [int(call["used_" + part]) for part in ("input", "cache_read", "output")]
        if int(call["row"]) != number or int(call["at_ms"]) != at + moved:
            yield f"row {number}: the choices' time is not the trace's"
        if used[0] + used[1] != whole or used[1] not in (0, cached):
            yield f"row {number}: the choices' input is not the trace's"
        if used[2] != output and call["fate"] not in PART_OF_THE_ANSWER or used[2] > output:
            yield f"row {number}: the choices' output is not the trace's"


class Printed:
    """What the ledger printed, folded by organization."""

    def __init__(self, path):
        self.counts = defaultdict(Counter)
        self.decisions = defaultdict(dict)
        self.spend = Counter()
        self.balances = {}
        for text in read_text(path).splitlines():
            if text.strip():
                self.add(json.loads(text))

    def add(self, line):
        org_id, name = line.get("org_id"), line["outcome"]
        self.counts[org_id][name] += 1
        for flag in line.get("flags", []):
            self.counts[org_id]["flag " + flag] += 1
        detail = line.get("detail") or {}
        self.spend[org_id] += int(detail.get("cost_nano", 0))
        if name == "granted" or name.startswith("denied_"):
            self.decisions[org_id].setdefault(line.get("reservation_id"), name)
        if line.get("balance"):
            self.balances[org_id] = {key: int(value) for key, value in line["balance"].items()}


def read_balances(path):
    """Objects one after the other, as `balance --format json` prints them."""
    text, decoder, balances = read_text(path).strip(), json.JSONDecoder(), {}
    while text:
        line, end = decoder.raw_decode(text)
        text = text[end:].lstrip()
        balances[line["org_id"]] = {name: int(line[name]) for name in
                                    ("balance_nano", "held_nano", "available_nano")}
    return balances


def expected_balance(org):
    return {"balance_nano": org.balance, "held_nano": org.held, "available_nano": org.available()}


def compare(ledger, printed, balances):
    for org_id, org in ledger.orgs.items():
        want, got = dict(+org.counts), dict(printed.counts[org_id])
        for name in sorted(set(want) | set(got)):
            if want.get(name, 0) != got.get(name, 0):
                yield f"{org_id}: {name}: expected {want.get(name, 0)}, printed {got.get(name, 0)}"
        for reservation, decision in org.decisions.items():
            shown = printed.decisions[org_id].get(reservation)
            if shown != decision:
                yield f"{org_id}: {reservation}: expected {decision}, printed {shown}"
        if org.spend != printed.spend[org_id]:
            yield f"{org_id}: spend: expected {org.spend}, printed {printed.spend[org_id]}"
        for source in (printed.balances, balances):
            if source is not None and source.get(org_id) != expected_balance(org):
                yield (f"{org_id}: balance: expected {expected_balance(org)}, "
                       f"printed {source.get(org_id)}")


def summary(ledger, calls):
    total = Counter()
    for org in ledger.orgs.values():
        total.update(org.counts)
    spend = sum(org.spend for org in ledger.orgs.values())
    held = sum(org.held for org in ledger.orgs.values())
    balance = sum(org.balance for org in ledger.orgs.values())
    print(f"{len(calls)} calls, {len(ledger.orgs)} organizations")
    print(f"granted {total['granted']}, settled {total['settled']}, expired {total['expired']}")
    print(f"spend_nano {spend}, held_nano {held}, balance_nano {balance}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("choices", "prices", "outcomes"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--trace", help="left out for generated calls")
    parser.add_argument("--balances")
    options = parser.parse_args()
    try:
        lines = list(csv.DictReader(io.StringIO(read_text(options.choices))))
        prices = Prices(options.prices)
        printed = Printed(options.outcomes)
        balances = read_balances(options.balances) if options.balances else None
        calls = [line for line in lines if line["kind"] == "call"]
        differences = list(check_against_trace(options.trace, calls)) if options.trace else []
    except (OSError, ValueError, KeyError) as error:
        print(f"check_replay: an input cannot be used: {error!r}", file=sys.stderr)
        return 2
    if not calls:
        print("check_replay: the choices hold no calls", file=sys.stderr)
        return 2
    ledger = ExpectedLedger(prices)
    ledger.run(lines)
    differences += compare(ledger, printed, balances)
    summary(ledger, calls)
    for difference in differences[:50]:
        print("DIFFERENT " + difference)
    print(f"{len(differences)} differences" if differences else "equal to the nano-unit")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
