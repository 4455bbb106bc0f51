"""Asks brokers of this machine, in Kafka's own protocol, whether they can serve.

  probe.py CLUSTER_ID ID:PORT...
  probe.py --wait SECONDS CLUSTER_ID ID:PORT:PID...

Ready is a broker of this cluster that is unfenced, whose partitions have leaders, and behind which
a controller answers; a port that listens says nothing of that. With --wait it asks again until all
are ready and see each other, and gives up when a process ends. Prints `ID ready` or `ID REASON` for
each; exit status 0 if all are ready, else 1.
"""

import pathlib
import socket
import struct
import sys
import time

ANSWER_SECONDS_MAX = 1.0
PAUSE_SECONDS = 0.05
SECONDS_BETWEEN_SIGNS_OF_LIFE = 10

# keys and versions of the requests, and the topic that DescribeQuorum is asked about
METADATA, METADATA_VERSION = 3, 2
DESCRIBE_QUORUM, DESCRIBE_QUORUM_VERSION = 55, 0
METADATA_TOPIC = b"__cluster_metadata"

ANOTHER_CLUSTER = "another cluster answers on its port"  # waiting does not help


class NotReady(Exception):
    """Why a broker is not ready."""


class Reader:
    """Walks over an answer's bytes."""

    def __init__(self, content):
        self.content, self.at = content, 0

    def take(self, form):
        values = struct.unpack_from(">" + form, self.content, self.at)
        self.at += struct.calcsize(">" + form)
        return values if len(values) > 1 else values[0]

    def text(self):
        length = max(self.take("h"), 0)
        self.at += length
        return self.content[self.at - length:self.at].decode()

    def array(self, item):
        return [item() for _ in range(self.take("i"))]


def ask(stream, key, version, body):
    header = struct.pack(">hhih", key, version, 1, 5) + b"probe"
    stream.write(struct.pack(">i", len(header) + len(body)) + header + body)
    stream.flush()
    length = struct.unpack(">i", stream.read(4))[0]
    answer = Reader(stream.read(length))
    answer.take("i")  # the number of the request
    return answer


def expect_metadata(stream, cluster_id, broker_id, others):
    answer = ask(stream, METADATA, METADATA_VERSION, struct.pack(">i", -1))
    alive = {broker for broker, _, _, _ in answer.array(
        lambda: (answer.take("i"), answer.text(), answer.take("i"), answer.text()))}
    if answer.text() != cluster_id:
        raise NotReady(ANOTHER_CLUSTER)
    answer.take("i")
    for broker in [broker_id, *others]:
        if broker not in alive:
            raise NotReady("is fenced" if broker == broker_id else f"does not see broker {broker}")

    def partition():
        _, number, leader = answer.take("hii")
        replicas = answer.array(lambda: answer.take("i"))
        answer.array(lambda: answer.take("i"))
        return number, leader, replicas

    for _, topic, _, partitions in answer.array(
            lambda: (answer.take("h"), answer.text(), answer.take("b"), answer.array(partition))):
        for number, leader, replicas in partitions:
            if broker_id in replicas and leader not in alive:
                raise NotReady(f"partition {topic}-{number} has no leader")


def expect_controller(stream):
    """The broker passes this question on: a controller that leads alone can answer it."""
    partition = struct.pack(">i", 0) + b"\0"
    topic = bytes([len(METADATA_TOPIC) + 1]) + METADATA_TOPIC + b"\2" + partition + b"\0"
    try:
        answer = ask(stream, DESCRIBE_QUORUM, DESCRIBE_QUORUM_VERSION,
                     b"\0" + b"\2" + topic + b"\0")
    except TimeoutError:
        raise NotReady("no controller answers it") from None
    answer.take("b")
    if answer.take("h") != 0:
        raise NotReady("no controller leads")


def why_not(cluster_id, broker, others):
    """Why the broker, (id, port, pid or None), is not ready; None if it is."""
    try:
        with socket.create_connection(("127.0.0.1", broker[1]), ANSWER_SECONDS_MAX) as connection:
            with connection.makefile("rwb") as stream:
                expect_metadata(stream, cluster_id, broker[0], others)
                expect_controller(stream)
    except NotReady as reason:
        return str(reason)
    except (OSError, struct.error):
        return "does not answer"
    return None


def ended(pid):
    """A process that has ended and was not waited for has an empty command line."""
    try:
        return not pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True


def wait(cluster_id, brokers, seconds):
    started = said = time.monotonic()
    while True:
        answers = {broker[0]: why_not(cluster_id, broker, [other[0] for other in brokers])
                   for broker in brokers}
        dead = {number: "its process has ended" for number, _, pid in brokers if ended(pid)}
        now = time.monotonic()
        if (dead or not any(answers.values()) or ANOTHER_CLUSTER in answers.values()
                or now - started > seconds):
            return answers | dead
        if now - said >= SECONDS_BETWEEN_SIGNS_OF_LIFE:
            said = now
            waiting = [f"broker {number} {reason}" for number, reason in answers.items() if reason]
            print(f"ops/kafka: {int(now - started)} s: {', '.join(waiting)}", file=sys.stderr)
        time.sleep(PAUSE_SECONDS)


def main(arguments):
    seconds = None
    if arguments[0] == "--wait":
        seconds, arguments = float(arguments[1]), arguments[2:]
    cluster_id, brokers = arguments[0], []
    for word in arguments[1:]:
        number, port, *pid = word.split(":")
        brokers.append((int(number), int(port), pid[0] if pid else None))
    if seconds is None:
        answers = {broker[0]: why_not(cluster_id, broker, []) for broker in brokers}
    else:
        answers = wait(cluster_id, brokers, seconds)
    for number, reason in answers.items():
        print(number, reason or "ready")
    return 1 if any(answers.values()) else 0


sys.exit(main(sys.argv[1:]))
