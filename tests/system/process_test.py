#!/usr/bin/env python3
"""What happens to squall's processes when things go wrong: killed services, a killed squall, signals in every phase, ports
in use, files that cannot be read. Whatever happens: a clear message, the right exit code, nothing left running."""

import os
import signal
import socket
import sys
import time
import unittest

import blackbox

sys.path.insert(0, str(blackbox.SHOP_SOURCE))

import systems  # noqa: E402

FAILED, USAGE, COULD_NOT_RUN = 1, 2, 3
EXPERIMENT = {
    "experiments": [
        {
            "name": "calm",
            "steady_state": [{"service": "orders", "request": "GET /orders/ord-1001", "status": 200}],
            "load": {"service": "orders", "request": "GET /orders/ord-1001", "rate": "20/s", "for": "4s"},
            "faults": [{"edge": systems.PAYMENTS, "latency": "50ms", "from": "1s", "for": "2s"}],
            "expect": {"success": ">= 99%"},
        }
    ]
}
SLOW_SERVER = """
import http.server, sys, time
class Slow(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0 if self.path == "/health" else 2)
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()
    do_POST = do_GET
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Slow).serve_forever()
"""


class ProcessTest(blackbox.BlackBoxTest):
    def shop(self, parts):
        return systems.shop(parts)

    def start_run(self, system, *arguments):
        """squall run in the background; its output goes into files."""
        file = self.sandbox.write("squall.json", system)
        self.err = self.sandbox.folder / "err"
        self.out = self.sandbox.folder / "out"
        with self.err.open("wb") as err, self.out.open("wb") as out:
            process = self.sandbox.start([blackbox.SQUALL, "run", file, *arguments], stdout=out, stderr=err)
        self.addCleanup(self.stop, process)
        return process

    def wait_for_services(self, process):
        """Until the three services listen; gives their process ids by name."""
        found = {}

        def ready():
            self.assertIsNone(process.poll(), self.err.read_text())
            for pid in blackbox.marked_processes(self.sandbox.mark):
                command = blackbox.command_of(pid)
                for name in ("inventory", "payments", "orders"):
                    if command.startswith(str(blackbox.SHOP / name) + " ") and blackbox.listening_ports([pid]):
                        found[name] = pid
            return len(found) == 3

        blackbox.wait_until(ready, 30, "the services listen")
        return found

    def ports_of_everything(self):
        return blackbox.listening_ports(blackbox.marked_processes(self.sandbox.mark))

    def end(self, process, seconds=20):
        try:
            return process.wait(seconds)
        except Exception:
            self.fail(f"squall did not end within {seconds} s: {self.err.read_text()[-2000:]}")

    def test_kill_9_of_squall_leaves_nothing(self):
        process = self.start_run(self.shop(EXPERIMENT))
        self.wait_for_services(process)
        ports = self.ports_of_everything()
        self.assertGreaterEqual(len(ports), 5, "three services and two edges listen")
        os.kill(process.pid, signal.SIGKILL)
        self.assertEqual(self.end(process), -signal.SIGKILL)
        self.assert_nothing_left(ports)

    def test_kill_9_of_a_service_is_said_and_is_no_pass(self):
        process = self.start_run(self.shop(EXPERIMENT))
        services = self.wait_for_services(process)
        ports = self.ports_of_everything()
        time.sleep(1)
        os.kill(services["orders"], signal.SIGKILL)
        code = self.end(process, 60)
        text = self.out.read_text() + self.err.read_text()
        self.assertIn(code, (FAILED, COULD_NOT_RUN), text)
        self.assertRegex(text, r"orders.*(killed|signal 9|SIGKILL)")
        self.assert_nothing_left(ports)

    def check_signal(self, number, code, wait):
        process = self.start_run(self.shop(EXPERIMENT))
        wait(process)
        ports = self.ports_of_everything()
        begin = time.monotonic()
        os.kill(process.pid, number)
        self.assertEqual(self.end(process), code, self.err.read_text())
        self.assertLess(time.monotonic() - begin, 10)
        self.assert_nothing_left(ports)

    def test_ctrl_c_while_services_start(self):
        system = self.shop(EXPERIMENT)
        system["services"]["orders"]["start"]["ready"] = {"http": "/never", "within": "60s"}
        process = self.start_run(system)
        self.wait_for_services(process)
        os.kill(process.pid, signal.SIGINT)
        self.assertEqual(self.end(process), 130, self.err.read_text())
        self.assert_nothing_left()

    def test_ctrl_c_in_verification(self):
        command = ["python3", "-c", SLOW_SERVER, "${services.payments.port}"]
        slow = {"command": command, "ready": {"http": "/health", "within": "20s"}}
        contract = str(blackbox.SHOP_SOURCE / "contracts" / "payments.yaml")
        system = {"squall": 1, "services": {"payments": {"contract": contract, "start": slow}}, "verify": {"payments": {}}}
        process = self.start_run(system)
        blackbox.wait_until(lambda: "[1/1] verify/payments" in self.err.read_text(), 30, "verification begins")
        time.sleep(0.5)
        ports = self.ports_of_everything()
        os.kill(process.pid, signal.SIGINT)
        self.assertEqual(self.end(process), 130, self.err.read_text())
        self.assert_nothing_left(ports)

    def test_ctrl_c_in_resilience(self):
        system = self.shop(systems.keeping(systems.PAYMENTS, "timeout", "circuit_breaker"))
        process = self.start_run(system)
        self.wait_for_services(process)
        time.sleep(1.5)
        ports = self.ports_of_everything()
        os.kill(process.pid, signal.SIGINT)
        self.assertEqual(self.end(process), 130, self.err.read_text())
        self.assert_nothing_left(ports)

    def test_ctrl_c_in_an_experiment(self):
        self.check_signal(signal.SIGINT, 130, lambda process: (self.wait_for_services(process), time.sleep(2)))

    def test_sigterm_in_an_experiment(self):
        self.check_signal(signal.SIGTERM, 143, lambda process: (self.wait_for_services(process), time.sleep(2)))

    def test_a_second_ctrl_c_does_not_cut_the_teardown_short(self):
        process = self.start_run(self.shop(EXPERIMENT))
        self.wait_for_services(process)
        ports = self.ports_of_everything()
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.02)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGINT)
        self.assertEqual(self.end(process), 130)
        self.assert_nothing_left(ports)

    def finished(self, system, *arguments):
        file = self.sandbox.write("squall.json", system)
        return self.sandbox.squall("run", file, *arguments, timeout=90)

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            system = self.shop(EXPERIMENT)
            system["edges"][systems.PAYMENTS]["listen"] = f"127.0.0.1:{port}"
            finished = self.finished(system)
        self.assertEqual(finished.code, COULD_NOT_RUN, finished)
        self.assertIn(str(port), finished.err + finished.out)
        self.assert_nothing_left()

    def test_a_service_whose_port_is_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            system = self.shop(EXPERIMENT)
            system["services"]["payments"]["port"] = port
            finished = self.finished(system)
        self.assertEqual(finished.code, COULD_NOT_RUN, finished)
        self.assertIn(str(port), finished.err + finished.out)
        self.assert_nothing_left()

    def test_a_service_that_ends_at_once_is_shown_with_its_last_lines(self):
        system = self.shop(EXPERIMENT)
        system["services"]["payments"]["start"]["command"] = ["sh", "-c", "echo no such database >&2; exit 7"]
        finished = self.finished(system)
        self.assertEqual(finished.code, COULD_NOT_RUN, finished)
        self.assertIn("no such database", finished.err + finished.out)
        self.assertIn("7", finished.err)
        self.assert_nothing_left()

    def test_a_program_that_is_not_there(self):
        system = self.shop(EXPERIMENT)
        system["services"]["payments"]["start"]["command"] = ["./no-such-program"]
        finished = self.finished(system)
        self.assertEqual(finished.code, COULD_NOT_RUN, finished)
        self.assertIn("no-such-program", finished.err + finished.out)
        self.assert_nothing_left()

    def test_a_contract_that_cannot_be_read(self):
        system = self.shop(EXPERIMENT)
        system["services"]["payments"]["contract"] = str(self.sandbox.folder / "gone.yaml")
        finished = self.finished(system)
        self.assertEqual(finished.code, USAGE, finished)
        self.assertIn("gone.yaml", finished.err)
        self.assert_nothing_left()

    def test_a_contract_that_is_no_contract(self):
        system = self.shop(EXPERIMENT)
        system["services"]["payments"]["contract"] = str(self.sandbox.write("bad.yaml", "openapi: 3.0.3\ninfo: {title: x\n"))
        finished = self.finished(system)
        self.assertEqual(finished.code, USAGE, finished)
        self.assertRegex(finished.err, r"bad\.yaml:\d+:\d+")
        self.assert_nothing_left()

    def test_ten_mistakes_in_a_system_file(self):
        mistakes = """squall: 1
name: shop
services:
  orders: {contract: contracts/orders.yaml, port: automatic, url: "http://127.0.0.1:1"}
  payments: {start: {command: ./payments}, stub: {}}
edges:
  orders-payments: {from: order, to: payments, protocol: htp}
  orders-nobody: {from: orders, to: nobody}
resilience:
  orders-payment: {stimulus: {service: orders, request: POST}, expect: {time_out: {at_most: 1s}}}
experiments:
  - name: one
    load: {service: orders, request: GET /, rate: 50 per second, for: 20 secs}
    faults: [{edge: orders-payments, latncy: 800ms, share: 130%}]
"""
        file = self.sandbox.write("squall.yaml", mistakes)
        finished = self.sandbox.squall("run", file, timeout=30)
        self.assertEqual(finished.code, USAGE, finished)
        located = {line for line in finished.err.splitlines() if "squall.yaml:" in line}
        self.assertGreaterEqual(len(located), 10, finished.err)
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
