"""cockatiel 3: policies that wrap each other. A retry with maxAttempts n sends n + 1 times; exponential backoff begins with
initialDelay and doubles; a breaker lets one call through after halfOpenAfter; a bulkhead rejects what its queue has no room for."""

from node_consumer import node
from truth import Exactly, Near, Within, no, yes


def retry(attempts, **backoff):
    return {"retry": {"maxAttempts": attempts, **backoff}}


def exponential(generator, initial=60):
    return {"exponential": {"generator": generator, "initialDelay": initial, "maxDelay": 5000}}


def breaker(half_open_after, **counter):
    return {"breaker": {"halfOpenAfter": half_open_after, **counter}}


def policies(*wrapped, **more):
    return {"policies": list(wrapped), **more}


NO_RETRIES = no(retries=Exactly(0))
IN_A_ROW, SHARE = "counts failures in a row", "counts a share of calls"

VARIANTS = [
    node(
        "cockatiel",
        "retry 3 times, constant 150 ms",
        policies(retry(3, constant=150)),
        {
            "timeout": no(),
            "retries": yes(retries=Exactly(3), pause_1=Near(150), pause_3=Near(150), says=["backoff: constant"], never=["jitter"]),
            "safe_retries": no(),  # it retries everything, answers of 400 too
            "fallback": no(),
        },
        findings=("resilience.safe-retries.rejection-retried",),
        small=True,
    ),
    node(
        "cockatiel",
        "retry 4 times, exponential without jitter",
        policies(retry(4, **exponential("none"))),
        {
            "retries": yes(
                retries=Exactly(4),
                pause_1=Near(60),
                pause_2=Near(120),
                pause_3=Near(240),
                pause_4=Near(480),
                says=["backoff: exponential"],
                never=["jitter"],
            ),
            "fallback": no(),
        },
    ),
    node(
        "cockatiel",
        "retry 4 times, exponential with full jitter",
        policies(retry(4, **exponential("full", 100))),
        {
            "retries": yes(
                retries=Exactly(4),
                pause_1=Within(0, 100),
                pause_4=Within(0, 800),
                says=["backoff: exponential", "full jitter"],
            )
        },
    ),
    node(
        "cockatiel",
        "retry 4 times, exponential with half jitter",
        policies(retry(4, **exponential("half", 100))),
        {
            "retries": yes(
                retries=Exactly(4),
                pause_1=Within(50, 100),
                pause_4=Within(400, 800),
                says=["backoff: exponential", "equal jitter"],
            )
        },
    ),
    node(
        "cockatiel",
        "retry 4 times, 100, 200, 300, 400 ms",
        policies(retry(4, iterable=[100, 200, 300, 400])),
        {"retries": yes(retries=Exactly(4), pause_1=Near(100), pause_4=Near(400), says=["backoff: linear"])},
    ),
    node(
        "cockatiel",
        "breaker after 5 in a row, 800 ms",
        policies(breaker(800, consecutive=5)),
        {
            "retries": NO_RETRIES,
            "circuit_breaker": yes(opens_after=Exactly(5), open_for=Near(800), probes=Exactly(1), says=["closes", IN_A_ROW]),
        },
        small=True,
    ),
    node(
        "cockatiel",
        "breaker after 12 in a row, 2 s",
        policies(breaker(2000, consecutive=12)),
        {
            "retries": NO_RETRIES,
            "circuit_breaker": yes(opens_after=Exactly(12), open_for=Near(2000), probes=Exactly(1), says=["closes", IN_A_ROW]),
        },
    ),
    node(
        "cockatiel",
        "breaker at over half of the last 10, 1 s",
        policies(breaker(1000, count={"threshold": 0.5, "size": 10})),
        {"circuit_breaker": yes(opens_after=Exactly(6), open_for=Near(1000), probes=Exactly(1), says=["closes", SHARE])},
    ),
    node(
        "cockatiel",
        "breaker at over 30 % in 5 s, at least 10 calls, 1 s",
        policies(breaker(1000, sampling={"threshold": 0.3, "duration": 5000, "minimumRps": 2})),
        {"circuit_breaker": yes(open_for=Near(1000), probes=Exactly(1), says=["closes", SHARE])},
    ),
    node(
        "cockatiel",
        "timeout 400 ms, aggressive, which aborts",
        policies({"timeout": {"ms": 400, "strategy": "aggressive"}}),
        {"timeout": yes(response=Near(400)), "retries": NO_RETRIES},
    ),
    node(
        "cockatiel",
        "timeout 700 ms, aggressive, nothing listens to its signal",
        policies({"timeout": {"ms": 700, "strategy": "aggressive"}}, signal=False),
        {"timeout": yes(response=Near(700)), "retries": NO_RETRIES},
        findings=("resilience.timeout.leaked-connection",),
    ),
    node(
        "cockatiel",
        "bulkhead of 5",
        policies({"bulkhead": {"limit": 5, "queue": 0}}),
        {"bulkhead": yes(in_flight=Exactly(5)), "timeout": no()},
        small=True,
    ),
    node(
        "cockatiel",
        "bulkhead of 12, queue of 4",
        policies({"bulkhead": {"limit": 12, "queue": 4}}),
        {"bulkhead": yes(in_flight=Exactly(12), queued=Exactly(4))},
    ),
    node(
        "cockatiel",
        "bulkhead of 4 with an endless queue",
        policies({"bulkhead": {"limit": 4, "queue": 100000}}),
        {"bulkhead": no(says=["waits"])},
    ),
    node(
        "cockatiel",
        "fallback",
        policies({"fallback": {"value": 7}}),
        {"fallback": yes(), "timeout": no(), "circuit_breaker": no()},
    ),
    node(
        "cockatiel",
        "fallback, retry twice, breaker after 9 in a row, timeout 300 ms",
        policies(
            {"fallback": {"value": 7}},
            retry(2, constant=40),
            breaker(1200, consecutive=9),
            {"timeout": {"ms": 300, "strategy": "aggressive"}},
        ),
        {
            "timeout": yes(response=Near(300)),
            "retries": yes(retries=Exactly(2), pause_1=Near(40), pause_2=Near(40), says=["backoff: constant"]),
            "circuit_breaker": yes(opens_after=Exactly(3), failures=Exactly(9), open_for=Near(1200), says=["closes"]),
            "fallback": yes(),
        },
    ),
]
