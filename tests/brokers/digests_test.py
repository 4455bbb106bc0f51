"""One digest: whichever log, whichever replica, rebuilt, and moved from one log to the other."""

import datetime
import os
import pathlib
import tempfile
import time
import unittest
import uuid

from cluster import shared
from load import opening, reservation, settlement
from node import ROOT
from outcomes import check

DATA = pathlib.Path(os.environ.get("NEMO_TEST_DATA", ROOT / ".." / "shared" / "data"))
TRACE = DATA / "traces" / "azure2023_conv.csv.gz"


class Digests(unittest.TestCase):
    def setUp(self):
        self.ledger = shared().ledger()
        folder = tempfile.TemporaryDirectory(prefix="nemo-digests-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def embedded(self, name):
        return ["--data", self.folder / name]

    def replicas(self, *names):
        nodes = [self.ledger.node(name) for name in names]
        for node in nodes:
            self.addCleanup(node.__exit__)
        return [node.serving() for node in nodes]

    def expect_one_digest(self, digest, *names):
        """Of what the log gives, and of these nodes' states."""
        self.assertEqual(digest, self.ledger.rebuilt())
        for name in names:
            self.assertEqual(digest, self.ledger.digest(name), name)

    def stop(self, nodes):
        for node in nodes:
            self.assertEqual(0, node.stop(), node.said)

    def export_import(self, source, target):
        """The digest of what is imported from the one log into the other."""
        file = self.folder / f"{time.monotonic_ns()}.log"
        self.ledger.succeed("log", "export", *source, "--out", file)
        self.ledger.succeed("log", "import", *target, file)
        return self.ledger.succeed("digest", *target)

    def test_the_trace_gives_the_digest_of_the_embedded_log(self):
        if not TRACE.exists():
            message = f"*** SKIPPED: real input is missing: {TRACE} (set NEMO_TEST_DATA) ***"
            self.assertNotEqual("true", os.environ.get("CI"), message)
            self.skipTest(message)
        replay = ["--trace", TRACE, "--seed", "1", "--no-verify"]
        self.ledger.succeed("replay", *self.embedded("embedded"), *replay)
        digest = self.ledger.succeed("digest", *self.embedded("embedded"))
        nodes = self.replicas("left", "right")
        self.ledger.succeed("replay", *self.ledger.data("player"), *replay)
        published = check(self.ledger, 60)
        self.stop(nodes)
        self.expect_one_digest(digest, "player", "left", "right")
        stored = self.ledger.succeed("outcomes", *self.embedded("embedded"))
        self.assertEqual(sorted(stored.splitlines()),
                         sorted(line.text for lines in published for line in lines))
        other = shared().ledger()
        self.assertEqual(digest, self.export_import(self.embedded("embedded"),
                                                    other.data("node")))
        self.assertEqual(digest, other.rebuilt())
        self.assertEqual(digest, self.export_import(self.ledger.data("left"),
                                                    self.embedded("back")))

    def test_a_live_ledger_moves_to_either_log_and_goes_on_there(self):
        with self.ledger.node("caller", "apply") as caller:
            caller.feed(opening("live"))
            for number in range(20):
                caller.feed([reservation("live", f"r{number}")])
                time.sleep(0.01)
            caller.feed([settlement("live", f"r{number}", 1000 + number) for number in range(9)])
            caller.process.stdin.close()
            self.assertEqual(0, caller.wait(), caller.said)
        digest = self.ledger.rebuilt()
        self.expect_one_digest(digest, "caller")
        embedded, other = self.embedded("embedded"), shared().ledger()
        self.assertEqual(digest, self.export_import(self.ledger.data("caller"), embedded))
        self.assertEqual(digest, self.export_import(embedded, other.data("node")))
        self.assertEqual(digest, other.rebuilt())
        more = [settlement("live", f"r{number}", 5) for number in range(9, 12)]
        before = datetime.datetime.now(datetime.timezone.utc).isoformat()[:19]
        with other.node("node", "apply") as caller:
            caller.feed([dict(line, at="2026-01-01T00:00:00Z", event_id=str(uuid.uuid4()))
                         for line in more])
            for _ in more:
                self.assertGreaterEqual(caller.answer()["at"], before)
        with other.node("replica") as replica:
            check(other)  # also what was decided before there was an outcomes topic
            self.stop([replica])
        self.assertEqual(other.rebuilt(), other.digest("replica"))
        self.assertEqual(other.rebuilt(), other.digest("node"))


if __name__ == "__main__":
    unittest.main()
