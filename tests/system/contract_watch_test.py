#!/usr/bin/env python3
"""squall proxy --contract from outside: drift planted both ways is told once, by cause; sound traffic and our own faults are not."""

import gzip
import http.client
import http.server
import json
import signal
import socket
import threading
import unittest
from pathlib import Path

import blackbox

CONTRACT = """
openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer, maximum: 100}}]
      responses:
        '200': {description: some, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}
    post:
      security: [{bearer: []}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Login'}}}}
      responses: {'201': {description: made}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        '200':
          description: one
          headers: {X-Version: {required: true, schema: {type: integer}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        '304': {description: as before}
    delete:
      responses: {'204': {description: gone}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
  schemas:
    Login: {type: object, required: [user], properties: {user: {type: string}, password: {type: string}}}
    Order:
      type: object
      required: [id, lines]
      properties:
        id: {type: integer}
        lines: {type: array, items: {type: object, properties: {price: {type: number}}}}
"""

SOUND = {"id": 1, "lines": [{"price": 2}, {"price": 3.5}]}
WRONG = {"id": 1, "lines": [{"price": 2}, {"price": "3.5"}]}
LONG = {"id": 1, "lines": [], "pad": "x" * (3 << 20)}
# What GET /orders/N answers: status, body, coding, other fields.
ANSWERS = {
    1: (200, SOUND, None, {"X-Version": "1"}),
    2: (299, SOUND, None, {"X-Version": "1"}),
    3: (200, WRONG, None, {"X-Version": "1"}),
    4: (200, SOUND, None, {}),
    5: (200, SOUND, "gzip", {"X-Version": "1"}),
    6: (200, {"lines": []}, "gzip", {"X-Version": "1"}),
    7: (304, None, None, {}),
    8: (200, LONG, None, {"X-Version": "1"}),
}


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=None, coding=None, fields=None):
        payload = b"" if body is None else json.dumps(body).encode()
        if coding:
            payload = gzip.compress(payload)
        self.send_response(status)
        if body is not None:
            self.send_header("Content-Type", "application/json")
        if coding:
            self.send_header("Content-Encoding", coding)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(payload)))
        for name, value in (fields or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    def do_GET(self):
        if self.headers.get("Upgrade"):
            self.send_response(101)
            self.send_header("Upgrade", "echo")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            self.wfile.write(self.rfile.read(4))
            self.close_connection = True
            return
        path = self.path.partition("?")[0]
        if path == "/orders":
            return self.answer(200, [SOUND])
        number = path.rpartition("/")[2]
        if not path.startswith("/orders/") or not number.isdigit():
            return self.answer(200, {})
        self.answer(*ANSWERS[int(number)])

    do_HEAD = do_GET

    def do_DELETE(self):
        self.answer(204)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(201)

    def log_message(self, *_):
        pass


class WatchedProxy:
    """A proxy that watches; what it wrote, and its report once it was stopped."""

    def __init__(self, test, *arguments, contract=True):
        self.test, self.port, self.api = test, blackbox.free_port(), blackbox.free_port()
        self.folder = test.sandbox.folder
        self.report_file = self.folder / f"watch-{self.port}.json"
        upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        upstream.daemon_threads = True
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        test.addCleanup(upstream.server_close)
        test.addCleanup(upstream.shutdown)
        watch = ["--contract", test.contract, "--report", f"json={self.report_file}"] if contract else []
        self.out, self.err = self.folder / f"out-{self.port}", self.folder / f"err-{self.port}"
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = test.sandbox.start(
                [blackbox.SQUALL, "proxy", "--listen", f"127.0.0.1:{self.port}", "--control", f"127.0.0.1:{self.api}",
                 "--upstream", f"127.0.0.1:{upstream.server_address[1]}", *watch, *arguments], stdout=out, stderr=err)
        test.addCleanup(test.stop, self.process)
        blackbox.wait_until(lambda: self.process.poll() is not None or blackbox.accepts(self.port), 15, "the proxy listens")
        test.assertIsNone(self.process.poll(), self.err.read_text())

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (http.client.HTTPException, OSError) as error:
            return 0, repr(error).encode()
        finally:
            connection.close()

    def drift(self):
        status, body = blackbox.get(self.api, "/drift")
        self.test.assertEqual(status, 200, body)
        return json.loads(body)

    def judged(self, side):
        return self.drift()["edges"].get("proxy", {}).get(side, {})

    def stop(self, wanted):
        """The findings of the report, and the facts of its check."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.test.assertEqual(code, wanted, self.err.read_text() + self.out.read_text())
        if not self.report_file.exists():
            return [], []
        report = json.loads(self.report_file.read_text())
        check = report["checks"][0]
        self.test.assertEqual(check["id"], "watch/proxy")
        return check["findings"], check.get("facts", [])


class ContractWatchTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.contract = self.sandbox.write("orders.yaml", CONTRACT)

    def plant(self, proxy):
        for _ in range(3):
            proxy.ask("GET", "/orders/1")
            proxy.ask("GET", "/orders/2")
            proxy.ask("GET", "/orders/3")
            proxy.ask("GET", "/orders/4")
            proxy.ask("GET", "/orders/6")
            proxy.ask("GET", "/invoices/4711")
            proxy.ask("GET", "/orders?limit=500")
            proxy.ask("POST", "/orders", {"password": "x"}, {"Content-Type": "application/json", "Authorization": "Bearer abcdefgh"})

    def test_drift_is_told_once_by_cause_and_counted(self):
        proxy = WatchedProxy(self, "--fail-on-drift")
        self.plant(proxy)
        expected = {
            ("answer", "response.status.undeclared", "GET /orders/{id}", "status"),
            ("answer", "response.body.schema", "GET /orders/{id}", "body/lines/1/price"),
            ("answer", "response.header.required", "GET /orders/{id}", "header.X-Version"),
            ("answer", "response.body.schema", "GET /orders/{id}", "body"),  # inside gzip: a member is missing
            ("request", "request.path.unknown", "GET /invoices/*", "path"),
            ("request", "request.query.schema", "GET /orders", "query.limit"),
            ("request", "request.body.schema", "POST /orders", "body"),
        }
        groups = proxy.drift()["groups"]
        self.assertEqual({(g["kind"], g["rule"], g["operation"], g["pointer"]) for g in groups}, expected)
        for group in groups:
            self.assertEqual(group["count"], 3, group)
            self.assertRegex(group["contract"], r"orders\.yaml(:\d+:\d+)?$")
            self.assertLessEqual(group["first_seen"], group["last_seen"])
        told = [line for line in proxy.err.read_text().splitlines() if "drift on proxy" in line]
        self.assertEqual(len(told), len(expected), told)
        proxy.process.send_signal(signal.SIGUSR2)
        blackbox.wait_until(lambda: "7 causes of drift:" in proxy.err.read_text(), 10, "SIGUSR2 tells")
        findings, facts = proxy.stop(1)
        self.assertEqual({(f["rule"], f["operation"]) for f in findings}, {(rule, operation) for _, rule, operation, _ in expected})
        self.assertTrue(all(f["occurrences"] == 3 for f in findings))
        self.assertIn("24 requests judged", facts)

    def test_sound_traffic_is_no_drift(self):
        proxy = WatchedProxy(self, "--fail-on-drift")
        for _ in range(3):
            for number in (1, 5, 7):
                proxy.ask("GET", f"/orders/{number}")
            proxy.ask("HEAD", "/orders/1")
            proxy.ask("DELETE", "/orders/1")
            proxy.ask("OPTIONS", "/orders")
            proxy.ask("GET", "/orders?limit=100")
            proxy.ask("POST", "/orders", {"user": "u", "password": "x"}, {"Content-Type": "application/json", "Authorization": "Bearer t"})
        self.assertEqual(proxy.drift()["groups"], [])
        findings, facts = proxy.stop(0)
        self.assertEqual(findings, [])
        self.assertNotIn("drift", proxy.err.read_text())
        self.assertIn("21 answers judged; not judged: 3 OPTIONS that is HTTP's own", facts)

    def test_what_our_faults_did_is_not_the_providers_drift(self):
        faults = ["rewrite: {pointer: /id, value: wrong}", "abort: 503", "headers: {remove: [X-Version]}", "replace: {status: 418}",
                  "broken_json", "headers: {set: {Content-Type: text/x}, on: request}", "truncate: {bytes: 5}"]
        for fault in faults:
            with self.subTest(fault):
                proxy = WatchedProxy(self, "--fail-on-drift", "--fault", fault)
                for _ in range(3):
                    proxy.ask("GET", "/orders/1")
                    proxy.ask("POST", "/orders", {"user": "u"}, {"Content-Type": "application/json", "Authorization": "Bearer t"})
                if "POST" not in fault:
                    blackbox.wait_until(lambda p=proxy: p.judged("requests").get("judged") == 6, 10, "all were judged")
                self.assertEqual(proxy.drift()["groups"], [])
                self.assertGreaterEqual(proxy.judged("answers")["changed by a fault of ours"], 3)
                findings, _ = proxy.stop(0 if proxy.judged("answers")["judged"] else 3)
                self.assertEqual(findings, [])

    def test_long_bodies_are_counted_and_not_judged(self):
        proxy = WatchedProxy(self)
        status, body = proxy.ask("GET", "/orders/8")
        self.assertEqual((status, json.loads(body)), (200, LONG))
        proxy.ask("POST", "/orders", {"user": 1, "pad": "x" * (3 << 20)}, {"Content-Type": "application/json", "Authorization": "Bearer t"})
        self.assertEqual(proxy.drift()["groups"], [])
        _, facts = proxy.stop(143)
        self.assertIn("1 request judged; not judged: 1 longer than the limit", facts)
        self.assertIn("1 answer judged; not judged: 1 longer than the limit", facts)

    def test_a_tunnel_is_not_judged(self):
        proxy = WatchedProxy(self)
        with socket.create_connection(("127.0.0.1", proxy.port), 10) as client:
            client.sendall(b"GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nping")
            got = b""
            while piece := client.recv(4096):
                got += piece
        self.assertTrue(got.endswith(b"ping"), got)
        blackbox.wait_until(lambda: proxy.judged("answers").get("a tunnel") == 1, 10, "the tunnel is counted")
        self.assertEqual(proxy.drift()["groups"], [])
        self.assertEqual(proxy.judged("requests"), {"judged": 0, "a tunnel": 1})
        proxy.stop(143)

    def test_nothing_watched_is_inconclusive(self):
        WatchedProxy(self, "--fail-on-drift").stop(3)
        proxy = WatchedProxy(self, "--fail-on-drift", "--watch-share", "50%")
        for _ in range(10):
            proxy.ask("GET", "/orders/1")
        self.assertEqual(proxy.judged("answers"), {"judged": 5})
        self.assertEqual(proxy.drift()["edges"]["proxy"]["passed_over"], 5)
        proxy.stop(0)

    def test_without_a_contract_there_is_nothing_to_ask_for(self):
        proxy = WatchedProxy(self, contract=False)
        self.assertEqual(blackbox.get(proxy.api, "/drift")[0], 404)
        proxy.process.send_signal(signal.SIGUSR2)
        blackbox.wait_until(lambda: "nothing is watched" in proxy.err.read_text(), 10, "SIGUSR2 says so")
        proxy.stop(143)
        for option in (["--fail-on-drift"], ["--watch-share", "5%"], ["--report", "json=x.json"], ["--ignore", "x"]):
            done = self.sandbox.squall("proxy", "--upstream", "127.0.0.1:9", *option, report=False)
            self.assertEqual(done.code, 2, done)
            self.assertIn(f"{option[0]}: nothing is watched", done.err)

    def test_accepted_drift_fails_nothing(self):
        accepted = self.sandbox.write("ignore.yaml", "- {rule: response.status.undeclared, reason: known}\n")
        proxy = WatchedProxy(self, "--fail-on-drift", "--ignore", accepted)
        proxy.ask("GET", "/orders/1")
        proxy.ask("GET", "/orders/2")
        findings, _ = proxy.stop(0)
        self.assertEqual([f["ignored"] for f in findings], ["known"])

    def test_the_log_has_it_as_json_and_no_report_tells_a_secret(self):
        folder = self.sandbox.folder / "reports"
        proxy = WatchedProxy(self, "--log", "json", "--report-dir", folder)
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        proxy.ask("POST", "/orders?access_token=hunter2-a", {"user": 1, "password": "hunter2-b"},
                  {"Content-Type": "application/json", "Authorization": "Bearer hunter2-c", "Cookie": "sid=hunter2-d",
                   "traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
        proxy.ask("GET", "/orders/1", headers={"Authorization": "Bearer hunter2-c"})

        def told():  # the log is written by a thread of its own
            events = [json.loads(line) for line in proxy.out.read_text().splitlines() if line.startswith("{") and line.endswith("}")]
            return [event for event in events if event.get("event") == "drift"]

        blackbox.wait_until(told, 30, "the log has the drift")
        drift = told()
        self.assertEqual([(e["kind"], e["rule"], e["pointer"], e["trace_id"]) for e in drift],
                         [("request", "request.body.schema", "body/user", trace)])
        self.assertNotIn("hunter2", json.dumps(drift) + json.dumps(proxy.drift()))
        proxy.stop(143)
        written = sorted(Path(folder).iterdir())
        self.assertGreaterEqual(len(written), 5)
        for file in [*written, proxy.report_file, proxy.err]:
            self.assertNotIn("hunter2", file.read_text(errors="replace"), file)
            self.assertTrue(file == proxy.err or "password" in file.read_text() or "orders.yaml" in file.read_text(), file)


if __name__ == "__main__":
    unittest.main()
