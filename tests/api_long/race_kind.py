"""What all races have in common."""

AMPLE = 10**15
CLIENTS = 64


class Kind:
    """`name` says what is raced for. Draws what it needs, then runs in a world made for it."""

    credits, limits, scope = AMPLE, {}, "ORGANIZATION"

    def __init__(self, name, chance):
        self.name, self.chance = name, chance
        self.amount = chance.randint(1, 10**9)
        self.cost = chance.randint(1, self.amount)
