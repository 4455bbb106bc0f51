"""Plants each bug of the tables in a copy of the source and asks the judges whether they see it."""

import argparse
import os
import queue
import signal
import sys
import threading
import time
from typing import NamedTuple

from judges import JUDGES, SECONDS_MAX, TIMES_SLOWER_MAX, ask
from report import Progress, caught_enough, print_table, write_files
from table import ROOT, TableFault, all_mutants, read_table
from workshop import BuildFault, Workshop, source_files, stop_all

FAILED_TO_START = 70


class Result(NamedTuple):
    mutant: object
    judge: str  # "" where nobody saw it
    by_what: str
    seconds: float


class Trial:
    """The judges that can be built, and how long each takes without a bug."""

    def __init__(self, workshops, left_out):
        self.workshops, self.left_out = workshops, left_out
        self.judges, self.limits = [], {}

    def prepare(self):
        source = {path: ((ROOT / path).read_bytes(), (ROOT / path).stat().st_mode & 0o777)
                  for path in source_files()}
        for workshop in self.workshops:
            workshop.refresh(source)
            workshop.configure()
            workshop.make_records()
        known = self.workshops[0].targets()
        self.judges = [judge for judge in JUDGES
                       if set(judge.programs) <= known and judge.name not in self.left_out]
        programs = sorted({name for judge in self.judges for name in judge.programs})
        print(f"mutants: building {', '.join(programs)}", flush=True)
        for workshop in self.workshops:  # after the first everything is in the compiler's cache
            jobs, workshop.jobs = workshop.jobs, os.cpu_count()
            workshop.make(programs)
            workshop.jobs = jobs
            workshop.remember_programs(programs)

    def prove_baseline(self):
        """Without a bug every judge is silent."""
        for judge in self.judges:
            verdict = ask(judge, self.workshops[0])
            print(f"  no bug: {judge.name}: {'FAILS' if verdict.caught else 'silent'}, "
                  f"{verdict.seconds:.1f} s", flush=True)
            if verdict.caught:
                raise BuildFault(f"{judge.name} fails without a bug: {verdict.by_what}")
            self.limits[judge.name] = min(SECONDS_MAX, 20 + TIMES_SLOWER_MAX * verdict.seconds)

    def prove_judges_see(self, canaries):
        """Every judge sees a canary; gives the names of those that see none."""
        blind = {judge.name for judge in self.judges}
        for canary in canaries:
            seen = []
            before = self.workshops[0].plant(canary)
            try:
                for judge in self.judges:
                    verdict = self.ask_built(judge, self.workshops[0])
                    if verdict and verdict.caught:
                        seen.append(judge.name)
            finally:
                self.workshops[0].take_out(before)
            blind -= set(seen)
            print(f"  {canary.name}: seen by {', '.join(seen) or 'NOBODY'}", flush=True)
        return blind

    def ask_built(self, judge, workshop):
        """A judge's verdict; None where the bug is no part of its programs."""
        workshop.make(judge.programs)
        if not workshop.differs(judge.programs):
            return None
        return ask(judge, workshop, self.limits[judge.name])

    def try_one(self, mutant, workshop):
        started = time.monotonic()
        asked = 0
        before = workshop.plant(mutant)
        try:
            for judge in self.judges:
                verdict = self.ask_built(judge, workshop)
                asked += verdict is not None
                if verdict and verdict.caught:
                    return Result(mutant, judge.name, verdict.by_what, time.monotonic() - started)
        except BuildFault as fault:
            raise TableFault(f"{mutant.name} does not compile:\n{fault}") from fault
        finally:
            workshop.take_out(before)
        why = f"{asked} judges are silent" if asked else "no program is another one with it"
        return Result(mutant, "", why, time.monotonic() - started)


def try_all(trial, mutants):
    """Results in the order of the mutants; faults of the table are told, and end it."""
    left, results, faults = queue.SimpleQueue(), {}, []
    progress = Progress(len(mutants), len(trial.workshops))
    for mutant in mutants:
        left.put(mutant)

    def work(workshop):
        while not left.empty():
            try:
                mutant = left.get_nowait()
            except queue.Empty:
                return
            try:
                results[mutant.name] = trial.try_one(mutant, workshop)
                progress.tell(results[mutant.name])
            except TableFault as fault:
                faults.append(str(fault))
                print(f"FAULT: {fault}", flush=True)

    threads = [threading.Thread(target=work, args=(shop,)) for shop in trial.workshops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[mutant.name] for mutant in mutants if mutant.name in results], faults


def chosen_mutants(names):
    """Those whose names begin with one of `names`; all without any."""
    known = all_mutants()
    chosen = [mutant for mutant in known
              if not names or any(mutant.name.startswith(name) for name in names)]
    if not chosen:
        raise TableFault(f"no mutant's name begins with {' or '.join(names)}; --list shows them")
    for mutant in known + read_table("canary"):
        mutant.edited(ROOT)
    return chosen


def read_options():
    options = argparse.ArgumentParser(prog="ops/mutants", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help="these, or those that begin so")
    options.add_argument("--list", action="store_true", help="the mutants")
    options.add_argument("--no-canaries", action="store_true", help="the judges are known to see")
    options.add_argument("--without", action="append", default=[], metavar="JUDGE")
    options.add_argument("--copies", type=int, default=os.cpu_count(), help="tried at a time")
    options.add_argument("--folder", default=str(ROOT / "build" / "mutants"))
    return options.parse_args()


def run(asked):
    mutants = chosen_mutants(asked.names)
    if asked.list:
        for mutant in mutants:
            print(f"{mutant.kind:6} {mutant.name:44} {mutant.means}")
        return 0
    copies = max(1, min(asked.copies, len(mutants)))
    trial = Trial([Workshop(f"{asked.folder}/copy-{number}", 1) for number in range(copies)],
                  asked.without)
    trial.prepare()
    trial.prove_baseline()
    if not asked.no_canaries:
        blind = trial.prove_judges_see(read_table("canary"))
        if blind:
            print(f"mutants: blind: {', '.join(sorted(blind))}: no canary was seen")
            return 1
    results, faults = try_all(trial, mutants)
    write_files(results, asked.folder)
    print_table(results)
    if faults or len(results) < len(mutants):
        raise TableFault(f"{len(mutants) - len(results)} could not be tried: see above")
    return 0 if caught_enough(results) else 1


def main():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_all)
    try:
        return run(read_options())
    except TableFault as fault:
        print(f"mutants: the table is wrong: {fault}", file=sys.stderr)
        return 2
    except BuildFault as fault:
        print(f"mutants: {fault}", file=sys.stderr)
        return FAILED_TO_START


if __name__ == "__main__":
    sys.exit(main())
