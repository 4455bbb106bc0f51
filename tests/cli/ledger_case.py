"""What the command line's tests stand on: running the binary, records to feed it."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.path.abspath(
    os.environ.get("NEMO_LEDGER", os.path.join(ROOT, "build", "release", "nemo-ledger")))
USD = 1_000_000_000


def clean_environment(**more):
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEMO_")}
    env.update(more)
    return env


def run(*args, stdin=b"", env=None, timeout=120, **more):
    """The finished process: returncode, stdout, stderr as bytes."""
    return subprocess.run([BINARY, *map(str, args)], input=stdin, capture_output=True,
                          env=clean_environment(**(env or {})), timeout=timeout, **more)


def record(org, payload, at=None, event_id=None, **fields):
    line = {"event_id": event_id or str(uuid.uuid4()), "org_id": org}
    if at is not None:
        line["at"] = at
    line["producer"] = "test"
    line[payload] = fields
    return line


def ndjson(lines):
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def at(seconds):
    return f"2026-01-05T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"


def opening(org="acme", amount=10 * USD):
    """An organization with a key, a budget and credits."""
    return [
        record(org, "organization_created", at(0), name="Acme", currency="USD"),
        record(org, "key_created", at(1), key_id="k1", key_sha256="A" * 43 + "=",
               requests_per_minute=3, parallel_requests=10),
        record(org, "budget_set", at(2), scope="KEY", scope_id="k1", period="DAILY",
               limit_nano=5 * USD),
        record(org, "credit_granted", at(3), grant_id="g1", kind="PURCHASED", amount_nano=amount),
    ]


def reserve(reservation, second, amount=USD, org="acme", **fields):
    return record(org, "reservation_requested", at(second), reservation_id=reservation,
                  key_id="k1", model="gpt-4o", amount_nano=amount, **fields)


def settle(reservation, second, cost=USD // 2, org="acme"):
    return record(org, "reservation_settled", at(second), reservation_id=reservation,
                  cost_nano=cost)


def run_until(made, number, *args):
    """Runs a command and sends it a signal once it has made this file or folder."""
    with subprocess.Popen([BINARY, *map(str, args)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=clean_environment()) as process:
        end = time.monotonic() + 60
        while not os.path.exists(made) and time.monotonic() < end:
            time.sleep(0.0005)
        process.send_signal(number)
        out, said = process.communicate(timeout=60)
    return subprocess.CompletedProcess(args, process.returncode, out, said)


class LedgerCase(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="nemo-cli-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.data = os.path.join(self.folder, "data")

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        return path

    def expect(self, status, process, *words):
        """The exit status, and words that stderr must hold."""
        said = process.stderr.decode(errors="replace")
        self.assertEqual(status, process.returncode, said + process.stdout[-2000:].decode())
        for word in words:
            self.assertIn(word, said)
        if status > 1:
            self.assertTrue(said.startswith("nemo-ledger:") or "Usage" in said, said)
            self.assertEqual(b"", process.stdout, "a failure speaks on stderr alone")
        return process

    def apply(self, lines, *args, **more):
        process = run("apply", "--data", self.data, *args, stdin=ndjson(lines), **more)
        self.expect(0, process)
        return [json.loads(line) for line in process.stdout.splitlines()]
