"""An issuer's key server for the tests: HTTPS on loopback, with a CA made for the occasion.

`jwks_server.py FOLDER` writes FOLDER/ca.pem, prints its ports ("right wrong_name stranger control")
and serves until its standard input ends. The first three speak HTTPS: with a certificate for
127.0.0.1 of that CA, with one of that CA for another name, and with one of a CA that nobody knows.
`/keys` answers with FOLDER/keys.json, or as the mode says. The control port speaks plain HTTP:
`/mode/MODE` sets the mode, `/count` tells how often /keys was asked for.
"""

import http.server
import pathlib
import ssl
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "servers"))

from certificates import make_ca, make_certificate  # noqa: E402  (found there)

STATE = {"mode": "right", "count": 0}
LOCK = threading.Lock()


class Keys(http.server.BaseHTTPRequestHandler):
    folder = None

    def do_GET(self):
        with LOCK:
            STATE["count"] += 1
            mode = STATE["mode"]
        try:
            getattr(self, "answer_" + mode)()
        except (OSError, ssl.SSLError):
            pass  # the client has had enough

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_right(self):
        self.answer(200, (self.folder / "keys.json").read_bytes())

    def answer_broken(self):
        self.answer(500, b"{}")

    def answer_redirect(self):
        self.answer(302, headers=[("Location", "/elsewhere")])

    def answer_down(self):
        self.connection.close()

    def answer_slow(self):
        time.sleep(2)
        self.answer_right()

    def answer_dripping(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b" ")
            time.sleep(0.05)

    def answer_huge(self):
        self.answer(200, b"[" * 300_000)

    def answer_endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b" " * 65_536)

    def answer_full(self):
        self.answer(200, b" " * 262_144)

    def log_message(self, *_):
        pass


class Control(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with LOCK:
            if self.path.startswith("/mode/"):
                STATE["mode"] = self.path.removeprefix("/mode/")
            body = str(STATE["count"]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(handler, folder=None, certificate=None):
    """Starts a server; its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / f"{certificate}.pem", folder / f"{certificate}.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def main(folder):
    Keys.folder = folder
    make_ca(folder, "ca")
    make_ca(folder, "unknown_ca")
    make_certificate(folder, "ca", "right", "IP:127.0.0.1")
    make_certificate(folder, "ca", "wrong_name", "DNS:other.example")
    make_certificate(folder, "unknown_ca", "stranger", "IP:127.0.0.1")
    ports = [serve(Keys, folder, name) for name in ("right", "wrong_name", "stranger")]
    print(*ports, serve(Control), flush=True)
    sys.stdin.read()


main(pathlib.Path(sys.argv[1]))
