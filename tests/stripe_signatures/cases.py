"""Headers to be judged: right ones with up to three things changed, drawn from a seed."""

import random

from changes import CHANGES, change_bytes
from draft import Draft


def case_of(draw):
    draft = Draft(draw)
    for _ in range(draw.choice([0, 1, 1, 1, 2, 3])):
        draw.choice(CHANGES)(draft, draw)
        draft.items = draft.items or [[""]]
    case = draft.case()
    if draw.random() < 0.1:
        change_bytes(case, draw)
    return case


def cases_of(seed, count):
    draw = random.Random(seed)
    return [case_of(draw) for _ in range(count)]
