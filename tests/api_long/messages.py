"""What is asked and answered, as bytes that are made ahead."""

import json
from dataclasses import dataclass
from functools import cached_property


@dataclass
class Request:
    method: str
    path: str
    body: dict = None
    key: str = ""
    headers: tuple = ()

    @cached_property
    def bytes(self):
        """As they go out."""
        data = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", "host: localhost",
                 f"authorization: Bearer {self.key}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if data:
            lines += ["content-type: application/json", f"content-length: {len(data)}"]
        return "\r\n".join([*lines, "", ""]).encode() + data


class Answer:
    """Status, JSON, and the position in the log that decided it."""

    def __init__(self, head, body):
        lines = head.decode().split("\r\n")
        self.status = int(lines[0].split()[1])
        self.fields = dict(line.lower().split(": ", 1) for line in lines[1:])
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """Of an error; "" where it is none."""
        return self.json["error"]["code"] if self.status >= 400 else ""

    @property
    def offset(self):
        return int(self.fields["x-nemo-position"].split("/")[1])

    def __repr__(self):
        return f"{self.status} {self.body.decode()}"
