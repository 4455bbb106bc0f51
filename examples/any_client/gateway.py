"""A gateway that is no part of the ledger: a program, a Kafka client, and ledger.proto.

    ops/python examples/any_client/gateway.py --brokers HOST:PORT

It creates an organization with a key and credits, reserves a call, settles it, and sends the
reservation once more, as a gateway does that never heard of its append. Each answer is read from
the outcomes, found by its event_id. With --print-records nothing is sent: the records are printed,
`ORG<TAB>HEX` a line, for another client to send.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import uuid

import confluent_kafka as kafka

PROTO = pathlib.Path(__file__).resolve().parents[2] / "events" / "wire" / "ledger.proto"
PARTITIONS = 16
USD = 1_000_000_000  # in nano-units

# What decides about correctness; the rest of a client's settings is its own affair.
PRODUCER = {"partitioner": "murmur2", "acks": "all", "enable.idempotence": True, "linger.ms": 0}
CONSUMER = {"isolation.level": "read_committed", "enable.auto.commit": False, "group.id": "unused"}


def ledger_classes():
    """The module that protoc makes of ledger.proto."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["protoc", f"--proto_path={PROTO.parent}", f"--python_out={folder}",
                        PROTO.name], check=True)
        sys.path.insert(0, folder)
        try:
            import ledger_pb2
        finally:
            sys.path.remove(folder)
    return ledger_pb2


wire = ledger_classes()


def envelope(org, payload, event_id=None, **fields):
    """A record: its organization, its event_id (fresh if none is given), and one payload."""
    record = wire.EventEnvelope(event_id=(event_id or uuid.uuid4()).bytes, org_id=org,
                                producer="any-client", occurred_at=int(time.time() * 1000))
    part = getattr(record, payload)
    part.SetInParent()  # a payload without fields is one, too
    part.MergeFrom(type(part)(**fields))
    return record


def a_call(org, reservation):
    """All that one paid call takes, from an organization that does not exist yet."""
    key = hashlib.sha256(b"the caller's secret").digest()
    reserve = envelope(org, "reservation_requested", reservation_id=reservation, key_id="key-1",
                       model="gpt-4o", amount_nano=USD // 2)
    return [
        envelope(org, "organization_created", name="Any client", currency="USD"),
        envelope(org, "key_created", key_id="key-1", key_sha256=key, requests_per_minute=60),
        envelope(org, "credit_granted", grant_id="first", kind=wire.CREDIT_KIND_PURCHASED,
                 amount_nano=10 * USD),
        reserve,
        envelope(org, "reservation_settled", reservation_id=reservation, cost_nano=USD // 8),
        reserve,
    ]


class Gateway:
    """Appends to NAME.events and reads NAME.outcomes, from their end as it is now."""

    def __init__(self, brokers, prefix):
        self.events, self.outcomes = f"{prefix}.events", f"{prefix}.outcomes"
        self.producer = kafka.Producer({"bootstrap.servers": brokers, **PRODUCER})
        self.consumer = kafka.Consumer({"bootstrap.servers": brokers, **CONSUMER})
        parts = [kafka.TopicPartition(self.outcomes, number) for number in range(PARTITIONS)]
        for part in parts:
            part.offset = self.consumer.get_watermark_offsets(part, timeout=10)[1]
        self.consumer.assign(parts)

    def append(self, record, at=None):
        """Where it lies. Sent again, with the same ids, until the cluster says so."""
        headers = {} if at is None else {"nemo-at": at}
        reports = []
        while not reports or reports[-1][0] is not None:
            # Even a record that was reported as failed may be on the log: the ids tell.
            self.producer.produce(self.events, key=record.org_id, headers=headers,
                                  value=record.SerializeToString(),
                                  on_delivery=lambda *report: reports.append(report))
            self.producer.flush()
        return f"{reports[-1][1].partition()}/{reports[-1][1].offset()}"

    def lines_at(self, position, seconds=10):
        """All outcome lines of the record at this position, those that time caused first."""
        partition, offset = map(int, position.split("/"))
        lines, deadline = [], time.monotonic() + seconds
        while time.monotonic() < deadline:
            message = self.consumer.poll(0.1)
            if message is None or message.error() or message.partition() != partition:
                continue
            headers = dict(message.headers())
            if int(headers["nemo-source-offset"]) == offset:
                lines.append(json.loads(message.value()))
                if headers["nemo-line"] == headers["nemo-last-line"]:
                    return lines
        raise TimeoutError(f"no outcome of {position}: is there a node, `nemo-ledger serve`?")

    def ask(self, record, at=None):
        """The answer to a record."""
        event_id = str(uuid.UUID(bytes=record.event_id))
        lines = self.lines_at(self.append(record, at))
        return next(line for line in lines if line.get("event_id") == event_id)


def usd(nano):
    whole, part = divmod(abs(int(nano)), USD)
    return f"{'-' if int(nano) < 0 else ''}{whole}.{part:09} USD"


def readable(payload, line):
    detail, available = line["detail"], line["balance"]["available_nano"]
    more = ""
    if "first" in detail:
        more = f", first answered {detail['first']['outcome']} at {detail['first']['position']}"
    return (f"{line['position']:8} {payload:22} {line['outcome']:10} "
            f"{usd(available)} available{more}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brokers", metavar="HOST:PORT[,HOST:PORT]")
    parser.add_argument("--topic-prefix", default="ledger", metavar="NAME")
    parser.add_argument("--org", default=f"any-{uuid.uuid4().hex[:8]}")
    parser.add_argument("--print-records", action="store_true")
    options = parser.parse_args()
    records = a_call(options.org, "call-1")
    if options.print_records:
        for record in records:
            print(record.org_id, record.SerializeToString().hex(), sep="\t")
        return
    if not options.brokers:
        parser.error("--brokers is missing")
    gateway = Gateway(options.brokers, options.topic_prefix)
    for record in records:
        print(readable(record.WhichOneof("payload"), gateway.ask(record)), flush=True)


if __name__ == "__main__":
    main()
