"""axios 1 with axios-retry 4: three retries without a pause, of idempotent methods on 5xx and 429, and of every method on errors
of the network, but not after axios' own timeout; exponentialDelay is 2^n x factor plus up to 20 %, linearDelay n x factor."""

from node_consumer import node
from truth import Exactly, Near, Within, no, yes

NO_RETRIES = no(retries=Exactly(0))

VARIANTS = [
    node(
        "axios_retry",
        "as it comes",
        {"retry": {}},
        {
            "timeout": no(),
            "retries": yes(retries=Exactly(3), says=["backoff: none"]),
            "safe_retries": yes(),
            "circuit_breaker": no(),
            "fallback": no(),
        },
        small=True,
    ),
    node(
        "axios_retry",
        "as it comes, POST",
        {"retry": {}},
        {
            "retries": yes(retries=Exactly(3), retries_on_503=Exactly(0), retries_on_reset=Exactly(3)),
            "safe_retries": no(says=["POST"]),
        },
        stimulus="POST /value",
        findings=("resilience.safe-retries.unsafe-retry",),
    ),
    node(
        "axios_retry",
        "exponentialDelay of 50 ms, 4 retries",
        {"retry": {"retries": 4}, "delay": {"kind": "exponential", "factor": 50}},
        {
            "retries": yes(
                retries=Exactly(4),
                pause_1=Within(100, 120),
                pause_2=Within(200, 240),
                pause_3=Within(400, 480),
                says=["backoff: exponential"],
            ),
            "safe_retries": yes(),
        },
    ),
    node(
        "axios_retry",
        "linearDelay of 80 ms, 4 retries",
        {"retry": {"retries": 4}, "delay": {"kind": "linear", "factor": 80}},
        {
            "retries": yes(
                retries=Exactly(4), pause_1=Near(80), pause_2=Near(160), pause_4=Near(320), says=["backoff: linear", "honours Retry-After"], never=["jitter"]
            )
        },
    ),
    node(
        "axios_retry",
        "2 retries after 200 ms, timeout 600 ms",
        {"axios": {"timeout": 600}, "retry": {"retries": 2, "shouldResetTimeout": True}, "delay": {"kind": "constant", "factor": 200}},
        {
            "timeout": yes(response=Near(600)),
            "retries": yes(
                retries=Exactly(2), retries_on_hang=Exactly(0), pause_1=Near(200), pause_2=Near(200), says=["backoff: constant"]
            ),
            "circuit_breaker": no(),
        },
    ),
    node(
        "axios_retry",
        "axios alone, timeout 350 ms",
        {"axios": {"timeout": 350}},
        {"timeout": yes(response=Near(350)), "retries": NO_RETRIES, "circuit_breaker": no(), "fallback": no()},
    ),
]
