"""got 13: two retries of GET, PUT, HEAD, DELETE, OPTIONS and TRACE, on 408, 413, 429, 500, 502, 503, 504, 521, 522, 524 and
errors of the network, its own timeouts among them; pauses of 1 s, 2 s, 4 s ... up to backoffLimit, plus up to 100 ms of noise."""

from node_consumer import node
from truth import Exactly, Near, Within, no, yes

NO_RETRIES = no(retries=Exactly(0))


def options(**given):
    return {"options": given}


VARIANTS = [
    node(
        "got",
        "as it comes",
        options(),
        {
            "timeout": no(),
            "retries": yes(
                retries=Exactly(2), pause_1=Within(1000, 1100), pause_2=Within(2000, 2100), says=["backoff: exponential"]
            ),
            "safe_retries": yes(),
        },
    ),
    node(
        "got",
        "as it comes, POST",
        options(),
        {"retries": NO_RETRIES, "safe_retries": yes()},
        stimulus="POST /value",
    ),
    node(
        "got",
        "limit 4, backoffLimit 120 ms, no noise",
        options(retry={"limit": 4, "backoffLimit": 120, "noise": 0}),
        {
            "retries": yes(retries=Exactly(4), pause_1=Near(120), pause_4=Near(120), says=["backoff: constant", "honours Retry-After"], never=["jitter"]),
            "safe_retries": yes(),
            "fallback": no(),
        },
    ),
    node(
        "got",
        "request timeout of 500 ms, limit 0",
        options(retry={"limit": 0}, timeout={"request": 500}),
        {"timeout": yes(response=Near(500), says=["total deadline"]), "retries": NO_RETRIES, "circuit_breaker": no()},
        small=True,
    ),
    node(
        "got",
        "response timeout of 400 ms, limit 1, backoffLimit 100 ms",
        options(retry={"limit": 1, "backoffLimit": 100, "noise": 0}, timeout={"response": 400}),
        {
            "timeout": yes(response=Near(400), says=["no total deadline"]),
            "retries": yes(retries=Exactly(1), retries_on_hang=Exactly(1), pause_1=Near(100)),
        },
        findings=("resilience.timeout.body-unwatched",),
    ),
]
