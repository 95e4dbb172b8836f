"""What is known of a consumer before it is measured, as values, and how a measured number is held to it.

The numbers come from a subject's documentation and configuration, never from a measurement.
"""

from dataclasses import dataclass, field

PORT = "${services.consumer.port}"
UPSTREAM = "${edges.consumer-provider.url}"
FOLDER = "@FOLDER@"  # in a command: a folder of the measurement's own
EDGE = "consumer-provider"


@dataclass(frozen=True)
class Near:
    """A duration: within 5 % or 20 ms, whichever is more, by its median."""

    ms: float

    def holds(self, measured):
        return abs(measured["median"] - self.ms) <= max(0.05 * self.ms, 20)

    def __str__(self):
        return f"{self.ms:g} ms"


@dataclass(frozen=True)
class Exactly:
    """A count: every sample."""

    count: int

    def holds(self, measured):
        return measured["min"] == measured["max"] == self.count

    def __str__(self):
        return f"{self.count}"


@dataclass(frozen=True)
class Within:
    """Drawn at random from a range, or known to be in it: no sample is less, and the median no more."""

    least: float
    most: float
    unit: str = "ms"

    def holds(self, measured):
        slack = 20 if self.unit == "ms" else 0
        return measured["min"] >= self.least - slack and measured["median"] <= self.most + slack

    def __str__(self):
        return f"{self.least:g} to {self.most:g} {self.unit}"


@dataclass(frozen=True)
class Truth:
    """Of one pattern: is it there, its numbers, and what the summary says and does not say."""

    present: bool
    numbers: dict = field(default_factory=dict)  # quantity -> Near, Exactly, Within
    says: tuple = ()
    never: tuple = ()
    right: dict | bool | None = None  # an expectation that holds; None: made of the numbers
    wrong: dict | bool | None = None  # one that is broken


def yes(says=(), never=(), right=None, wrong=None, **numbers):
    return Truth(True, numbers, tuple(says), tuple(never), right, wrong)


def no(says=(), never=(), right=None, wrong=None, **numbers):
    return Truth(False, numbers, tuple(says), tuple(never), right, wrong)


@dataclass(frozen=True)
class Variant:
    """One configuration of a subject: how its consumer is started, and the truth of each pattern that is measured."""

    name: str
    command: tuple
    truth: dict  # pattern -> Truth
    environment: dict = field(default_factory=dict)
    stimulus: str = "GET /value"
    findings: tuple = ()  # rules of what is told although nothing is expected; no other may be
    needs: dict = field(default_factory=dict)  # pattern -> members that it cannot be measured without
    more_edges: tuple = ()  # names of edges to further providers; ${edges.NAME.url} expands in command and environment
    replicas: tuple = ()  # names of further replicas of the provider, behind the same edge
    quick: bool = True
    small: bool = False  # in the selection that every test run measures
    seconds: int = 300  # a measurement takes no longer
