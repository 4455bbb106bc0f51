"""Who is sent an organization's webhooks, and checks their signatures."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import tempfile

from service import ROOT
from world import ServiceCase


class Receiver:
    """tests/webhooks/receiver.py, running."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="nemo-hooks-")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", str(ROOT / "tests" / "webhooks" / "receiver.py"), self.folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().split()[0]

    def url(self, path):
        return f"http://127.0.0.1:{self.port}/{path}"

    def received(self, path):
        try:
            with open(os.path.join(self.folder, "received")) as file:
                lines = [json.loads(line) for line in file.read().splitlines()]
        except FileNotFoundError:
            return []
        return [line for line in lines if line["path"] == "/" + path]

    def end(self):
        self.process.kill()
        self.process.communicate()
        shutil.rmtree(self.folder, True)


def signature(secret, sent):
    """As a receiver computes it of what it was sent."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{sent['id']}.{sent['timestamp']}.{sent['body']}"
    return "v1," + base64.b64encode(hmac.digest(key, text.encode(), hashlib.sha256)).decode()


class ReceiverCase(ServiceCase):
    """Tests of one service and one receiver, which a class shares."""

    options = ("--webhooks-allow-private",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.end)
