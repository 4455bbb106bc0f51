"""ops/stripe-fake, running, and a receiver of its webhooks."""

import collections
import http.server
import json
import os
import pathlib
import subprocess
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET = "whsec_ofTheTests"

try:
    import stripe
except ImportError:
    stripe = None

needs_stripe = unittest.skipUnless(stripe or os.environ.get("CI") == "true",
                                   "Stripe's library is not there: run it by ops/python")


class Receiver(http.server.BaseHTTPRequestHandler):
    """Refuses an event so many times, then takes it; keeps what came."""

    received, refusals, seen = [], 0, collections.Counter()
    lock = threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        id = json.loads(body)["id"]
        with self.lock:
            self.seen[id] += 1
            self.received.append((body, self.headers["Stripe-Signature"]))
            refused = self.seen[id] <= self.refusals
        self.send_response(503 if refused else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class RunningFake(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=cls.receiver.serve_forever, daemon=True).start()
        cls.hook = f"http://127.0.0.1:{cls.receiver.server_address[1]}/hook"
        cls.fake = subprocess.Popen(
            [ROOT / "ops" / "stripe-fake", "--port", "0", "--webhook-secret", SECRET],
            stdout=subprocess.PIPE, text=True)
        cls.key = cls.fake.stdout.readline().split()[1]
        cls.url = cls.fake.stdout.readline().strip()

    @classmethod
    def tearDownClass(cls):
        cls.fake.terminate()
        cls.fake.wait()
        cls.fake.stdout.close()
        cls.receiver.shutdown()
        cls.receiver.server_close()

    def setUp(self):
        self.post("/_test/reset")
        Receiver.received, Receiver.refusals, Receiver.seen = [], 0, collections.Counter()

    def ask(self, method, path, key=None, repeat=None, **params):
        """(status, answer, headers)"""
        body = urllib.parse.urlencode(params).encode() if method == "POST" else None
        request = urllib.request.Request(self.url + path, body, method=method, headers={
            "Authorization": "Bearer " + (self.key if key is None else key),
            **({"Idempotency-Key": repeat} if repeat else {})})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error), error.headers

    def post(self, path, **params):
        status, answer, _ = self.ask("POST", path, **params)
        self.assertEqual(200, status, answer)
        return answer

    def get(self, path):
        status, answer, _ = self.ask("GET", path)
        self.assertEqual(200, status, answer)
        return answer

    def make_events(self, count):
        for number in range(count):
            self.post("/v1/customers", name=str(number))

    def delivered(self):
        return [json.loads(body)["id"] for body, _ in Receiver.received]
