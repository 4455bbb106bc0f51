"""Which of a month's deliveries go out when, and which never do."""

import json
import random

DUPLICATES_PERCENT = 30
ROUNDS = 10
LOST_PERCENT = 3
SENT_AGAIN = 20


class Post:
    """`rounds`: bodies to deliver, side by side within a round. `late`: those of the events of one
    object, among some that came before. What is lost in the post nobody gets."""

    def __init__(self, stripe, late_object):
        chance = random.Random(f"post {stripe.seed}")
        deliveries = [(body, json.loads(body)) for body in stripe.deliveries(DUPLICATES_PERCENT)]
        self.events = len({event["id"] for _, event in deliveries})
        self.late, others = [], []
        for body, event in deliveries:
            is_late = event["data"]["object"].get("id") == late_object
            (self.late if is_late else others).append((body, event["id"]))
        self.lost = set(chance.sample(sorted({id for _, id in others}),
                                      self.events * LOST_PERCENT // 100))
        sent = [body for body, id in others if id not in self.lost]
        self.rounds = [sent[number::ROUNDS] for number in range(ROUNDS)]
        self.late = [body for body, _ in self.late] + chance.sample(sent, SENT_AGAIN)
        chance.shuffle(self.late)
        self.deliveries = len(sent) + len(self.late)
