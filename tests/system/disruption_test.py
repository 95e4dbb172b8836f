"""Faults of processes and by hooks, in experiments of `squall run`: each happens, is proved in the report, and is undone
whatever happens."""

import os
import signal
import sys
import unittest
from pathlib import Path

import blackbox

sys.path.insert(0, str(blackbox.SHOP_SOURCE))
import systems  # noqa: E402

AVAILABILITY = {"service": "orders", "request": "GET /products/abc/availability"}


class DisruptionTest(blackbox.BlackBoxTest):
    def system(self, fault, lasts="1s", **more):
        load = {**AVAILABILITY, "rate": "20/s", "for": "2s"}
        timed = {**fault, "from": "300ms", **({"for": lasts} if lasts else {})}
        experiment = {"name": "storm", "load": load, "faults": [timed], "steady_state": [{**AVAILABILITY, "status": 200}], **more}
        return systems.shop({"experiments": [experiment]})

    def run_with(self, fault, lasts="1s", **more):
        file = self.sandbox.write("squall.json", self.system(fault, lasts, **more))
        finished = self.sandbox.squall("run", file, "--only", "experiment", "--seed", "1", timeout=60)
        self.assert_nothing_left()
        return finished

    def assert_seen(self, finished, *words):
        check = finished.check("experiment/storm")
        facts = "\n".join(check["facts"])
        for word in words:
            self.assertRegex(facts, word)
        span = finished.report["timeline"][0]["faults"][0]
        self.assertEqual(span["applied"], 1)
        return span

    def test_kill_and_start_again(self):
        finished = self.run_with({"service": "inventory", "kill": True})
        self.assertEqual(finished.code, 0, finished)
        self.assertEqual(self.assert_seen(finished, r"kill of inventory: process \d+ was killed, and was started again")["kind"], "kill")

    def test_stop_and_continue(self):
        finished = self.run_with({"service": "inventory", "stop": True}, expect={"p99": "<= 100ms"})
        self.assertEqual(finished.code, 1, finished)
        self.assertEqual([finding["rule"] for finding in finished.findings()], ["experiment.p99"], "it hung, and the load felt it")
        span = self.assert_seen(finished, r"stop of inventory: process \d+ was halted, and went on", r"steady again")
        self.assertAlmostEqual(span["to_ms"] - span["from_ms"], 1000, delta=400)

    def test_restart(self):
        finished = self.run_with({"service": "inventory", "restart": {"down": "300ms"}})
        self.assertEqual(finished.code, 0, finished)
        self.assert_seen(finished, r"restart 300ms of inventory: process (\d+) was stopped, down for 300ms, and started again as process (?!\1\b)\d+")

    def test_slow_start(self):
        finished = self.run_with({"service": "inventory", "slow_start": "500ms"})
        self.assertEqual(finished.code, 0, finished)
        self.assert_seen(finished, r"slow_start 500ms of inventory: started again as process \d+, halted at its start for 500ms")

    def test_the_process_of_a_service_that_runs_already(self):
        port = blackbox.free_port()
        inventory = self.start([blackbox.SHOP / "inventory", "--port", port, "--db", self.sandbox.folder / "own.db"], port)
        system = self.system({"service": "inventory", "stop": True})
        contract = system["services"]["inventory"]["contract"]
        system["services"]["inventory"] = {"contract": contract, "url": f"http://127.0.0.1:{port}", "pid": inventory.pid}
        finished = self.sandbox.squall("run", self.sandbox.write("squall.json", system), "--only", "experiment", timeout=60)
        self.assertEqual(finished.code, 0, finished)
        self.assert_seen(finished, f"stop of inventory: process {inventory.pid} was halted, and went on")
        self.assertEqual(blackbox.get(port, "/health")[0], 200)

    def hook(self, inject="echo injected >>log", remove="echo removed >>log", within="2s"):
        return {"hook": {"inject": inject, "remove": remove, "within": within}}

    def log(self):
        file = self.sandbox.folder / "log"
        return file.read_text().split() if file.exists() else []

    def test_a_hook_is_injected_and_removed(self):
        finished = self.run_with(self.hook())
        self.assertEqual(finished.code, 0, finished)
        self.assert_seen(finished, "the hook `echo injected >>log`: `echo injected >>log` exited 0, `echo removed >>log` exited 0")
        self.assertEqual(self.log(), ["injected", "removed"])

    def test_hooks_that_fail_or_hang_are_errors_told_with_their_output(self):
        rows = [
            (self.hook(inject="echo no such pod; exit 7"), r"could not be put on.*exited 7.*no such pod", ["removed"]),
            (self.hook(inject="echo waiting; sleep 60", within="300ms"), r"put on.*did not end within 300ms.*waiting", ["removed"]),
            (self.hook(remove="echo cannot mend; exit 3"), r"could not be taken off.*exited 3.*cannot mend", ["injected"]),
            (self.hook(remove="echo mending; sleep 60", within="300ms"), r"taken off.*did not end within 300ms.*mending", ["injected"]),
        ]
        for fault, said, log in rows:
            with self.subTest(fault=fault):
                (self.sandbox.folder / "log").unlink(missing_ok=True)
                finished = self.run_with(fault)
                self.assertEqual(finished.code, 3, finished)
                self.assertRegex(finished.check("experiment/storm")["reason"].replace("\n", " "), said)
                self.assertEqual(self.log(), log)

    def interrupted(self, fault, number, code, once):
        file = self.sandbox.write("squall.json", self.system(fault, None))
        process = self.sandbox.start([blackbox.SQUALL, "run", file, "--only", "experiment"])
        self.addCleanup(self.stop, process)
        blackbox.wait_until(once, 20, "the fault is on")
        os.kill(process.pid, number)
        self.assertEqual(process.wait(20), code)
        self.assert_nothing_left()

    def test_a_hook_is_removed_when_the_run_is_interrupted(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number=number):
                (self.sandbox.folder / "log").unlink(missing_ok=True)
                self.interrupted(self.hook(), number, code, lambda: self.log() == ["injected"])
                self.assertEqual(self.log(), ["injected", "removed"])

    def test_a_hook_is_removed_when_it_is_interrupted_itself(self):
        self.interrupted(self.hook(inject="echo injected >>log; sleep 60", within="60s"), signal.SIGINT, 130, lambda: self.log() == ["injected"])
        self.assertEqual(self.log(), ["injected", "removed"])

    def test_a_process_goes_on_when_the_run_is_interrupted(self):
        port = blackbox.free_port()
        inventory = self.start([blackbox.SHOP / "inventory", "--port", port, "--db", self.sandbox.folder / "own.db"], port)
        system = self.system({"service": "inventory", "stop": True}, None)
        contract = system["services"]["inventory"]["contract"]
        system["services"]["inventory"] = {"contract": contract, "url": f"http://127.0.0.1:{port}", "pid": inventory.pid}
        process = self.sandbox.start([blackbox.SQUALL, "run", self.sandbox.write("squall.json", system), "--only", "experiment"])
        self.addCleanup(self.stop, process)

        def halted():
            return Path(f"/proc/{inventory.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

        blackbox.wait_until(halted, 20, "the process is halted")
        os.kill(process.pid, signal.SIGINT)
        self.assertEqual(process.wait(20), 130)
        self.assertFalse(halted())
        self.assertEqual(blackbox.get(port, "/health")[0], 200)

    def test_what_squall_has_no_means_for_is_a_mistake_of_the_file(self):
        system = self.system({"service": "payments", "kill": True, "share": "10%"})
        system["services"]["payments"] = {"contract": system["services"]["payments"]["contract"], "stub": {}}
        checked = self.sandbox.squall("check", self.sandbox.write("squall.json", system), report=False)
        self.assertEqual(checked.code, 2, checked)
        self.assertIn("'payments' is a stub: it has no process of its own", checked.err)
        self.assertIn("'share' does not apply", checked.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
