"""curl: --retry n tries n times more after 408, 429, 500, 502, 503, 504 and its own timeout, whatever the method, after 1 s, 2 s,
4 s ..., or after --retry-delay; other errors only with --retry-all-errors. --max-time counts for each try anew."""

from node_consumer import node
from truth import Exactly, Near, no, yes

NO_RETRIES = no(retries=Exactly(0))


def options(*given):
    return {"options": list(given)}


VARIANTS = [
    node(
        "curl",
        "--retry 2",
        options("--retry", "2"),
        {
            "timeout": no(),
            "retries": yes(
                retries=Exactly(2), retries_on_reset=Exactly(0), pause_1=Near(1000), pause_2=Near(2000), says=["backoff: exponential", "honours Retry-After"]
            ),
            "safe_retries": yes(),
            "fallback": no(),
        },
    ),
    node(
        "curl",
        "--retry 2 --retry-delay 1 --max-time 0.6, POST",
        options("--retry", "2", "--retry-delay", "1", "--max-time", "0.6"),
        {
            "timeout": yes(response=Near(600), says=["total deadline"]),
            "retries": yes(retries=Exactly(2), retries_on_hang=Exactly(2), pause_1=Near(1000), pause_2=Near(1000)),
            "safe_retries": no(says=["POST"]),
        },
        stimulus="POST /value",
        findings=("resilience.safe-retries.unsafe-retry",),
    ),
    node(
        "curl",
        "--retry 3 --retry-delay 1 --retry-all-errors",
        options("--retry", "3", "--retry-delay", "1", "--retry-all-errors"),
        {"retries": yes(retries=Exactly(3), retries_on_reset=Exactly(3), pause_1=Near(1000), says=["backoff: constant"])},
    ),
    node(
        "curl",
        "--max-time 0.5 --connect-timeout 0.2",
        options("--max-time", "0.5", "--connect-timeout", "0.2"),
        {"timeout": yes(response=Near(500), says=["total deadline"]), "retries": NO_RETRIES, "safe_retries": yes()},
        small=True,
    ),
    node("curl", "alone", options(), {"timeout": no(), "retries": NO_RETRIES, "circuit_breaker": no(), "fallback": no()}),
]
