"""Services on either log: one on the embedded, two on the same topics of a broker of their own."""

import contextlib
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "api"), str(TESTS / "brokers")]

from caller import Caller  # noqa: E402  (after the path)
from service import Service, run, together, wait_until  # noqa: E402
from world import Organization, fresh  # noqa: E402


@contextlib.contextmanager
def a_log(name):
    """The services of log `embedded` or `kafka`; gone at the end, and the broker with them."""
    if name == "embedded":
        services = [Service(log=None)]
        services[0].cluster = None
    else:
        from cluster import Cluster  # it asks for packages that the embedded log does not need
        cluster = Cluster()
        services = [Service(log="kafka://" + cluster.address)]
        services.append(Service(beside=services[0]))
        for service in services:
            service.cluster = cluster
    try:
        yield services
    finally:
        for service in services:
            service.remove()
        if services[0].cluster:
            services[0].cluster.remove()


def end_and_verify(services):
    """What `verify` says of each, once nobody appends any more: all nodes have the same digest."""
    for service in services:
        status = service.stop()
        assert status == 0, f"it ended with {status}: {service.errors()}"
    texts = [run("verify", "--data", service.data, *service.log).strip() for service in services]
    digests = {text.splitlines()[-1] for text in texts}
    assert len(digests) == 1, texts
    return texts[0]


__all__ = ["Caller", "Organization", "Service", "a_log", "end_and_verify", "fresh", "run",
           "together", "wait_until"]
