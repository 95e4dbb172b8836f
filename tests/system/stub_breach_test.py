#!/usr/bin/env python3
"""A stub that breaks its contract in one way is caught by squall verify, and by the rule that names that way."""

import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor

import blackbox

CONTRACT = blackbox.ROOT / "tests" / "data" / "stub" / "breakable.yaml"
SCHEMA = "response.body.schema"
RULES = {
    "missing-property": SCHEMA,
    "extra-property": SCHEMA,
    "wrong-type": SCHEMA,
    "null-value": SCHEMA,
    "wrong-enum": SCHEMA,
    "out-of-bounds": SCHEMA,
    "wrong-length": SCHEMA,
    "wrong-pattern": SCHEMA,
    "wrong-item-count": SCHEMA,
    "repeated-item": SCHEMA,
    "no-alternative": SCHEMA,
    "broken-json": "response.body.malformed",
    "duplicate-key": "response.body.malformed",
    "not-utf8": "response.body.malformed",
    "missing-body": "response.body.missing",
    "wrong-media-type": "response.media-type.undeclared",
    "missing-media-type": "response.media-type.missing",
    "wrong-encoding": "response.body.encoding",
    "missing-header": "response.header.required",
    "wrong-header": "response.header.schema",
    "undeclared-status": "response.status.undeclared",
    "server-error": "response.server-error",
}


class StubBreachTest(blackbox.BlackBoxTest):
    def verified(self, *options):
        """How squall verify ends against a stub with these options."""
        stub = self.sandbox.start([blackbox.SQUALL, "stub", CONTRACT, "--seed", "1", *options], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        try:
            url = next(word.rstrip(",") for word in stub.stdout.readline().split() if word.startswith("http"))
            return self.sandbox.squall("verify", CONTRACT, "--url", url, "--seed", "1", "--max-examples", "3",
                                       "--no-shrink")
        finally:
            self.stop(stub)
            stub.stdout.close()

    def test_a_stub_that_breaks_nothing_passes(self):
        done = self.verified()
        self.assertEqual((done.code, done.findings()), (0, []), done)

    def test_each_breach_is_caught_by_its_rule(self):
        with ThreadPoolExecutor(3) as pool:
            runs = pool.map(lambda kind: self.verified("--violate", kind), RULES)
            for (kind, rule), done in zip(RULES.items(), runs):
                with self.subTest(kind):
                    self.assertEqual(done.code, 1, done)
                    errors = {one["rule"] for one in done.findings() if one["severity"] == "error"}
                    self.assertIn(rule, errors, done)
        self.assert_nothing_left()

    def test_every_breach_is_tried_here(self):
        done = self.sandbox.squall("stub", CONTRACT, "--violate", "nonsense", report=False)
        self.assertEqual(done.code, 2, done)
        named = done.err[done.err.index("they are ") + len("they are "):]
        self.assertEqual({name.strip() for name in named.split(",")}, set(RULES), done)


if __name__ == "__main__":
    unittest.main()
