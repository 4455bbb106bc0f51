"""Clients who ask at the same moment: requests are encrypted first, then sent as one volley."""

import select
import socket
import ssl
import statistics

from messages import Answer


READ_BYTES = 65536
ANSWER_SECONDS = 30


class Racer:
    """One connection over TLS, kept alive, whose reads and writes are the caller's to time."""

    def __init__(self, service, local=None):
        """`local`: the address that it comes from."""
        self.socket = socket.create_connection(
            ("127.0.0.1", service.port), ANSWER_SECONDS, (local, 0) if local else None)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.inwards, self.outwards = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = service.tls.wrap_bio(self.inwards, self.outwards, server_hostname="127.0.0.1")
        self.plain = bytearray()
        self._shake_hands()

    def _shake_hands(self):
        while True:
            try:
                self.tls.do_handshake()
                return self.socket.sendall(self.outwards.read())
            except ssl.SSLWantReadError:
                self.socket.sendall(self.outwards.read())
                self._receive()

    def _receive(self):
        data = self.socket.recv(READ_BYTES)
        if not data:
            raise ConnectionResetError("the service has closed the connection")
        self.inwards.write(data)

    def load(self, request):
        """All of it goes out but the last byte, without which nothing can be decrypted."""
        self.tls.write(request.bytes)
        sealed = self.outwards.read()
        self.socket.sendall(sealed[:-1])
        self.last = sealed[-1:]

    def fire(self):
        self.socket.send(self.last)

    def answer(self):
        """Takes what has arrived; None while the answer is not whole."""
        self._receive()
        try:
            while True:
                self.plain += self.tls.read(READ_BYTES)
        except ssl.SSLWantReadError:
            pass
        head, found, rest = bytes(self.plain).partition(b"\r\n\r\n")
        if not found:
            return None
        answer = Answer(head, rest)
        if len(rest) < int(answer.fields.get("content-length", 0)):
            return None
        self.plain.clear()
        return answer

    def close(self):
        self.socket.close()


class Racers:
    """So many connections, spread evenly over the services. Thread rule: one thread."""

    def __init__(self, services, count):
        self.racers = [Racer(services[i % len(services)]) for i in range(count)]
        self.by_descriptor = {racer.socket.fileno(): i for i, racer in enumerate(self.racers)}
        self.poll = select.poll()
        for racer in self.racers:
            self.poll.register(racer.socket, select.POLLIN)
        self.asked_again = 0
        self.unanswered = []  # of each race: how many had no answer yet when the last was sent

    def volley(self, requests):
        """The answers to at most one request a racer, all on their way at the same time."""
        racers = self.racers[:len(requests)]
        for racer, request in zip(racers, requests):
            racer.load(request)
        for racer in racers:
            racer.fire()
        self.overlap = len(racers) - len(self.poll.poll(0))
        return self._collect(len(racers))[:len(racers)]

    def race(self, requests):
        """The same, of everybody, and counted. Each has an id, so that whoever the ledger could
        not answer in time asks once more."""
        answers = self.volley(requests)
        self.unanswered.append(self.overlap)
        for number, answer in enumerate(answers):
            if answer.status == 503:
                self.asked_again += 1
                self.racers[number].load(requests[number])
                self.racers[number].fire()
                answers[number] = self._collect(1)[number]
        return answers

    def _collect(self, count):
        """So many answers, by the number of the racer."""
        answers, left = [None] * len(self.racers), count
        while left:
            ready = self.poll.poll(ANSWER_SECONDS * 1000)
            if not ready:
                raise AssertionError(f"{left} of {count} requests are not answered")
            for descriptor, _ in ready:
                number = self.by_descriptor[descriptor]
                answer = self.racers[number].answer()
                if answer is not None:
                    answers[number], left = answer, left - 1
        return answers

    def all(self, requests):
        """The answers to any number of requests, in order."""
        answers, size = [], len(self.racers)
        for begin in range(0, len(requests), size):
            answers += self.volley(requests[begin:begin + size])
        return answers

    def at_once(self):
        """Of `unanswered`: the median, the tenth part and the least."""
        counts = sorted(self.unanswered)
        return statistics.median(counts), counts[len(counts) // 10], counts[0]

    def close(self):
        for racer in self.racers:
            racer.close()
