"""The ledger's books: what its journal adds up to."""

import collections


class Books:
    def __init__(self, ledger):
        self.debit, self.credit = collections.Counter(), collections.Counter()
        for transaction in ledger.json("journal"):
            for posting in transaction["postings"]:
                amount = int(posting["amount_nano"])
                self.debit[posting["debit"]] += amount
                self.credit[posting["credit"]] += amount

    def lines(self):
        """As a trial balance has them: account, debit, credit."""
        return {(name, self.debit[name], self.credit[name])
                for name in {*self.debit, *self.credit}}

    def asset(self, account):
        """What an asset or an expense has, in nano-dollars."""
        return self.debit[account] - self.credit[account]

    def liability(self, account):
        """What a liability or a revenue has."""
        return -self.asset(account)

    def of_organization(self, org):
        """Unspent credits minus what is owed."""
        return (self.liability(f"credits:purchased:{org}")
                + self.liability(f"credits:promotional:{org}") - self.asset(f"owed:{org}"))
