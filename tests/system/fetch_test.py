#!/usr/bin/env python3
"""squall profile on plain fetch: it is protected by nothing, and squall says so."""

import unittest

import blackbox
import consumers


class FetchTest(blackbox.BlackBoxTest):
    def test_no_pattern_is_present(self):
        file = self.sandbox.write("squall.json", consumers.node_consumer())
        finished = self.sandbox.squall("profile", file, "--quick")
        self.assertEqual(finished.code, 0, finished)
        patterns = finished.patterns(consumers.EDGE)
        for name in ("timeout", "retries", "circuit_breaker", "fallback"):
            self.assertIn(name, patterns, finished)
            self.assertNotEqual(patterns[name]["present"], "yes", f"{name}: {finished}")
        for name in ("retries", "circuit_breaker", "fallback"):
            self.assertEqual(patterns[name]["present"], "no", f"{name}: {finished}")
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
