#!/usr/bin/env python3
"""Judges headers by Stripe's own libraries for Python, Node and Go and by ours, side by side.

    ops/python tests/stripe_signatures/compare.py                 5,000 headers
    ops/python tests/stripe_signatures/compare.py --full          100,000
    ... [--cases N] [--seed N] [--judge build/release/stripe_signature_judge]

Ours accepts only what all three accept, and refuses none of that but by a rule that it names.
Exit status: 0 so it is, 1 it is not.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

from cases import cases_of

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIBRARIES = ("python", "node", "go")

# Rules that are stricter than every library's, by what a case must be like for one to be met.
STRICTER = {
    "in_the_future": lambda case: True,
    "repeated_timestamp": lambda case: True,
    "empty_body": lambda case: case.body == b"",
    "wrong_body": lambda case: case.body.startswith(b"\xef\xbb\xbf"),
    "wrong_header": lambda case: not case.header.isascii(),
}
# What a comparison that looked everywhere has met.
ALL_RESULTS = {
    "accepted", "no_header", "empty_body", "wrong_body", "wrong_header", "no_timestamp",
    "repeated_timestamp", "no_signature", "too_old", "in_the_future", "no_match"}


def commands(judge):
    sdks = subprocess.run([ROOT / "ops/stripe-sdks"], check=True, capture_output=True, text=True)
    folder = pathlib.Path(sdks.stdout.strip())
    return {"ours": [judge], "python": [sys.executable, HERE / "judge.py"],
            "node": ["node", folder / "judge.js"], "go": [folder / "judge-go"]}


def answers(command, lines):
    """One a case."""
    with tempfile.TemporaryFile("w+") as given:
        given.writelines(lines)
        given.seek(0)
        said = subprocess.run(command, stdin=given, stdout=subprocess.PIPE, check=True, text=True)
    judged = said.stdout.splitlines()
    if len(judged) != len(lines):
        raise SystemExit(f"{command[0]}: {len(judged)} answers to {len(lines)} cases")
    return judged


def fault_of(case, ours, accepted_by):
    """What is wrong with our answer; None if nothing is."""
    everyone = len(accepted_by) == len(LIBRARIES)
    if ours == "accepted":
        return None if everyone else "accepted, though not by all"
    if not everyone or (ours in STRICTER and STRICTER[ours](case)):
        return None
    return f"refused ({ours}), though all accept"


def compare(cases, judged):
    """Prints what was met; gives the number of faults."""
    met, stricter, faults = Counter(), Counter(), 0
    for index, case in enumerate(cases):
        ours = judged["ours"][index]
        accepted_by = [name for name in LIBRARIES if judged[name][index] == "accepted"]
        met[ours, " ".join(accepted_by) or "none"] += 1
        if ours != "accepted" and len(accepted_by) == len(LIBRARIES):
            stricter[ours] += 1
        fault = fault_of(case, ours, accepted_by)
        if fault:
            faults += 1
            if faults <= 10:
                print(f"case {index}: {fault}; by {accepted_by}\n  {str(case)[:1_000]}")
    for (ours, libraries), count in sorted(met.items()):
        print(f"  {count:7}  ours {ours:20} accepted by {libraries}")
    print(f"refused by us alone, by a rule of ours: {dict(stricter)}")
    return faults + missing(met)


def missing(met):
    """How much a good draw would have shown that this one has not."""
    lacking = sorted(ALL_RESULTS - {ours for ours, _ in met})
    patterns = {libraries for _, libraries in met}
    lacking += [f"a case that {name} alone refuses" for name in LIBRARIES
                if " ".join(other for other in LIBRARIES if other != name) not in patterns]
    for what in lacking:
        print(f"not met among these cases: {what}")
    return len(lacking)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--full", action="store_const", dest="cases", const=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", default=ROOT / "build/release/stripe_signature_judge")
    given = parser.parse_args()
    cases = cases_of(given.seed, given.cases)
    lines = [case.line() for case in cases]
    judged = {name: answers(command, lines) for name, command in commands(given.judge).items()}
    faults = compare(cases, judged)
    accepted = judged["ours"].count("accepted")
    print(f"{len(cases)} headers of seed {given.seed}: {accepted} accepted, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
