"""What nobody is known to own is in suspense until it is assigned."""

import json
import subprocess
import time
import unittest

from hooks import BINARY, HookCase, books_of, clean_environment, in_cents, wait_until
from shop import Payment


class Nobodys(HookCase):
    def platform(self):
        return {name: cents for name, cents in books_of(self.service.journal()).items()
                if not name.count(":org-")}

    def test_it_is_in_suspense_until_somebody_assigns_it(self):
        org = self.organization()
        payment, late = Payment(org="nobody-yet"), Payment(org="later-" + org.org_id[4:])
        self.deliver(payment.intent(), payment.charge(), payment.refund(2600), payment.settled(),
                     late.intent(), late.charge())
        self.service.restart()
        self.expect(org, 0)
        self.service.stop()
        self.assertEqual(self.words("stripe:clearing 17868 suspense -18200 "
                                    "expense:stripe_fees 332"), self.platform())
        self.assign(payment.intent_id, org.org_id)
        self.service.start()
        self.expect(org, 7500, books="stripe:clearing 7800 revenue:platform_fee -300")
        self.deliver(payment.refund(7800), payment.intent())
        self.expect(org, 0, books="")
        self.create_later(late)

    def test_what_is_assigned_to_nobody_stays_in_suspense(self):
        payment = Payment()
        self.deliver(payment.intent())
        self.service.stop()
        before = self.platform()
        with self.assertRaises(subprocess.CalledProcessError):
            self.assign(payment.intent_id, "org-that-is-not")
        self.service.start()
        time.sleep(0.2)
        self.service.stop()
        self.assertEqual(before, self.platform())
        self.service.start()
        org = self.organization()
        self.service.stop()
        self.assign(payment.intent_id, org.org_id)
        self.service.start()
        self.expect(org, 10000)
        self.deliver(payment.refund(10400))
        self.expect(org, 0, books="")

    def create_later(self, late):
        """An organization that is made after its payment is found by the payment's next event."""
        name = late.metadata["org_id"]
        self.service.done("POST", "/v1/orgs", {"org_id": name, "name": name})
        self.deliver(late.settled(100))

        def balance():
            return self.service.done("GET", f"/v1/orgs/{name}/balance")["balance"]
        wait_until(lambda: balance() != "0")
        self.service.stop()
        said = json.loads(self.service.read("balance", "--org", name, "--format", "json"))
        self.assertEqual(10000, in_cents(said["balance_nano"]))
        books = {account: cents for account, cents in self.platform().items()
                 if not account.endswith(name)}
        self.assertEqual(self.words("stripe:clearing 9968 revenue:platform_fee -400 "
                                    "expense:stripe_fees 432"), books)
        self.service.start()

    def test_who_assigns_is_no_e_mail_address(self):
        self.service.stop()
        answer = subprocess.run(
            [BINARY, "stripe", "assign", "--data", self.service.data, "--object", "pi_1",
             "--org", "acme", "--actor", "jane@example.com"],
            capture_output=True, env=clean_environment(), timeout=60)
        self.service.start()
        self.assertEqual(2, answer.returncode)
        self.assertIn(b"pseudonym", answer.stderr)

    def assign(self, object_id, org_id):
        self.service.read("stripe", "assign", "--object", object_id, "--org", org_id, "--actor",
                          "finance")


if __name__ == "__main__":
    unittest.main()
