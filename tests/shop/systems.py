"""System files of the shop for the matrix: the services and edges that a variant needs, and what is expected of
them."""

from pathlib import Path

SHOP = Path(__file__).resolve().parent
PAYMENTS, INVENTORY, BANK = "orders-payments", "orders-inventory", "payments-bank"

ORDER = {"customer": "cus_ada", "items": [{"sku": "abc", "quantity": 1}], "payment_method": "tok_visa"}
PLACE_ORDER = {"service": "orders", "request": "POST /orders", "body": ORDER}
AVAILABILITY = {"service": "orders", "request": "GET /products/abc/availability"}


# What orders keeps as it is, on both edges.
KEPT = {
    "timeout": {"at_most": "500ms"},
    "retries": {"at_most": 2, "backoff": "exponential"},
    "circuit_breaker": {"opens_within": "10 calls", "open_for": "600ms"},
}


def service(program, environment=None, name=None):
    name = name or program
    command = [f"${{env.SHOP_BIN}}/{program}", "--port", f"${{services.{name}.port}}"]
    command += ["--db", f"${{env.SHOP_DATA}}/{name}.db"]
    start = {"command": command, "ready": {"http": "/health", "within": "20s"}}
    if environment:
        start["env"] = environment
    return {"contract": str(SHOP / "contracts" / f"{program}.yaml"), "start": start}


def shop(parts):
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


def with_bank(parts):
    """Three tiers: payments asks a bank, for which squall stands in."""
    system = shop(parts)
    bank = {"contract": str(SHOP / "contracts" / "bank.yaml"), "stub": {}}
    system["services"] = {"bank": bank, **system["services"]}
    system["services"]["payments"] = service("payments", {"BANK_URL": f"${{edges.{BANK}.url}}"})
    system["edges"][BANK] = {"from": "payments", "to": "bank"}
    return system


def with_replicas(parts):
    """Two replicas of inventory; of payments nothing is asked."""
    replicas = ["inventory-a", "inventory-b"]
    urls = ",".join(f"${{edges.{INVENTORY}.{replica}.url}}" for replica in replicas)
    return {
        "squall": 1,
        "name": "shop",
        "services": {
            **{replica: service("inventory", name=replica) for replica in replicas},
            "orders": service("orders", {"INVENTORY_URL": urls}),
        },
        "edges": {INVENTORY: {"from": "orders", "to": replicas}},
        **parts,
    }


def expecting(edge, expectations, stimulus=None):
    stimulus = stimulus or (AVAILABILITY if edge == INVENTORY else PLACE_ORDER)
    return {"resilience": {edge: {"stimulus": stimulus, "expect": expectations}}}


def keeping(edge, *patterns):
    """Expects what orders keeps as it is."""
    return expecting(edge, {pattern: KEPT[pattern] for pattern in patterns})


def payments_down():
    """An experiment: what was reserved while payments was down is released."""
    probe = {"service": "inventory", "probe": "GET /stock/abc", "pointer": "/reserved"}
    experiment = {
        "name": "payments down",
        "load": {**PLACE_ORDER, "rate": "10/s", "for": "3s"},
        "faults": [{"edge": PAYMENTS, "abort": 503, "from": "500ms", "for": "1500ms"}],
        "expect": {"in_contract": True},
        "invariants": [{**probe, "equals": "before", "within": "5s"}],
    }
    return {"experiments": [experiment]}
