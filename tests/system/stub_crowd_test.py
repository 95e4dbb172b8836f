#!/usr/bin/env python3
"""A thousand connections at `squall stub`, and clients that vanish in mid-answer: no answer reaches anybody but who asked."""

import os
import resource
import unittest
from pathlib import Path

import blackbox
import stub_crowd

HERE = blackbox.ROOT / "tests" / "system" / "stub_clients"
CONNECTIONS, REQUESTS, BURST, VANISHED = 1_000, 52, 13, 400
PATIENCE = 600  # seconds until it counts as hung; it takes about two


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def resident_mb(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


class StubCrowdTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = CONNECTIONS + 200
        if soft < wanted:
            self.assertTrue(hard == resource.RLIM_INFINITY or hard >= wanted, f"ulimit -n is {hard}, {wanted} are needed")
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        self.port = blackbox.free_port()
        self.stub = self.start(
            [blackbox.SQUALL, "stub", HERE / "contract.yaml", "--rules", HERE / "rules.yaml", "--seed", "7",
             "--port", self.port, "--workers", "2"], self.port)

    def test_a_thousand_connections_and_clients_that_vanish(self):
        before = descriptors(self.stub)
        talkers = [stub_crowd.Talker(self.port, f"t{index}", REQUESTS, BURST) for index in range(CONNECTIONS)]
        crowd = stub_crowd.Crowd(self.port, talkers, vanishers=100)
        self.addCleanup(crowd.close)
        finished = crowd.run(PATIENCE, VANISHED)
        wrong = [one for talker in talkers for one in talker.wrong]
        checked = sum(talker.checked for talker in talkers)
        self.assertEqual(wrong[:5], [])
        self.assertTrue(finished, f"after {PATIENCE} s {checked} of {CONNECTIONS * REQUESTS} requests were answered, {crowd.vanished} vanished")
        self.assertEqual(checked, CONNECTIONS * REQUESTS)
        self.assertGreaterEqual(checked, 50_000)
        self.assertIsNone(self.stub.poll(), "the stub ended")
        self.assertLess(resident_mb(self.stub), 200)
        crowd.close()
        blackbox.wait_until(lambda: descriptors(self.stub) <= before, 120, f"{before} descriptors are open again")


if __name__ == "__main__":
    unittest.main()
