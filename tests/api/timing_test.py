"""How long an answer takes does not tell whether another organization's thing is there."""

import unittest

from timing import Pair, apart
from world import Organization, ServiceCase, token

APART_MAX = 0.05
PAIRS = 2_000  # ten thousand in api_attacks
ATTEMPTS = 5   # a machine that does other things disturbs one half of a pair at times


class TimingCase(ServiceCase):
    """An organization with many keys and members, and who has no part in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        service = cls.service
        cls.own = Organization(service, "own").people()
        cls.other = Organization(service, "other").people()
        for number in range(100):
            cls.other.new_key(key_id=f"k{number}")
            cls.other.add(f"u{number}", "viewer")
        cls.other.new_key(key_id="theirs")
        cls.other.reserved(reservation_id="theirs")

    def pairs(self):
        """Of reads: "other" and "theirs" are there, "nothr" and "nowher" are not."""
        own, secret = self.own, self.service.token_secret
        owner, viewer, stranger = own.token("owner"), own.token("viewer"), token(secret, "stranger")
        rows = [
            # who asks, the path, what is there, what is not, and their key
            ("virtual key, organization", "/v1/orgs/{}", "other", "nothr", own.key),
            ("virtual key, keys", "/v1/orgs/{}/keys", "other", "nothr", own.key),
            ("virtual key, reservation", "/v1/reservations/{}", "theirs", "nowher", own.key),
            ("owner, organization", "/v1/orgs/{}", "other", "nothr", owner),
            ("owner, members", "/v1/orgs/{}/members", "other", "nothr", owner),
            ("owner, budgets", "/v1/orgs/{}/budgets", "other", "nothr", owner),
            ("owner, teams", "/v1/orgs/{}/teams", "other", "nothr", owner),
            ("owner, journal", "/v1/orgs/{}/journal", "other", "nothr", owner),
            ("owner, key of theirs", "/v1/orgs/{}/keys/theirs", "other", "nothr", owner),
            ("owner, their key as own", "/v1/orgs/own/keys/{}", "theirs", "nowher", owner),
            ("viewer, balance", "/v1/orgs/{}/balance", "other", "nothr", viewer),
            ("stranger, organization", "/v1/orgs/{}", "other", "nothr", stranger),
        ]
        for name, path, there, nowhere, key in rows:
            yield Pair(name, "GET", path.format(there), path.format(nowhere), key)
        wrong = "sk-nemo-{}." + "A" * 43
        yield Pair("wrong key", "GET", "/v1/balance", "/v1/balance", wrong.format("other"),
                   other_key=wrong.format("nothr"))

    def expect_alike(self, pairs):
        for pair in self.pairs():
            with self.subTest(pair=pair.name):
                shares = []
                while not shares or (min(shares) > APART_MAX and len(shares) < ATTEMPTS):
                    shares.append(apart(self.service, pair, pairs))
                self.assertLessEqual(min(shares), APART_MAX)

    def expect_apart(self, pairs):
        """The yardstick: two answers of which one has a little more to do."""
        pair = Pair("planted", "GET", "/v1/orgs/own", "/v1/orgs/own/balance?min_position=x",
                    self.service.service_key)
        shares = [apart(self.service, pair, pairs) for _ in range(ATTEMPTS)]
        self.assertGreater(max(shares), APART_MAX)


class Timing(TimingCase):
    def test_there_and_nowhere_take_as_long(self):
        self.expect_alike(PAIRS)

    def test_a_difference_would_be_seen(self):
        self.expect_apart(PAIRS)


if __name__ == "__main__":
    unittest.main()
