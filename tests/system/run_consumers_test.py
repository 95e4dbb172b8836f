#!/usr/bin/env python3
"""`consumers:` of a system file: `squall run` runs consumers' own tests against stubs, as `squall consumer` does."""

import json
import unittest

import blackbox

CONSUMERS = blackbox.ROOT / "tests" / "consumers"
SAMPLE = str(blackbox.BUILD / "tests" / "consumers" / "sample_consumer")


def system(**consumers):
    """A system with one provider, a stub that no consumer is to meet."""
    contract = str(CONSUMERS / "orders.yaml")
    return {"squall": 1, "name": "tests", "seed": 7, "services": {"orders": {"contract": contract, "stub": {}}}, "consumers": consumers}


def sample(flaw="", **more):
    return {"command": [SAMPLE], "providers": ["orders"], "env": {"FLAW": flaw}, "slow": "20ms", **more}


class RunConsumersTest(blackbox.BlackBoxTest):
    def run_system(self, *options, **consumers):
        return self.sandbox.squall("run", self.sandbox.write("squall.yaml", system(**consumers)), *options)

    def test_calm_and_varied(self):
        done = self.run_system(
            sound=sample(vary=["absent", "order", "empty"], usage="usage.json", pacts="pacts"),
            careless=sample("optional", vary=["absent", "order"]),
            calm=sample("optional"),
        )
        self.assertEqual(done.code, 1, done)
        self.assertEqual({check["id"]: check["outcome"] for check in done.report["checks"]},
                         {"consumers/sound": "passed", "consumers/careless": "failed", "consumers/calm": "passed"}, done)
        (finding,) = done.findings()
        self.assertIn("relies on optional field note of GET /orders/{id}", finding["message"])
        self.assertIn("--only consumers/careless", finding["replay"]["command"])
        facts = done.check("consumers/sound")["facts"]
        for fact in ("command: passed", "consumer/orders: 3 requests judged, 3 of 4 operations used", "variation/absent: passed"):
            self.assertIn(fact, facts)
        usage = json.loads((self.sandbox.folder / "usage.json").read_text())
        self.assertEqual(usage["varied"], ["order", "absent", "empty"])  # as they were run
        self.assertTrue((self.sandbox.folder / "pacts" / "sound-orders.json").exists())
        self.assert_nothing_left()

    def test_the_replay_command_shows_it_again(self):
        done = self.run_system(careless=sample("optional", vary=["absent"]))
        command = done.findings()[0]["replay"]["command"].split()
        self.assertEqual(command[:2], ["squall", "run"])
        again = self.sandbox.squall(*command[1:])
        self.assertEqual(again.code, 1, again)
        self.assertEqual([one["id"] for one in again.findings()], [one["id"] for one in done.findings()])

    def test_tests_that_fail_by_themselves_prove_nothing(self):
        done = self.run_system(broken={"command": ["sh", "-c", "echo it broke; exit 3"], "providers": ["orders"], "vary": "default"})
        self.assertEqual(done.code, 3, done)
        check = done.check("consumers/broken")
        self.assertEqual(check["outcome"], "errored")
        self.assertIn("exited 3 in calm weather", check["reason"])
        self.assertIn("it broke", check["reason"])

    def test_without_a_request_it_is_inconclusive(self):
        done = self.run_system(idle={"command": ["true"], "providers": ["orders"]})
        self.assertEqual((done.code, done.check("consumers/idle")["outcome"]), (3, "inconclusive"), done)
        self.assertIn("ORDERS_URL", done.check("consumers/idle")["reason"])

    def test_a_request_off_the_contract_is_a_finding(self):
        ask = 'curl -s -o /dev/null -X POST -H "Content-Type: application/json" -d "{}" "$API/orders"; test "$API" != "$MESH"'
        done = self.run_system(rude={"command": ["sh", "-c", ask], "providers": ["orders"],
                                     "env": {"API": "${services.orders.url}", "MESH": "http://127.0.0.1:1"}})
        self.assertEqual((done.code, done.check("consumers/rude")["outcome"]), (1, "failed"), done)
        self.assertTrue(all(one["rule"].startswith("request.") for one in done.findings()), done)

    def test_a_command_that_is_not_there_is_located(self):
        done = self.run_system(gone={"command": ["./no-such-tests"], "providers": ["orders"]})
        self.assertEqual((done.code, done.check("consumers/gone")["outcome"]), (3, "errored"), done)
        self.assertIn("no-such-tests", done.check("consumers/gone")["reason"])
        self.assertIn("squall.yaml:", done.check("consumers/gone")["reason"])

    def test_plan_says_what_would_be_run(self):
        done = self.sandbox.squall("run", self.sandbox.write("squall.yaml", system(web=sample(vary="default"))), "--plan", report=False)
        self.assertEqual(done.code, 0, done)
        self.assertIn("consumers/web", done.out)
        self.assertIn("with 16 variations", done.out)


if __name__ == "__main__":
    unittest.main()
