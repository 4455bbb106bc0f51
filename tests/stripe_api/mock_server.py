"""stripe-mock for the tests in C++: `mock_server.py FOLDER` prints its port, 0 where it cannot be
had (ops/stripe-mock says why), and serves until its standard input ends."""

import pathlib
import socket
import subprocess
import sys
import time

MOCK = pathlib.Path(__file__).resolve().parents[2] / "ops" / "stripe-mock"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def main():
    made = subprocess.run([MOCK], stdout=subprocess.PIPE, text=True)
    if made.returncode != 0:
        return print(0, flush=True)
    port = free_port()
    mock = subprocess.Popen(
        [made.stdout.strip(), "-http-addr", f"127.0.0.1:{port}", "-https-addr", "127.0.0.1:0",
         "-strict-version-check"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(1_200):
            if answers(port) or mock.poll() is not None:
                break
            time.sleep(0.05)
        print(port if answers(port) else 0, flush=True)
        sys.stdin.read()
    finally:
        mock.kill()
        mock.wait()


if __name__ == "__main__":
    main()
