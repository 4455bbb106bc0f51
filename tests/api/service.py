"""What the service's tests stand on: a service of their own, asked over TLS as its users ask it."""

import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
import time
import uuid

from caller import Caller

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.path.abspath(
    os.environ.get("NEMO_LEDGER", ROOT / "build" / "release" / "nemo-ledger"))
ISSUER = "https://issuer.test/auth/v1"
# kafka://HOST:PORT: every service has topics of its own there, instead of the embedded log.
LOG = os.environ.get("NEMO_API_LOG")


def run(*words):
    """What a command of the ledger printed that ended well."""
    return subprocess.run([BINARY, *words], check=True, capture_output=True, text=True,
                          env=clean_environment(), timeout=300).stdout


def clean_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("NEMO_")}


class Service:
    """`nemo-ledger serve` on a directory of its own, which outlives the process's restarts."""

    listen = "127.0.0.1"

    def __init__(self, *options, trusting=True, token_secret=True, log=LOG, beside=None,
                 open_files=None):
        """Without `trusting` nobody is trusted but who shows a virtual key; without `token_secret`
        people's tokens are of the keys that their issuer publishes alone. `beside`: a service whose
        log it follows, and who trusts the same. `open_files`: its limit, "SOFT:HARD"."""
        self.limits = ["prlimit", f"--nofile={open_files}"] if open_files else []
        self.folder = tempfile.mkdtemp(prefix="nemo-api-")
        self.data = os.path.join(self.folder, "data")
        self.options = list(options)
        if beside:
            self.follow(beside)
        else:
            self.log = self.new_log(log)
            if trusting:
                self.trust(token_secret)
        self.opened = []
        self.start()

    def new_log(self, cluster):
        """The options that name it."""
        if cluster is None:
            return []
        log = ["--log", cluster, "--topic-prefix", "api-" + secrets.token_hex(6)]
        run("kafka", "init", *log)
        return log

    def trust(self, token_secret):
        self.service_key = self.secret("--service-key-file")
        self.operator_key = self.secret("--operator-key-file")
        self.finance_key = self.secret("--finance-key-file")
        self.master_key = self.secret("--master-key-file")
        if token_secret:
            self.token_secret = self.secret("--jwt-hs256-secret-file")
        self.options += ["--jwt-issuer", ISSUER]

    def follow(self, other):
        self.log, self.options = other.log, other.options + self.options
        self.service_key, self.operator_key = other.service_key, other.operator_key
        self.finance_key, self.master_key = other.finance_key, other.master_key
        self.token_secret = other.token_secret

    def secret(self, option, text=None):
        """A new one, or this, in a file that the option names."""
        text = text or secrets.token_urlsafe(32)
        path = os.path.join(self.folder, option[2:])
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(text + "\n")
        self.options += [option, path]
        return text

    def start(self):
        self.said = open(self.folder + "/said", "ab")
        self.process = subprocess.Popen(
            [*self.limits, BINARY, "serve", "--data", self.data, "--listen", self.listen + ":0",
             *self.log, *self.options],
            stdout=subprocess.PIPE, stderr=self.said, text=True, env=clean_environment())
        self.port = None
        while self.port is None:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"it ended with {self.process.wait()}: {self.errors()}")
            found = re.fullmatch(rf"listening on https://{re.escape(self.listen)}:(\d+)\n", line)
            self.port = found and int(found[1])
        self.tls = ssl.create_default_context(cafile=self.authority())
        self.close_callers()

    def authority(self):
        """Whom its callers trust."""
        return self.data + "/tls/loopback.crt"

    def close_callers(self):
        for caller in self.opened:
            caller.close()
        self.opened.clear()
        self.callers = threading.local()

    def errors(self):
        with open(os.path.join(self.folder, "said")) as file:
            return file.read()

    def caller(self, key=None):
        caller = Caller(self, key)
        self.opened.append(caller)
        return caller

    def ask(self, method, path, body=None, key=None, headers=(), **more):
        """By this thread's own connection."""
        if not hasattr(self.callers, "own"):
            self.callers.own = self.caller()
        return self.callers.own.ask(method, path, body, key, headers, **more)

    def done(self, method, path, body=None, key=None, headers=()):
        """The JSON of what must succeed; by the service key if no other is named."""
        answer = self.ask(method, path, body, key or self.service_key, headers)
        if answer.status not in (200, 201):
            raise AssertionError(f"{method} {path}: {answer}")
        return answer.json

    def put_on_log(self, *records):
        """Puts records on the log by the command line, while the service is down."""
        self.stop()
        said = "".join(json.dumps({"event_id": str(uuid.uuid4()), **one}) + "\n" for one in records)
        done = subprocess.run([BINARY, "apply", "--data", self.data, *self.log], input=said,
                              check=True, capture_output=True, text=True, timeout=300,
                              env=clean_environment())
        self.start()
        return [json.loads(line) for line in done.stdout.splitlines()]

    def end(self, number, seconds=30):
        self.process.send_signal(number)
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"it does not end: {self.errors()}") from None
        finally:
            self.process.stdout.close()
            self.said.close()
        return status

    def kill(self):
        return self.end(signal.SIGKILL)

    def stop(self):
        return self.end(signal.SIGTERM)

    def remove(self):
        self.close_callers()
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, True)


def together(count, work):
    """work(number) in so many threads that begin at once; what each returned, by number."""
    gate = threading.Barrier(count)
    results = [None] * count

    def run(number):
        gate.wait()
        try:
            results[number] = work(number)
        except Exception as error:  # it is the test's to say
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def wait_until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"it did not come true in {seconds} s")
        time.sleep(0.005)
