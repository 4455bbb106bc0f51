"""The fake over HTTP: one account, one lock, a thread a connection."""

import http.server
import json
import sys
import threading
import time
import urllib.parse

from . import api, controls, deliveries, forms
from .refused import Refused, missing, required, whole
from .world import START, World


class Fake:
    def __init__(self, world, key=api.KEY, secrets=(), webhook_url=None):
        self.secrets, self.webhook_url = list(secrets), webhook_url
        self.lock = threading.Lock()
        self.key = key
        self.begin(world)

    def begin(self, world):
        self.world = world
        self.api = api.Api(world, self.key)

    def test_call(self, path, params):
        if path == "/_test/deliver":
            return self.deliver(params)
        with self.lock:
            if path == "/_test/faults":
                return self.api.faults.plan(params)
            if path == "/_test/requests":
                return self.api.asked
            if path == "/_test/reset":
                return self.reset(params)
            self.world.request = {"id": None, "idempotency_key": None}
            return controls.answer(self.world, path, params)

    def reset(self, params):
        """A new account in place of this one, with the ids of seed=."""
        self.begin(World(whole(params, "seed", 0, self.world.ids.seed),
                         whole(params, "start", 0, START), self.world.api_version))
        return {"now": self.world.now}

    def deliver(self, params):
        """Posts what was not taken yet (again=true: all) to url=, or hands it out without one."""
        secrets = params["secrets"].split(",") if "secrets" in params else self.secrets
        with self.lock:
            again = params.get("again") == "true"
            events = [event for event in self.world.events
                      if again or event["id"] not in self.world.delivered]
        url = params.get("url", self.webhook_url)
        if url is None:
            return deliveries.handed_out(events, secrets, params)
        if not secrets:
            required(params, "secrets")
        delivery = deliveries.Delivery(url, secrets, params)
        taken, failed = delivery.run(deliveries.plan(events, params))
        with self.lock:
            self.world.delivered |= taken
        return {"taken": len(taken), "failed": failed, "statuses": delivery.statuses}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece
    fake = None

    def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path, _, query = self.path.partition("?")
        text = "&".join(part for part in (query, body) if part)
        if path.startswith("/_test/"):
            return self.answer(*self.of_test_call(path, text))
        with self.fake.lock:
            answer = self.fake.api.answer(self.command, urllib.parse.unquote(path), text,
                                          self.headers)
        if answer is None:
            self.close_connection = True
            return
        seconds_late, *what = answer
        time.sleep(seconds_late)
        self.answer(*what)

    do_GET = do_POST = do_DELETE = do

    def of_test_call(self, path, text):
        try:
            if self.command != "POST":
                raise missing("test call by this method", self.command, "method")
            return 200, {}, api.bytes_of(self.fake.test_call(path, forms.parse(text)))
        except Refused as refused:
            return refused.status, {}, json.dumps({"error": refused.error}).encode()

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers,
                            "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        """A client that is gone, or does not trust this server, is no failure of it."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def serve(fake, host="127.0.0.1", port=0):
    """Listens; the server, whose serve_forever is the caller's to run, and its URL."""
    server = Server((host, port), type("OfThisFake", (Handler,), {"fake": fake}))
    return server, f"http://{host}:{server.server_address[1]}"
