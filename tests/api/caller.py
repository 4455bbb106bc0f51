"""Who asks the service: one connection over TLS, kept alive, and what is answered."""

import http.client
import json

# Not of an answer's content: of the request and its connection.
OF_THE_REQUEST = {"date", "x-request-id", "connection"}


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.fields = [(name.lower(), value) for name, value in response.getheaders()]
        self.body = response.read()

    def field(self, name):
        return dict(self.fields).get(name)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        """The error's members; none where it is no error."""
        return self.json.get("error", {}) if self.body.startswith(b"{") else {}

    @property
    def said(self):
        """Status and error code, as tables name them."""
        return self.status, self.error.get("code")

    @property
    def content(self):
        """All of it that a repeat must have, too."""
        return (self.status, [one for one in self.fields if one[0] not in OF_THE_REQUEST],
                self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class Caller:
    """One kept-alive connection. Thread rule: one thread."""

    def __init__(self, service, key=None):
        self.key = key
        self.connection = http.client.HTTPSConnection(
            "127.0.0.1", service.port, context=service.tls, timeout=30)

    def ask(self, method, path, body=None, key=None, headers=(), attempts=2):
        """`body`: bytes as they are, anything else as JSON. An idle connection that the service
        has closed is opened again."""
        fields = {}
        if body is not None:
            fields["content-type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if key or self.key:
            fields["authorization"] = "Bearer " + (key or self.key)
        fields.update(headers)
        fields = {name: value for name, value in fields.items() if value is not None}
        try:
            self.connection.request(method, path, body, fields)
            return Answer(self.connection.getresponse())
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()
            if attempts == 1:
                raise
            return self.ask(method, path, body, key, headers, attempts - 1)
        except BaseException:
            self.connection.close()
            raise

    def close(self):
        self.connection.close()
