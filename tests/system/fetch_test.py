#!/usr/bin/env python3
"""squall measures plain fetch: it is protected by nothing, and squall says so."""

import unittest

import blackbox
import consumers


class FetchTest(blackbox.BlackBoxTest):
    def test_no_pattern_is_present(self):
        file = self.sandbox.write("squall.json", consumers.node_consumer())
        finished = self.sandbox.squall("run", file, "--quick")
        self.assertEqual(finished.code, 0, finished)
        patterns = finished.patterns(consumers.EDGE)
        for name in consumers.PATTERNS:
            self.assertEqual(patterns[name]["present"], "no", f"{name}: {finished}")
        self.assertEqual(patterns["retries"]["measured"]["retries"]["max"], 0, finished)
        self.assertEqual(finished.findings(), [], finished)
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
