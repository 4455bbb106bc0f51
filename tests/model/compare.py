#!/usr/bin/env python3
"""Runs random records through `nemo-ledger apply` and the model, and compares line by line.

    compare.py --binary build/release/nemo-ledger --seed 1 --records 100000
    compare.py --binary ... --seed 1 --records 20000 --settings   every setting: the same bytes

Exit status: 0 the same, 1 a difference, 2 the binary failed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from generate import PROFILES, Generator
from ledger_model import Model
from strict_json import time_ms

# Members of `detail` that CONTRACT names or a top-up's reader needs; others are the program's own.
DETAIL = {
    "granted": ("amount_nano", "expires_at", "tightest"),
    "denied_rate_limit": ("limit", "used", "retry_at"),
    "denied_token_limit": ("limit", "used", "retry_at"),
    "denied_parallel_limit": ("limit", "used", "retry_at"),
    "denied_budget": (
        "scope", "scope_id", "period", "limit_nano", "spent_nano", "held_nano", "retry_at",
    ),
    "denied_credits": ("needed_nano", "available_nano"),
    "budget_alert": ("scope", "scope_id", "period", "percent"),
    "credit_expired": ("grant_id", "amount_nano"),
    "accepted": ("threshold_nano", "amount_nano"),  # of a top-up
    "balance_low": ("threshold_nano", "amount_nano"),
    "denied_top_up": ("retry_at",),
    "exists": ("first",),
    "already_settled": ("first",),
    "already_released": ("first",),
    "already_expired": ("first",),
}  # fmt: skip
WHOLE = {
    "balance_nano", "held_nano", "available_nano", "amount_nano", "limit", "used", "limit_nano",
    "spent_nano", "needed_nano", "percent", "threshold_nano",
}  # fmt: skip
TIMES = {"at", "expires_at", "retry_at"}
SETTINGS = [  # (restart after so many records or 0, --batch-records, --partition-threads)
    (0, None, None),
    (0, 1, 1),
    (0, 7, 2),
    (0, 1000, 4),
    (997, None, None),
    (1, 64, 2),
    (251, 3, 4),
]


class Failed(Exception):
    """The binary ended with another status than 0."""


def run_apply(binary, data, lines, setting):
    """The output's lines of `apply` over successive slices of the input."""
    restart, batch, threads = setting
    if restart == 1:  # a restart for every record would take long: the first 200 only
        slices = [lines[at : at + 1] for at in range(min(200, len(lines)))] + [lines[200:]]
    else:
        size = restart or max(1, len(lines))
        slices = [lines[at : at + size] for at in range(0, len(lines), size)]
    options = ["--data", str(data)]
    options += ["--batch-records", str(batch)] if batch else []
    options += ["--partition-threads", str(threads)] if threads else []
    out = []
    for number, part in enumerate(slices):
        path = Path(data).parent / "slice.ndjson"
        path.write_bytes(b"".join(line + b"\n" for line in part))
        done = subprocess.run([binary, "apply", *options, str(path)], capture_output=True)
        out += done.stdout.splitlines()
        if done.returncode != 0:
            why = done.stderr.decode(errors="replace")[-2000:]
            raise Failed(f"apply ended with {done.returncode} in slice {number + 1}: {why}")
    return out


def digest(binary, data, *options):
    done = subprocess.run([binary, "digest", "--data", data, *options], capture_output=True)
    if done.returncode != 0:
        raise Failed(f"digest {options} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def plain(name, value):
    if name in WHOLE:
        return int(value)
    if name in TIMES and isinstance(value, str):
        return time_ms(value)
    return value


def pick(names, members):
    return {name: plain(name, members[name]) for name in names if name in members}


def comparable(line, got=None):
    """What of an outcome line is compared; `got` is the binary's for what only it may leave out."""
    outcome = line.get("outcome", "")
    form = pick(("position", "at", "event_id", "org_id", "reservation_id", "cause"), line)
    form["outcome"], form["flags"] = outcome, sorted(line.get("flags", ()))
    if line.get("balance"):
        form["balance"] = pick(("balance_nano", "held_nano", "available_nano"), line["balance"])
    form["postings"] = [
        posting
        if isinstance(posting, tuple)
        else (posting["debit"], posting["credit"], int(posting["amount_nano"]))
        for posting in line.get("postings", ())
    ]
    detail = line.get("detail", {})
    form["detail"] = pick(DETAIL.get(outcome, ()), detail)
    for name in ("first", "tightest"):
        members = form["detail"].get(name)
        if members:
            wanted = ("outcome", "position", "scope", "scope_id", "period")
            form["detail"][name] = pick(wanted, members)
    if outcome == "malformed":
        form["reason"] = bool(detail.get("reason"))
        form.pop("event_id", None)  # what of a wrong head is printed is not said
    return form


def differences(expected, got):
    """The names of members that differ."""
    if expected["outcome"] == "malformed" and "at" not in expected:
        got.pop("at", None)  # nothing came before it: there is no time to compare
    names = sorted(set(expected) | set(got))
    return [name for name in names if expected.get(name) != got.get(name)]


class Report:
    """Prints the first differences readably."""

    def __init__(self, records, most):
        self.records, self.most, self.found = records, most, 0
        self.kinds = Counter()

    def tell(self, number, expected, got, around):
        self.found += 1
        names = differences(expected, got) if got else ["line"]
        self.kinds[(expected.get("outcome"), got.get("outcome") if got else None, *names)] += 1
        if self.found > self.most:
            return
        print(f"difference in {', '.join(names)}, record line {number + 1}:")
        print(f"  {self.records[number].decode(errors='backslashreplace')}")
        for name in names if got else ():
            print(f"  expected {name}: {expected.get(name)}")
            print(f"  got      {name}: {got.get(name)}")
        print(f"  the model's line: {expected}")
        for text in around:
            print(f"  {text}")
        print(flush=True)


class LazyLines:
    """The output's lines, read one at a time: a long run's objects would fill the memory."""

    def __init__(self, out):
        self.out = out

    def __len__(self):
        return len(self.out)

    def __getitem__(self, number):
        return json.loads(self.out[number])


def partition_number(position):
    return int(position.split("/")[0])


def compare(records, out, most):
    """(lines compared, Report). Lines of partitions without times are passed over."""
    model, report, at = Model(), Report(records, most), 0
    got_lines = LazyLines(out)
    for number, record in enumerate(records):
        for line in model.apply(record):
            if model.timeless:
                while at < len(got_lines) and passed_over(got_lines[at], model.timeless):
                    at += 1
                if passed_over(line, model.timeless):
                    continue
            expected = comparable(line)
            if at >= len(got_lines):
                report.tell(number, expected, None, [b"the output ends here"])
                return at, report
            got = comparable(got_lines[at])
            if expected != got and differences(expected, got):
                around = [f"got line {n + 1}: {out[n].decode()}" for n in nearby(at, len(out))]
                report.tell(number, expected, got, around)
                same_place = expected["position"] == got.get("position")
                if not same_place or expected["outcome"] == "budget_alert":
                    return at, report  # the lines no longer stand side by side
            at += 1
    if at < len(got_lines):
        report.found += 1
        print(f"{len(got_lines) - at} lines too many, the first: {out[at].decode()}")
    return at, report


def passed_over(line, timeless):
    return partition_number(line["position"]) in timeless


def nearby(at, size):
    return range(max(0, at - 2), min(size, at + 3))


def one_setting(asked, records, directory):
    setting = (asked.restart_every, asked.batch_records, asked.partition_threads)
    data = str(Path(directory) / "data")
    out = run_apply(asked.binary, data, records, setting)
    if asked.keep:
        Path(asked.keep).write_bytes(b"".join(line + b"\n" for line in records))
    lines, report = compare(records, out, asked.most)
    for kinds, count in report.kinds.most_common(40):
        print(f"{count:7}  expected {kinds[0]}, got {kinds[1]}: {', '.join(kinds[2:])}")
    same_digest = digest(asked.binary, data) == digest(asked.binary, data, "--rebuild")
    if not same_digest:
        print("the digest differs from the rebuilt one")
    print(f"{len(records)} records, {lines} outcome lines compared, {report.found} differences")
    return report.found == 0 and same_digest


def every_setting(asked, records, directory):
    """The same bytes whatever the setting; the model's only for the first."""
    first, digests, right = None, set(), True
    for number, setting in enumerate(SETTINGS):
        data = str(Path(directory) / f"data-{number}")
        out = run_apply(asked.binary, data, records, setting)
        first = out if first is None else first
        digests |= {digest(asked.binary, data), digest(asked.binary, data, "--rebuild")}
        name = "restart every {}, batch {}, threads {}".format(*setting)
        if out == first:
            print(f"{name}: the same {len(out)} lines")
        else:
            right = False
            at = next((n for n, (a, b) in enumerate(zip(first, out)) if a != b), len(first))
            print(f"{name}: line {at + 1} differs:\n  {first[at : at + 1]}\n  {out[at : at + 1]}")
    print(f"{len(digests)} digest over all settings and rebuilds")
    lines, report = compare(records, first, asked.most)
    print(f"{len(records)} records, {lines} outcome lines compared, {report.found} differences")
    return right and len(digests) == 1 and report.found == 0


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--binary", required=True)
    options.add_argument("--seed", default="1")
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--profile", default="all", choices=["all", *PROFILES])
    options.add_argument("--restart-every", type=int, default=0)
    options.add_argument("--batch-records", type=int)
    options.add_argument("--partition-threads", type=int)
    options.add_argument("--settings", action="store_true", help="many settings, the same bytes")
    options.add_argument("--most", type=int, default=1, help="differences to print in full")
    options.add_argument("--keep", help="a file for the generated records")
    asked = options.parse_args()
    records = list(Generator(asked.seed, asked.records, asked.profile).lines())
    with tempfile.TemporaryDirectory(prefix="nemo-model-") as directory:
        try:
            run = every_setting if asked.settings else one_setting
            return 0 if run(asked, records, directory) else 1
        except Failed as problem:
            print(problem)
            return 2


if __name__ == "__main__":
    sys.exit(main())
