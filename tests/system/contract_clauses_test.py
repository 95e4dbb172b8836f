#!/usr/bin/env python3
"""Expectations that stand in the provider's contract (x-squall-*), measured on a small live system."""

import unittest

import blackbox

# {clauses} stand on POST /charges.
PAYMENTS = """openapi: 3.0.3
info: {{title: Payments, version: "1"}}
paths:
  /charges:
    post:
{clauses}
      requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
      responses:
        "201": {{description: done, content: {{application/json: {{schema: {{type: object}}}}}}}}
        "503": {{description: later}}
    get:
      operationId: listCharges
{others}
      responses: {{"200": {{description: all}}}}
  /refunds:
    post:
      operationId: refund
      requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
      responses: {{"201": {{description: done}}}}
"""

CLAUSES = """      x-squall-timeout: 600ms
      x-squall-retry: 1
      x-squall-idempotency-key: X-Charge"""

# POST /orders charges: a timeout, tries, a header that names the charge, and whether what may have been done is undone.
ORDERS = """
import http.client, http.server, sys, threading, time, urllib.parse, uuid

port, payments, timeout, tries, header, undoes = sys.argv[1:7]
provider = urllib.parse.urlsplit(payments)

def post(path, patience, headers):
    connection = http.client.HTTPConnection(provider.hostname, provider.port, timeout=patience)
    try:
        connection.request("POST", path, b"{}", {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    except http.client.HTTPException:
        return 0
    finally:
        connection.close()

def undo():
    for _ in range(5):
        if post("/refunds", 1, {}) == 201:
            return
        time.sleep(0.1)

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {header: uuid.uuid4().hex} if header else {}
        if "traceparent" in self.headers:
            headers["traceparent"] = self.headers["traceparent"]
        for _ in range(int(tries)):
            status = post("/charges", float(timeout), headers)
            if status == 201 or status == 400:
                break
        if status == 0 and undoes == "yes":
            threading.Thread(target=undo).start()
        self.answer(201 if status == 201 else 502)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
"""


class ContractClausesTest(blackbox.BlackBoxTest):
    def system(self, timeout=0.3, tries=2, header="X-Charge", undoes="no", expect=None, clauses=CLAUSES, others=""):
        self.sandbox.write("payments.yaml", PAYMENTS.format(clauses=clauses, others=others))
        self.sandbox.write("orders.py", ORDERS)
        arguments = [str(timeout), str(tries), header, undoes]
        command = ["python3", "orders.py", "${services.orders.port}", "${edges.orders-payments.url}", *arguments]
        edge = {"stimulus": {"request": "POST /orders", "body": {}}} | ({"expect": expect} if expect else {})
        system = {"squall": 1, "seed": 3}
        system["services"] = {
            "orders": {"start": {"command": command, "ready": {"http": "/"}}},
            "payments": {"contract": "payments.yaml", "stub": {}},
        }
        system["edges"] = {"orders-payments": {"from": "orders", "to": "payments"}}
        system["resilience"] = {"orders-payments": edge}
        return self.sandbox.write("squall.json", system)

    def run_it(self, *options, **consumer):
        return self.sandbox.squall("run", self.system(**consumer), "--quick", *options)

    def facts(self, finished, pattern):
        return "\n".join(finished.check(f"resilience/orders-payments/{pattern}")["facts"])

    def test_a_consumer_that_keeps_them(self):
        finished = self.run_it()
        self.assertEqual(finished.code, 0, finished)
        outcomes = {check["id"].rsplit("/", 1)[1]: check["outcome"] for check in finished.report["checks"]}
        wanted = {"timeout": "passed", "retries": "passed", "safe_retries": "passed"}
        self.assertEqual({name: outcomes.get(name) for name in wanted}, wanted, finished)
        self.assertRegex(self.facts(finished, "timeout"), r"x-squall-timeout of POST /charges \(.*payments.yaml:6:25\)")
        self.assertEqual(finished.report["run"].get("notes", finished.report.get("notes", [])), [])
        measured = finished.patterns("orders-payments")["timeout"]["measured"]
        self.assert_near(measured["response"]["median"], 300, 0.2, "timeout")

    def test_a_consumer_that_breaks_them(self):
        finished = self.run_it(timeout=1.5, tries=3, header="")
        self.assertEqual(finished.code, 1, finished)
        errors = {f["rule"]: f for f in finished.findings() if f["severity"] == "error"}
        wanted = {
            "resilience.timeout.too-long": 6,
            "resilience.retries.too-many": 7,
            "resilience.safe-retries.unsafe-retry": 8,
        }
        lines = {rule: f["location"]["line"] for rule, f in errors.items() if rule in wanted}
        self.assertEqual(lines, wanted, finished)
        self.assertIn("(X-Charge)", errors["resilience.safe-retries.unsafe-retry"]["message"])

    def test_another_key_than_the_contract_names(self):
        finished = self.run_it("--only", "*/safe_retries", header="Idempotency-Key")
        self.assertEqual(finished.code, 1, finished)

    def test_the_system_file_wins_and_says_so(self):
        expect = {"timeout": {"at_most": "2s"}}
        options = ["--only", "*/timeout"]
        finished = self.run_it(*options, timeout=1.2, expect=expect)
        self.assertEqual(finished.code, 0, finished)
        self.assertIn("timeout.at_most (2s) counts, not x-squall-timeout (600ms)", finished.out)
        plan = self.sandbox.squall("run", self.sandbox.folder / "squall.json", "--plan", *options, report=False)
        self.assertIn("timeout.at_most (2s) counts, not x-squall-timeout (600ms)", plan.out)

    def test_a_clause_that_no_stimulus_leads_to_proves_nothing(self):
        finished = self.run_it("--only", "*/timeout", clauses="", others="      x-squall-timeout: 600ms")
        self.assertEqual(finished.code, 3, finished)
        self.assertIn("says x-squall-timeout of GET /charges; the stimulus leads to POST /charges", finished.out)

    def test_what_may_have_been_done_is_undone(self):
        clause = "      x-squall-compensated-by: {operation: refund, within: 1s}"
        sound = self.run_it("--only", "*/saga", clauses=clause, undoes="yes", tries=1)
        self.assertEqual(sound.code, 0, sound)
        self.assertEqual(sound.check("resilience/orders-payments/saga")["outcome"], "passed")
        careless = self.run_it("--only", "*/saga", clauses=clause, tries=1)
        self.assertEqual(careless.code, 1, careless)
        self.assertEqual([f["rule"] for f in careless.findings()], ["resilience.saga.ambiguous-step-left"])
        self.assertIn("may have been done and no POST /refunds went well", careless.findings()[0]["message"])

    def test_without_a_fault_nothing_is_kept(self):
        finished = self.run_it("--no-injection", "--only", "*/timeout,*/safe_retries")
        self.assertEqual(finished.code, 3, finished)

    def test_a_clause_with_a_mistake_stops_everything(self):
        file = self.system(clauses="      x-squall-timeout: 600")
        for command in (["run", file], ["check", file], ["check", self.sandbox.folder / "payments.yaml"]):
            finished = self.sandbox.squall(*command, report=False)
            self.assertEqual(finished.code, 2, finished)
            self.assertIn("payments.yaml:6:25: x-squall-timeout: expected a duration, found 600", finished.err)

    def test_an_unknown_name_is_told(self):
        file = self.system(clauses="      x-squall-timeuot: 600ms", expect={"timeout": True})
        checked = self.sandbox.squall("check", file, report=False)
        self.assertEqual(checked.code, 0, checked)
        self.assertIn("warning: ", checked.err)
        self.assertIn("did you mean 'x-squall-timeout'?", checked.err)
        plan = self.sandbox.squall("run", file, "--plan", report=False)
        self.assertIn("did you mean 'x-squall-timeout'?", plan.out)


if __name__ == "__main__":
    unittest.main()
