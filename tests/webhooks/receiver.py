"""Receivers of webhooks for the tests: HTTP and HTTPS on loopback, with a CA made for the occasion.

`receiver.py FOLDER` writes FOLDER/ca.pem, prints its ports ("http right wrong_name stranger") and
serves until its standard input ends. The last three speak HTTPS: with a certificate for 127.0.0.1
of that CA, with one of that CA for another name, and with one of a CA that nobody knows. What is
posted is appended to FOLDER/received, a JSON object a line, before it is answered as the first
part of its path says: /STATUS/..., or one of the ways to misbehave below.
"""

import collections
import http.server
import json
import pathlib
import ssl
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "servers"))

from certificates import make_ca, make_certificate  # noqa: E402  (found there)

LOCK = threading.Lock()
SEEN = collections.Counter()


class Receiver(http.server.BaseHTTPRequestHandler):
    folder = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        with LOCK:
            SEEN[self.path, self.headers["webhook-id"]] += 1
            with open(self.folder / "received", "a") as file:
                file.write(json.dumps({
                    "path": self.path, "body": body, "host": self.headers["host"],
                    "id": self.headers["webhook-id"],
                    "timestamp": self.headers["webhook-timestamp"],
                    "signature": self.headers["webhook-signature"],
                    "type": self.headers["content-type"]}) + "\n")
        way, *more = self.path.strip("/").split("/")
        try:
            if way.isdecimal():
                self.answer(int(way))
            else:
                getattr(self, "answer_" + way)(*more)
        except (OSError, ssl.SSLError):
            pass  # the sender has had enough

    do_GET = do_POST

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def times(self):
        return SEEN[self.path, self.headers["webhook-id"]]

    def answer_fails(self, times, *_):
        """So many times, then no more."""
        self.answer(500 if self.times() <= int(times) else 204)

    def answer_wait(self, status, seconds, *_):
        """Asks for a pause the first time."""
        if self.times() > 1:
            return self.answer(200)
        self.answer(int(status), headers=[("Retry-After", seconds)])

    def answer_redirect(self, *_):
        self.answer(307, headers=[("Location", "/200/elsewhere")])

    def answer_close(self, *_):
        self.connection.close()

    def answer_hang(self, *_):
        time.sleep(30)

    def answer_dripping(self, *_):
        self.send_response(200)
        self.end_headers()
        for _ in range(400):
            self.wfile.write(b" ")
            time.sleep(0.05)

    def answer_endless(self, *_):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b" " * 65_536)

    def answer_heads(self, *_):
        """A head without end."""
        self.send_response(200)
        while True:
            self.wfile.write(b"x-more: " + b"y" * 1_000 + b"\r\n")

    def answer_interim(self, *_):
        """Answers that are none, without end."""
        while True:
            self.wfile.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")

    def answer_nonsense(self, *_):
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        self.close_connection = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass


def serve(folder, certificate=None):
    """Starts a server; its port."""
    server = Server(("127.0.0.1", 0), Receiver)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / f"{certificate}.pem", folder / f"{certificate}.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def main(folder):
    Receiver.folder = folder
    make_ca(folder, "ca")
    make_ca(folder, "unknown_ca")
    make_certificate(folder, "ca", "right", "IP:127.0.0.1")
    make_certificate(folder, "ca", "wrong_name", "DNS:other.example")
    make_certificate(folder, "unknown_ca", "stranger", "IP:127.0.0.1")
    print(serve(folder), *(serve(folder, name) for name in ("right", "wrong_name", "stranger")),
          flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
