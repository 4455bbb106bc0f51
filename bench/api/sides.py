"""The two sides of the comparison, each on files of its own: the service, and PostgreSQL."""

import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "build" / "release"
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")


class Service:
    """`nemo-ledger serve` on a fresh directory with the embedded log, asked by nemo-load."""

    def __init__(self, folder):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="api-", dir=folder))
        self.key_file = self.folder / "service.key"
        with open(os.open(self.key_file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
        self.said = open(self.folder / "said", "w")
        self.process = subprocess.Popen(
            [PROGRAMS / "nemo-ledger", "serve", "--data", self.folder / "data", "--listen",
             "127.0.0.1:0", "--service-key-file", self.key_file],
            stdout=subprocess.PIPE, stderr=self.said, text=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("NEMO_")})
        for line in self.process.stdout:
            if line.startswith("listening on "):
                self.url = line.split()[-1]
                return
        raise SystemExit(f"the service ended: {(self.folder / 'said').read_text()}")

    def load(self, what, connections, seconds, orgs=1):
        """{operation: {figure: value}}; a call that is no 2xx fails the run."""
        done = subprocess.run(
            [PROGRAMS / "nemo-load", "--url", self.url, "--service-key-file", self.key_file,
             "--what", what, "--connections", str(connections), "--seconds", str(seconds),
             "--warm-up", "2", "--orgs", str(orgs), "--json"], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"nemo-load {what} ended with {done.returncode}:\n{done.stderr}")
        return {row["name"].removeprefix("load/"): row
                for row in json.loads(done.stdout)["benchmarks"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.said.close()
        shutil.rmtree(self.folder)


class Postgres:
    """A server of this run with the same two calls as functions, asked by pgbench."""

    def __init__(self, folder, orgs):
        self.orgs = orgs
        self.environment = {**os.environ, "NEMO_POSTGRES_DIR": str(folder / "postgres")}
        self.url = self.ops("up").splitlines()[-1]
        self.runs = 0

    def ops(self, *words):
        done = subprocess.run([ROOT / "ops" / "postgres", *words], env=self.environment, check=True,
                              stdout=subprocess.PIPE, text=True)
        return done.stdout

    def make_tables(self):
        """Fresh ones, where others were."""
        self.psql("-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self.psql("-v", f"orgs={self.orgs}", "-v", "keys=1", "-f",
                  ROOT / "bench" / "postgres" / "schema.sql")

    def expect_right_sums(self):
        """Nothing held is left over, and every cost was posted twice and taken once."""
        wrong = self.psql("-At", "-c", """
            SELECT sum(held) <> 0 OR sum(1000000000000000000 - balance) <>
                     (SELECT sum(cost) FROM reservations) OR
                   (SELECT sum(amount) FROM journal) <> 0 OR
                   (SELECT count(*) FROM journal) <> 2 * (SELECT count(*) FROM reservations)
              FROM organizations""")
        if wrong.strip() != "f":
            raise SystemExit("PostgreSQL's balances are not what its reservations cost")

    def psql(self, *words):
        quiet = {**self.environment, "PGOPTIONS": "-c client_min_messages=warning"}
        done = subprocess.run(
            [POSTGRES / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.url, *words],
            check=True, env=quiet, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def pairs(self, orgs, seconds, clients=64):
        """How many a second; the first two seconds are a run of their own, not counted."""
        self.pgbench(orgs, 2, clients)
        said = self.pgbench(orgs, seconds, clients)
        self.expect_right_sums()
        if "number of failed transactions: 0 " not in said:
            raise SystemExit("pgbench had failures:\n" + said)
        return float(re.search(r"^tps = ([0-9.]+)", said, re.M)[1])

    def pgbench(self, orgs, seconds, clients):
        self.runs += 1
        done = subprocess.run(
            [POSTGRES / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2",
             "-T", str(seconds), "-D", f"orgs={orgs}", "-D", "n=0",
             "-D", f"first={self.runs * 1000}", "-f", ROOT / "bench" / "postgres" / "pair.sql",
             self.url], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"pgbench ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def end(self):
        self.ops("down", "--remove")


def fdatasync_p50_us(folder, seconds):
    """512 bytes appended to a growing file and made durable, as a lone commit must at least."""
    block, times = b"x" * 512, []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.perf_counter_ns()
            file.write(block)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter_ns() - start)
    return sorted(times)[len(times) // 2] / 1000
