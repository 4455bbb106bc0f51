#!/usr/bin/env python3
"""Thousands of connections that never get on, and one honest client beside them.

    tests/api_long/slow_clients.py --connections 2000 --seconds 120
    tests/api_long/slow_clients.py --connections 2000 --seconds 120 --addresses 1

Mute ones, slow handshakes, idle ones, slow heads, slow bodies, large bodies that miss a byte, and
slow readers, from as many loopback addresses as are named: from one alone, most are refused by the
cap of an address. The honest client's p99 must stay within --factor of what it was before them,
memory must not grow while they are there, and every descriptor must come back. Linux takes all of
127.0.0.0/8 for its own.
"""

import argparse
import multiprocessing
import resource
import sys
import time

from logs import Organization, Service, fresh, wait_until
from slow_crowd import COMING_SECONDS, Crowd

PAUSE_SECONDS = 0.002  # of the honest client, between two calls
CALM_SECONDS = 10  # before they come
NOISE_S = 0.001  # by which any two measurements may differ
GROWTH_BYTES_MAX = 16 << 20


class Honest:
    """Reserves and reads in turn, times it, and looks at the service's memory."""

    def __init__(self, org):
        self.org, self.caller = org, org.service.caller(org.key)

    def measure(self, seconds):
        """{what: p99 in seconds}"""
        times = {"reserve": [], "balance": []}
        self.memory = 0
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            times["reserve"].append(self.time(
                "POST", "/v1/reservations",
                {"model": "gpt-4o", "amount": "0.000000001", "ttl_ms": 1000}))
            times["balance"].append(self.time("GET", "/v1/balance"))
            self.memory = max(self.memory, memory(self.org.service.process.pid))
        return {what: sorted(taken)[len(taken) * 99 // 100] for what, taken in times.items()}

    def time(self, *request):
        time.sleep(PAUSE_SECONDS)
        began = time.perf_counter()
        answer = self.caller.ask(*request, attempts=1)
        taken = time.perf_counter() - began
        assert answer.status in (200, 201), answer
        return taken


def crowd(service, options, key, said):
    """The process of those that are slow."""
    addresses = [f"127.0.0.{2 + i}" for i in range(options.addresses)]
    members = Crowd(service, options.connections, addresses, key)
    members.run(time.monotonic() + COMING_SECONDS + options.seconds)
    said.send((len(members.of), dict(members.came), dict(members.ended)))
    members.close()


def descriptors(port):
    """Of connections to the port, as its owner has them."""
    with open("/proc/net/tcp") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[9] != "0" for row in rows)


def memory(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def measure(service, options):
    org = Organization(service, fresh("honest"))
    honest = Honest(org)
    honest.measure(1)
    rest = descriptors(service.port)
    calm = honest.measure(min(CALM_SECONDS, options.seconds))
    hear, said = multiprocessing.Pipe()
    process = multiprocessing.Process(target=crowd, args=(service, options, org.key, said))
    process.start()
    honest.measure(COMING_SECONDS)
    busy, memories, there = [], [], []
    for _ in range(2):
        there.append(descriptors(service.port) - rest)
        busy.append(honest.measure(options.seconds / 2))
        memories.append(honest.memory)
    print(f"{there} of {options.connections} connections open in each half; in the end, came, "
          f"ended: {hear.recv()}")
    process.join()
    wait_until(lambda: descriptors(service.port) <= rest, 30)
    return calm, busy, memories


def judge(options, calm, busy, memories):
    print(f"resident at most: {memories[0] >> 20} MiB in the first half, "
          f"{memories[1] >> 20} in the second")
    for what, before in calm.items():
        worst = max(half[what] for half in busy)
        print(f"{what} p99: {before * 1e3:.2f} ms before, {worst * 1e3:.2f} ms during")
        assert worst <= before * options.factor + NOISE_S, f"{what} waits too long"
    assert memories[1] - memories[0] < GROWTH_BYTES_MAX, "memory grows"


def held(service, options):
    """Whether this time everything stayed within its bounds."""
    try:
        judge(options, *measure(service, options))
    except AssertionError as failure:
        print(f"not this time: {failure}", flush=True)
        return False
    return True


def run(options):
    service = Service(log=None)
    try:
        assert any(held(service, options) for _ in range(options.attempts)), "see above"
        status = service.stop()
        assert status == 0, f"it ended with {status}: {service.errors()}"
    finally:
        service.remove()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--addresses", type=int, default=4)
    parser.add_argument("--factor", type=float, default=2)
    parser.add_argument("--attempts", type=int, default=1, help="where others use the machine")
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        run(options)
    except AssertionError as failure:
        sys.exit(f"FAILED: {failure}")


if __name__ == "__main__":
    main()
