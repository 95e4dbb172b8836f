"""HAProxy: timeouts connect, server and queue; retries, retry-on and redispatch; maxconn as a bulkhead; observe layer7; a
rate limit by a stick table.

From its documentation: timeout server is an inactivity timeout; retries count connection attempts after a failure to
connect, and, where retry-on names them, whole requests; who waits in the queue longer than timeout queue gets a 503; a
rate of a stick table weighs the last period in, and lets exactly its number through in each.
"""

from servers import FIRST, SECOND, address, haproxy
from truth import Exactly, Near, Within, no, yes

PATIENT = "timeout connect 2s; timeout server 30s; retries 0;"


def timed(connect, server, **more):
    truth = yes(response=Near(server), connect=Near(connect), idle=Near(server), says=["no total deadline"])
    defaults = f"timeout connect {connect}ms; timeout server {server}ms; retries 0;"
    return haproxy(f"connect {connect} ms, server {server} ms", {"timeout": truth, "retries": no(retries=Exactly(0))}, defaults, **more)


def retried(name, count, on, on_503, on_reset, on_hang, right, wrong, **more):
    defaults = f"timeout connect 1s; timeout server 400ms; retries {count}; {on}"
    numbers = {"retries_on_503": Exactly(on_503), "retries_on_reset": Exactly(on_reset), "retries_on_hang": Exactly(on_hang)}
    present = yes if max(on_503, on_reset, on_hang) else no
    truth = {"timeout": yes(response=Near(400), connect=Near(1000)), "retries": present(**numbers, right=right, wrong=wrong)}
    return haproxy(name, truth, defaults, **more)


def bulkhead(width, queue, **more):
    truth = yes(in_flight=Exactly(width), rejects_in=Near(queue))
    backend = f"server first {address()} maxconn {width};"
    return haproxy(
        f"maxconn {width}, timeout queue {queue} ms", {"bulkhead": truth}, f"{PATIENT} timeout queue {queue}ms;", backend, **more
    )


def limit(rate, **more):
    frontend = (
        f"stick-table type string len 16 size 10 expire 60s store gpc0_rate(1s); http-request track-sc0 str(all);"
        f"http-request deny deny_status 429 hdr Retry-After 1 if {{ sc0_gpc0_rate ge {rate} }}; http-request sc-inc-gpc0(0);"
    )
    return haproxy(f"a stick table, {rate} a second", {"rate_limit": yes(limit=Near(rate))}, PATIENT, frontend=frontend, **more)


def replicas(name, defaults, backend, truth, **more):
    return haproxy(name, {"failover": truth}, defaults, backend, replicas=(SECOND,), **more)


BOTH = f"balance roundrobin; server first {address(FIRST)}; server second {address(SECOND)};"
PASSED_ON = "timeout connect 1s; timeout server 400ms; retries 2; option redispatch 1; retry-on conn-failure empty-response response-timeout 503;"

VARIANTS = [
    timed(250, 600, small=True),
    timed(500, 300),
    timed(800, 1200),
    retried(
        "retries 2, on failures to connect (the default)",
        2, "",
        0, 0, 0, {"at_most": 0}, {"at_least": 1},
    ),
    retried(
        "retries 2, retry-on 503, empty-response and response-timeout",
        2, "retry-on conn-failure empty-response response-timeout 503;",
        2, 2, 2, {"at_most": 2, "at_least": 2}, {"at_most": 1}, small=True,
    ),
    retried(
        "retries 3, retry-on 503 alone",
        3, "retry-on 503;",
        3, 0, 0, {"at_most": 3}, {"at_most": 2},
    ),
    bulkhead(4, 300),
    bulkhead(8, 200),
    bulkhead(3, 500),
    limit(20),
    limit(50),
    limit(80),
    replicas("redispatch", PASSED_ON, BOTH, yes(says=["fails over"], right=True)),
    replicas(
        "redispatch on failures to connect alone",
        "timeout connect 1s; timeout server 400ms; retries 2; option redispatch 1;",
        BOTH,
        yes(says=["fails over", "not on: reset, hang, gray, flaky"], right={"on": "refuse"}, wrong=True),
    ),
    # Three failures in a row mark it down until five checks of its port, 500 ms apart, succeed. Answers that are asked for
    # again (retry-on) are not observed; callers whose calls hang at once are too many.
    replicas(
        "observe layer7, error-limit 3, mark-down",
        "timeout connect 1s; timeout server 400ms; retries 2; option redispatch 1;",
        "default-server check inter 500ms rise 5 observe layer7 error-limit 3 on-error mark-down;" + BOTH,
        yes(says=["fails over"], never=["goes on trying: gray"], ejected_after_gray=Exactly(3), right={"on": "refuse, gray"}),
    ),
    replicas(
        "no redispatch",
        "timeout connect 1s; timeout server 400ms; retries 0;",
        BOTH,
        no(never=["fails over"]),
    ),
]
