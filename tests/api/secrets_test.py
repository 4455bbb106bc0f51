"""Keys are shown once and kept nowhere but as their digest, wherever somebody puts them."""

import hashlib
import itertools
import os
import re
import resource
import shutil
import stat
import subprocess
import tempfile
import unittest

from secret_places import Shower, in_broken_bodies, in_fields, in_members, in_targets
from service import BINARY, Service, together
from world import ServiceCase, fresh, token

CANARIES = 1_000
WAYS = 3  # in so many is each key shown, all of them in turn
NOBODY = 65534
RUN_OF_SECRET = 43  # characters of base64url


def files_below(folder):
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                yield file.read()


def found_in(content, secrets):
    """Those of the secrets (their last 43 characters) that are somewhere in the bytes."""
    wanted = {secret[-RUN_OF_SECRET:].encode() for secret in secrets}
    seen = set()
    for run in re.findall(rb"[\w-]{%d,}" % RUN_OF_SECRET, content):
        seen.update(run[at:at + RUN_OF_SECRET] for at in range(len(run) - RUN_OF_SECRET + 1))
    return wanted & seen


class Secrets(ServiceCase):
    options = ("--access-log", "-")

    def shown(self):
        """All that the ledger keeps, logs and tells."""
        kept = b"".join(files_below(self.service.data)) + self.service.errors().encode()
        figures = self.service.ask("GET", "/metrics", key=self.service.operator_key)
        self.assertEqual(200, figures.status)
        return kept + figures.body

    def show_everywhere(self, org, keys, others):
        """The keys in turns, the others all of them everywhere; nothing may be a fault."""
        shower = Shower(self.service)
        ways = len([*in_fields("", org), *in_targets("", org), *in_broken_bodies("", org),
                    *in_members("", org)])
        for number, key in enumerate(keys):
            requests = [*in_fields(key, org), *in_targets(key, org), *in_broken_bodies(key, org),
                        *in_members(key, org)]
            for way in range(WAYS):
                shower.show(requests[(number * WAYS + way) % ways])
        for secret in others:
            for data in itertools.chain(in_fields(secret, org), in_targets(secret, org),
                                        in_broken_bodies(secret, org)):
                shower.show(data)
        shower.close()
        self.assertEqual(set(), {500, 503} & set(shower.statuses))
        self.assertLessEqual({200, 201, 400, 401, 404, 501}, set(shower.statuses))

    def test_a_thousand_keys_and_whatever_else_is_secret_leave_only_digests(self):
        org = self.organization()
        many = together(8, lambda _: [org.new_key() for _ in range(CANARIES // 8)])
        keys = list(itertools.chain(*many))
        tokens = [token(self.service.token_secret, fresh("user")) for _ in range(5)]
        others = [self.service.service_key, self.service.operator_key, self.service.token_secret,
                  self.service.finance_key, self.service.master_key, *tokens]
        self.assertEqual(CANARIES, len(set(keys)))
        self.show_everywhere(org, keys, others)
        self.assertEqual({keys[0][-43:].encode()}, found_in(b"a " + keys[0].encode(), keys))
        self.assertEqual(set(), found_in(self.shown(), keys + others))
        self.service.stop()
        files = b"".join(files_below(self.service.data))
        said = self.service.errors()
        self.service.start()
        self.assertEqual(set(), found_in(files + said.encode(), keys + others))
        digests = [hashlib.sha256(key.encode()).digest() in files for key in keys]
        self.assertEqual(CANARIES, sum(digests), "what is looked for is not where it is kept")
        self.assertIn(f'"path":"{org.path}"', said)
        self.assertIn('"path":"/v1/reservations/*"', said)

    def test_a_key_is_shown_once(self):
        org = self.organization()
        keys = [org.new_key() for _ in range(10)]
        keys += [self.service.done("POST", f"{org.path}/keys/main/rotate", {})["key"]
                 for _ in range(10)]
        for key in keys:
            self.assertRegex(key, r"\Ask-nemo-" + re.escape(org.org_id) + r"\.[\w-]{43}\Z")
        for path in ["/keys", "/keys/main", "/journal", "/reservations", "/exceptions", ""]:
            said = self.service.ask("GET", org.path + path, key=self.service.service_key)
            self.assertEqual(set(), found_in(said.body, keys))
        shown = self.service.done("GET", org.path + "/keys/main")["display_prefix"]
        self.assertEqual(keys[-1][:len(shown)], shown)
        self.assertEqual(len(keys[-1]) - 39, len(shown))

    def test_a_key_is_refused_where_it_would_be_kept(self):
        org = self.organization()
        shower = Shower(self.service)
        before = org.reserve().json["position"]
        for data in in_members(org.new_key(), org):
            with self.subTest(data=data[:120]):
                answer = shower.show(data)
                if b"/v1/batch" in data:
                    self.assertEqual(400, answer.json["answers"][0]["status"], answer)
                    continue
                self.assertEqual((400, "invalid_request"), (answer.status, answer.code), answer)
                self.assertNotIn(b"sk-nemo-" + org.org_id.encode() + b".", answer.body)
        shower.close()
        after = org.reserve().json["position"]
        self.assertEqual(2, int(after.split("/")[1]) - int(before.split("/")[1]), "it was written")


class Process(ServiceCase):
    def test_no_secret_is_in_what_the_process_shows(self):
        process = f"/proc/{self.service.process.pid}"
        shown = b""
        for name in ("cmdline", "environ", "comm", "status", "maps"):
            with open(f"{process}/{name}", "rb") as file:
                shown += file.read()
        secrets = [self.service.service_key, self.service.operator_key, self.service.token_secret,
                   self.service.finance_key, self.service.master_key]
        self.assertEqual(set(), found_in(shown, secrets))
        open_files = [os.readlink(f"{process}/fd/{number}") for number in
                      os.listdir(f"{process}/fd")]
        self.assertEqual([], [path for path in open_files if path.endswith("-file")])
        self.assertEqual((0, 0), resource.prlimit(self.service.process.pid, resource.RLIMIT_CORE))

    def test_its_private_files_are_its_own(self):
        key = os.stat(self.service.data + "/tls/loopback.key")
        self.assertEqual(0, stat.S_IMODE(key.st_mode) & 0o077)

    @unittest.skipUnless(os.geteuid() == 0, "another user is needed whom this one can become")
    def test_nobody_of_the_same_user_can_read_its_memory(self):
        folder = tempfile.mkdtemp(prefix="nemo-api-")
        self.addCleanup(shutil.rmtree, folder, True)
        binary = shutil.copy(BINARY, folder)
        os.chown(folder, NOBODY, NOBODY)
        serving = subprocess.Popen(
            [binary, "serve", "--data", folder + "/data", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True, user=NOBODY, group=NOBODY, extra_groups=[])
        self.addCleanup(serving.stdout.close)
        self.addCleanup(serving.wait)
        self.addCleanup(serving.kill)
        while "listening on" not in serving.stdout.readline():
            self.assertIsNone(serving.poll())

        def read_memory(what):
            """How a process of that user ends that opens the other's memory."""
            return subprocess.run(
                ["/usr/bin/python3", "-c", f"open('/proc/{what}/mem', 'rb')"], user=NOBODY,
                group=NOBODY, extra_groups=[], capture_output=True, text=True, check=False)

        self.assertIn("PermissionError", read_memory(serving.pid).stderr)
        self.assertEqual(0, read_memory("self").returncode, "the yardstick is broken")


if __name__ == "__main__":
    unittest.main()
