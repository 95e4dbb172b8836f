"""What must add up once a soak is over: the proxy's counters against those of clients and providers, and its memory."""

import re
import statistics
from collections import Counter

GROWTH = 8 << 20  # bytes that resident memory may grow by after the warm-up
SANITIZERS = ("libasan", "libtsan", "libclang_rt")


class Metrics:
    """Prometheus text, read once."""

    def __init__(self, text):
        self.samples = [
            (name, dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(value))
            for name, labels, value in re.findall(r"^(\w+)\{(.*)\} (\S+)$", text, re.M)
        ]

    def sum(self, name, **labels):
        return sum(value for known, given, value in self.samples if known == name and labels.items() <= given.items())


def compare_calm(edge, consumers, provider, metrics):
    """What differs on an edge that no fault was put on; yields (what, found, wanted)."""
    mine = [each for each in consumers if each.edge == edge.name]
    sent, received = sum(each.sent for each in mine), sum(each.received for each in mine)
    connections, calls = sum(each.connections for each in mine), sum(each.calls for each in mine)

    def counter(name, **labels):
        return metrics.sum(name, **labels)

    of_edge, of_proxy = {"edge": edge.name}, {"proxy": edge.name}
    read, passed = "toxiproxy_proxy_received_bytes_total", "toxiproxy_proxy_sent_bytes_total"
    yield "connections", counter("squall_edge_connections_total", **of_edge), connections
    yield "attempts", counter("squall_edge_attempts_total", **of_edge), calls
    yield "faulted attempts", counter("squall_edge_faulted_attempts_total", **of_edge), 0
    yield "attempts that ended", counter("squall_edge_attempt_duration_seconds_count", **of_edge), calls
    if edge.protocol == "http":
        answered = sum(counter("squall_edge_requests_total", code=code, **of_edge) for code in ("1xx", "2xx"))
        yield "requests answered 101 or 2xx", answered, calls
    yield "bytes read from consumers", counter(read, direction="upstream", **of_proxy), sent
    yield "bytes passed to the provider", counter(passed, direction="upstream", **of_proxy), provider.received
    yield "bytes read from the provider", counter(read, direction="downstream", **of_proxy), provider.sent
    yield "bytes passed to consumers", counter(passed, direction="downstream", **of_proxy), received
    yield "bytes that reached the provider", provider.received, sent
    yield "bytes that reached consumers", received, provider.sent


def compare_stormy(edge, journal, metrics):
    """On an edge with faults: what is counted is journaled, attempts as well as the faults that struck them."""
    yield "attempts in the journal", journal.attempts[edge.name], metrics.sum("squall_edge_attempts_total", edge=edge.name)
    injected = Counter(
        {given["kind"]: value for name, given, value in metrics.samples
         if name == "squall_edge_faults_total" and given["edge"] == edge.name}
    )  # fmt: skip
    yield "faults that struck attempts", dict(journal.kinds[edge.name]), dict(injected)


def growth(samples):
    """By how much resident memory grew after the warm-up: the medians of the first and the last third; and both."""
    end = samples[-1][0]
    warm = [size for second, size in samples if second >= min(300, max(15, end / 5))]
    third = max(1, len(warm) // 3)
    first, last = statistics.median(warm[:third] or [0]), statistics.median(warm[-third:] or [0])
    return last - first, first, last


def memory_can_be_judged(pid):
    with open(f"/proc/{pid}/maps") as maps:
        return not any(name in maps.read() for name in SANITIZERS)
