"""System files around a consumer nobody here wrote: consumer -> provider, one edge, patterns measured without expectations."""

import json
import subprocess

import blackbox

EDGE = "consumer-provider"
PATTERNS = ["timeout", "retries", "circuit_breaker", "fallback"]


def system(consumer_command, environment=None):
    contract = str(blackbox.NODE_CLIENTS / "value.yaml")
    return {
        "squall": 1,
        "name": "consumer",
        "services": {
            "provider": {
                "contract": contract,
                "start": {
                    "command": ["node", str(blackbox.NODE_CLIENTS / "provider.js"), "${services.provider.port}"],
                    "ready": {"http": "/health", "within": "20s"},
                },
            },
            "consumer": {
                "contract": contract,
                "start": {
                    "command": consumer_command,
                    "env": {"UPSTREAM": f"${{edges.{EDGE}.url}}", **(environment or {})},
                    "ready": {"http": "/health", "within": "20s"},
                },
            },
        },
        "edges": {EDGE: {"from": "consumer", "to": "provider"}},
        "resilience": {EDGE: {"stimulus": {"service": "consumer", "request": "GET /value"}, "patterns": PATTERNS}},
    }


def install_node_packages():
    wanted = json.loads((blackbox.NODE_CLIENTS / "package.json").read_text())["dependencies"]
    if not all((blackbox.NODE_CLIENTS / "node_modules" / name).exists() for name in wanted):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=blackbox.NODE_CLIENTS, check=True)
