#!/usr/bin/env python3
"""Services that find each other in the catalogue of a run, in the manner of Consul and of Eureka: two that follow it,
and one that reads it once."""

import pathlib
import unittest

import blackbox

CONSUMER = pathlib.Path(__file__).parent / "node" / "catalogue_consumer.js"

CONTRACT = """openapi: 3.0.3
info: {title: Rates, version: "1"}
paths:
  /rate:
    get:
      responses:
        "200": {description: now, content: {application/json: {schema: {type: object}}}}
"""


class CatalogueTest(blackbox.BlackBoxTest):
    def system(self, manner, discovery, expect=None):
        self.sandbox.write("rates.yaml", CONTRACT)
        stub = {"contract": "rates.yaml", "stub": {}}
        command = ["node", str(CONSUMER), "${services.front.port}", "${discovery.catalogue.url}", manner]
        services = {"rates-a": stub, "rates-b": stub}
        services["front"] = {"start": {"command": command, "ready": {"http": "/health"}}}
        system = {"squall": 1, "seed": 5, "services": services}
        system["edges"] = {"front-rates": {"from": "front", "to": ["rates-a", "rates-b"]}}
        system["discovery"] = {"catalogue": {"names": {"rates": "front-rates"}, **discovery}}
        expect = {"failover": expect or {"on": "move", "within": "2s"}}
        system["resilience"] = {"front-rates": {"stimulus": {"request": "GET /rate"}, "expect": expect}}
        return self.sandbox.write("squall.json", system)

    def assert_follows(self, kind):
        finished = self.sandbox.squall("run", self.system(kind, {"kind": kind}), "--quick")
        self.assertEqual(finished.code, 0, finished)
        seen = finished.patterns("front-rates")["failover"]
        self.assertEqual(seen["expectation"], "holds", finished)
        self.assertLessEqual(seen["measured"]["left_after_move"]["median"], 1000)
        self.assertEqual(seen["measured"]["errors_on_move"]["max"], 0)
        self.assert_nothing_left()

    def test_one_that_waits_for_changes_follows(self):
        self.assert_follows("consul")

    def test_one_that_asks_for_changes_follows(self):
        self.assert_follows("eureka")

    def test_one_that_reads_it_once(self):
        file = self.system("once", {"kind": "consul"}, {"on": "move"})
        finished = self.sandbox.squall("run", file, "--quick")
        self.assertEqual(finished.code, 1, finished)
        self.assertEqual([f["rule"] for f in finished.findings()], ["resilience.failover.old-address"])

    def test_mistakes_are_told(self):
        rows = [
            ({"kind": "consull"}, "did you mean 'consul'?"),
            ({"kind": "consul", "ttl": "1s"}, "a `ttl` is of DNS"),
            ({"kind": "eureka", "tags": ["v1"]}, "`tags` are Consul's"),
            ({"kind": "eureka", "names": {"delta": "front-rates"}}, "Eureka tells changes at 'delta'"),
        ]
        for discovery, message in rows:
            checked = self.sandbox.squall("check", self.system("once", discovery), report=False)
            self.assertEqual(checked.code, 2, checked)
            self.assertIn(message, checked.err)


if __name__ == "__main__":
    unittest.main()
