"""Connections that never get on: in the handshake, the head, the body, or with what they read."""

import socket
import ssl

READ_BYTES = 65536
CONNECT_SECONDS = 10
FAT_BYTES = 700_000  # of so many that they fit into what all bodies may take together


class Slow:
    """One that comes again whenever the service has ended it."""

    handshakes, reads, window = True, True, None

    def __init__(self, service, address, key):
        self.service, self.address, self.key = service, address, key
        self.socket = None

    def open(self):
        self.socket = socket.socket()
        if self.window:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window)
        self.socket.settimeout(CONNECT_SECONDS)
        self.socket.bind((self.address, 0))
        self.socket.connect(("127.0.0.1", self.service.port))
        self.socket.setblocking(False)
        self.inwards, self.outwards = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = self.service.tls.wrap_bio(self.inwards, self.outwards,
                                             server_hostname="127.0.0.1")
        self.ready, self.left, self.pending = False, self.trickle(), bytearray()
        if self.handshakes:
            self.shake_hands()

    def shake_hands(self):
        try:
            self.tls.do_handshake()
            self.ready = True
            self.begin()
        except ssl.SSLWantReadError:
            pass
        self.flush()

    def flush(self, most=None):
        """What the socket takes now, at most so many bytes."""
        self.pending += self.outwards.read()
        if self.pending:
            del self.pending[:self.socket.send(self.pending[:most])]

    def turn(self):
        """What it does every two seconds."""
        if self.ready and self.left:
            self.tls.write(self.left[:1])
            self.left = self.left[1:]
        self.flush()

    def receive(self):
        data = self.socket.recv(READ_BYTES)
        if not data:
            raise ConnectionResetError
        self.inwards.write(data)
        if self.handshakes and not self.ready:
            self.shake_hands()

    def begin(self):
        """What goes out at once behind the handshake."""

    def trickle(self):
        """What then goes out byte by byte."""
        return b""

    def head(self, method, path, length=0):
        return (f"{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                f"{self.key}\r\ncontent-type: application/json\r\ncontent-length: {length}"
                "\r\n\r\n").encode()


class Mute(Slow):
    """Connects, and says nothing."""

    handshakes = False


class SlowHandshake(Slow):
    """Its first message comes byte by byte."""

    handshakes = False

    def turn(self):
        if not self.pending:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                pass
        self.flush(1)


class Idle(Slow):
    """Asks for nothing."""


class SlowHead(Slow):
    def trickle(self):
        return self.head("GET", "/v1/balance")


class SlowBody(Slow):
    def begin(self):
        self.tls.write(self.head("POST", "/v1/reservations", 100_000))

    def trickle(self):
        return b"{" + b" " * 100_000


class FatBody(Slow):
    """A body of which but a byte is missing, and keeps its place."""

    def begin(self):
        self.tls.write(self.head("POST", "/v1/reservations", FAT_BYTES + 1) + b" " * FAT_BYTES)
        self.socket.settimeout(CONNECT_SECONDS)
        self.socket.sendall(self.pending + self.outwards.read())
        self.socket.setblocking(False)
        self.pending.clear()


class SlowReader(Slow):
    """Asks for the longest of answers, and takes a little of it now and then."""

    reads, window = False, 1024

    def begin(self):
        self.tls.write(self.head("GET", "/v1/openapi.json"))

    def turn(self):
        if self.ready and not self.socket.recv(16):
            raise ConnectionResetError


KINDS = [Mute, SlowHandshake, Idle, SlowHead, SlowBody, FatBody, SlowReader]
