"""An issuer of people's tokens: keys made by openssl, published by a real HTTPS server, and
whatever tokens a test wants."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

from service import ISSUER, ROOT
from world import base64url

SERVER = ROOT / "tests" / "identity" / "jwks_server.py"


def openssl(*words, data=None):
    return subprocess.run(["openssl", *map(str, words)], input=data, capture_output=True,
                          check=True).stdout


def der_numbers(der):
    """r and s of an ECDSA signature, 32 bytes each."""
    numbers, at = b"", 2
    for _ in range(2):
        size = der[at + 1]
        numbers += der[at + 2:at + 2 + size].lstrip(b"\0").rjust(32, b"\0")
        at += 2 + size
    return numbers


class Key:
    """A private key in a file; `public` is its JWK."""

    def __init__(self, folder, kid, algorithm="ES256"):
        self.kid, self.algorithm = kid, algorithm
        self.file = pathlib.Path(folder) / f"{kid}.pem"
        how = (["EC", "-pkeyopt", "ec_paramgen_curve:P-256"] if algorithm == "ES256"
               else ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
        openssl("genpkey", "-algorithm", *how, "-out", self.file)
        self.public_pem = openssl("pkey", "-in", self.file, "-pubout").decode()

    @property
    def public(self):
        named = {"kid": self.kid, "alg": self.algorithm, "use": "sig"}
        if self.algorithm == "ES256":
            point = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-64:]
            return {"kty": "EC", "crv": "P-256", "x": base64url(point[:32]),
                    "y": base64url(point[32:]), **named}
        modulus = openssl("rsa", "-in", self.file, "-noout", "-modulus").split(b"=")[1].strip()
        return {"kty": "RSA", "n": base64url(bytes.fromhex(modulus.decode())), "e": "AQAB", **named}

    def sign(self, text):
        made = openssl("dgst", "-sha256", "-sign", self.file, data=text.encode())
        return base64url(der_numbers(made) if self.algorithm == "ES256" else made)

    def token(self, user_id, header=None, signature=None, **claims):
        """`header`: members beside its own, or the JSON as text; so for `claims_text`."""
        text = claims.pop("claims_text", None)
        said = {"iss": ISSUER, "aud": "authenticated", "sub": user_id, "role": "authenticated",
                "exp": int(time.time()) + 3600, **claims}
        said = {name: value for name, value in said.items() if value is not None}
        own = {"alg": self.algorithm, "typ": "JWT", "kid": self.kid}
        head = header if isinstance(header, str) else json.dumps({**own, **(header or {})})
        parts = base64url(head.encode()) + "." + base64url((text or json.dumps(said)).encode())
        return parts + "." + (self.sign(parts) if signature is None else signature)


class Issuer:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="nemo-issuer-")
        self.process = subprocess.Popen([sys.executable, SERVER, self.folder],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port, _, _, self.control = map(int, self.process.stdout.readline().split())
        self.url = f"https://127.0.0.1:{self.port}/keys"
        self.options = ["--jwks-url", self.url, "--jwks-ca-file", self.folder + "/ca.pem"]

    def key(self, kid, algorithm="ES256"):
        return Key(self.folder, kid, algorithm)

    def publish(self, *keys):
        text = json.dumps({"keys": [key.public for key in keys]})
        fresh = self.folder + "/keys.json.new"
        pathlib.Path(fresh).write_text(text)
        os.rename(fresh, self.folder + "/keys.json")

    def told(self, what):
        url = f"http://127.0.0.1:{self.control}/{what}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.read())

    def mode(self, name):
        self.told("mode/" + name)

    def count(self):
        """How often the keys were asked for."""
        return self.told("count")

    def remove(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
        shutil.rmtree(self.folder, True)
