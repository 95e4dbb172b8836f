#!/usr/bin/env python3
"""Faults of lookups in experiments: a name that is not there, fails, is not answered, moves, and is slow, for a while;
each proved by the lookups that met it, and gone afterwards."""

import unittest
from pathlib import Path

import blackbox
from discovery_test import CONTRACT, free_port_on

CONSUMER = Path(__file__).parent / "resolving_consumer.py"
CATALOGUE_CONSUMER = Path(__file__).parent / "node" / "catalogue_consumer.js"
RATE = {"service": "front", "request": "GET /rate"}


class LookupTest(blackbox.BlackBoxTest):
    def system(self, command, lookup, listen=None, kind="dns", expect=None):
        self.sandbox.write("rates.yaml", CONTRACT)
        stub = {"contract": "rates.yaml", "stub": {}}
        edge = {"from": "front", "to": ["rates-a", "rates-b"]} | ({"listen": listen} if listen else {})
        name = "rates.internal" if kind == "dns" else "rates"
        fault = {"lookup": {"name": name, **lookup}, "from": "500ms", "for": "1s"}
        experiment = {"name": "names", "faults": [fault], "steady_state": [{**RATE, "status": 200}],
                      "load": {**RATE, "rate": "20/s", "for": "2s"}, "expect": expect or {"success": ">= 99%"}}
        return self.sandbox.write("squall.json", {
            "squall": 1, "seed": 5, "edges": {"front-rates": edge}, "experiments": [experiment],
            "services": {"rates-a": stub, "rates-b": stub, "front": {"start": {"command": command, "ready": {"http": "/health"}}}},
            "discovery": {"names": {"kind": kind, "names": {name: "front-rates"}}}})

    def resolving(self, lookup, manner="each", expect=None):
        upstream = free_port_on("127.0.0.2", "127.0.0.3")
        command = ["python3", str(CONSUMER), "${services.front.port}", "${discovery.names.port}", str(upstream), manner]
        return self.system(command, lookup, [f"127.0.0.2:{upstream}", f"127.0.0.3:{upstream}"], expect=expect)

    def run_file(self, file, *arguments):
        finished = self.sandbox.squall("run", file, *arguments, timeout=60)
        self.assert_nothing_left()
        return finished

    def rules(self, finished):
        return {finding["rule"] for finding in finished.findings()}

    def facts(self, finished):
        return "\n".join(finished.check("experiment/names")["facts"])

    def test_each_answer_is_felt_and_ends(self):
        rows = [
            ({"answer": "nxdomain"}, "answered with no such name"),
            ({"answer": "servfail"}, "answered with a failure"),
            ({"answer": "none"}, "not answered"),
        ]
        for lookup, words in rows:
            with self.subTest(**lookup):
                finished = self.run_file(self.resolving(lookup))
                self.assertEqual(finished.code, 1, finished)
                self.assertEqual(self.rules(finished), {"experiment.success", "experiment.steady-state.lost"})
                self.assertRegex(self.facts(finished), rf"lookups of rates.internal {words}: \d+ lookups met it")
                self.assertIn("steady again", self.facts(finished))

    def test_one_that_asks_each_time_follows_a_move(self):
        finished = self.run_file(self.resolving({"answer": "moved"}))
        self.assertEqual(finished.code, 0, finished)
        self.assertRegex(self.facts(finished), r"answered with the other replicas: \d+ lookups met it")

    def test_slow_lookups_are_felt(self):
        finished = self.run_file(self.resolving({"delay": "200ms"}, expect={"p99": "<= 100ms"}))
        self.assertEqual(finished.code, 1, finished)
        self.assertEqual(self.rules(finished), {"experiment.p99"})

    def test_what_nobody_asks_for_proves_nothing(self):
        finished = self.run_file(self.resolving({"answer": "nxdomain"}, manner="once"))
        self.assertEqual(finished.code, 3, finished)
        self.assertIn("nobody asked for the name meanwhile", finished.check("experiment/names")["reason"])

    def test_without_injection(self):
        finished = self.run_file(self.resolving({"answer": "nxdomain"}), "--no-injection")
        self.assertEqual(finished.code, 3, finished)

    def test_a_catalogue_without_the_name(self):
        command = ["node", str(CATALOGUE_CONSUMER), "${services.front.port}", "${discovery.names.url}", "consul"]
        finished = self.run_file(self.system(command, {"answer": "nxdomain"}, kind="consul"))
        self.assertEqual(finished.code, 1, finished)
        self.assertIn("experiment.success", self.rules(finished))
        self.assertRegex(self.facts(finished), r"lookups of rates answered with no such name: \d+ lookups? met it")

    def test_mistakes_are_told(self):
        rows = [
            ({"name": "rate.internal", "answer": "none"}, "no server of `discovery` knows 'rate.internal'"),
            ({"answer": "nothing"}, "nothing"),
            ({}, "nothing would be wrong with these lookups"),
        ]
        for lookup, message in rows:
            checked = self.sandbox.squall("check", self.resolving(lookup), report=False)
            self.assertEqual(checked.code, 2, checked)
            self.assertIn(message, checked.err)


if __name__ == "__main__":
    unittest.main()
