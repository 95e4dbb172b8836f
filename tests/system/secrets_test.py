#!/usr/bin/env python3
"""What is secret stays so: a provider that echoes every credential it is sent, and no report of any format that shows one."""

import json
import os
import unittest

import blackbox

TOKEN = 'tok-9f8e7d6c"quoted"/and+signed='
KEY = "key-1a2b3c4d5e6f"
COOKIE = "cookie-0123456789abcdef"
PROVIDER = """
import http.server, json, sys
class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"path": self.path, "headers": dict(self.headers.items())}).encode()
        self.send_response(500)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "session=" + "%s")
        self.send_header("X-Echo", self.headers.get("Authorization", ""))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
""" % COOKIE
CONTRACT = """
openapi: 3.1.0
info: {title: echo, version: '1'}
security: [{token: [], key: []}]
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
paths:
  /things/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: found}}
"""


class SecretsTest(blackbox.BlackBoxTest):
    def test_no_report_shows_what_was_sent_as_a_secret(self):
        port = blackbox.free_port()
        self.start(["python3", "-c", PROVIDER, port], port)
        system = {
            "squall": 1,
            "name": "echo",
            "services": {"echo": {"contract": str(self.sandbox.write("echo.yaml", CONTRACT)), "url": f"http://127.0.0.1:{port}"}},
            "verify": {"echo": {"headers": {"Authorization": "Bearer ${env.TOKEN}", "X-Key": KEY}}},
        }
        file = self.sandbox.write("squall.json", system)
        reports = self.sandbox.folder / "reports"
        finished = self.sandbox.squall("run", file, "--report-dir", reports, env={"TOKEN": TOKEN})
        self.assertEqual(finished.code, 1, finished)
        self.assertTrue(finished.findings(), finished)
        texts = {path.name: path.read_text() for path in reports.iterdir()}
        self.assertGreaterEqual(len(texts), 9, texts.keys())
        texts |= {"standard output": finished.out, "standard error": finished.err}
        for name, text in texts.items():
            for secret in (TOKEN, json.dumps(TOKEN)[1:-1], json.dumps(json.dumps(TOKEN))[3:-3], KEY, COOKIE):
                self.assertNotIn(secret, text, name)
        for name in ("report.json", "report.har"):
            self.assertIn("${env.TOKEN}", texts[name], name)


if __name__ == "__main__":
    unittest.main()
