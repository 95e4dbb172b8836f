"""opossum 8: a timeout that only races against the call, a breaker on the share of failures in a rolling window of time
that lets one call through after resetTimeout, and a semaphore (capacity)."""

from node_consumer import node
from truth import Exactly, Near, no, yes


def breaker(timeout, reset, share=50, volume=5, **more):
    return {"timeout": timeout, "resetTimeout": reset, "errorThresholdPercentage": share, "volumeThreshold": volume, **more}


def truth(timeout, reset, **more):
    return {
        "timeout": yes(response=Near(timeout)),
        "retries": no(retries=Exactly(0)),
        "circuit_breaker": yes(open_for=Near(reset), probes=Exactly(1), says=["closes", "counts a share of calls"]),
        "fallback": no(),
        **more,
    }


# It only races a timer against the call: the request itself goes on.
LEAKS = ("resilience.timeout.leaked-connection",)

VARIANTS = [
    node("opossum", "timeout 300 ms, reset 1 s", {"breaker": breaker(300, 1000)}, truth(300, 1000), findings=LEAKS, small=True),
    node("opossum", "timeout 600 ms, reset 2 s, volume 10", {"breaker": breaker(600, 2000, volume=10)}, truth(600, 2000), findings=LEAKS),
    node(
        "opossum",
        "timeout 1 s, reset 500 ms, with a fallback",
        {"breaker": breaker(1000, 500), "fallback": {"value": 7}},
        truth(1000, 500, fallback=yes()),
        findings=LEAKS,
    ),
    node(
        "opossum",
        "capacity 6, no timeout",
        {"breaker": breaker(False, 1000, capacity=6)},
        {"bulkhead": yes(in_flight=Exactly(6)), "timeout": no()},
    ),
]
