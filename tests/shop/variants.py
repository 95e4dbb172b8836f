"""The shop's variants for the matrix: of every pattern that squall knows its presence, its absence and what only looks
like it, each with the verdict that squall must come to."""

from systems import BANK, INVENTORY, KEPT, PAYMENTS, PLACE_ORDER
from systems import expecting, payments_down, shop, with_bank, with_replicas

CHARGE, STOCK, LOOK, ORDER = "POST /charges", "GET /stock/{sku}", "GET /products/{sku}/availability", "POST /orders"
STOCK_LEFT = {"service": "inventory", "probe": "GET /stock/abc", "pointer": "/available"}
MONEY = {"service": "payments", "probe": "GET /ledger", "pointer": "/balance"}


class Variant:
    """`state` is present (exit code 0, no finding, and each of `expectations`, by edge and pattern, holds), or absent
    or wrong (exit code 1 and a finding with one of `rules` on the edge and operation; findings of other rules are a
    miss unless they are in `also`, what the flaw brings about). `flaw` and `equipment` are the shop's SHOP_FLAW and
    SHOP_WITH."""

    def __init__(self, name, state, system, expectations, *, flaw="", equipment="", options=(), **finding):
        self.name, self.state, self.system, self.expectations = name, state, system, expectations
        self.flaw, self.equipment, self.options = flaw, equipment, list(options)
        self.edge, self.operation = finding.get("edge", ""), finding.get("operation", "")
        self.rules, self.also = list(finding.get("rules", ())), list(finding.get("also", ()))

    @property
    def pattern(self):
        return self.name.split("/")[0]


class Pattern:
    """What the variants of one pattern share: only that pattern is measured, on one edge."""

    def __init__(self, name, edge, operation, expectation=True, system=shop, stimulus=None):
        self.name, self.edge, self.operation, self.system, self.stimulus = name, edge, operation, system, stimulus
        self.expectation = expectation

    def variant(self, name, state, expectation=None, **more):
        expected = {self.name: self.expectation if expectation is None else expectation}
        system = self.system(expecting(self.edge, expected, self.stimulus))
        more.setdefault("operation", self.operation)
        more.update(edge=self.edge, options=["--only", "resilience"])
        return Variant(f"{self.name}/{name}", state, system, {(self.edge, self.name)}, **more)

    def present(self, name="present", **more):
        return self.variant(name, "present", **more)

    def absent(self, *rules, name="absent", **more):
        return self.variant(name, "absent", rules=[f"resilience.{rule}" for rule in rules], **more)

    def wrong(self, name, *rules, **more):
        return self.variant(name, "wrong", rules=[f"resilience.{rule}" for rule in rules], **more)


LIMITS = {"at_most": "500ms", "connect": "500ms", "idle": "500ms", "total": "500ms"}
BODY = "resilience.timeout.body-unwatched"
timeout = Pattern("timeout", PAYMENTS, CHARGE, LIMITS)
retries = Pattern("retries", PAYMENTS, CHARGE, {"at_most": 2, "at_least": 1, "backoff": "exponential"})
ASKED_TO_WAIT = {"at_most": 2, "honours_retry_after": True}
safe_retries = Pattern("safe_retries", PAYMENTS, CHARGE)
breaker = Pattern("circuit_breaker", PAYMENTS, CHARGE, KEPT["circuit_breaker"])
bulkhead = Pattern("bulkhead", INVENTORY, STOCK, {"at_most": 8, "unaffected": "GET /orders/ord-1001"})
fallback = Pattern("fallback", INVENTORY, LOOK)
rate_limit = Pattern("rate_limit", INVENTORY, LOOK, {"at": "40/s"})
load_shedding = Pattern("load_shedding", INVENTORY, LOOK)
deadline = Pattern("deadline_propagation", INVENTORY, STOCK, {"header": "X-Deadline-Ms"})
hedging = Pattern("hedging", INVENTORY, STOCK, {"within": "200ms"})
amplification = Pattern("amplification", BANK, "POST /authorisations", system=with_bank)
LEAVES_AND_RETURNS = {"on": "refuse, gray", "within": "500ms", "returns_within": "5s"}
failover = Pattern("failover", INVENTORY, STOCK, LEAVES_AND_RETURNS, system=with_replicas)
HEALTH = {"readiness": "GET /ready", "liveness": "GET /health", "within": "3s"}
health_checks = Pattern("health_checks", PAYMENTS, CHARGE, HEALTH)
saga = Pattern("saga", PAYMENTS, CHARGE, {"within": "5s", "state": [STOCK_LEFT, MONEY]})
UNDONE = {"within": "5s", "state": [STOCK_LEFT]}
saga_of_stock = Pattern("saga", INVENTORY, "POST /reservations", UNDONE, stimulus=PLACE_ORDER)
idempotent = Pattern("idempotent_consumer", PAYMENTS, CHARGE, {"state": [STOCK_LEFT]})
in_contract = Pattern("in_contract_under_fault", PAYMENTS, ORDER)

VARIANTS = [
    timeout.present(),
    timeout.absent("timeout.missing", flaw="no-timeout"),
    timeout.wrong("longer-than-declared", "timeout.too-long", flaw="timeout-too-long,no-retries"),
    timeout.wrong("of-the-head-only", "timeout.idle-missing", flaw="timeout-of-head-only", also=[BODY]),
    retries.present(),
    retries.absent("retries.missing", flaw="no-retries"),
    retries.wrong("unbounded", "retries.too-many", "retries.unbounded", flaw="unbounded-retries"),
    retries.wrong("constant", "retries.backoff", flaw="constant-backoff"),
    retries.present("waits-as-told", expectation=ASKED_TO_WAIT, equipment="retry-after"),
    retries.wrong("does-not-wait-as-told", "retries.retry-after", expectation=ASKED_TO_WAIT),
    safe_retries.present(),
    safe_retries.absent("safe-retries.unsafe-retry", flaw="retry-post-without-key"),
    safe_retries.wrong("repeats-what-was-rejected", "safe-retries.rejection-retried", flaw="retries-rejections"),
    breaker.present(),
    breaker.absent("circuit-breaker.never-opens", flaw="breaker-never-opens"),
    breaker.wrong("opens-late", "circuit-breaker.too-late", flaw="breaker-opens-late"),
    breaker.wrong("stays-open", "circuit-breaker.open-time", flaw="breaker-stays-open"),
    breaker.wrong("never-closes", "circuit-breaker.never-closes", flaw="breaker-never-closes"),
    bulkhead.present(equipment="bulkhead"),
    bulkhead.absent("bulkhead.missing"),
    bulkhead.wrong("excess-waits", "bulkhead.missing", equipment="bulkhead-waits"),
    bulkhead.wrong("too-wide", "bulkhead.too-wide", equipment="bulkhead-wide"),
    fallback.present(),
    fallback.absent("fallback.missing", flaw="no-fallback"),
    fallback.wrong("on-answers-only", "fallback.partial", flaw="fallback-on-answers-only"),
    fallback.wrong("off-contract", "fallback.off-contract", flaw="fallback-off-contract"),
    rate_limit.present(equipment="rate-limit"),
    rate_limit.absent("rate-limit.missing"),
    rate_limit.wrong("silent", "rate-limit.no-retry-after", equipment="rate-limit-silent"),
    load_shedding.present(equipment="load-shedding"),
    load_shedding.absent("load-shedding.missing", equipment="load-queue"),
    load_shedding.wrong("refuses-late", "load-shedding.slow", equipment="load-refused-late"),
    deadline.present(equipment="deadline"),
    deadline.absent("deadline-propagation.missing"),
    deadline.wrong("goes-on", "deadline-propagation.sends-on", equipment="deadline-retries-on"),
    hedging.present(equipment="hedging"),
    hedging.absent("hedging.missing"),
    hedging.wrong("always", "hedging.always", equipment="hedging-always"),
    hedging.wrong("keeps-the-loser", "hedging.loser-kept", equipment="hedging-keeps-loser"),
    amplification.present(equipment="one-tier"),
    amplification.absent("amplification.too-high"),
    amplification.wrong("several-tiers", "amplification.several-tiers", expectation={"at_most": 6}),
    failover.present(equipment="failover", flaw="no-fallback"),
    failover.absent("failover.missing", flaw="no-fallback"),
    failover.wrong("keeps-on-trying", "failover.late", equipment="failover-keeps-on", flaw="no-fallback"),
    failover.wrong("never-comes-back", "failover.no-return", equipment="failover-for-good", flaw="no-fallback"),
    health_checks.present(equipment="readiness"),
    health_checks.absent("health-checks.readiness-blind"),
    health_checks.wrong("liveness-too", "health-checks.liveness-fails", equipment="liveness-too"),
    saga.present(),
    saga_of_stock.present("present-on-inventory"),
    saga.absent("saga.not-compensated", flaw="missing-compensation", also=["resilience.saga."]),
    saga.wrong("forgets-the-refund", "saga.ambiguous-step-left", flaw="forgets-refund"),
    saga.wrong("undoes-once-only", "saga.undoing-not-retried", flaw="refunds-once", operation="POST /refunds"),
    idempotent.present(),
    idempotent.absent(
        "idempotent-consumer.repeated-effect", flaw="forgets-keys", also=["resilience.idempotent-consumer."]
    ),
    idempotent.wrong("forgets-the-unfinished", "idempotent-consumer.repeated-effect", flaw="forgets-unfinished"),
    in_contract.present(),
    in_contract.absent("in-contract.undeclared", flaw="undeclared-500-under-fault"),
    in_contract.wrong("off-its-schema", "in-contract.off-contract", flaw="error-off-contract"),
]


def whole(name, state, flaw="", **more):
    """All that the shop has without equipment, on both edges, then an experiment and the consumers' side."""
    resilience = {}
    for edge, own in ((PAYMENTS, "safe_retries"), (INVENTORY, "fallback")):
        resilience.update(expecting(edge, {**KEPT, "in_contract_under_fault": True, own: True})["resilience"])
    if state != "present":
        return Variant(f"whole/{name}", state, shop(payments_down()), (), flaw=flaw, **more)
    holds = {(edge, pattern) for edge, of in resilience.items() for pattern in of["expect"]}
    return Variant(f"whole/{name}", state, shop({"resilience": resilience, **payments_down()}), holds)


VARIANTS += [
    whole("sound", "present"),
    whole(
        "leaves-stock-reserved",
        "wrong",
        "missing-compensation",
        rules=["experiment.invariant"],
        edge=PAYMENTS,
        operation=STOCK,
    ),
]
