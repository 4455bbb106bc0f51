"""Requests that two parsers could read differently. Each is told of a reservation behind it (or
within it), which nobody may ever see."""

# how a transfer coding can be said so that one parser sees it and another does not
CODINGS = [
    "Transfer-Encoding: chunked", "transfer-encoding:chunked", "Transfer-Encoding:\tchunked",
    "Transfer-Encoding: chunked\t", "Transfer-Encoding: Chunked", "TRANSFER-ENCODING: CHUNKED",
    "Transfer-Encoding: xchunked", "Transfer-Encoding: chunkedx", "Transfer-Encoding : chunked",
    "Transfer-Encoding\t: chunked", "X: x\nTransfer-Encoding: chunked",
    "X: x\rTransfer-Encoding: chunked", "X: x\r\n\tTransfer-Encoding: chunked",
    "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: identity", "Transfer-Encoding:",
    "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked",
    "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: ,chunked", "Transfer-Encoding: chunked,", "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding: \x0cchunked", "Transfer-Encoding: chunked;q=1",
    'Transfer-Encoding: "chunked"', "Transfer-Encoding: chun\x00ked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
]

# what may stand for a body of {length} bytes and must not
LENGTHS = [
    "Content-Length: {0}\r\nContent-Length: {0}", "Content-Length: {0}\r\nContent-Length: 0",
    "Content-Length: 0\r\nContent-Length: {0}", "Content-Length: {0}, {0}",
    "Content-Length: {0},", "Content-Length: 0, {0}", "Content-Length: +{0}",
    "Content-Length: -{0}", "Content-Length: 0x{0}", "Content-Length: 0{0}",
    "Content-Length: {0}.0", "Content-Length: {0}e0", "Content-Length: {0} {0}",
    "Content-Length: {0};", "Content-Length: {0}\x00", "Content-Length: \x0b{0}",
    "Content-Length:", "Content-Length: ", "Content-Length : {0}", "Content-Length\t: {0}",
    " Content-Length: {0}", "Content-Length:\r\n {0}", "X: x\nContent-Length: {0}",
    "X: x\rContent-Length: {0}", "Content-Length: 18446744073709551616",
    "Content-Length: 18446744073709551{0}", "Content-Length: \uff11",
    "Content-Length: {0}\nX: x", "Content-Length: {0}\r X: x", "Content-Length: \"{0}\"",
    "Content-Length: {0}\r\ncontent-length: {0}",
]

# a chunked body: its bytes, within which {0} is the reservation
CHUNKS = [
    "0x2\r\n{{}}\r\n0\r\n\r\n", "+2\r\n{{}}\r\n0\r\n\r\n", "-2\r\n{{}}\r\n0\r\n\r\n",
    " 2\r\n{{}}\r\n0\r\n\r\n", "2 \r\n{{}}\r\n0\r\n\r\n", "\t2\r\n{{}}\r\n0\r\n\r\n",
    "2\n{{}}\r\n0\r\n\r\n", "2\r{{}}\r\n0\r\n\r\n", "2\r\n{{}}\n0\r\n\r\n", "2\r\n{{}}0\r\n\r\n",
    "2\r\n{{}}\r\n0\n\n", "2\r\n{{}}\r\n\r\n0\r\n\r\n", "g\r\n{{}}\r\n0\r\n\r\n",
    "\r\n{{}}\r\n0\r\n\r\n", "2g\r\n{{}}\r\n0\r\n\r\n", "2,\r\n{{}}\r\n0\r\n\r\n",
    "10000000000000002\r\n{{}}\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\n{{}}\r\n0\r\n\r\n",
    "2;a\n{{}}\r\n0\r\n\r\n", "2;\x00\r\n{{}}\r\n0\r\n\r\n", "1\r\n{{}}\r\n0\r\n\r\n",
    "3\r\n{{}}\r\n0\r\n\r\n", "2\r\n{{}}\r\n0\r\nContent-Length 5\r\n\r\n",
    "2\r\n{{}}\r\n0\r\n X: x\r\n\r\n", "2\r\n{{}}\r\n0\r\nX: x\n\r\n",
    "2\r\n{{}}\r\n0\r\nTransfer-Encoding : chunked\r\n\r\n",
]

# a head without a body: all that is between the request before it and the one behind
HEADS = [
    "GET /healthz HTTP/1.1\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /healthz HTTP/1.1\nHost: a\n\n",
    "GET /healthz HTTP/1.1\r\nHost: a\n\r\n", "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a, b\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n",
    "GET /healthz HTTP/1.1\r\n Host: a\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", "GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /healthz\tHTTP/1.1\r\nHost: a\r\n\r\n", "GET /healthz HTTP/1.1 \r\nHost: a\r\n\r\n",
    "GET /healthz  HTTP/1.1\r\nHost: a\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
    "GET /healthz\r\nHost: a\r\n\r\n", "GET /healthz HTTP/1.1X\r\nHost: a\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nX\x00: x\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /healthz#x HTTP/1.1\r\nHost: a\r\n\r\n", "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
    "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n",
]


def rows(within):
    """(what it is, the bytes) of every one; `within` is the reservation, as bytes."""
    length = len(within)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (length, within)
    zero = b"0\r\n\r\n" + within
    for coding in CODINGS:
        for version in ("1.1", "1.0"):
            for first in (True, False):
                for body in (chunked, zero):
                    size = f"Content-Length: {len(body)}"
                    fields = [coding, size] if first else [size, coding]
                    yield f"{coding!r} {version}", post(fields, version) + body
    for coding in CODINGS[6:]:
        yield f"{coding!r} alone", post([coding]) + chunked
    yield "HTTP/1.0 with chunks", post([CODINGS[0]], "1.0") + chunked
    for size in LENGTHS:
        yield repr(size), post([size.format(length)]) + within
    for body in CHUNKS:
        text = body.format(within.decode()).encode("latin-1")
        yield repr(body), post([CODINGS[0]]) + text + within
    for head in HEADS:
        yield repr(head), head.encode("latin-1") + within


def post(fields, version="1.1"):
    lines = [f"POST /v1/batch HTTP/{version}", "Host: a", "Content-Type: application/json", *fields]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n"
