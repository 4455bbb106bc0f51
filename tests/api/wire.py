"""A client that sends what bytes it is told to over TLS, and takes answers apart by itself."""

import json
import socket
import ssl


class WireAnswer:
    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.line, self.body = lines[0], body
        self.status = int(self.line.split(" ")[1])
        self.fields = [tuple(line.split(": ", 1)) for line in lines[1:]]

    def field(self, name):
        return dict(self.fields).get(name)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error's; None where it is none."""
        return self.json.get("error", {}).get("code") if self.body.startswith(b"{") else None

    def __repr__(self):
        return f"{self.line} {self.body[:300]!r}"


class Closed(Exception):
    """The service has closed the connection; `args[0]` is what came before and is no answer."""


class Wire:
    """One connection. Thread rule: one thread."""

    def __init__(self, service, timeout=10):
        plain = socket.create_connection(("127.0.0.1", service.port), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = service.tls.wrap_socket(plain, server_hostname="127.0.0.1")
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """False: it is closed by now."""
        try:
            self.socket.sendall(data)
            return True
        except (ConnectionError, ssl.SSLError):
            return False

    def more(self):
        try:
            data = self.socket.recv(65_536)
        except (ConnectionError, ssl.SSLEOFError):
            data = b""
        if not data:
            raise Closed(self.buffer)
        self.buffer += data

    def until(self, size):
        while len(self.buffer) < size:
            self.more()
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def answer(self, head_only=False):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head = self.until(self.buffer.index(b"\r\n\r\n") + 4)[:-4]
        answer = WireAnswer(head, b"")
        if not head_only:
            answer.body = self.until(int(answer.field("content-length") or 0))
        return answer

    def rest(self):
        """All that comes until the service closes."""
        try:
            while True:
                self.more()
        except Closed:
            return self.buffer


def request(method, path, body=None, key=None, fields=()):
    """The bytes of a request as any client sends it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: a", *fields]
    if key:
        lines.append("Authorization: Bearer " + key)
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data
