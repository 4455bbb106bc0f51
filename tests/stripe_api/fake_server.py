"""The fake of Stripe for the tests in C++, over HTTP and over HTTPS as several servers.

`fake_server.py FOLDER` writes FOLDER/ca.pem, prints its ports ("http right wrong_name stranger")
and serves until its standard input ends. The last three speak HTTPS: with a certificate for
127.0.0.1 of that CA, with one of that CA for another name, and with one of a CA that nobody knows.
"""

import pathlib
import ssl
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "ops"), str(ROOT / "tests" / "servers")]

from certificates import make_ca, make_certificate  # noqa: E402  (found there)
from stripe_fake.server import Fake, serve  # noqa: E402
from stripe_fake.world import World  # noqa: E402


def listen(fake, folder, certificate=None):
    """Starts a server; its port."""
    server, url = serve(fake)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / f"{certificate}.pem", folder / f"{certificate}.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return url.rpartition(":")[2]


def main(folder):
    make_ca(folder, "ca")
    make_ca(folder, "unknown_ca")
    make_certificate(folder, "ca", "right", "IP:127.0.0.1")
    make_certificate(folder, "ca", "wrong_name", "DNS:other.example")
    make_certificate(folder, "unknown_ca", "stranger", "IP:127.0.0.1")
    fake = Fake(World())
    print(listen(fake, folder), *(listen(fake, folder, name)
                                  for name in ("right", "wrong_name", "stranger")), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
