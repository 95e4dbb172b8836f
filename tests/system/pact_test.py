#!/usr/bin/env python3
"""Pact files from outside: a sound provider is verified without a finding, each planted difference is found where the pact says
otherwise, provider states are set up by URL and by command, messages come over the bridge, and the same pact is served as a stub."""

import base64
import http.client
import http.server
import json
import signal
import sys
import threading
import unittest

import blackbox

JSON = {"Content-Type": "application/json"}
PACT = {
    "consumer": {"name": "web"},
    "provider": {"name": "orders"},
    "interactions": [
        {
            "description": "an order",
            "providerStates": [{"name": "an order exists", "params": {"paid": True}}],
            "request": {
                "method": "GET", "path": "/orders/1", "headers": {"Accept": "application/json"},
                "generators": {"path": {"type": "ProviderState", "expression": "/orders/${id}"}},
                "matchingRules": {"path": {"matchers": [{"match": "regex", "regex": "/orders/\\d+"}]}},
            },
            "response": {
                "status": 200, "headers": JSON,
                "body": {"id": 1, "state": "paid", "lines": [{"sku": "a", "price": 1.5}]},
                "matchingRules": {"body": {
                    "$.id": {"matchers": [{"match": "integer"}]},
                    "$.state": {"matchers": [{"match": "regex", "regex": "open|paid"}]},
                    "$.lines": {"matchers": [{"match": "type", "min": 1}]}}},
            },
        },
        {
            "description": "no such order",
            "request": {"method": "GET", "path": "/orders/404"},
            "response": {"status": 404},
        },
        {
            "description": "a search",
            "request": {"method": "GET", "path": "/orders", "query": {"state": ["paid"], "q": ["a b", "c"]}},
            "response": {"status": 200, "headers": {**JSON, "X-Total": "1"}, "body": [],
                         "matchingRules": {"header": {"X-Total": {"matchers": [{"match": "integer"}]}}}},
        },
        {
            "description": "a new order",
            "request": {"method": "POST", "path": "/orders", "headers": JSON, "body": {"sku": "a"}},
            "response": {"status": 201, "headers": {"Location": "/orders/7"}},
        },
    ],
    "metadata": {"pactSpecification": {"version": "3.0.0"}},
}
MESSAGES = {
    "consumer": {"name": "mail"},
    "provider": {"name": "orders"},
    "messages": [
        {"description": "an order was paid", "providerStates": [{"name": "an order exists"}],
         "contents": {"event": "paid", "id": 1}, "metaData": {"contentType": "application/json", "topic": "orders"},
         "matchingRules": {"body": {"$.id": {"matchers": [{"match": "integer"}]}}}},
    ],
    "metadata": {"pactSpecification": {"version": "3.0.0"}},
}
ORDER = {"id": 7, "state": "open", "lines": [{"sku": "b", "price": 2}, {"sku": "c", "price": 3.25}], "note": "more is allowed"}

# A program that sets up states, in lines of JSON.
STATES = """
import json, sys
for line in sys.stdin:
    change = json.loads(line)
    with open(sys.argv[1], "a") as log:
        log.write(change["action"] + " " + change["state"] + "\\n")
    print(json.dumps({"error": "no database"} if sys.argv[2] == "broken" else {"values": {"id": 7}}), flush=True)
"""


class Provider(http.server.ThreadingHTTPServer):
    """The orders service, with one planted difference, or none."""

    daemon_threads = True

    def __init__(self, planted=""):
        super().__init__(("127.0.0.1", 0), Handler)
        self.planted, self.known, self.asked, self.states = planted, set(), [], []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=None, fields=None):
        payload = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (fields or {}).items():
            self.send_header(name, value)
        if body is not None and "Content-Type" not in (fields or {}):
            self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def do_GET(self):
        self.server.asked.append(self.path)
        planted, order = self.server.planted, json.loads(json.dumps(ORDER))
        if self.path == "/orders/7" and 7 in self.server.known:
            if planted == "member":
                del order["state"]
            if planted == "type":
                order["lines"][1]["price"] = "3.25"
            if planted == "regex":
                order["state"] = "lost"
            if planted == "empty":
                order["lines"] = []
            return self.answer(200, order, {"Content-Type": "text/html"} if planted == "media" else None)
        if self.path.startswith("/orders?"):
            return self.answer(200, [], {"X-Total": "many" if planted == "header" else "0"})
        self.answer(200 if planted == "status" else 404, {"title": "no such order"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if self.path == "/states":
            self.server.states.append((body["action"], body["state"], body["params"]))
            if self.server.planted == "states":
                return self.answer(500, {"error": "no database"})
            self.server.known.add(7)
            return self.answer(200, {"id": 7})
        if self.path == "/bridge":
            event = {"event": "paid", "id": "seven" if self.server.planted == "message" else 7}
            metadata = base64.b64encode(json.dumps({"topic": "orders"}).encode()).decode()
            return self.answer(200, event, {"Pact-Message-Metadata": metadata})
        self.answer(201, None, {} if self.server.planted == "location" else {"Location": "/orders/7"})

    def log_message(self, *_):
        pass


# What is planted, the rule it breaks, where, and in which line of the pact that stands.
PLANTED = [
    ("member", "pact.response.body", "state", '"state": "paid"'),
    ("type", "pact.response.body", "/lines/1/price", '"match": "type"'),
    ("regex", "pact.response.body", "/state", "open|paid"),
    ("empty", "pact.response.body", "/lines", '"min": 1'),
    ("media", "pact.response.header", "Content-Type", '"response"'),
    ("header", "pact.response.header", "X-Total", '"integer"'),
    ("status", "pact.response.status", "must be 404, is 200", '"status": 404'),
    ("location", "pact.response.header", "Location", '"status": 201'),
]


class PactTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.pact = self.sandbox.write("web-orders.json", PACT)

    def provider(self, planted=""):
        server = Provider(planted)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server, f"http://127.0.0.1:{server.server_address[1]}"

    def verify(self, planted="", *arguments, pact=None):
        server, url = self.provider(planted)
        return server, self.sandbox.squall("verify", pact or self.pact, "--url", url, "--provider-states-url", url + "/states",
                                           *[a.replace("URL", url) for a in arguments])

    def test_a_sound_provider_has_no_finding(self):
        server, run = self.verify()
        self.assertEqual(run.code, 0, run)
        self.assertEqual(run.findings(), [])
        self.assertIn("4 interactions: 4 kept, 0 broken", run.report["checks"][0]["facts"])
        self.assertEqual(server.asked, ["/orders/7", "/orders/404", "/orders?state=paid&q=a%20b&q=c"])
        self.assertEqual(server.states, [("setup", "an order exists", {"paid": True})])

    def test_each_planted_difference_is_found_where_the_pact_says_otherwise(self):
        lines = self.pact.read_text().splitlines()
        for planted, rule, where, text in PLANTED:
            with self.subTest(planted):
                _, run = self.verify(planted)
                self.assertEqual(run.code, 1, run)
                findings = run.findings()
                found = [f for f in findings if f["rule"] == rule and where in f["message"]]
                self.assertEqual(len(found), 1, findings)
                self.assertEqual(len(findings), 1, findings)
                location = found[0]["location"]
                self.assertTrue(location["file"].endswith("web-orders.json"), location)
                near = "\n".join(lines[location["line"] - 1:location["line"] + 12])
                self.assertIn(text, near, location)
                self.assertIn("curl", found[0]["replay"]["curl"])

    def test_states_by_a_command_and_their_teardown(self):
        program, log = self.sandbox.write("states.py", STATES), self.sandbox.folder / "log"
        server, url = self.provider()
        server.known.add(7)
        command = f"{sys.executable} {program} {log} fine"
        run = self.sandbox.squall("verify", self.pact, "--url", url, "--provider-states", command, "--provider-states-teardown")
        self.assertEqual(run.code, 0, run)
        self.assertEqual(log.read_text().splitlines(), ["setup an order exists", "teardown an order exists"])
        run = self.sandbox.squall("verify", self.pact, "--url", url, "--provider-states", command.replace("fine", "broken"))
        self.assertEqual(run.code, 3, run)
        self.assertIn("no database", run.out)

    def test_what_could_not_be_asked_is_no_pass(self):
        _, run = self.verify("states")
        self.assertEqual(run.code, 3, run)
        self.assertIn("the provider state 'an order exists' could not be set up", run.out)
        run = self.sandbox.squall("verify", self.pact, "--url", f"http://127.0.0.1:{blackbox.free_port()}")
        self.assertEqual(run.code, 3, run)
        server, url = self.provider()
        run = self.sandbox.squall("verify", self.pact, "--url", url)
        self.assertEqual(run.code, 1, run)
        self.assertEqual([finding["rule"] for finding in run.findings()], ["pact.response.status"])
        self.assertIn("1 interaction with provider states that nobody set up", " ".join(run.report["notes"]))
        _, run = self.verify("", "--include", "nothing of the kind")
        self.assertEqual(run.code, 3, run)
        _, run = self.verify("status", "--include", "no such *", "--include", "a *")
        self.assertEqual(run.code, 1, run)
        self.assertEqual(run.findings()[0]["replay"]["command"].partition("--include")[2], " 'no such order'")
        _, run = self.verify("status", "--exclude", "no such *")
        self.assertEqual(run.code, 0, run)

    def test_messages_come_over_the_bridge(self):
        pact = self.sandbox.write("mail-orders.json", MESSAGES)
        _, run = self.verify("", "--messages-url", "URL/bridge", pact=pact)
        self.assertEqual(run.code, 0, run)
        _, run = self.verify("message", "--messages-url", "URL/bridge", pact=pact)
        self.assertEqual(run.code, 1, run)
        self.assertEqual([finding["rule"] for finding in run.findings()], ["pact.message.body"])

    def test_messages_alone_need_their_bridge_alone(self):
        pact = self.sandbox.write("mail-orders.json", MESSAGES)
        _, url = self.provider()
        run = self.sandbox.squall("verify", pact, "--messages-url", url + "/bridge", "--provider-states-url", url + "/states")
        self.assertEqual(run.code, 0, run)
        for arguments in ([pact], [self.pact, "--messages-url", url], [self.sandbox.write("a.yaml", "openapi: 3.1.0")]):
            run = self.sandbox.squall("verify", *arguments, report=False)
            self.assertEqual(run.code, 2, run)
            self.assertIn("required", run.err)
            self.assertIn("--url", run.err)

    def test_bad_files_and_options_are_refused(self):
        wrong = json.loads(json.dumps(PACT))
        wrong["interactions"][0]["response"]["matchingRules"]["body"]["$.id"]["matchers"][0]["match"] = "intger"
        run = self.sandbox.squall("verify", self.sandbox.write("wrong.json", wrong), "--url", "http://127.0.0.1:1", report=False)
        self.assertEqual(run.code, 2, run)
        self.assertRegex(run.err, r"wrong\.json:\d+:\d+: the matcher 'intger' is not known; did you mean 'integer'\?")
        run = self.sandbox.squall("verify", self.pact, "--url", "http://127.0.0.1:1", "--phase", "fuzz", report=False)
        self.assertEqual(run.code, 2, run)
        self.assertIn("--phase is for OpenAPI contracts", run.err)
        run = self.sandbox.squall("stub", self.pact, "--stateful", report=False)
        self.assertEqual(run.code, 2, run)
        self.assertIn("--stateful is for OpenAPI contracts", run.err)

    def ask(self, port, method, path, body=None, fields=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), fields or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def test_a_pact_is_served(self):
        port = blackbox.free_port()
        process = self.sandbox.start([blackbox.SQUALL, "stub", self.pact, "--port", str(port), "--seed", "1"])
        self.addCleanup(process.wait, 20)
        self.addCleanup(process.send_signal, signal.SIGTERM)
        blackbox.wait_until(lambda: process.poll() is not None or blackbox.accepts(port), 60, "the stub listens")
        status, fields, body = self.ask(port, "GET", "/orders/12", fields={"Accept": "application/json"})
        self.assertEqual((status, fields["Content-Type"]), (200, "application/json"))
        self.assertEqual(json.loads(body), PACT["interactions"][0]["response"]["body"])
        self.assertEqual(self.ask(port, "GET", "/orders?q=a+b&q=c&state=paid")[0], 200)
        status, fields, _ = self.ask(port, "POST", "/orders", {"sku": "a"}, JSON)
        self.assertEqual((status, fields["Location"]), (201, "/orders/7"))
        status, fields, body = self.ask(port, "POST", "/orders", {"sku": "b", "n": 1}, JSON)
        problem = json.loads(body)
        self.assertEqual((status, fields["Content-Type"]), (422, "application/problem+json"))
        self.assertIn("the closest is 'a new order' at ", problem["detail"])
        self.assertEqual({(v["pointer"], v["message"]) for v in problem["violations"]},
                         {("/sku", 'must be "a", is "b"'), ("", "must not have 'n'")})
        self.assertEqual(self.ask(port, "GET", "/elsewhere")[0], 404)
        status, _, _ = self.ask(port, "GET", "/orders/12", fields={"Accept": "application/json", "Pact-Provider-State": "none such"})
        self.assertEqual(status, 404)
        # What the stub of a pact answers keeps the pact.
        run = self.sandbox.squall("verify", self.pact, "--url", f"http://127.0.0.1:{port}")
        self.assertEqual(run.code, 0, run)


if __name__ == "__main__":
    unittest.main()
