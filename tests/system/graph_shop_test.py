#!/usr/bin/env python3
"""The graph that squall profile adds up, on the whole shop: sound, its timeouts fit into each other; with a patient
payments they do not, and the system is seen to commit it."""

import unittest

import blackbox

ORDER = "resilience.graph.timeout-order"
AMPLIFIED = "resilience.graph.amplification"
CHAIN = ["--edge", "orders-payments,payments-bank", "--pattern", "timeout,retries", "--quick", "--seed", "7"]


class GraphShopTest(blackbox.BlackBoxTest):
    def profile(self, *options, flaw="", **more):
        return self.sandbox.squall(
            "profile", blackbox.SHOP_SOURCE / "whole.yaml", *options, env={"SHOP_FLAW": flaw}, **more
        )

    def of_rule(self, finished, rule):
        return [finding for finding in finished.findings() if finding["rule"] == rule]

    def entry(self, finished, service, operation):
        found = [e for e in finished.report["graph"] if (e["service"], e["operation"]) == (service, operation)]
        self.assertEqual(len(found), 1, finished)
        return found[0]

    def test_the_sound_shop_keeps_the_order_of_its_timeouts(self):
        finished = self.profile(*CHAIN)
        self.assertEqual(finished.code, 0, finished)
        self.assertEqual(self.of_rule(finished, ORDER), [], finished)
        order = self.entry(finished, "orders", "POST /orders")
        calls = [(call["depth"], call["edge"], call["operation"]) for call in order["calls"]]
        self.assertIn((1, "orders-payments", "POST /charges"), calls, finished)
        self.assertIn((2, "payments-bank", "POST /authorisations"), calls, finished)
        charge = next(call for call in order["calls"] if call["edge"] == "orders-payments")
        self.assert_near(charge["timeout_ms"], 300, 0.1, "orders waits so long for an attempt")
        # Two attempts at the bank of 110 ms and 40 ms between them, three times, and 150 ms of pauses.
        self.assert_near(charge["worst_ms"], 3 * 262 + 150, 0.1, "the charge takes at most so long")
        self.assertIn("End to end", finished.out)

    def test_a_patient_bank_is_outwaited_by_nobody(self):
        finished = self.profile(*CHAIN, flaw="patient-bank")
        found = self.of_rule(finished, ORDER)
        self.assertEqual([(f["edge"], f["operation"]) for f in found], [("payments-bank", "POST /authorisations")], finished)
        finding = found[0]
        self.assertRegex(finding["message"], r"orders waits 30\d ms for POST /charges of payments, which may take 6\d\d ms")
        self.assertRegex(finding["message"], r"payments worked on for \d+ ms after orders had given up")
        self.assertIn("--edge", finding["replay"]["command"])
        lanes = {lane["name"]: lane for lane in finding["timeline"]["phases"][0]["lanes"]}
        # What the outbox undoes later is no attempt of the charge.
        left = max(span["to_ms"] for span in lanes["orders-payments"]["spans"] if "POST /charges" in span["text"])
        last = max(span["from_ms"] for span in lanes["payments-bank"]["spans"])
        self.assertGreater(last, left, "payments asks the bank again when orders has left")
        self.assertTrue(any(span["struck"] for span in lanes["payments-bank"]["spans"]), "proof of injection")

    def test_two_tiers_that_retry_multiply(self):
        """Sound as each tier is, orders tries a charge three times and payments its bank twice for each."""
        finished = self.profile(*CHAIN)
        found = self.of_rule(finished, AMPLIFIED)
        self.assertEqual([(f["edge"], f["operation"]) for f in found], [("payments-bank", "POST /authorisations")], finished)
        self.assertRegex(found[0]["message"], r"6 attempts .* \(3 on orders-payments x 2 on payments-bank\); played, it was 6")
        order = self.entry(finished, "orders", "POST /orders")
        self.assertIn("at least 6 attempts of POST /authorisations on payments-bank", order["amplified"])
        self.assertNotIn("amplification", order, "inventory's edge was not measured, so the most is not known")

    def test_one_edge_has_no_graph(self):
        finished = self.profile("--edge", "payments-bank", "--pattern", "timeout", "--quick")
        self.assertNotIn("graph", [check["id"] for check in finished.report["checks"]])
        self.assertNotIn("graph", finished.report)


if __name__ == "__main__":
    unittest.main()
