#!/usr/bin/env python3
"""squall verify on the shop's providers: the sound ones give no finding with every operation exercised; each mutant gives
the finding that names it."""

import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "system")]

import blackbox  # noqa: E402

CONTRACTS = HERE / "contracts"
ACCEPTED = "request.invalid.accepted"

# (service, mutant, operation, what the finding's rule begins with)
MUTANTS = [
    ("inventory", "stock-number-as-text", "GET /stock/{sku}", "response.body.schema"),
    ("inventory", "stock-without-available", "GET /stock/{sku}", "response.body.schema"),
    ("inventory", "stock-negative", "GET /stock/{sku}", "response.body.schema"),
    ("inventory", "stock-date-only", "GET /stock/{sku}", "response.body.schema"),
    ("inventory", "reservation-created-as-200", "POST /reservations", "response.status.undeclared"),
    ("inventory", "reservation-without-location", "POST /reservations", "response.header.required"),
    ("inventory", "reservations-500-when-empty", "GET /reservations", "response.server-error"),
    ("inventory", "release-with-body", "DELETE /reservations/{id}", "response.status.undeclared"),
    ("inventory", "reserve-accepts-anything", "POST /reservations", ACCEPTED),
    ("payments", "charge-status-in-capitals", "GET /charges/{id}", "response.body.schema"),
    ("payments", "charge-amount-as-fraction", "POST /charges", "response.body.schema"),
    ("payments", "charge-amount-null", "GET /charges/{id}", "response.body.schema"),
    ("payments", "charge-with-card-number", "GET /charges/{id}", "response.body.schema"),
    ("payments", "charge-as-text", "POST /charges", "response.media-type.undeclared"),
    ("payments", "charge-id-malformed", "POST /charges", "response.body.schema"),
    ("payments", "charge-accepts-missing-key", "POST /charges", ACCEPTED),
    ("payments", "charges-total-missing", "GET /charges", "response.body.schema"),
    ("payments", "ledger-balance-as-text", "GET /ledger", "response.body.schema"),
    ("payments", "refund-answers-202", "POST /refunds", "response.status.undeclared"),
    ("payments", "problem-without-title", "POST /charges", "response.body.schema"),
    ("orders", "order-items-as-object", "GET /orders/{id}", "response.body.schema"),
    ("orders", "order-not-found-is-200", "GET /orders/{id}", "response.body.schema"),
    ("orders", "orders-without-total-count", "GET /orders", "response.header.required"),
    ("orders", "orders-total-count-as-text", "GET /orders", "response.header.schema"),
    ("orders", "availability-in-capitals", "GET /products/{sku}/availability", "response.body.schema"),
    ("orders", "orders-limit-ignored", "GET /orders", ACCEPTED),
]


class VerifyTest(blackbox.BlackBoxTest):
    def service(self, name, mutant="", environment=None):
        port = blackbox.free_port()
        command = [blackbox.SHOP / name, "--port", port] + (["--mutant", mutant] if mutant else [])
        self.start(command, port, environment)
        return port

    def verify(self, name, mutant=""):
        environment = None
        if name == "orders":
            urls = {each: f"http://127.0.0.1:{self.service(each)}" for each in ("payments", "inventory")}
            environment = {"PAYMENTS_URL": urls["payments"], "INVENTORY_URL": urls["inventory"]}
        port = self.service(name, mutant, environment)
        contract = CONTRACTS / f"{name}.yaml"
        # Enough requests that some ask for what is not there.
        options = ["--url", f"http://127.0.0.1:{port}", "--seed", "1", "--requests", "40"]
        return self.sandbox.squall("verify", contract, *options, timeout=120)

    def test_sound_providers_give_no_finding(self):
        for name in ("inventory", "payments", "orders"):
            with self.subTest(service=name):
                finished = self.verify(name)
                self.assertEqual(finished.findings(), [], finished)
                self.assertEqual(finished.code, 0, finished)
                coverage = finished.report["coverage"]
                self.assertGreaterEqual(len(coverage), 6, finished)
                for operation in coverage:
                    successes = sum(n for status, n in operation["responses"].items() if status.startswith("2"))
                    self.assertGreater(successes, 0, operation)

    def test_every_mutant_is_found(self):
        for service, mutant, operation, rule in MUTANTS:
            with self.subTest(service=service, mutant=mutant):
                finished = self.verify(service, mutant)
                found = [(finding["operation"], finding["rule"]) for finding in finished.findings()]
                self.assertEqual(finished.code, 1, finished)
                self.assertTrue(any(o == operation and r.startswith(rule) for o, r in found), f"{found}\n{finished}")

    def test_the_table_names_every_mutant(self):
        for name in ("inventory", "payments", "orders"):
            process = self.sandbox.start([blackbox.SHOP / name, "--list"], stdout=subprocess.PIPE)
            lines = process.communicate()[0].decode().splitlines()
            listed = sorted(line.removeprefix("mutant ") for line in lines if line.startswith("mutant "))
            self.assertEqual(listed, sorted(mutant for service, mutant, _, _ in MUTANTS if service == name))


if __name__ == "__main__":
    unittest.main()
