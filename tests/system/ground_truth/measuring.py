"""Measures a variant: a system file with its consumer behind one edge, `squall run` on it, the report's patterns."""

import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

import blackbox  # noqa: E402
from expectations import expectation  # noqa: E402
from truth import EDGE, FOLDER  # noqa: E402

CONTRACT = str(HERE / "value.yaml")
MEASURED = "measured"  # beside expectations.RIGHT and WRONG: nothing is expected


def clauses(variant, which):
    """The edge's section under `resilience`."""
    if which == MEASURED:
        needed = {pattern: members for pattern, members in variant.needs.items() if pattern in variant.truth}
        wanted = [pattern for pattern in variant.truth if pattern not in needed]
        return {"patterns": wanted, **({"expect": needed} if needed else {})}
    expected = {}
    for pattern, truth in variant.truth.items():
        clause = expectation(pattern, truth, which)
        if clause is None:
            continue
        members = variant.needs.get(pattern, {})
        expected[pattern] = {**members, **clause} if isinstance(clause, dict) else (members or clause)
    return {"expect": expected} if expected else None


def system_of(variant, section, folder):
    def filled(text):
        return str(text).replace(FOLDER, str(folder))

    edges = {EDGE: {"from": "consumer", "to": "provider"}}
    # Of several replicas each has an address of its own.
    upstream = {} if variant.replicas else {"UPSTREAM": f"${{edges.{EDGE}.url}}"}
    services = {
        "provider": {"contract": CONTRACT, "stub": {}},
        "consumer": {
            "contract": CONTRACT,
            "start": {
                "command": [filled(part) for part in variant.command],
                "env": {
                    **upstream,
                    **{name: filled(value) for name, value in variant.environment.items()},
                },
                "ready": {"http": "/health", "within": "30s"},
            },
        },
    }
    for name in variant.more_edges:
        services[f"provider-{name}"] = {"contract": CONTRACT, "stub": {}}
        edges[name] = {"from": "consumer", "to": f"provider-{name}"}
    for name in variant.replicas:
        services[name] = {"contract": CONTRACT, "stub": {}}
        edges[EDGE]["to"] = ["provider", *variant.replicas]
    stimulus = {"service": "consumer", "request": variant.stimulus}
    return {
        "squall": 1,
        "name": "ground-truth",
        "services": services,
        "edges": edges,
        "resilience": {EDGE: {"stimulus": stimulus, **section}},
    }


@dataclass(frozen=True)
class Measurement:
    subject: str
    variant: object
    which: str
    seed: int
    patterns: dict  # as in the report; empty when there is none
    findings: tuple  # rules, without an expectation's own
    seconds: float
    trouble: str = ""


def measure(subject, variant, which, seed):
    """None where nothing can be expected of the variant in that way."""
    section = clauses(variant, which)
    if section is None:
        return None
    sandbox = blackbox.Sandbox()
    try:
        file = sandbox.write("squall.json", system_of(variant, section, sandbox.folder))
        options = ["--seed", str(seed)] + (["--quick"] if variant.quick else [])
        try:
            finished = sandbox.squall("run", file, *options, timeout=variant.seconds)
        except AssertionError as error:
            return Measurement(subject, variant, which, seed, {}, (), variant.seconds, str(error))
        trouble = ""
        if finished.report is None or not finished.report.get("profiles"):
            trouble = f"squall measured nothing: {finished}"
        elif left := sandbox.left_over():
            trouble = f"still running: {left}"
        patterns = {} if trouble else finished.patterns(EDGE)
        findings = () if trouble else tuple(sorted({finding["rule"] for finding in finished.findings()}))
        return Measurement(subject, variant, which, seed, patterns, findings, finished.seconds, trouble)
    finally:
        sandbox.close()
