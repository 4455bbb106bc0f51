#!/usr/bin/env python3
"""Thousands of connections that never get on, and one honest client beside them.

    tests/api_long/slow_clients.py --connections 2000 --seconds 120
    tests/api_long/slow_clients.py --connections 2000 --seconds 120 --addresses 1

Mute ones, slow handshakes, idle ones, slow heads, slow bodies, large bodies that miss a byte, and
slow readers, then slow readers alone, from as many loopback addresses as are named: from one alone,
most are refused by the cap of an address. The honest client's p99 must stay within --factor of what
it was before them. Memory must not grow while they are there, and not be more than before them by
more than their TLS takes and the bodies that they have sent. Every descriptor must come back. Linux
takes all of 127.0.0.0/8 for its own.
"""

import argparse
import multiprocessing
import resource
import socket
import sys
import time

from logs import Organization, Service, fresh, wait_until
from slow_connections import FAT_BYTES, KINDS, FatBody, SlowReader
from slow_crowd import COMING_SECONDS, Crowd

PAUSE_SECONDS = 0.002  # of the honest client, between two calls
CALM_SECONDS = 10  # before they come
NOISE_S = 0.001  # by which any two measurements may differ
GROWTH_BYTES_MAX = 16 << 20
RECORD_BYTES = 32 << 10  # of TLS, twice, on its way: idle connections have none
IDLE = 100  # connections, to see what TLS takes
CROWDS = {"everybody": KINDS, "readers": [SlowReader]}


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
    members = Crowd(service, CROWDS[options.crowd], options.connections, addresses, key)
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


def tls_bytes(service):
    """That a connection takes which does nothing."""
    before = memory(service.process.pid)
    idle = [service.tls.wrap_socket(socket.create_connection(("127.0.0.1", service.port)),
                                    server_hostname="127.0.0.1") for _ in range(IDLE)]
    taken = memory(service.process.pid) - before
    for one in idle:
        one.close()
    return taken // IDLE


def memory_max(options, tls):
    """That the crowd may take."""
    kinds = CROWDS[options.crowd]
    bodies = options.connections * kinds.count(FatBody) // len(kinds)
    return (GROWTH_BYTES_MAX + options.connections * (tls + RECORD_BYTES) +
            bodies * 2 * FAT_BYTES)  # a body's room doubles while it comes


def measure(service, options):
    org = Organization(service, fresh("honest"))
    honest = Honest(org)
    honest.measure(1)
    rest = descriptors(service.port)
    calm = honest.measure(min(CALM_SECONDS, options.seconds))
    memories = [honest.memory]
    hear, said = multiprocessing.Pipe()
    process = multiprocessing.Process(target=crowd, args=(service, options, org.key, said))
    process.start()
    honest.measure(COMING_SECONDS)
    busy, there = [], []
    for _ in range(2):
        there.append(descriptors(service.port) - rest)
        busy.append(honest.measure(options.seconds / 2))
        memories.append(honest.memory)
    print(f"{there} of {options.connections} connections open in each half; in the end, came, "
          f"ended: {hear.recv()}")
    process.join()
    wait_until(lambda: descriptors(service.port) <= rest, 30)
    return calm, busy, memories


def judge(options, tls, calm, busy, memories):
    alone, first, second = memories
    print(f"resident at most: {alone >> 20} MiB before, {first >> 20} in the first half, "
          f"{second >> 20} in the second; an idle connection takes {tls >> 10} KiB")
    for what, before in calm.items():
        worst = max(half[what] for half in busy)
        print(f"{what} p99: {before * 1e3:.2f} ms before, {worst * 1e3:.2f} ms during")
        assert worst <= before * options.factor + NOISE_S, f"{what} waits too long"
    assert second - first < GROWTH_BYTES_MAX, "memory grows"
    allowed = memory_max(options, tls)
    assert second - alone < allowed, f"they take more than {allowed >> 20} MiB"


def held(options):
    """Whether this time everything stayed within its bounds, in a process that has kept no memory
    of others yet."""
    service = Service(log=None)
    try:
        judge(options, tls_bytes(service), *measure(service, options))
        status = service.stop()
        assert status == 0, f"it ended with {status}: {service.errors()}"
    except AssertionError as failure:
        print(f"not this time: {failure}", flush=True)
        return False
    finally:
        service.remove()
    return True


def run(options):
    for options.crowd in CROWDS:
        print(options.crowd, flush=True)
        assert any(held(options) for _ in range(options.attempts)), "see above"


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
