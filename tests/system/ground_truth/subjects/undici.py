"""undici 6, RetryAgent: five retries of GET, HEAD, OPTIONS, PUT, DELETE and TRACE on 500, 502, 503, 504, 429 and errors of the
socket, not of its own timeouts; pauses minTimeout x timeoutFactor^n, 500 ms and 2 as they come, up to maxTimeout."""

from node_consumer import node
from truth import Exactly, Near, no, yes

VARIANTS = [
    node(
        "undici",
        "3 retries from 80 ms",
        {"retry": {"maxRetries": 3, "minTimeout": 80}},
        {
            "timeout": no(),
            "retries": yes(
                retries=Exactly(3), pause_1=Near(80), pause_2=Near(160), pause_3=Near(320), says=["backoff: exponential", "honours Retry-After"], never=["jitter"]
            ),
            "safe_retries": yes(),
            "fallback": no(),
        },
        small=True,
    ),
    node(
        "undici",
        "3 retries from 80 ms, POST",
        {"retry": {"maxRetries": 3, "minTimeout": 80}},
        {"retries": no(retries=Exactly(0)), "safe_retries": yes()},
        stimulus="POST /value",
    ),
    node(
        "undici",
        "4 retries, factor 1, 120 ms, header timeout 1 s",
        {"retry": {"maxRetries": 4, "minTimeout": 120, "timeoutFactor": 1}, "agent": {"headersTimeout": 1000}},
        {
            "retries": yes(retries=Exactly(4), pause_1=Near(120), pause_4=Near(120), says=["backoff: constant"], never=["jitter"]),
            "safe_retries": yes(),
        },
    ),
    node(
        "undici",
        "as it comes",
        {"retry": {}},
        {
            "retries": yes(
                retries=Exactly(5), pause_1=Near(500), pause_2=Near(1000), pause_5=Near(8000), says=["backoff: exponential"]
            )
        },
        seconds=400,
    ),
]
