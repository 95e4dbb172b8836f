#!/usr/bin/env python3
"""Faults that know the provider's contract: through the control API, and through a system file, where a consumer that
breaks on a legal answer is at fault itself."""

import http.client
import json
import unittest
from pathlib import Path

import blackbox
import control_api

HERE = Path(__file__).resolve().parent
PROVIDER = """
openapi: 3.0.3
info: {title: provider, version: '1'}
paths:
  /value:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              example: {value: 1, note: n}
              schema: {type: object, required: [value], properties: {value: {type: integer}, note: {type: string}}}
        '409':
          description: busy
          content:
            application/json:
              schema: {type: object, required: [code], additionalProperties: false, properties: {code: {enum: [busy]}}}
"""
FRONT = """
openapi: 3.0.3
info: {title: front, version: '1'}
paths:
  /front:
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, required: [value]}}}}
        '502': {description: trouble, content: {application/json: {schema: {type: object, required: [message]}}}}
"""
TROUBLE = {"edge": "front-provider", "from": "200ms"}


def ask(listen, path="/value"):
    connection = http.client.HTTPConnection(listen, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


class ControlApiTest(control_api.ControlTest):
    def setUp(self):
        super().setUp()
        self.contract = self.sandbox.write("provider.yaml", PROVIDER)
        port = blackbox.free_port()
        self.start([blackbox.SQUALL, "stub", self.contract, "--port", port], port)
        self.provider = f"127.0.0.1:{port}"

    def faulted(self, kind, **attributes):
        """What the consumer gets under one toxic, and what the journal says of it."""
        self.toxic(name="t", type=kind, attributes=attributes)
        answer = ask(self.listen)
        self.done(204, "DELETE", "/proxies/p/toxics/t")
        entry = self.done(200, "GET", "/journal?edge=p")[-1]
        return answer, entry["legality"], [fault["kind"] for fault in entry["faults"]]

    def test_toxics_go_by_the_contract_and_the_journal_says_what_was_legal(self):
        self.begin("--contract", self.contract, "--seed", "1")
        self.listen = self.proxy(upstream=self.provider, protocol="http")["listen"]
        self.assertEqual(ask(self.listen), (200, {"value": 1, "note": "n"}))
        self.assertNotIn("legality", self.done(200, "GET", "/journal?edge=p")[-1])
        self.assertEqual(self.faulted("declared_error"), ((409, {"code": "busy"}), "legal", ["declared_error"]))
        self.assertEqual(self.faulted("legal_change"), ((200, {"value": 1}), "legal", ["legal_change"]))
        answer, legality, kinds = self.faulted("illegal_change", keyword="required")
        self.assertEqual((answer, legality, kinds), ((200, {"note": "n"}), "illegal", ["illegal_change"]))
        answer, legality, kinds = self.faulted("abort", status=503, body={"busy": True})
        self.assertEqual((legality, kinds), ("illegal", ["abort"]))

    def test_without_a_contract_they_are_refused(self):
        self.begin()
        self.proxy(upstream=self.provider, protocol="http")
        answer = self.ask("POST", "/proxies/p/toxics", {"type": "declared_error"})
        self.assertEqual(answer.status, 400, answer)
        self.assertIn("needs the contract of the provider", answer.json["error"])


class SystemTest(blackbox.BlackBoxTest):
    def system(self, *options, **members):
        """front -> provider, where the provider is a stub."""
        self.sandbox.write("provider.yaml", PROVIDER)
        self.sandbox.write("front.yaml", FRONT)
        command = ["python3", str(HERE / "contract_consumer.py"), "${services.front.port}", *options]
        front = {
            "contract": "front.yaml",
            "start": {
                "command": command,
                "env": {"PROVIDER_URL": "${edges.front-provider.url}"},
                "ready": {"http": "/health", "within": "20s"},
            },
        }
        services = {"front": front, "provider": {"contract": "provider.yaml", "stub": {}}}
        edges = {"front-provider": {"from": "front", "to": "provider"}}
        return {"squall": 1, "name": "s", "seed": 1, "services": services, "edges": edges, **members}

    def run_system(self, system):
        return self.sandbox.squall("run", self.sandbox.write("squall.json", system))

    def experiment(self, *faults):
        load = {"service": "front", "request": "GET /front", "rate": "40/s", "for": "1s"}
        return [{"name": "storm", "load": load, "faults": [{**TROUBLE, **fault} for fault in faults]}]

    def test_an_experiment_tells_what_its_consumer_got(self):
        finished = self.run_system(self.system(experiments=self.experiment({"declared_error": 409, "share": "50%"})))
        self.assertEqual(finished.code, 0, finished)
        span = finished.report["timeline"][0]["faults"][0]
        self.assertGreater(span["applied"], 3, finished)
        self.assertEqual(span["received"], {"legal": span["applied"]})
        told = f"; the consumer got {span['applied']} legal"
        self.assertTrue(any(told in fact for fact in finished.check("experiment/storm")["facts"]), finished)

    def test_a_fault_that_needs_the_contract_is_refused_where_it_stands(self):
        system = self.system(experiments=self.experiment({"legal_change": "nulls"}))
        del system["services"]["provider"]["contract"], system["services"]["provider"]["stub"]
        system["services"]["provider"]["url"] = "http://127.0.0.1:1"
        system["edges"]["front-provider"]["protocol"] = "http"
        finished = self.run_system(system)
        self.assertEqual(finished.code, 2, finished)
        self.assertRegex(finished.err, r"squall.json:\d+:\d+: .*fault 'legal_change' needs the contract of the provider")

    def profile(self, *options):
        stimulus = {"service": "front", "request": "GET /front"}
        expected = {"stimulus": stimulus, "expect": {"in_contract_under_fault": True}}
        return self.run_system(self.system(*options, resilience={"front-provider": expected}))

    def test_a_consumer_that_breaks_on_a_legal_answer_is_at_fault_itself(self):
        finished = self.profile("--fragile")
        self.assertEqual(finished.code, 1, finished)
        findings = [found for found in finished.findings() if found["rule"] == "resilience.in-contract.undeclared"]
        self.assertIn("declared_error, which its contract allows", findings[0]["message"])
        self.assertIn("respond 409; legal", json.dumps(findings[0]["evidence"]))

    def test_a_consumer_that_stands_it_holds(self):
        finished = self.profile()
        self.assertEqual(finished.code, 0, finished)
        self.assertIn("declared_error", finished.patterns("front-provider")["in_contract_under_fault"]["summary"])


if __name__ == "__main__":
    unittest.main()
