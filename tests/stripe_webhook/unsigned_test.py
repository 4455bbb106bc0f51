"""Who may deliver an event: who signs it, now, and what is too large."""

import json
import time
import unittest

from hooks import PATH, ROLLED, SECRET, signature, text_of
from notes import NoteCase
from shop import Payment
from wire import Closed, Wire, request

MIB = 1 << 20


class Unsigned(NoteCase):
    """Who does not sign is told so, and leaves nothing."""

    def refused(self, body, header):
        answer = self.service.hook(body, headers={"stripe-signature": header})
        self.assertEqual((400, "invalid_request"), answer.said, answer)
        self.assertNotIn(SECRET, answer.body.decode())

    def test_an_event_without_a_right_signature_is_refused_and_leaves_nothing(self):
        org = self.organization()
        body = text_of(Payment(org=org.org_id).intent())
        now = int(time.time())
        mac = signature(body, at=now).split("v1=")[1]
        before = len(self.notes())
        for header in [
                None, "", "nonsense", f"t={now}", f"v1={mac}", f"t={now},v1=", f"t=,v1={mac}",
                f"t={now},v0={mac}", f"t={now},v1={mac[:-1]}", f"t={now},v1={mac.upper()}",
                f"t={now},t={now},v1={mac}", f"t={now}.0,v1={mac}", f"t={now},v1={mac},x",
                f"t={now + 1},v1={mac}", signature(body, "whsec_other", now),
                signature(body + b" ", at=now), signature(body, at=now - 310),
                signature(body, at=now + 310), signature(body, at=0), signature(body, at=-now)]:
            with self.subTest(header=header):
                self.refused(body, header)
        self.refused(b"", signature(b"", at=now))
        self.refused(body + b" ", signature(body))
        self.refused(b"\xff\xfe" + body, signature(b"\xff\xfe" + body))
        self.assertEqual(before, len(self.notes()))
        self.nothing_moved(org)

    def test_any_right_one_of_several_is_enough(self):
        org = self.organization()
        for number, make in enumerate([
                lambda body: signature(body) + ",v1=" + "0" * 64 + ",v0=00",
                lambda body: signature(body).replace(",v1=", ",v1=" + "f" * 64 + ",v1="),
                lambda body: signature(body, ROLLED),
                lambda body: signature(body, at=int(time.time()) - 290),
                lambda body: signature(body, at=int(time.time()) + 290)], 1):
            body = text_of(Payment(org=org.org_id).intent())
            answer = self.service.hook(body, headers={"stripe-signature": make(body)})
            self.assertEqual(200, answer.status, answer)
            self.expect(org, 10000 * number)


class Sizes(NoteCase):
    def padded(self, size):
        told = Payment(org=self.org.org_id).intent()
        left = size - len(json.dumps({**told, "padding": ""}))
        return json.dumps({**told, "padding": "x" * left}).encode()

    def test_a_megabyte_is_believed_more_is_put_aside_and_above_eight_refused(self):
        self.org = self.organization()
        body = self.padded(MIB)
        self.assertEqual(MIB, len(body))
        self.deliver(body, body)
        self.expect(self.org, 10000)
        for size in (MIB + 1, 5 * MIB):
            with self.subTest(size=size):
                body = self.padded(size)
                self.assertEqual(400, self.service.hook(
                    body, headers={"stripe-signature": signature(body, "whsec_other")}).status)
                self.deliver(body, body)
                row = self.exceptions("quarantined")[json.loads(body)["id"]]
                self.assertIn("too_large", row["text"])
        for size in (8 * MIB + 1, 64 * MIB):
            with self.subTest(size=size), Wire(self.service) as wire:
                body = self.padded(size)
                head = "stripe-signature: " + signature(body)
                try:
                    wire.send(request("POST", PATH, body, fields=[head]))
                    self.assertEqual((413, "request_too_large"),
                                     ((answer := wire.answer()).status, answer.code))
                except Closed as closed:
                    self.assertIn(b"413", closed.args[0])
        self.expect(self.org, 10000)

    def test_the_signature_counts_whatever_type_a_body_says_to_be(self):
        for media_type in ("application/json; charset=utf-8", None, "text/plain"):
            with self.subTest(media_type=media_type):
                org = self.organization()
                paid = Payment(org=org.org_id).intent()
                answer = self.service.hook(paid, headers={"content-type": media_type})
                self.assertEqual(200, answer.status, answer)
                self.assertRegex(answer.field("x-nemo-position"), r"^\d+/\d+$")
                position = answer.field("x-nemo-position")
                self.assertEqual("100", self.service.done(
                    "GET", f"{org.path}/balance?min_position={position}",
                    key=self.service.service_key)["balance"])


if __name__ == "__main__":
    unittest.main()
