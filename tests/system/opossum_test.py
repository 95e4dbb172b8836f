#!/usr/bin/env python3
"""squall measures opossum, a circuit breaker with a timeout, in two settings."""

import json
import unittest

import blackbox
import consumers


class OpossumTest(blackbox.BlackBoxTest):
    def check(self, timeout_ms, reset_ms):
        consumers.install_node_packages()
        options = {"timeout": timeout_ms, "resetTimeout": reset_ms, "errorThresholdPercentage": 50, "volumeThreshold": 5}
        environment = {"PROTECTION": "opossum", "OPOSSUM": json.dumps(options)}
        file = self.sandbox.write("squall.json", consumers.node_consumer(environment=environment))
        finished = self.sandbox.squall("run", file, "--quick")
        self.assertEqual(finished.code, 0, finished)
        patterns = finished.patterns(consumers.EDGE)
        self.assertEqual(patterns["timeout"]["present"], "yes", finished)
        measured = patterns["timeout"]["measured"]["response"]["median"]
        self.assert_near(measured, timeout_ms, 0.10, "opossum's timeout")
        self.assertEqual(patterns["circuit_breaker"]["present"], "yes", finished)
        measured = patterns["circuit_breaker"]["measured"]
        self.assert_near(measured["open_for"]["median"], reset_ms, 0.10, "opossum's resetTimeout")
        self.assertEqual(measured["probes"]["max"], 1, finished)
        self.assertEqual(patterns["retries"]["present"], "no", finished)
        # It only races a timer against the call: the request itself goes on.
        self.assertEqual([finding["rule"] for finding in finished.findings()], ["resilience.timeout.leaked-connection"])
        self.assert_nothing_left()

    def test_timeout_of_300_ms_and_reset_after_1_s(self):
        self.check(300, 1000)

    def test_timeout_of_600_ms_and_reset_after_2_s(self):
        self.check(600, 2000)


if __name__ == "__main__":
    unittest.main()
