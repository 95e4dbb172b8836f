#!/usr/bin/env python3
"""TLS in `squall run` and `squall verify`: an edge that ends it, a fault of the handshake, a private CA."""

import http.server
import ssl
import threading
import unittest

import blackbox

SYSTEM = """squall: 1
name: shop
ca: {ca}
services:
  payments:
    contract: payments.yaml
    url: https://localhost:{payments}
  orders:
    port: {orders}
    start:
      command: [python3, orders.py, "{orders}", "${{edges.orders-payments.url}}", "{ca}"]
edges:
  orders-payments:
    from: orders
    to: payments
    tls: {{generate: [localhost, 127.0.0.1], authority: {authority}}}
    upstream_tls: {{ca: {ca}}}
verify:
  payments: {{phases: [coverage]}}
experiments:
  - name: calm
    steady_state: [{{request: GET /, service: orders, status: 200}}]
    load: {{request: GET /, service: orders, rate: 10/s, for: 1s}}
    faults: [{{edge: orders-payments, noop: true}}]
    expect: {{success: ">= 99%"}}
  - name: expired certificates
    load: {{request: GET /, service: orders, rate: 10/s, for: 2s}}
    faults: [{{edge: orders-payments, tls_expired: true}}]
    expect: {{success: "< 1%"}}
"""

CONTRACT = """openapi: 3.0.3
info: {title: Payments, version: "1"}
paths:
  /rate:
    get:
      responses:
        "200":
          description: now
          content: {application/json: {schema: {type: object, required: [rate], properties: {rate: {type: integer}}}}}
"""

# Asks its provider over TLS, on a connection of its own for each request.
ORDERS = """
import http.server, ssl, sys, urllib.request

trusting = ssl.create_default_context(cafile=sys.argv[3])

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            with urllib.request.urlopen(sys.argv[2] + "/rate", context=trusting, timeout=5) as answer:
                status = answer.status
        except OSError:
            status = 502
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class Payments(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b'{"rate": 7}'
        self.send_response(200 if self.path.startswith("/rate") else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class TlsRunTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.authority = self.sandbox.folder / "ca"
        self.ca = self.authority / "ca.pem"
        for arguments in ((), ("issue", "localhost")):
            made = self.sandbox.squall("ca", *arguments, "--dir", self.authority, report=False)
            self.assertEqual(made.code, 0, made)
        self.contract = self.sandbox.write("payments.yaml", CONTRACT)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Payments)
        server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority / "localhost.pem", self.authority / "localhost-key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.payments = server.server_address[1]

    def system(self, **changes):
        self.sandbox.write("orders.py", ORDERS)
        text = SYSTEM.format(ca=self.ca, authority=self.authority, payments=self.payments, orders=blackbox.free_port())
        for old, new in changes.items():
            text = text.replace(old, new)
        return self.sandbox.write("squall.yaml", text)

    def test_a_system_with_tls(self):
        finished = self.sandbox.squall("run", self.system(), "--allow-inconclusive")
        expired = finished.check("experiment/expired certificates")
        self.assertEqual(expired["outcome"], "passed", finished)
        self.assertEqual(finished.check("verify/payments")["outcome"], "passed", finished)
        series = next(each for each in finished.report["timeline"] if each["name"] == "expired certificates")
        self.assertGreater(series["faults"][0]["applied"], 0)
        notes = finished.report["notes"]
        self.assertEqual([note for note in notes if note.startswith("edge 'orders-payments': TLS with a consumer: ")
                          and "expired" in note], notes)

    def test_a_provider_that_cannot_be_trusted_is_told(self):
        file = self.system(**{"upstream_tls: {ca: " + str(self.ca) + "}": "upstream_tls: {}"})
        finished = self.sandbox.squall("run", file, "--only", "experiment/calm")
        self.assertEqual(finished.code, 3, finished)
        self.assertIn("edge 'orders-payments': TLS with the provider: certificate verify failed: unable to get local "
                      "issuer certificate", finished.report["notes"])

    def test_verify_by_a_private_ca(self):
        url = f"https://localhost:{self.payments}"
        known = self.sandbox.squall("verify", self.contract, "--url", url, "--ca", self.ca, "--phase", "coverage")
        self.assertEqual(known.code, 0, known)
        unknown = self.sandbox.squall("verify", self.contract, "--url", url, "--phase", "coverage")
        self.assertNotEqual(unknown.code, 0, unknown)
        self.assertIn("certificate", unknown.out + unknown.err)
        missing = self.sandbox.squall("verify", self.contract, "--url", url, "--ca", self.ca.with_name("no.pem"))
        self.assertEqual(missing.code, 2, missing)

    def test_alpn_of_an_http_edge(self):
        refused = self.sandbox.squall("run", self.system(**{"authority: ": "alpn: [h2], authority: "}), report=False)
        self.assertNotEqual(refused.code, 0, refused)
        self.assertIn("an http edge speaks http/1.1, not 'h2'", refused.out + refused.err)


if __name__ == "__main__":
    unittest.main()
