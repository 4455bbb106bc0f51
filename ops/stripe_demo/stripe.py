"""The fake of Stripe as the demonstration uses it: a month, its events, its API."""

import json
import threading
import urllib.parse
import urllib.request

from stripe_fake import api, server, world

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PAGE = 100


class Stripe:
    """Serves on a port of its own until it is closed. All but `forget` is asked of it over HTTP."""

    key = api.KEY

    def __init__(self, seed):
        self.seed = seed
        self.fake = server.Fake(world.World(seed), self.key)
        self.serving, self.url = server.serve(self.fake)
        threading.Thread(target=self.serving.serve_forever, daemon=True).start()

    def close(self):
        self.serving.shutdown()
        self.serving.server_close()

    def ask(self, method, path, params):
        url = f"{self.url}{path}?{urllib.parse.urlencode(params)}"
        request = urllib.request.Request(url, method=method,
                                         headers={"Authorization": "Bearer " + self.key})
        with OPENER.open(request, timeout=120) as answer:
            return json.load(answer)

    def live_a_month(self):
        self.ask("POST", "/_test/month", {"seed": self.seed})

    def deliveries(self, duplicates_percent):
        """The bodies of all events, in random order, some of them twice."""
        handed_out = self.ask("POST", "/_test/deliver", {
            "order": "random", "seed": self.seed, "duplicates": duplicates_percent,
            "secrets": "whsec_none"})
        return [one["body"] for one in handed_out]

    def all(self, path):
        """Every object of a list, oldest first."""
        found, more, cursor = [], True, {}
        while more:
            page = self.ask("GET", "/v1/" + path, {"limit": PAGE, **cursor})
            found += page["data"]
            more = page["has_more"]
            cursor = {"starting_after": found[-1]["id"]} if found else {}
        return found[::-1]

    def balance(self):
        """Available and pending together, in cents."""
        said = self.ask("GET", "/v1/balance", {})
        return sum(part["amount"] for kind in ("available", "pending") for part in said[kind])

    def forget(self, prefix):
        """Events whose type begins so are told to nobody, ever: a test sees the books break."""
        with self.fake.lock:
            account = self.fake.world
            account.events[:] = [event for event in account.events
                                 if not event["type"].startswith(prefix)]
            account.objects["event"] = {event["id"]: event for event in account.events}
