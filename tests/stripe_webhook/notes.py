"""What the ledger noted of events, and what finance's report says of them."""

import json

from hooks import HookCase


class NoteCase(HookCase):
    def notes(self):
        """By id of the event: what was noted of it."""
        self.service.stop()
        lines = self.service.read("log", "inspect").splitlines()
        self.service.start()
        noted = [json.loads(line).get("stripe_event_noted") for line in lines]
        return {note["stripe_event_id"]: note for note in noted if note}

    def exceptions(self, kind):
        """What finance's report says of this kind: by subject."""
        self.service.stop()
        rows = json.loads(self.service.read("report", "exceptions", "--format", "json"))
        self.service.start()
        return {row["subject"]: row for row in rows["data"] if row["kind"] == kind}

    def nothing_moved(self, org):
        self.expect(org, 0, books="")
        self.service.stop()
        self.assertEqual([], self.service.journal())
        self.service.start()
