"""fetch as Node brings it: no retry, no breaker; waits until an AbortSignal ends it."""

from node_consumer import node
from truth import Exactly, Near, no, yes

UNPROTECTED = {
    "timeout": no(),
    "retries": no(retries=Exactly(0)),
    "circuit_breaker": no(),
    "fallback": no(),
    "bulkhead": no(),
}

VARIANTS = [
    node("fetch", "alone", {}, UNPROTECTED, small=True),
    node("fetch", "alone, POST", {}, {**UNPROTECTED, "safe_retries": yes()}, stimulus="POST /value"),
    node("fetch", "signal of 400 ms", {"timeout": 400}, {**UNPROTECTED, "timeout": yes(response=Near(400))}),
    node("fetch", "signal of 1.5 s", {"timeout": 1500}, {**UNPROTECTED, "timeout": yes(response=Near(1500))}),
]
