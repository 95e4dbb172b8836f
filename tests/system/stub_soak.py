#!/usr/bin/env python3
"""Soaks `squall stub` at full rate, with memory, rules and the journal on: resident memory must stay flat, nothing may break,
no answer may be a 5xx. wrk makes the load, the control API is asked meanwhile.

stub_soak.py --seconds 600: ten minutes. Prints a line of JSON; exit code 1 when something did not hold."""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import blackbox

HERE = blackbox.ROOT / "tests" / "system"
CONTRACT = blackbox.ROOT / "tests" / "data" / "stub" / "library.yaml"
RULES = """squall: 1
rules:
  - request: {method: GET, path: /books/bk-1001, headers: {X-Tenant: {present: true}}}
    response: {body: {id: bk-1001, title: '{{random.hex 8}}', copies: '{{sequence}}'}}
"""
JOURNAL_MOST = 1000
GROWTH_MB = 3  # what the last half may have above the first one, once warm: an allocator's own coming and going
WARM_UP = 25_000  # answers after which all that is bounded has filled; what grows before proves nothing


class StubSoak:
    def __init__(self, seconds, seed=1, connections=64, workers=1):
        self.seconds, self.seed, self.connections, self.workers = seconds, seed, connections, workers
        self.sandbox = blackbox.Sandbox()
        self.failures, self.resident, self.descriptors, self.answered = [], [], [], []
        self.journal_seen = 0

    def fail(self, what):
        if len(self.failures) < 20:
            self.failures.append(what)

    def start(self):
        self.port, self.control = blackbox.free_port(), blackbox.free_port()
        rules = self.sandbox.write("rules.yaml", RULES)
        # What departs from the contract is said on standard error, a line each: too much to keep.
        self.stub = self.sandbox.start(
            [blackbox.SQUALL, "stub", CONTRACT, "--stateful", "--rules", rules, "--seed", self.seed, "--port", self.port,
             "--control", f"127.0.0.1:{self.control}", "--workers", self.workers])
        for port in (self.port, self.control):
            blackbox.wait_until(lambda port=port: self.stub.poll() is not None or blackbox.accepts(port), 60, f"the stub listens on {port}")
        if self.stub.poll() is not None:
            raise AssertionError("the stub ended at once")

    def ask(self, path):
        return json.loads(blackbox.get(self.control, path, timeout=120)[1])

    def look(self):
        """Once a second: the memory, the descriptors, and whether the journal is bounded and goes on."""
        status = Path(f"/proc/{self.stub.pid}/status").read_text()
        self.resident.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
        self.descriptors.append(len(os.listdir(f"/proc/{self.stub.pid}/fd")))
        journal = self.ask("/journal?last=20")
        numbers = [entry["number"] for entry in journal["entries"]]
        if numbers != sorted(set(numbers)) or (numbers and numbers[-1] < self.journal_seen):
            self.fail(f"the journal's numbers do not go on: {numbers} after {self.journal_seen}")
        self.journal_seen = numbers[-1] if numbers else self.journal_seen
        self.answered.append(self.journal_seen)

    def load(self):
        command = ["wrk", "-t1", f"-c{self.connections}", f"-d{int(self.seconds)}s", "--timeout", "120s", "-s", HERE / "stub_soak.lua",
                   f"http://127.0.0.1:{self.port}", "--", str(self.seed)]
        return self.sandbox.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self):
        try:
            self.start()
            load = self.load()
            end = time.monotonic() + self.seconds + 240
            while load.poll() is None and self.stub.poll() is None and time.monotonic() < end:
                self.look()
                time.sleep(1)
            return self.judge(self.ended(load))
        finally:
            self.sandbox.close()

    def ended(self, load):
        """What wrk says, when it is over."""
        if load.poll() is None:
            load.terminate()
            self.fail("wrk did not end")
        told = load.communicate(timeout=20)[0]
        if load.returncode != 0:
            self.fail(f"wrk: {told[-500:]}")
        return told

    def judge(self, told):
        statuses, answered, broken = Counter(), 0, 0
        for line in told.splitlines():
            name, _, rest = line.partition(" ")
            if name == "statuses":
                statuses.update({int(code): int(times) for code, times in (pair.split("=") for pair in rest.split())})
            answered += int(rest) if name == "answered" else 0
            broken += int(rest) if name == "broken" else 0
        if self.stub.poll() is not None:
            self.fail(f"the stub ended: {self.stub.returncode}")
        else:
            kept = len(self.ask("/journal")["entries"])
            if kept != JOURNAL_MOST:
                self.fail(f"the journal keeps {kept} of {answered} exchanges, not {JOURNAL_MOST}")
        for status, times in statuses.items():
            if status >= 500:
                self.fail(f"{times} answers were {status}")
        if broken:
            self.fail(f"{broken} connections or requests broke")
        grown = self.growth()
        if grown is not None and grown > GROWTH_MB:
            self.fail(f"resident memory grew by {grown:.1f} MB: {[round(value, 1) for value in self.resident]}")
        return {
            "held": not self.failures, "failures": self.failures, "seconds": self.seconds, "seed": self.seed, "answered": answered,
            "per_second": round(answered / self.seconds), "statuses": {str(code): times for code, times in sorted(statuses.items())},
            "resident_mb": [round(value, 1) for value in (self.resident[0], max(self.resident), self.resident[-1])] if self.resident else [],
            "grown_mb": None if grown is None else round(grown, 2), "descriptors_most": max(self.descriptors, default=0), "samples": len(self.resident),
        }

    def growth(self):
        """Megabytes that the last half lies above the first one; before, caches fill. None when there was no time for halves."""
        warm = next((at for at, answered in enumerate(self.answered) if answered >= WARM_UP), len(self.answered))
        resident = self.resident[max(warm, len(self.resident) // 3) :]
        half = len(resident) // 2
        return None if half < 3 else statistics.median(resident[-half:]) - statistics.median(resident[:half])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what it started goes with it
    figures = StubSoak(options.seconds, options.seed, options.connections, options.workers).run()
    print(json.dumps(figures))
    return 0 if figures["held"] else 1


if __name__ == "__main__":
    sys.exit(main())
