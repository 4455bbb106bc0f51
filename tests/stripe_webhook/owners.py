"""How it is told whose a payment is, and what follows of one."""

from hooks import HookCase, books_of, wait_until
from shop import Dispute, Payment, new_id
from shop_books import customer


def by_metadata(org):
    payment = Payment()
    return payment, payment.session(metadata={"org_id": org})


def by_reference(org):
    payment = Payment()
    return payment, payment.session(client_reference_id=org)


def by_customer(org):
    payment = Payment(customer=new_id("cus"))
    return payment, customer("created", payment.customer, org)


def by_changed_customer(org):
    payment = Payment(customer=new_id("cus"))
    return payment, customer("updated", payment.customer, org)


def by_charge_alone(org):
    payment = Payment()
    return payment, payment.charge("updated", metadata={"org_id": org})


WAYS = [by_metadata, by_reference, by_customer, by_changed_customer, by_charge_alone]


def what_follows(payment):
    """Of a payment that paid for 100.00: 25.00 refunded, 50.00 lost, both told of the charge."""
    dispute = Dispute(payment, 5200)
    lost = dispute.withdrawn()
    for event in (refund := payment.refund(2600), lost):
        event["data"]["object"]["payment_intent"] = None
    return [payment.intent(), payment.charge(), refund, lost]


class OwnersCase(HookCase):
    # what_follows() in the end
    BOOKS = "stripe:clearing 1100 revenue:platform_fee -100 expense:stripe_fees 1500"

    def expect_told(self, org):
        self.expect(org, 2500, books=self.BOOKS)

    def waiting(self):
        return self.service.figure("nemo_stripe_waiting_records")

    def expect_nothing_left(self):
        """Nobody's are none, and the platform's books are those of all organizations."""
        wait_until(lambda: self.waiting() == 0)
        self.service.stop()
        books = books_of(self.service.journal())
        self.service.start()
        each = self.words(self.BOOKS)
        platform = {name: cents for name, cents in books.items() if not name.count(":org-")}
        expected = {name: cents * len(self.expected) for name, cents in each.items()}
        self.assertEqual(expected, platform)
