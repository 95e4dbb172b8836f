"""The shop's variants for the matrix: a reduced system file for each flaw, with only the edge concerned, and the finding
that names the flaw."""

from pathlib import Path

SHOP = Path(__file__).resolve().parent
ORDER = {"customer": "cus_ada", "items": [{"sku": "abc", "quantity": 1}], "payment_method": "tok_visa"}
PLACE_ORDER = {"service": "orders", "request": "POST /orders", "body": ORDER}
AVAILABILITY = {"service": "orders", "request": "GET /products/abc/availability"}
PAYMENTS, INVENTORY = "orders-payments", "orders-inventory"
CHARGE, STOCK, LOOK = "POST /charges", "GET /stock/{sku}", "GET /products/{sku}/availability"

EXPECTATIONS = {
    "timeout": {"at_most": "500ms"},
    "retries": {"at_most": 2, "backoff": "exponential"},
    "safe_retries": True,
    "circuit_breaker": {"opens_within": "10 calls", "open_for": "600ms"},
    "fallback": True,
    "in_contract_under_fault": True,
    "bulkhead": {"at_most": 8, "unaffected": "GET /orders/ord-1001"},
    "rate_limit": {"at": "40/s"},
    "load_shedding": True,
    "idempotent_consumer": {"state": [{"service": "inventory", "probe": "GET /stock/abc", "pointer": "/available"}]},
    "deadline_propagation": {"header": "X-Deadline-Ms"},
    "saga": {"within": "4s", "state": [{"service": "inventory", "probe": "GET /stock/abc", "pointer": "/available"}]},
    "amplification": True,
    "hedging": True,
    "health_checks": {"readiness": "GET /ready", "liveness": "GET /health", "within": "3s"},
}


def service(name, environment=None):
    command = [f"${{env.SHOP_BIN}}/{name}", "--port", f"${{services.{name}.port}}", "--db", f"${{env.SHOP_DATA}}/{name}.db"]
    start = {"command": command, "ready": {"http": "/health", "within": "20s"}}
    if environment:
        start["env"] = environment
    return {"contract": str(SHOP / "contracts" / f"{name}.yaml"), "start": start}


def reduced(parts):
    """The three services, the two edges, and `parts`."""
    urls = {"PAYMENTS_URL": f"${{edges.{PAYMENTS}.url}}", "INVENTORY_URL": f"${{edges.{INVENTORY}.url}}"}
    return {
        "squall": 1,
        "name": "shop",
        "services": {
            "inventory": service("inventory"),
            "payments": service("payments"),
            "orders": service("orders", urls),
        },
        "edges": {PAYMENTS: {"from": "orders", "to": "payments"}, INVENTORY: {"from": "orders", "to": "inventory"}},
        **parts,
    }


def resilience(edge, *patterns):
    stimulus = PLACE_ORDER if edge == PAYMENTS else AVAILABILITY
    return {"resilience": {edge: {"stimulus": stimulus, "expect": {name: EXPECTATIONS[name] for name in patterns}}}}


def saga():
    return {
        "experiments": [
            {
                "name": "payments down",
                "load": {**PLACE_ORDER, "rate": "10/s", "for": "3s"},
                "faults": [{"edge": PAYMENTS, "abort": 503, "from": "500ms", "for": "1500ms"}],
                "expect": {"in_contract": True},
                "invariants": [
                    {"service": "inventory", "probe": "GET /stock/abc", "pointer": "/reserved", "equals": "before", "within": "5s"}
                ],
            }
        ]
    }


class Variant:
    """`flaw` is empty for a sound shop, which must give no finding. Else one finding must have one of `rules`, and the
    edge and operation given; findings of other rules are a miss unless they are in `also`, what the flaw brings about."""

    def __init__(self, name, flaw, parts, rules=(), edge="", operation="", also=(), equipment=""):
        self.name, self.flaw, self.parts, self.equipment = name, flaw, parts, equipment
        # With a stimulus for one edge only, the consumer's other edge sees no traffic.
        self.options = [] if len(parts.get("resilience", {})) != 1 or rules else ["--skip", "consumer"]
        self.rules, self.edge, self.operation, self.also = rules, edge, operation, also


def flawed(name, parts, rules, edge, operation, also=()):
    return Variant(name, name, parts, rules, edge, operation, also)


def without(pattern, edge, rules, operation, equipment=""):
    """The shop as it is, or with what only looks like the pattern (SHOP_WITH)."""
    name = f"{equipment or 'no-' + pattern.replace('_', '-')}"
    return Variant(name, "", resilience(edge, pattern), rules, edge, operation, equipment=equipment)


def equipped(pattern, edge, equipment):
    """The pattern is there, and nothing is found."""
    return Variant(f"with-{equipment}", "", resilience(edge, pattern), equipment=equipment)


def both(*parts):
    merged = {"resilience": {}}
    for part in parts:
        merged["resilience"].update(part.get("resilience", {}))
        if "experiments" in part:
            merged["experiments"] = part["experiments"]
    return merged


VARIANTS = [
    Variant(
        "sound",
        "",
        both(
            resilience(PAYMENTS, "timeout", "retries", "safe_retries", "circuit_breaker", "in_contract_under_fault"),
            resilience(INVENTORY, "timeout", "retries", "circuit_breaker", "fallback", "in_contract_under_fault"),
            saga(),
        ),
    ),
    flawed("no-timeout", resilience(PAYMENTS, "timeout"), ["resilience.timeout.missing"], PAYMENTS, "POST /charges"),
    flawed(
        "unbounded-retries",
        resilience(PAYMENTS, "retries"),
        ["resilience.retries.too-many", "resilience.retries.unbounded"],
        PAYMENTS,
        "POST /charges",
    ),
    flawed(
        "retry-post-without-key",
        resilience(PAYMENTS, "safe_retries"),
        ["resilience.safe-retries.unsafe-retry"],
        PAYMENTS,
        "POST /charges",
    ),
    flawed(
        "breaker-never-opens",
        resilience(PAYMENTS, "circuit_breaker"),
        ["resilience.circuit-breaker.never-opens"],
        PAYMENTS,
        "POST /charges",
    ),
    flawed(
        "breaker-never-closes",
        resilience(PAYMENTS, "circuit_breaker"),
        ["resilience.circuit-breaker.never-closes"],
        PAYMENTS,
        "POST /charges",
    ),
    flawed(
        "fallback-off-contract",
        resilience(INVENTORY, "fallback"),
        ["resilience.fallback.off-contract"],
        INVENTORY,
        "GET /products/{sku}/availability",
    ),
    flawed(
        "undeclared-500-under-fault",
        resilience(PAYMENTS, "in_contract_under_fault"),
        ["resilience.in-contract.undeclared"],
        PAYMENTS,
        "POST /orders",
    ),
    equipped("bulkhead", INVENTORY, "bulkhead"),
    without("bulkhead", INVENTORY, ["resilience.bulkhead.missing"], STOCK),
    without("bulkhead", INVENTORY, ["resilience.bulkhead.missing"], STOCK, "bulkhead-waits"),
    equipped("rate_limit", INVENTORY, "rate-limit"),
    without("rate_limit", INVENTORY, ["resilience.rate-limit.missing"], LOOK),
    without("rate_limit", INVENTORY, ["resilience.rate-limit.no-retry-after"], LOOK, "rate-limit-silent"),
    equipped("load_shedding", INVENTORY, "load-shedding"),
    without("load_shedding", INVENTORY, ["resilience.load-shedding"], LOOK, "load-queue"),
    equipped("deadline_propagation", INVENTORY, "deadline"),
    without("deadline_propagation", INVENTORY, ["resilience.deadline-propagation.missing"], STOCK),
    without("deadline_propagation", INVENTORY, ["resilience.deadline-propagation.sends-on"], STOCK, "deadline-retries-on"),
    equipped("health_checks", PAYMENTS, "readiness"),
    without("health_checks", PAYMENTS, ["resilience.health-checks.readiness-blind"], CHARGE),
    without("health_checks", PAYMENTS, ["resilience.health-checks.liveness-fails"], CHARGE, "liveness-too"),
    without("hedging", INVENTORY, ["resilience.hedging.missing"], STOCK),
    Variant("sound-saga", "", resilience(PAYMENTS, "saga", "idempotent_consumer", "amplification")),
    Variant("no-undoing", "missing-compensation", resilience(PAYMENTS, "saga"), ["resilience.saga"], PAYMENTS, CHARGE),
    flawed("forgets-keys", resilience(PAYMENTS, "idempotent_consumer"),
           ["resilience.idempotent-consumer.repeated-effect"], PAYMENTS, CHARGE),
    flawed("forgets-unfinished", resilience(PAYMENTS, "idempotent_consumer"),
           ["resilience.idempotent-consumer.repeated-effect"], PAYMENTS, CHARGE),
    Variant("amplifies", "unbounded-retries", resilience(PAYMENTS, "amplification"),
            ["resilience.amplification.too-high"], PAYMENTS, CHARGE),
    flawed("missing-compensation", saga(), ["experiment.invariant"], PAYMENTS, "GET /stock/{sku}"),
]
