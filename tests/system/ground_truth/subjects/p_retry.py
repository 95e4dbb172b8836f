"""p-retry 6: ten retries of whatever throws; pauses minTimeout x factor^n (1 s and 2 as they come), up to maxTimeout, each times
a random number from 1 to 2 with randomize."""

from node_consumer import node
from truth import Exactly, Near, Within, no, yes

VARIANTS = [
    node(
        "p_retry",
        "3 retries from 70 ms",
        {"retry": {"retries": 3, "minTimeout": 70}},
        {
            "timeout": no(),
            "retries": yes(
                retries=Exactly(3), pause_1=Near(70), pause_2=Near(140), pause_3=Near(280), says=["backoff: exponential", "ignores Retry-After"], never=["jitter"]
            ),
            "safe_retries": no(says=["400"]),
        },
        findings=("resilience.safe-retries.rejection-retried",),
        small=True,
    ),
    node(
        "p_retry",
        "2 retries after 150 ms, POST, not on 4xx",
        {"retry": {"retries": 2, "minTimeout": 150, "factor": 1}, "rejections": False},
        {
            "retries": yes(retries=Exactly(2), pause_1=Near(150), pause_2=Near(150), says=["backoff: constant"]),
            "safe_retries": no(says=["POST"]),
        },
        stimulus="POST /value",
        findings=("resilience.safe-retries.unsafe-retry",),
    ),
    node(
        "p_retry",
        "4 retries from 60 ms, at random up to double, not on 4xx",
        {"retry": {"retries": 4, "minTimeout": 60, "randomize": True}, "rejections": False},
        {
            "retries": yes(
                retries=Exactly(4), pause_1=Within(60, 120), pause_4=Within(480, 960), says=["backoff: exponential", "equal jitter"]
            ),
            "safe_retries": yes(),
        },
    ),
    node(
        "p_retry",
        "2 retries after 100 ms, signal of 500 ms",
        {"retry": {"retries": 2, "minTimeout": 100, "factor": 1}, "timeout": 500},
        {"timeout": yes(response=Near(500)), "retries": yes(retries=Exactly(2), pause_1=Near(100), says=["backoff: constant"])},
    ),
]
