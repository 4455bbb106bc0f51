"""What became of one record, and the small answers that many rules give."""

from catalogue import first_difference
from strict_json import INT_MAX, INT_MIN


class Outcome:
    """What became of one record, before its lines are written."""

    __slots__ = ("name", "detail", "flags", "postings", "ended_hold", "budgets")

    def __init__(self, name, detail=None, flags=(), postings=()):
        self.name, self.detail, self.flags, self.postings = name, detail, flags, postings
        self.ended_hold = False
        self.budgets = ()  # whose spent or limit changed


def fits(*sums):
    return all(INT_MIN <= value <= INT_MAX for value in sums)


def first(seen):
    return {"first": {"outcome": seen[0], "position": seen[1]}}


def repeated(seen, content):
    field = first_difference(content, seen[0])
    if field is None:
        return Outcome("exists", first(seen[1:3]))
    return Outcome(f"exists_with_different_{field}", first(seen[1:3]))
