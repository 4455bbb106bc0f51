"""How long two requests take beside each other, measured by who wants to tell them apart."""

import random
import statistics
import time

from wire import Wire, request


def medians(service, one, other, pairs):
    """Microseconds of each over one connection, interleaved by chance; both must answer alike."""
    took = ([], [])
    with Wire(service, timeout=60) as wire:
        for _ in range(pairs):
            for which in random.sample((0, 1), 2):
                data = (one, other)[which]
                start = time.perf_counter_ns()
                wire.send(data)
                answer = wire.answer()
                took[which].append((time.perf_counter_ns() - start) / 1_000)
                assert answer.status in (200, 400, 401, 403, 404), answer
    return tuple(statistics.median(times) for times in took)


class Pair:
    """A caller's request for another organization's thing, and for one that is not there."""

    def __init__(self, name, method, there, nowhere, key, other_key=None):
        self.name = name
        self.requests = [request(method, there, key=key),
                         request(method, nowhere, key=other_key or key)]


def apart(service, pair, pairs):
    """By what share the slower one's median is above the faster one's."""
    there, nowhere = medians(service, *pair.requests, pairs)
    share = max(there, nowhere) / min(there, nowhere) - 1
    print(f"{pair.name}: {there:.1f} us there, {nowhere:.1f} us nowhere, {share:.1%} apart",
          flush=True)
    return share
