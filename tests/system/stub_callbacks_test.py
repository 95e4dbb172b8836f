#!/usr/bin/env python3
"""Callbacks and webhooks of `squall stub`, over real sockets, to a receiver of the test's own."""

import http.client
import http.server
import json
import signal
import threading
import unittest

import blackbox

PATIENCE = 120  # seconds; a slow machine is no failure

CONTRACT = """openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /subscriptions:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [callbackUrl]}}}}
      responses: {"201": {description: made}}
      callbacks:
        shipped:
          '{$request.body#/callbackUrl}':
            post:
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {type: object, required: [order], properties: {order: {type: integer, example: 7}}}
              responses: {"204": {description: ok}}
webhooks:
  newOrder:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object}, example: {id: 7}}}}
      responses: {"204": {description: ok}}
"""


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.got.append((self.path, self.headers, body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class StubCallbacksTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.receiver.daemon_threads = True
        self.receiver.got, self.receiver.status = [], 204
        thread = threading.Thread(target=self.receiver.serve_forever)
        thread.start()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(self.receiver.shutdown)
        self.hook = f"http://127.0.0.1:{self.receiver.server_port}/hook"

    def ask(self, port, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            content = answer.read().decode()
            return answer.status, json.loads(content) if content else None
        finally:
            connection.close()

    def stub(self, *options):
        self.control = blackbox.free_port()
        self.port = blackbox.free_port()
        contract = self.sandbox.write("orders.yaml", CONTRACT)
        command = [blackbox.SQUALL, "stub", contract, "--port", self.port, "--control", f"127.0.0.1:{self.control}"]
        return self.start([*command, "--seed", "1", *options], self.control, within=PATIENCE)

    def sent(self, count):
        def there():
            return len(self.ask(self.control, "GET", "/sent")[1]["sent"]) >= count

        blackbox.wait_until(there, PATIENCE, f"{count} are sent")
        return self.ask(self.control, "GET", "/sent")[1]["sent"]

    def subscribe(self, url, prefer="callback=shipped", **more):
        headers = {"Prefer": prefer} if prefer else {}
        return self.ask(self.port, "POST", "/subscriptions", {"callbackUrl": url, **more}, headers)[0]

    def test_a_request_asks_for_a_callback(self):
        self.stub()
        self.assertEqual(self.subscribe(self.hook, prefer=None), 201)
        self.assertEqual(self.subscribe(self.hook), 201)
        (one,) = self.sent(1)
        (path, headers, body), = self.receiver.got
        self.assertEqual((path, headers["Content-Type"], json.loads(body)), ("/hook", "application/json", {"order": 7}))
        self.assertEqual((one["number"], one["what"], one["response"]["status"]), (1, "callback shipped", 204))
        self.assertEqual((one["violations"], one["request"]["target"]), ([], "/hook"))
        notes = [entry["notes"] for entry in self.ask(self.control, "GET", "/journal")[1]["entries"]]
        self.assertEqual(notes, [[], ["callback shipped is sent as 1"]])
        self.assertEqual(self.subscribe(self.hook, "callback=lost"), 404)
        self.assertEqual(self.ask(self.control, "POST", "/reset")[0], 204)
        self.assertEqual(self.ask(self.control, "GET", "/sent")[1], {"open": 0, "sent": []})

    def test_all_are_sent_and_answers_are_held_to_the_contract(self):
        self.stub("--callbacks", "all", "--callback-delay", "1ms")
        self.receiver.status = 500
        self.assertEqual(self.subscribe(self.hook, prefer=None), 201)
        (one,) = self.sent(1)
        self.assertEqual(one["violations"][0]["rule"], "response.status.undeclared")
        log = self.sandbox.folder / f"server-{self.control}.log"
        line = f"callback shipped: POST {self.hook} -> 500: status: status 500 is not declared"
        blackbox.wait_until(lambda: line in log.read_text(), PATIENCE, line)

    def test_nothing_goes_beyond_this_machine_unless_it_is_named(self):
        self.stub("--callback-hosts", "partner.invalid:8443")
        for url in ("http://example.invalid/", "http://192.0.2.1/", "https://partner.invalid/", "ftp://127.0.0.1/"):
            self.assertEqual(self.subscribe(url), 201)
            self.assertEqual(self.ask(self.control, "POST", "/webhooks/newOrder", {"url": url})[0], 422)
        for entry in self.ask(self.control, "GET", "/journal")[1]["entries"]:
            self.assertIn("callback shipped is not sent: its ", entry["notes"][0].replace("it is no", "its "))
        self.assertEqual(self.ask(self.control, "GET", "/sent")[1], {"open": 0, "sent": []})

    def test_webhooks_are_sent_when_ordered(self):
        self.stub()
        self.assertEqual(self.ask(self.control, "GET", "/webhooks"), (200, ["newOrder"]))
        order = {"url": self.hook, "headers": {"Authorization": "Bearer swordfish"}}
        self.assertEqual(self.ask(self.control, "POST", "/webhooks/newOrder", order), (202, {"sent_as": [1]}))
        (one,) = self.sent(1)
        self.assertEqual(self.receiver.got[0][1]["Authorization"], "Bearer swordfish")
        self.assertEqual(json.loads(self.receiver.got[0][2]), {"id": 7})
        self.assertEqual(one["request"]["headers"]["Authorization"], "[redacted]")
        self.assertEqual(self.ask(self.control, "POST", "/webhooks/lost", order)[0], 404)
        self.assertEqual(self.ask(self.control, "POST", "/webhooks/newOrder", {})[0], 400)
        self.assertEqual(self.ask(self.control, "POST", "/webhooks/newOrder", order, {"Origin": "http://a.test"})[0], 403)

    def test_secrets_are_not_shown(self):
        self.stub()
        self.assertEqual(self.subscribe(self.hook + "/swordfish?k=swordfish", password="swordfish"), 201)
        self.sent(1)
        self.assertEqual(self.receiver.got[0][0], "/hook/swordfish?k=swordfish")
        for path in ("/sent", "/journal"):
            self.assertNotIn("swordfish", json.dumps(self.ask(self.control, "GET", path)[1]))
        self.assertNotIn("swordfish", (self.sandbox.folder / f"server-{self.control}.log").read_text())

    def test_it_ends_whatever_waits(self):
        silent = http.server.HTTPServer(("127.0.0.1", 0), Receiver)  # takes connections, and nobody answers
        self.addCleanup(silent.server_close)
        process = self.stub("--callback-delay", "1h")
        self.assertEqual(self.subscribe(self.hook), 201)
        order = {"url": f"http://127.0.0.1:{silent.server_port}/"}
        self.assertEqual(self.ask(self.control, "POST", "/webhooks/newOrder", order)[0], 202)
        self.assertEqual(self.ask(self.control, "GET", "/sent")[1]["open"], 2)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 143)
        self.assertEqual(self.receiver.got, [])


if __name__ == "__main__":
    unittest.main()
