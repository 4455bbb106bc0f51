"""A ledger of its own: the program on a new directory, served over HTTPS, asked when stopped."""

import http.client
import json
import os
import re
import secrets
import signal
import ssl
import subprocess
import uuid


class LedgerFailed(Exception):
    """What the program said when it ended badly."""


def environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("NEMO_")}


class Ledger:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.data = os.path.join(folder, "ledger")
        self.process = None
        self.service_key = secrets.token_urlsafe(32)
        self.webhook_secret = "whsec_" + secrets.token_hex(24)

    def secret_file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(text + "\n")
        return path

    def define_plans(self, fees):
        """Before it is served: {plan: fee in basis points}."""
        records = [{"event_id": str(uuid.uuid4()), "org_id": "_ledger",
                    "plan_defined": {"plan": plan, "fee_bps": fee}} for plan, fee in fees.items()]
        done = subprocess.run([self.program, "apply", "--data", self.data], text=True,
                              input="".join(json.dumps(one) + "\n" for one in records),
                              capture_output=True, env=environment())
        if done.returncode != 0:
            raise LedgerFailed(f"apply ended with {done.returncode}: {done.stderr[-2_000:]}")

    def serve(self):
        self.said = open(os.path.join(self.folder, "serve.log"), "wb")
        self.master_key_file = self.secret_file("master-key", secrets.token_hex(32))
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", self.data, "--listen", "127.0.0.1:0",
             "--master-key-file", self.master_key_file,
             "--service-key-file", self.secret_file("service-key", self.service_key),
             "--stripe-webhook-secret-file",
             self.secret_file("webhook-secret", self.webhook_secret)],
            stdout=subprocess.PIPE, stderr=self.said, text=True, env=environment())
        for line in self.process.stdout:
            found = re.fullmatch(r"listening on https://127\.0\.0\.1:(\d+)\n", line)
            if found:
                self.port = int(found[1])
                self.tls = ssl.create_default_context(cafile=self.data + "/tls/loopback.crt")
                return
        raise LedgerFailed(f"serve ended with {self.process.wait()}: {self.errors()}")

    def errors(self):
        with open(os.path.join(self.folder, "serve.log")) as file:
            return file.read()[-2_000:]

    def connection(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls, timeout=60)

    def stop(self):
        """SIGTERM drains: what was taken is stored. Harmless where nothing is served."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        self.process.stdout.close()
        self.said.close()
        self.process = None
        if status != 0:
            raise LedgerFailed(f"serve ended with {status}: {self.errors()}")

    def kill(self):
        """Where something was left unfinished."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()

    def run(self, *words):
        """What a command prints on the directory, while nothing serves it."""
        done = subprocess.run([self.program, *words, "--data", self.data], capture_output=True,
                              text=True, env=environment(), timeout=300)
        if done.returncode != 0:
            raise LedgerFailed(f"nemo-ledger {' '.join(words[:2])} ended with "
                               f"{done.returncode}: {done.stdout[-1_000:]}{done.stderr[-1_000:]}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.run(*words, "--format", "json"))


class Caller:
    """One connection that stays open, by one key. Thread rule: one thread."""

    def __init__(self, ledger, key):
        self.connection, self.key = ledger.connection(), key

    def ask(self, method, path, body=None):
        """Status and JSON of the answer."""
        self.connection.request(method, path, None if body is None else json.dumps(body), {
            "authorization": "Bearer " + self.key, "content-type": "application/json"})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def done(self, method, path, body=None):
        status, said = self.ask(method, path, body)
        if status not in (200, 201):
            raise LedgerFailed(f"{method} {path}: {status} {said}")
        return said

    def close(self):
        self.connection.close()
