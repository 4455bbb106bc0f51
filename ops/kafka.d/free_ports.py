"""Ports of 127.0.0.1 on which nothing listens.

  free_ports.py choose N       prints N, one a line
  free_ports.py taken PORT...  prints those on which something listens

Chosen are none of those that the system gives to outgoing connections: a client that keeps asking
for a broker that is away could be given the broker's own port, and the broker could not come back.
"""

import itertools
import pathlib
import random
import socket
import sys

LOWEST = 10000
OUTGOING = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def is_free(port):
    """As a broker would find out: remains of closed connections are no hindrance."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def choose(count):
    first, last = map(int, OUTGOING.read_text().split())
    ports = [port for port in range(LOWEST, 65536) if not first <= port <= last]
    random.shuffle(ports)
    return list(itertools.islice(filter(is_free, ports), count))


def main(command, *numbers):
    if command == "choose":
        ports = choose(int(numbers[0]))
    else:
        ports = [port for port in map(int, numbers) if not is_free(port)]
    print("\n".join(map(str, ports)))


main(*sys.argv[1:])
