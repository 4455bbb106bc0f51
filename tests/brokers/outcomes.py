"""Outcomes as they stand on the topic, and what must be true of all of them together."""

import hashlib
import json
import time


class Outcome:
    """One line of NAME.outcomes, with its headers."""

    def __init__(self, message):
        headers = {name: value.decode() for name, value in message.headers()}
        self.partition = message.partition()
        self.key = (message.key() or b"").decode()
        self.text = message.value().decode()
        self.said = json.loads(self.text)
        self.source = int(headers["nemo-source-offset"])
        self.line = int(headers["nemo-line"])
        self.last_line = int(headers["nemo-last-line"])
        self.sha256 = headers["nemo-source-sha256"]

    @property
    def name(self):
        return self.said["outcome"]

    @property
    def event_id(self):
        return self.said.get("event_id")


def faults_of(published, events):
    """What is not as it must be; `events` are the messages of the log. Both a list a partition."""
    faults = []
    for partition, (lines, records) in enumerate(zip(published, events)):
        expected = (0, 0)
        for line in lines:
            place = f"{partition}/{line.source} line {line.line}"
            if (line.source, line.line) != expected:
                faults.append(f"{place} comes where {expected} must")
            if line.source < len(records):
                bytes_ = records[line.source].value() or b""
                if hashlib.sha256(bytes_).hexdigest() != line.sha256:
                    faults.append(f"{place}: another record's SHA-256")
            if line.key != line.said.get("org_id", ""):
                faults.append(f"{place}: its key is {line.key!r}")
            ended = line.line == line.last_line
            expected = (line.source + 1, 0) if ended else (line.source, line.line + 1)
        if expected != (len(records), 0):
            faults.append(f"{partition}: ends before {expected}, the log has {len(records)}")
    return faults


def all_published(ledger, seconds=30):
    """The outcomes, once there is one of the last record of each partition."""
    deadline = time.monotonic() + seconds
    while True:
        ends, published = ledger.ends(), ledger.published()
        if all(end == 0 or (lines and lines[-1].source == end - 1)
               for end, lines in zip(ends, published)):
            return published
        if time.monotonic() > deadline:
            shown = [(number, end, lines[-1].source if lines else None)
                     for number, (end, lines) in enumerate(zip(ends, published)) if end]
            raise AssertionError(f"not published within {seconds} s: (partition, end, last) "
                                 f"{shown}")
        time.sleep(0.1)


def check(ledger, seconds=30):
    """Waits until all is published, and holds it against the log; the outcomes."""
    published = all_published(ledger, seconds)
    events = ledger.read(ledger.events, **{"isolation.level": "read_uncommitted"})
    faults = faults_of(published, events)
    if faults:
        raise AssertionError(f"{len(faults)} faults of {ledger.outcomes}: {faults[:5]}")
    return published
