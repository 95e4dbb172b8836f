#!/usr/bin/env python3
"""How many descriptors squall and what it starts may have open, and what happens when there are none left."""

import contextlib
import json
import re
import resource
import socket
import sys
import unittest
from pathlib import Path

import blackbox

sys.path.insert(0, str(blackbox.SHOP_SOURCE))

import systems  # noqa: E402

SOFT, HARD = 512, 2048
EXPERIMENT = {
    "name": "calm",
    "steady_state": [{"service": "orders", "request": "GET /orders/ord-1001", "status": 200}],
    "load": {"service": "orders", "request": "GET /orders/ord-1001", "rate": "20/s", "for": "4s"},
    "faults": [{"edge": systems.PAYMENTS, "latency": "50ms", "from": "1s", "for": "2s"}],
    "expect": {"success": ">= 99%"},
}


def limited(soft, hard):
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def limits_of(pid):
    line = next(line for line in Path(f"/proc/{pid}/limits").read_text().splitlines() if line.startswith("Max open files"))
    return tuple(int(number) for number in line.split()[3:5])


class DescriptorsTest(blackbox.BlackBoxTest):
    def started(self, *arguments, soft=SOFT, hard=HARD):
        """squall in the background; its standard error goes into a file."""
        self.err = self.sandbox.folder / "err"
        with self.err.open("wb") as err:
            process = self.sandbox.start([blackbox.SQUALL, *arguments], stderr=err, preexec_fn=limited(soft, hard))
        self.addCleanup(self.stop, process)
        return process

    def stub(self, **limits):
        port = blackbox.free_port()
        process = self.started("stub", blackbox.SHOP_SOURCE / "contracts" / "orders.yaml", "--port", str(port), **limits)
        blackbox.wait_until(lambda: process.poll() is not None or blackbox.accepts(port), 15, "the stub listens")
        self.assertIsNone(process.poll(), self.err.read_text())
        return process, port

    def test_the_proxy_may_have_as_many_as_the_hard_limit_says(self):
        port = blackbox.free_port()
        process = self.started("proxy", "--listen", f"127.0.0.1:{port}", "--upstream", "127.0.0.1:1")
        blackbox.wait_until(lambda: blackbox.accepts(port), 15, "the proxy listens")
        self.assertEqual(limits_of(process.pid), (HARD, HARD))

    def test_the_stub_may_have_as_many_as_the_hard_limit_says(self):
        process, _ = self.stub()
        self.assertEqual(limits_of(process.pid), (HARD, HARD))

    def test_services_of_a_run_keep_the_limit_squall_was_given(self):
        file = self.sandbox.write("squall.json", json.dumps(systems.shop({"experiments": [EXPERIMENT]})))
        process = self.started("run", file)
        found = {}

        def ready():
            self.assertIsNone(process.poll(), self.err.read_text())
            for pid in blackbox.marked_processes(self.sandbox.mark):
                command = blackbox.command_of(pid)
                if command.startswith(str(blackbox.SHOP)) and blackbox.listening_ports([pid]):
                    found[command.split()[0]] = limits_of(pid)
            return len(found) == 3

        blackbox.wait_until(ready, 30, "the services listen")
        self.assertEqual(set(found.values()), {(SOFT, HARD)})
        self.assertEqual(limits_of(process.pid), (HARD, HARD))

    def test_that_there_are_none_left_is_said_once_and_passes(self):
        _, port = self.stub(soft=64, hard=64)
        with contextlib.ExitStack() as connections:
            for _ in range(100):
                connections.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            blackbox.wait_until(lambda: "Too many open files" in self.err.read_text(), 10, "it is said")
        status, _ = blackbox.get(port, "/orders/ord-1001")
        self.assertEqual(status, 200)
        lines = re.findall(rf"connections to port {port} wait until others are closed: .*", self.err.read_text())
        self.assertEqual(len(lines), 1, self.err.read_text())


if __name__ == "__main__":
    unittest.main()
