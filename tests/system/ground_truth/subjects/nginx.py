"""nginx: proxy_connect_timeout, proxy_read_timeout (between two reads), proxy_next_upstream with its tries and its timeout,
max_fails and fail_timeout, backup.

From its documentation: proxy_read_timeout is between two successive reads, not for the whole response; a request that is not
idempotent is not passed on once it was sent, unless `non_idempotent` says so; max_fails and fail_timeout are ignored where
there is a single server; a timer is not moved by less than 300 ms (NGX_TIMER_LAZY_DELAY), so that a read timeout of 300 ms would be
a deadline for the whole; the time that a server sits out is kept in whole seconds, so that it is up to one longer.
"""

from servers import FIRST, SECOND, address, nginx
from truth import Exactly, Near, Within, no, yes

OFF = "proxy_next_upstream off;"


def timeouts(connect, read):
    return yes(response=Near(read), connect=Near(connect), idle=Near(read), says=["no total deadline"])


def timed(connect, read, **more):
    directives = f"proxy_connect_timeout {connect}ms; proxy_read_timeout {read}ms; {OFF}"
    truth = {"timeout": timeouts(connect, read), "retries": no(retries=Exactly(0))}
    return nginx(f"connect {connect} ms, read {read} ms", truth, directives, **more)


def tries(count):
    """As many servers as it could want, all of them the same, so that only the tries bound it."""
    return [f"{address()} max_fails=0"] * (count + 2)


def retried(on_503, on_reset, on_hang, **more):
    numbers = {"retries_on_503": Exactly(on_503), "retries_on_reset": Exactly(on_reset), "retries_on_hang": Exactly(on_hang)}
    present = yes if max(on_503, on_reset, on_hang) else no
    return present(**numbers, **more)


def passed_on(name, read, on, count, retries, **more):
    directives = f"proxy_read_timeout {read}ms; proxy_next_upstream {on}; proxy_next_upstream_tries {count}; {more.pop('directives', '')}"
    truth = {"timeout": yes(response=Near(read), idle=Near(read)), "retries": retries, **more.pop("truth", {})}
    return nginx(name, truth, directives, tries(count), **more)


TWO = [f"{address(FIRST)}", f"{address(SECOND)}"]
PASS_ON = "proxy_connect_timeout 1s; proxy_read_timeout 400ms; proxy_next_upstream error timeout http_503; proxy_next_upstream_tries 2;"


def replicas(name, servers, truth, directives=PASS_ON, **more):
    return nginx(name, {"failover": truth}, directives, servers, replicas=(SECOND,), **more)


def sits_out(seconds, **numbers):
    return {f"ejected_for_{mode}": Within(1000 * seconds, 1000 * seconds + 1000) for mode in ("reset", "gray")} | numbers


VARIANTS = [
    timed(300, 500, small=True),
    timed(600, 1000),
    timed(1000, 400),
    passed_on(
        "2 tries, on error, timeout and 503",
        400,
        "error timeout http_503",
        2,
        retried(1, 1, 1, says=["backoff: none"], right={"at_most": 1, "at_least": 1}, wrong={"at_least": 2}),
    ),
    passed_on(
        "4 tries, on error, timeout and 503",
        500,
        "error timeout http_503",
        4,
        retried(3, 3, 3, right={"at_most": 3, "at_least": 3}, wrong={"at_most": 2}),
        small=True,
    ),
    passed_on(
        "3 tries, on error and timeout (the default)",
        400,
        "error timeout",
        3,
        retried(0, 2, 2, right={"at_most": 2}, wrong={"at_most": 1}),
    ),
    # The second try ends at 1 s, when the 700 ms are over; answers of 503 come at once.
    passed_on(
        "5 tries, next_upstream_timeout 700 ms",
        500,
        "error timeout http_503",
        5,
        retried(4, 4, 1, right={"at_most": 4}, wrong={"at_most": 3}),
        directives="proxy_next_upstream_timeout 700ms;",
    ),
    passed_on(
        "POST, 3 tries, not non_idempotent",
        400,
        "error timeout http_503",
        3,
        retried(0, 0, 0, right={"at_most": 0}, wrong={"at_least": 1}),
        stimulus="POST /value",
    ),
    passed_on(
        "POST, 3 tries, non_idempotent",
        400,
        "error timeout http_503 non_idempotent",
        3,
        retried(2, 2, 2, right={"at_most": 2, "at_least": 2}, wrong={"only": "idempotent"}),
        truth={"safe_retries": no(wrong=True)},
        stimulus="POST /value",
        findings=("resilience.safe-retries.unsafe-retry",),
    ),
    replicas(
        "two replicas, max_fails 1, fail_timeout 1 s",
        [f"{server} max_fails=1 fail_timeout=1s" for server in TWO],
        yes(**sits_out(1, ejected_after_gray=Exactly(1), ejected_after_reset=Exactly(1)), says=["fails over"], right=True),
    ),
    # After it sat out one failure is enough, for the count is still there.
    replicas(
        "two replicas, max_fails 3, fail_timeout 1 s",
        [f"{server} max_fails=3 fail_timeout=1s" for server in TWO],
        yes(**sits_out(1, ejected_after_gray=Within(1, 3, "attempts"), ejected_after_reset=Within(1, 3, "attempts")), right=True),
    ),
    replicas(
        "two replicas, max_fails 0",
        [f"{server} max_fails=0" for server in TWO],
        yes(says=["goes on trying: gray", "goes on trying: reset"], never=["not on"], right=True, wrong={"within": "1s"}),
    ),
    replicas(
        "two replicas, on error and timeout (the default)",
        [f"{server} max_fails=0" for server in TWO],
        yes(says=["not on: gray, flaky"], right={"on": "refuse, reset, hang"}, wrong=True),
        "proxy_connect_timeout 1s; proxy_read_timeout 400ms;",
    ),
    replicas(
        "a backup",
        [f"{address(FIRST)} max_fails=1 fail_timeout=1s", f"{address(SECOND)} backup"],
        yes(**sits_out(1, ejected_after_gray=Exactly(1)), says=["fails over"], right={"returns_within": "3s"}),
    ),
    replicas(
        "two replicas, nothing passed on",
        [f"{server} max_fails=0" for server in TWO],
        no(never=["fails over"]),
        f"proxy_connect_timeout 1s; proxy_read_timeout 400ms; {OFF}",
    ),
]
