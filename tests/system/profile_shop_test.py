#!/usr/bin/env python3
"""squall profile of the whole shop: five edges, all measured right, within the time it may take and near the forecast.

The thorough profile takes minutes: SQUALL_LONG=1 runs it as well."""

import os
import re
import time
import unittest

import blackbox

EDGES = ["gateway-orders", "orders-payments", "orders-inventory", "payments-bank", "inventory-warehouse"]


def seconds(text):
    parts = dict((unit, float(value)) for value, unit in re.findall(r"([\d.]+)(ms|m|s)", text))
    return parts.get("m", 0) * 60 + parts.get("s", 0) + parts.get("ms", 0) / 1000


class ProfileShopTest(blackbox.BlackBoxTest):
    def profile(self, mode, at_most):
        began = time.monotonic()
        finished = self.sandbox.squall("profile", blackbox.SHOP_SOURCE / "whole.yaml", mode, "--seed", "7", timeout=at_most + 60)
        took = time.monotonic() - began
        self.assertEqual(finished.code, 0, finished)
        self.assertLess(took, at_most, "it takes longer than it may")
        told = re.search(r"about (\S+) in all for", finished.err)
        self.assertTrue(told, finished.err)
        forecast = seconds(told.group(1))
        print(f"{mode}: {took:.1f} s, forecast {forecast:.0f} s")
        self.assertLess(abs(forecast - took), 0.25 * took, f"forecast {forecast} s, and it took {took:.1f} s")
        return finished

    def check(self, finished):
        for edge in EDGES:
            self.assertIn("timeout", finished.patterns(edge), finished)
        for edge, timeout, retries in [
            ("orders-payments", 300, 2),
            ("orders-inventory", 300, 2),
            ("inventory-warehouse", 300, 2),
            ("payments-bank", 110, 1),
        ]:
            patterns = finished.patterns(edge)
            self.assert_near(patterns["timeout"]["measured"]["response"]["median"], timeout, 0.10, edge)
            self.assertEqual(patterns["retries"]["measured"]["retries"]["median"], retries, edge)
            self.assert_near(patterns["circuit_breaker"]["measured"]["open_for"]["median"], 600, 0.10, edge)
        gateway = finished.patterns("gateway-orders")
        self.assertEqual([gateway[name]["present"] for name in ("retries", "circuit_breaker")], ["no", "no"], finished)

    def test_quick(self):
        self.check(self.profile("--quick", 60))

    def test_drift_from_a_baseline(self):
        base = self.sandbox.folder / "base.json"
        options = ["--edge", "payments-bank", "--pattern", "timeout,retries", "--quick", "--seed", "7"]

        def profile(*more, flaw=""):
            return self.sandbox.squall("profile", blackbox.SHOP_SOURCE / "whole.yaml", *options, *more, env={"SHOP_FLAW": flaw})

        self.assertEqual(profile("--write", base).code, 0)
        same = profile("--against", base)
        self.assertEqual((same.code, [f["rule"] for f in same.findings()]), (0, []), same)
        changed = profile("--against", base, flaw="patient-bank")
        self.assertEqual(changed.code, 1, changed)
        drift = [f["message"] for f in changed.findings() if f["rule"] == "resilience.drift.changed"]
        self.assertTrue(any(text.startswith("the timeout: 30") for text in drift), changed)
        self.assertTrue(all("number of retries" not in text for text in drift), changed)

    @unittest.skipUnless(os.environ.get("SQUALL_LONG"), "takes minutes; set SQUALL_LONG=1")
    def test_thorough(self):
        finished = self.profile("--thorough", 600)
        self.check(finished)
        self.assertNotIn("resilience.unstable", finished.out)


if __name__ == "__main__":
    unittest.main()
