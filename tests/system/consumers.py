"""System files around a consumer nobody here wrote: consumer -> provider, one edge, `squall profile` on it."""

import subprocess

import blackbox

EDGE = "consumer-provider"


def system(consumer_command, environment=None, patterns=None, stimulus="GET /value"):
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
        "resilience": {EDGE: {"stimulus": {"service": "consumer", "request": stimulus}}},
    }


def node_consumer(**options):
    command = ["node", str(blackbox.NODE_CLIENTS / "consumer.js"), "${services.consumer.port}"]
    return system(command, **options)


def nginx_consumer(folder, *options, **rest):
    script = str(blackbox.ROOT / "tests" / "system" / "nginx_server.py")
    command = ["python3", script, "--port", "${services.consumer.port}", "--upstream", f"${{edges.{EDGE}.url}}"]
    return system([*command, "--dir", str(folder), *options], **rest)


def install_node_packages():
    if not (blackbox.NODE_CLIENTS / "node_modules" / "opossum").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=blackbox.NODE_CLIENTS, check=True)
