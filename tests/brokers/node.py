"""Processes of the ledger: nodes that serve, and callers who feed `apply` line by line."""

import atexit
import json
import os
import pathlib
import queue
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.path.abspath(
    os.environ.get("NEMO_LEDGER", ROOT / "build" / "release" / "nemo-ledger"))


def clean_environment(**more):
    env = {name: value for name, value in os.environ.items() if not name.startswith("NEMO_")}
    env.update(more)
    return env


def run(*args, timeout=300, **more):
    """The finished process: returncode, stdout, stderr as bytes."""
    return subprocess.run([BINARY, *map(str, args)], capture_output=True,
                          env=clean_environment(), timeout=timeout, **more)


class Node:
    """A process of the ledger: what it says is kept, and what it prints comes line by line."""

    def __init__(self, name, command, *args):
        self.name = name
        self.process = subprocess.Popen(
            [BINARY, command, *map(str, args)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=clean_environment(), text=True)
        atexit.register(self.process.kill)  # which does nothing to one that was waited for
        self.printed = queue.Queue()  # lines of stdout; None at its end
        self.said = ""
        self.threads = [threading.Thread(target=self._read_stdout, daemon=True),
                        threading.Thread(target=self._read_stderr, daemon=True)]
        for thread in self.threads:
            thread.start()

    def _read_stdout(self):
        for line in self.process.stdout:
            if line.endswith("\n"):  # half a line of a killed process is none
                self.printed.put(line)
        self.printed.put(None)

    def _read_stderr(self):
        for line in self.process.stderr:
            self.said += line

    def line(self, seconds=30):
        """The next line that it prints; None when it has ended."""
        try:
            return self.printed.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"{self.name} prints nothing for {seconds} s: "
                                 f"{self.said}") from None

    def answer(self, seconds=30):
        """The next outcome that it prints."""
        line = self.line(seconds)
        if line is None:
            raise AssertionError(f"{self.name} ended with {self.wait()}: {self.said}")
        return json.loads(line)

    def serving(self):
        """Waits until a node that serves says so."""
        line = self.line(60)
        if line is None or not line.startswith("serving "):
            status = self.wait()
            raise AssertionError(f"{self.name} ended with {status}: {self.said}")
        return self

    def feed(self, records):
        """Writes records to its input; false if it has ended."""
        try:
            self.process.stdin.write("".join(json.dumps(record) + "\n" for record in records))
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            return False
        return True

    def answers(self):
        """All that it has printed by now and that was not taken yet."""
        lines = []
        while True:
            try:
                line = self.printed.get_nowait()
            except queue.Empty:
                return lines
            if line is not None:
                lines.append(json.loads(line))

    def is_alive(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        return self.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self, seconds=60):
        """Its exit status, negative for a signal; everything it said is there then."""
        deadline = time.monotonic() + seconds
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} does not end: {self.said}") from None
        for thread in self.threads:
            thread.join(max(0.1, deadline - time.monotonic()))
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.process.stdout.closed:
            self.kill()
