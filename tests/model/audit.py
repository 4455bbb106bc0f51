#!/usr/bin/env python3
"""The model as a judge beside a running program, spoken to by lines.

    make SEED COUNT PROFILE    answers COUNT random records, a line each
    judge COUNT                then for each of COUNT records, partition by partition, in order:
                                 PARTITION LINES TIME, the log's, in milliseconds
                                 read RECORD, its NDJSON; or unreadable ORG_ID
                                 LINES outcome lines
                               answers `agreed`, or what differs first
"""

import json
import sys
from types import SimpleNamespace

import catalogue
from calendar_utc import partition_of
from catalogue import BROADCAST, Wrong
from compare import comparable, differences
from generate import Generator
from ledger_model import Model, Outcome


FIRST_KEYS = 4  # worlds are short: traffic shall come soon


class Judge(Model):
    """The model, record by record as they lie on the log."""

    def apply_in(self, number, at, told):
        """The lines of a record in a partition; a copy of a broadcast is decided by itself."""
        way, _, text = told.partition(b" ")
        if way != b"read":
            return [self.malformed_in(number, text.decode())]
        record = catalogue.read_record(text)
        if type(record) is Wrong or self.is_astray(number, record):
            return [self.malformed_in(number, record.org_id)]
        record.at = at
        lines = [line for *_, line in self.enter(self.partitions[number], record)]
        return lines + self.take(record)

    def is_astray(self, number, record):
        return record.kind not in BROADCAST and partition_of(record.org_id) != number

    def malformed_in(self, number, org_id):
        return self.malformed(SimpleNamespace(reason="?", event_id=None, org_id=org_id), number)

    def rules_activated(self, org, given):
        # Which rules a program knows is its own affair: those so far decide alike.
        return Outcome("accepted")


def judge(count, read):
    judged, verdict = Judge(), None
    for _ in range(count):
        number, lines, at = map(int, read().split())
        told = read()
        got = [json.loads(read()) for _ in range(lines)]
        if verdict is None:
            verdict = first_difference(judged.apply_in(number, at, told), told, got)
    return verdict or "agreed"


def first_difference(expected, told, got):
    told = told.decode(errors="backslashreplace")
    if len(expected) != len(got):
        return f"{len(expected)} lines expected, {len(got)} given; {told}; {expected}; {got}"
    for wanted, given in zip(map(comparable, expected), map(comparable, got)):
        names = differences(wanted, given)
        if names:
            values = ", ".join(f"{n}: {wanted.get(n)} but {given.get(n)} given" for n in names)
            return f"{given.get('position')}: {values}; {told}"
    return None


def main():
    read = lambda: sys.stdin.buffer.readline()[:-1]
    while command := read().decode():
        name, *words = command.split()
        if name == "make":
            for line in Generator(words[0], int(words[1]), words[2], FIRST_KEYS).lines():
                sys.stdout.buffer.write(line + b"\n")
        else:
            print(judge(int(words[0]), read))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
