"""How a trial of mutants gets on, and what came of it."""

import csv
import json
import pathlib
import threading
import time
from collections import Counter

CAUGHT_PERCENT_MIN = 95


class Progress:
    """A line for each mutant. Thread rule: any."""

    def __init__(self, whole, workers):
        self.whole, self.workers, self.done = whole, workers, 0
        self.started, self.lock = time.monotonic(), threading.Lock()

    def tell(self, result):
        with self.lock:
            self.done += 1
            left = (time.monotonic() - self.started) / self.done * (self.whole - self.done)
            verdict = f"{result.judge}: {result.by_what}" if result.judge else "SURVIVED"
            print(f"[{self.done}/{self.whole}] {result.mutant.name} ({result.mutant.kind}): "
                  f"{verdict[:110]}  {result.seconds:.0f} s; {left / 60:.0f} min left", flush=True)


def caught_enough(results):
    """Every money mutant, and 95 of 100 of all."""
    caught = [result for result in results if result.judge]
    money = all(result.judge for result in results if result.mutant.kind == "money")
    return money and len(caught) * 100 >= CAUGHT_PERCENT_MIN * len(results)


def rows(results):
    return [{"name": result.mutant.name, "class": result.mutant.kind, "caught_by": result.judge,
             "by_what": result.by_what, "seconds": round(result.seconds, 1),
             "means": result.mutant.means} for result in results]


def write_files(results, folder):
    told = rows(results)
    folder = pathlib.Path(folder)
    (folder / "results.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    with open(folder / "results.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, told[0] if told else ["name"])
        writer.writeheader()
        writer.writerows(told)


def print_table(results):
    print(f"\n{'class':6} {'caught by':15} {'s':>4} mutant")
    for result in results:
        print(f"{result.mutant.kind:6} {result.judge or 'NOBODY':15} {result.seconds:4.0f} "
              f"{result.mutant.name}: {result.by_what[:100]}")
    print("\ncaught by: " + ", ".join(
        f"{judge or 'nobody'} {count}"
        for judge, count in Counter(result.judge for result in results).most_common()))
    for result in results:
        if not result.judge:
            print(f"SURVIVED ({result.mutant.kind}): {result.mutant.name}: {result.mutant.means}")
    for kind, whole in Counter(result.mutant.kind for result in results).items():
        caught = sum(bool(result.judge) for result in results if result.mutant.kind == kind)
        print(f"{kind}: {caught} of {whole} caught")
    caught, seconds = (sum(bool(result.judge) for result in results),
                       sum(result.seconds for result in results))
    print(f"mutants: {caught} of {len(results)} caught, "
          f"{seconds / max(1, len(results)):.1f} s a mutant")
