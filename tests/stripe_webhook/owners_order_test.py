"""Whose a payment is may be told before or after all else of it: the books are the same."""

import itertools
import os
import pathlib
import random
import unittest

from hooks import wait_until
from owners import WAYS, OwnersCase, by_reference, what_follows

ORDERS = 30  # of each way, drawn from all of them


class InAnyOrder(OwnersCase):
    def test_the_books_are_the_same_in_any_order(self):
        chance = random.Random(11)
        told = {}
        for way in WAYS:
            orders = list(itertools.permutations(range(5)))
            for order in chance.sample(orders, ORDERS):
                org = self.organization()
                payment, teller = way(org.org_id)
                events = [teller, *what_follows(payment)]
                self.deliver(*(events[place] for place in order))
                told[org] = way.__name__, order
        for org, (way, order) in told.items():
            with self.subTest(way=way, order=order):
                self.expect_told(org)
        self.expect_nothing_left()


class WithRestarts(OwnersCase):
    def test_the_books_are_the_same_with_a_restart_after_each_event(self):
        lives = []
        for way, kill in itertools.product(WAYS, (False, True)):
            org = self.organization()
            payment, teller = way(org.org_id)
            lives.append((way.__name__, kill, org, [*what_follows(payment), teller]))
        for place in range(5):
            for _, _, _, events in lives:
                self.deliver(events[place])
            if place % 2:
                self.service.kill()
                self.service.start()
            else:
                self.service.restart()
        for way, kill, org, _ in lives:
            with self.subTest(way=way, kill=kill):
                self.expect_told(org)
        self.expect_nothing_left()

    def test_a_note_of_how_far_all_was_told_that_is_lost_changes_nothing(self):
        org = self.organization()
        payment, teller = by_reference(org.org_id)
        self.deliver(*what_follows(payment), teller)
        self.expect_told(org)
        rows = self.rows(org)
        path = os.path.join(self.service.data, "stripe", "told")
        for text in (None, "", "x 1\n", "99999999\n"):
            self.service.stop()
            os.remove(path)
            if text is not None:
                pathlib.Path(path).write_text(text)
            self.service.start()
            other = self.organization()
            late, tells = by_reference(other.org_id)
            self.deliver(*what_follows(late), tells, *what_follows(payment)[:2], teller)
            wait_until(lambda: self.waiting() == 0)
            self.expect_told(other)
            self.expect_told(org)
            self.assertEqual(rows, self.rows(org))


if __name__ == "__main__":
    unittest.main()
