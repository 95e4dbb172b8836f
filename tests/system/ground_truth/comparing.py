"""Holds what was measured to the truth: one row for each thing that is known."""

from dataclasses import dataclass

from expectations import RIGHT, WRONG, expectation
from measuring import MEASURED


@dataclass(frozen=True)
class Row:
    subject: str
    variant: str
    pattern: str
    what: str
    truth: str
    measured: str
    right: bool
    detail: str = ""  # the summary that it was read from


def number(value):
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def text_of(measured):
    if measured["min"] == measured["max"]:
        return f"{number(measured['median'])} {measured['unit']}"
    return f"{number(measured['median'])} ({number(measured['min'])} to {number(measured['max'])}) {measured['unit']}"


def rows_of(measurement):
    variant = measurement.variant
    for pattern, truth in variant.truth.items():
        found = measurement.patterns.get(pattern)
        which = measurement.which
        if which != MEASURED and expectation(pattern, truth, which) is None:
            continue

        def row(what, expected, measured, right, pattern=pattern, found=found):
            summary = measurement.trouble or (found or {}).get("summary", "not in the report")
            confounders = "; ".join((found or {}).get("confounders", []))
            detail = f"{summary} [{confounders}]" if confounders else summary
            return Row(measurement.subject, variant.name, pattern, what, expected, measured, right, detail)

        if found is None:
            yield row("measured", "yes", "no", False)
        elif which == MEASURED:
            yield from numbers(row, truth, found)
        else:
            wanted = {RIGHT: "holds", WRONG: "broken"}[which]
            yield row(f"expectation that is {which}", wanted, found["expectation"], found["expectation"] == wanted)
    if measurement.which == MEASURED and not measurement.trouble:
        expected, told = ", ".join(sorted(variant.findings)), ", ".join(measurement.findings)
        yield Row(measurement.subject, variant.name, "findings", "told", expected or "none", told or "none", told == expected)


def numbers(row, truth, found):
    present = "yes" if truth.present else "no"
    yield row("present", present, found["present"], found["present"] == present)
    for name, known in truth.numbers.items():
        measured = found["measured"].get(name)
        if measured is None:
            yield row(name, str(known), "nothing", False)
        else:
            yield row(name, str(known), text_of(measured), known.holds(measured))
    for text in truth.says:
        yield row("says", text, text if text in found["summary"] else found["summary"], text in found["summary"])
    for text in truth.never:
        yield row("does not say", text, found["summary"], text not in found["summary"])
