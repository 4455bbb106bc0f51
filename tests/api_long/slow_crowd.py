"""Thousands of slow connections, driven by one thread."""

import collections
import heapq
import select
import time

COMING_SECONDS = 10  # until everybody has come, so that it is no wave
PACE_SECONDS = 2  # between two bytes
AGAIN_SECONDS = 0.2  # until one that was ended comes again


class Crowd:
    """So many of some kinds, spread over some addresses. Thread rule: one thread."""

    def __init__(self, service, kinds, count, addresses, key):
        self.members = [kinds[i % len(kinds)](service, addresses[i // len(kinds) % len(addresses)],
                                              key) for i in range(count)]
        self.poll = select.epoll()
        self.of = {}  # by descriptor
        self.came, self.ended = collections.Counter(), collections.Counter()
        self.due = []  # (when, number): whose turn it is
        for number, member in enumerate(self.members):
            member.number = number
            self.plan(member, COMING_SECONDS * number / count)

    def plan(self, member, seconds):
        member.due = time.monotonic() + seconds
        heapq.heappush(self.due, (member.due, member.number))

    def run(self, until):
        while (now := time.monotonic()) < until:
            while self.due[0][0] <= now:
                when, number = heapq.heappop(self.due)
                if when == self.members[number].due:
                    self.plan(self.members[number], PACE_SECONDS)
                    self.attempt(self.members[number], self.turn)
            wait = max(0, min(until, self.due[0][0]) - now)
            for descriptor, _ in self.poll.poll(wait):
                self.attempt(self.of[descriptor], self.receive)

    def attempt(self, member, step):
        try:
            step(member)
        except BlockingIOError:
            pass
        except OSError:  # of TLS, too
            self.end(member)

    def turn(self, member):
        if member.socket is not None:
            return member.turn()
        self.came[type(member).__name__] += 1
        member.open()
        self.of[member.socket.fileno()] = member
        self.poll.register(member.socket, select.EPOLLIN)

    def receive(self, member):
        member.receive()
        if member.ready and not member.reads:
            self.poll.unregister(member.socket)

    def end(self, member):
        self.ended[type(member).__name__] += 1
        self.of.pop(member.socket.fileno(), None)
        member.socket.close()
        member.socket = None
        self.plan(member, AGAIN_SECONDS)

    def close(self):
        for member in list(self.members):
            if member.socket:
                member.socket.close()
        self.poll.close()
