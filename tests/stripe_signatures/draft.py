"""A delivery that is to be judged, and the right one that it began as."""

import dataclasses
import hashlib
import hmac

NOW_MS = 1_760_000_000_000
SECRETS = ["whsec_" + name * 8 for name in ("abcd", "efgh", "ijkl", "mnop")]
BODIES = [
    b'{"id":"evt_1","object":"event"}', '{"name":"Jos\u00e9 \U0001f600"}'.encode(), b"{}", b"x",
    b"a\0b\r\n", b" \n", b'{"object":"v2.core.event"}', b"{" + b" " * 3_000 + b"}"]


@dataclasses.dataclass
class Case:
    now_ms: int
    header: bytes
    body: bytes
    secrets: list

    def line(self):
        """As the judges read it."""
        secrets = ",".join(secret.encode().hex() for secret in self.secrets)
        return f"{self.now_ms} {self.header.hex() or '-'} {self.body.hex() or '-'} {secrets}\n"


def v1_of(time_text, body, secret):
    return hmac.new(secret.encode(), time_text.encode() + b"." + body, hashlib.sha256).hexdigest()


class Draft:
    """A right delivery, before anything is changed: its items, and how they are joined."""

    def __init__(self, draw):
        self.draw = draw
        self.body = draw.choice(BODIES)
        self.secrets = draw.sample(SECRETS, draw.choice([1, 1, 1, 2, 3]))
        self.seconds = NOW_MS // 1_000 + draw.randrange(1_000_000)
        self.now_ms = self.seconds * 1_000 + draw.randrange(30_000)
        self.separator = ","
        self.items = [["t", str(self.seconds)]]
        for secret in draw.sample(self.secrets, draw.choice([1, len(self.secrets)])):
            self.items.append(["v1", v1_of(str(self.seconds), self.body, secret)])

    def one(self, key):
        """An item of that name, to be changed; a new one where there is none."""
        found = [item for item in self.items if item[0] == key]
        return self.draw.choice(found or [["x", "y"]])

    def put(self, *item):
        self.items.insert(self.draw.randrange(len(self.items) + 1), list(item))

    def sign_again(self, time_text, body=None):
        """Every v1 anew, as of this text and body."""
        self.items = [item for item in self.items if item[0] != "v1"]
        for secret in self.secrets:
            self.items.append(["v1", v1_of(time_text, self.body if body is None else body, secret)])

    def case(self):
        header = self.separator.join("=".join(item) for item in self.items)
        return Case(self.now_ms, header.encode(), self.body, self.secrets)
