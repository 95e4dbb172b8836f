#!/usr/bin/env python3
"""Services that find each other by the name server of a run: nginx resolving a name again and again, and one address
that moves; clients that keep an address, or their connections."""

import socket
import unittest
from pathlib import Path

import blackbox

CONTRACT = """openapi: 3.0.3
info: {title: Rates, version: "1"}
paths:
  /rate:
    get:
      responses:
        "200": {description: now, content: {application/json: {schema: {type: object}}}}
"""

# A variable in proxy_pass has the name resolved while it runs, as often as the answers' time to live says, or `valid`.
NGINX = """worker_processes 1; daemon off; error_log stderr crit; pid %(folder)s/nginx.pid;
events { worker_connections 256; }
http {
  access_log off; client_body_temp_path %(folder)s/a; proxy_temp_path %(folder)s/b; fastcgi_temp_path %(folder)s/c;
  uwsgi_temp_path %(folder)s/d; scgi_temp_path %(folder)s/e;
  resolver 127.0.0.1:%(dns)s %(valid)s ipv6=off; resolver_timeout 2s;
  server {
    listen 127.0.0.1:%(port)s;
    location = /health { return 204; }
    location / { set $provider rates.internal; proxy_pass http://$provider:%(upstream)s; }
  }
}
"""

CONSUMER = Path(__file__).parent / "resolving_consumer.py"


def free_port_on(*hosts):
    """One port that is free on each of these addresses."""
    while True:
        port = blackbox.free_port()
        probes = [socket.socket() for _ in hosts]
        try:
            for probe, host in zip(probes, hosts):
                probe.bind((host, port))
            return port
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()


class DiscoveryTest(blackbox.BlackBoxTest):
    def system(self, command, upstream, expect, discovery=None):
        self.sandbox.write("rates.yaml", CONTRACT)
        stub = {"contract": "rates.yaml", "stub": {}}
        system = {"squall": 1, "seed": 5, "services": {"rates-a": stub, "rates-b": stub}}
        system["services"]["front"] = {"start": {"command": command, "ready": {"http": "/health"}}}
        listen = [f"127.0.0.2:{upstream}", f"127.0.0.3:{upstream}"]
        system["edges"] = {"front-rates": {"from": "front", "to": ["rates-a", "rates-b"], "listen": listen}}
        system["discovery"] = {"names": discovery or {"names": {"rates.internal": "front-rates"}}}
        system["resilience"] = {"front-rates": {"stimulus": {"request": "GET /rate"}, "expect": {"failover": expect}}}
        return self.sandbox.write("squall.json", system)

    def nginx(self, valid="", expect=None, discovery=None):
        folder = self.sandbox.folder
        upstream = free_port_on("127.0.0.2", "127.0.0.3")
        words = {"folder": folder, "dns": "$DNS", "port": "$PORT", "upstream": upstream, "valid": valid}
        text = (NGINX % words).replace("$provider", "\\$provider")
        self.sandbox.write("nginx.in", text)
        script = f'eval "cat <<END\n$(cat nginx.in)\nEND" > nginx.conf; exec nginx -p {folder} -c {folder}/nginx.conf'
        command = ["env", "DNS=${discovery.names.port}", "PORT=${services.front.port}", "sh", "-c", script]
        return self.system(command, upstream, expect or {"on": "move", "within": "2s"}, discovery)

    def failover(self, finished):
        return finished.patterns("front-rates")["failover"]

    def test_nginx_follows_a_name_that_moves(self):
        finished = self.sandbox.squall("run", self.nginx("valid=1s"), "--quick")
        self.assertEqual(finished.code, 0, finished)
        seen = self.failover(finished)
        self.assertEqual(seen["expectation"], "holds", finished)
        self.assertLessEqual(seen["measured"]["left_after_move"]["median"], 1500, "valid=1s")
        self.assertEqual(seen["measured"]["errors_on_move"]["max"], 0)
        self.assert_nothing_left()

    def test_nginx_that_keeps_what_it_heard(self):
        finished = self.sandbox.squall("run", self.nginx("valid=60s"), "--quick")
        self.assertEqual(finished.code, 1, finished)
        self.assertEqual([f["rule"] for f in finished.findings()], ["resilience.failover.old-address"])
        self.assertIn("it goes on connecting to the old one", finished.findings()[0]["message"])

    def test_a_client_that_resolves_once(self):
        upstream = free_port_on("127.0.0.2", "127.0.0.3")
        ports = ["${services.front.port}", "${discovery.names.port}", str(upstream)]
        file = self.system(["python3", str(CONSUMER), *ports, "once"], upstream, {"on": "move"})
        finished = self.sandbox.squall("run", file, "--quick")
        self.assertEqual(finished.code, 1, finished)
        self.assertEqual([f["rule"] for f in finished.findings()], ["resilience.failover.old-address"])

    def test_nothing_moves_without_injection(self):
        finished = self.sandbox.squall("run", self.nginx("valid=1s"), "--quick", "--no-injection")
        self.assertEqual(finished.code, 3, finished)

    def test_mistakes_are_told(self):
        rows = [
            ({"names": {"Rates": "front-rates"}}, "'Rates' is no name of a host"),
            ({"names": {"rates": "front-rate"}}, "front-rate"),
            ({"ttl": "1500ms", "names": {"rates": "front-rates"}}, "a `ttl` is of whole seconds"),
            ({"port": "auto"}, "names"),
        ]
        for discovery, message in rows:
            checked = self.sandbox.squall("check", self.nginx(discovery=discovery), report=False)
            self.assertEqual(checked.code, 2, checked)
            self.assertIn(message, checked.err)


if __name__ == "__main__":
    unittest.main()
