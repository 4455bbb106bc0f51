"""What the API costs, beside bare fdatasync and beside PostgreSQL: `ops/bench api`.

  compare.py --rounds N --seconds N --folder DIR --out FILE [--look]
  compare.py --judge FILE [--look]      of a report that was written before

Every round measures everything once, PostgreSQL's runs between ours; the figure is the median of
the rounds. Writes a report as Google Benchmark does, a row a round and a median, and a table on
stdout of each figure beside its bar. Exit status 1 where a bar was missed, and stderr says which;
with --look it is 0.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import time

from sides import Postgres, Service, fdatasync_p50_us

CLIENTS = 64
ORGS = 1000

# figure, unit, what it is measured against (a figure of the same round, or None), how the two
# become one number, the bar, and which side of it holds
BARS = [
    ("a lone reservation, p50", "us", "api_reserve_alone", "p50_us",
     "api_baseline_fdatasync", "above it", 250, "at most"),
    ("a balance, p50", "us", "api_balance_alone", "p50_us", None, "", 150, "below"),
    ("64 connections, reservations a second", "/s", "api_reserve_64", "items_per_second",
     None, "", 12_000, "at least"),
    ("64 connections, p99", "us", "api_reserve_64", "p99_us", None, "", 15_000, "below"),
    ("64 connections, 1,000 organizations, pairs a second", "/s", "api_pairs_1000_orgs",
     "items_per_second", "api_pairs_1000_orgs_baseline_postgres", "times", 3, "at least"),
    ("64 connections, one organization, pairs a second", "/s", "api_pairs_one_org",
     "items_per_second", "api_pairs_one_org_baseline_postgres", "times", 6, "at least"),
]


class Rounds:
    """What was measured: {name: [row of a round]}."""

    def __init__(self):
        self.rows = {}

    def add(self, name, row):
        figures = {key: value for key, value in row.items() if isinstance(value, (int, float))}
        self.rows.setdefault(name, []).append(figures)
        said = ", ".join(f"{key} {value:,.0f}" for key, value in figures.items()
                         if key in ("items_per_second", "p50_us", "p99_us"))
        print(f"ops/bench: {name}: {said}", file=sys.stderr)

    def of(self, name, figure):
        return [row[figure] for row in self.rows[name]]

    def median(self, name, figure):
        return statistics.median(self.of(name, figure))

    def report(self):
        """As Google Benchmark writes it."""
        benchmarks = []
        for name, rows in self.rows.items():
            for number, row in enumerate(rows):
                benchmarks.append({"name": name, "run_name": name, "run_type": "iteration",
                                   "repetitions": len(rows), "repetition_index": number, **row})
            medians = {figure: self.median(name, figure) for figure in rows[0]}
            benchmarks.append({"name": name + "_median", "run_name": name, "run_type": "aggregate",
                               "aggregate_name": "median", **medians})
        return benchmarks


def read_report(path):
    """The rounds of a report, as they were measured."""
    rounds = Rounds()
    for row in json.loads(path.read_text())["benchmarks"]:
        if row["run_type"] == "iteration":
            rounds.rows.setdefault(row["name"], []).append(row)
    return rounds


def measure_round(number, postgres, folder, seconds, rounds):
    rounds.add("api_baseline_fdatasync", {"p50_us": fdatasync_p50_us(folder, min(seconds, 5))})
    with Service(folder) as service:
        measure_calls(service, seconds, rounds)
    with Service(folder) as service:
        measure_pairs(number, service, postgres, seconds, rounds)


def measure_calls(service, seconds, rounds):
    rounds.add("api_reserve_alone", service.load("reserve", 1, seconds)["reserve"])
    rounds.add("api_balance_alone", service.load("balance", 1, min(seconds, 10))["balance"])
    rounds.add("api_reserve_64", service.load("reserve", CLIENTS, seconds)["reserve"])


def measure_pairs(number, service, postgres, seconds, rounds):
    """Both sides begin the round with nothing: what the runs before left would be in the way."""
    postgres.make_tables()
    for name, orgs in (("api_pairs_1000_orgs", ORGS), ("api_pairs_one_org", 1)):
        def ours():
            rounds.add(name, service.load("pair", CLIENTS, seconds, orgs)["pair"])

        def theirs():
            rounds.add(name + "_baseline_postgres",
                       {"items_per_second": postgres.pairs(orgs, seconds, CLIENTS)})

        for side in ((ours, theirs) if number % 2 == 0 else (theirs, ours)):
            side()
            time.sleep(1)  # what is written behind


def judged(rounds):
    """(figure, what was measured, bar, held or missed) of each bar."""
    for title, unit, name, figure, beside, how, bar, side in BARS:
        value = rounds.median(name, figure)
        said = f"{value:,.0f} {unit}"
        if beside:
            pairs = list(zip(rounds.of(name, figure), rounds.of(beside, figure)))
            many = [one - other if how == "above it" else one / other for one, other in pairs]
            said += f", beside {rounds.median(beside, figure):,.0f}"
            value = statistics.median(many)
            said += f": {value:,.0f} {how}" if how == "above it" else f": {value:.1f} {how}"
        held = {"at most": value <= bar, "below": value < bar, "at least": value >= bar}[side]
        yield title, said, f"{side} {bar:,}", "held" if held else "missed"


def table_of(rounds):
    rows = [("figure, median of the rounds", "measured", "bar", ""), *judged(rounds)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
                     for row in rows)


def status_of(rounds, is_look):
    """Prints the table, and which bars were missed; the exit status."""
    print(table_of(rounds))
    missed = [title for title, *_, word in judged(rounds) if word == "missed"]
    for title in missed:
        print(f"ops/bench: missed: {title}", file=sys.stderr)
    return 1 if missed and not is_look else 0


def measure(asked):
    """The rounds, written down, too."""
    rounds, busy = Rounds(), os.getloadavg()
    postgres = Postgres(asked.folder, ORGS)
    try:
        for number in range(asked.rounds):
            print(f"ops/bench: round {number + 1} of {asked.rounds}", file=sys.stderr)
            measure_round(number, postgres, asked.folder, asked.seconds, rounds)
    finally:
        postgres.end()
    context = {"num_cpus": os.cpu_count(), "load_avg": busy, "rounds": asked.rounds,
               "seconds": asked.seconds}
    asked.out.write_text(json.dumps({"context": context, "benchmarks": rounds.report()}, indent=1))
    if busy[0] > 0.5:
        print(f"the machine was not at rest: {busy[0]:.1f} processes ran before it began")
    return rounds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--judge", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--look", action="store_true")
    asked = parser.parse_args()
    if not asked.judge and not all((asked.rounds, asked.seconds, asked.folder, asked.out)):
        parser.error("give --rounds, --seconds, --folder and --out, or --judge")
    sys.exit(status_of(read_report(asked.judge) if asked.judge else measure(asked), asked.look))


if __name__ == "__main__":
    main()
