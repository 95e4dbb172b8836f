"""Expectations made of a truth: one that holds and one that is broken, so that verdicts are held to it too."""

RIGHT, WRONG = "right", "wrong"


def timeout(truth, which):
    if not truth.present:
        return None if which == RIGHT else {"at_most": "1s"}
    at = truth.numbers["response"].ms
    if which == WRONG:
        return {"at_most": f"{at * 0.7:.0f}ms"}
    limits = {kind: truth.numbers[kind].ms for kind in ("connect", "idle", "total") if kind in truth.numbers}
    return {kind: f"{ms * 1.1 + 20:.0f}ms" for kind, ms in {"at_most": at, **limits}.items()}


def retries(truth, which):
    count = truth.numbers["retries"].count if truth.present else 0
    if which == WRONG:
        return {"at_most": count - 1} if count > 0 else {"at_least": 1}
    shape = next((text.removeprefix("backoff: ") for text in truth.says if text.startswith("backoff: ")), "unknown")
    expected = {"at_most": count, "at_least": count}
    return expected if shape == "unknown" else {**expected, "backoff": shape}


def circuit_breaker(truth, which):
    if not truth.present:
        return None if which == RIGHT else True
    open_for = truth.numbers["open_for"].ms
    if which == WRONG:
        return {"open_for": f"{open_for * 1.5:.0f}ms"}
    return {"open_for": f"{open_for:.0f}ms", "closes": True}


def bulkhead(truth, which):
    if not truth.present:
        return None if which == RIGHT else {"at_most": 8}
    width = truth.numbers["in_flight"].count
    return {"at_most": width} if which == RIGHT else {"at_most": max(width - 2, 1)}


def is_there(truth, which):
    return True if truth.present == (which == RIGHT) else None


MADE = {"timeout": timeout, "retries": retries, "circuit_breaker": circuit_breaker, "bulkhead": bulkhead}


def expectation(pattern, truth, which):
    """What stands under `expect`, or None where no expectation of that kind can be made."""
    given = truth.right if which == RIGHT else truth.wrong
    return given if given is not None else MADE.get(pattern, is_there)(truth, which)
