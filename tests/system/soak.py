#!/usr/bin/env python3
"""Soaks `squall proxy`: mixed load while its faults change at random, for as long as is wanted.

    tests/system/soak.py --seconds 3600 --seed 1

What must hold: what no fault struck is byte for byte what it would be without a proxy; once the faults are off, every
call ends and new ones are answered; memory stays flat and descriptors come back; the proxy's counters say what clients
and providers counted. Prints progress, and the figures as a line of JSON at the end. Exit code 1: something did not hold.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass

import blackbox
import control_api
import soak_accounts
from soak_consumers import CALM, CALM_PATIENCE, consumers
from soak_judge import Journal, Judge
from soak_providers import Provider, serve_echo, serve_http
from soak_weather import Api, Weather

ROUND = 20  # seconds of storm before a calm in which everything must come to an end
SETTLED = 10  # seconds in which a call has to end once the faults are off


@dataclass
class Edge:
    name: str
    port: int
    protocol: str
    storms: str = ""  # "" no fault is put on it, "some": on what stormy consumers do, "all": on everything
    tls: bool = False


def unused_ports(count):
    """Below those that outgoing connections are given, so that a proxy can come back to its own."""
    found = []
    for port in range(20000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
        if len(found) == count:
            return found
    raise AssertionError("there are no free ports")


class Soak:
    def __init__(self, seconds, seed, load, say=print):
        self.seconds, self.seed, self.load, self.say = seconds, seed, load, say
        self.resident, self.longest_settling, self.settled = [], 0.0, 0
        self.consumers = []

    # The run.

    def run(self):
        sandbox = blackbox.Sandbox()
        try:
            self.start(sandbox)
            self.storm()
            self.end()
        finally:
            for each in self.consumers:
                each.over.set()
            sandbox.close()
        return self.figures()

    def start(self, sandbox):
        wanted = [
            ("calm-http", "http"), ("calm-tcp", "tcp"), ("mixed-http", "http", "some"), ("mixed-tcp", "tcp", "some"),
            ("wild-http", "http", "all"), ("wild-tcp", "tcp", "all"), ("proxy", "http", "some", True),
        ]  # fmt: skip
        self.edges = [Edge(row[0], port, *row[1:]) for row, port in zip(wanted, unused_ports(len(wanted)), strict=True)]
        self.judge = Judge({edge.name for edge in self.edges if edge.protocol == "http" and edge.storms == "some"}, self.say)
        self.fail = self.judge.fail
        serve = {"http": serve_http, "tcp": serve_echo}
        self.calm_providers = {edge.name: Provider(serve[edge.protocol]) for edge in self.edges if not edge.storms}
        self.stormy_providers = {protocol: [Provider(serve[protocol]) for _ in range(2)] for protocol in serve}
        tls = self.edges[-1]
        command = [blackbox.SQUALL, "proxy", "--control", "127.0.0.1:0", "--seed", self.seed, "--workers", 2]
        command += ["--log", "json", "--tls-generate", "soak.test", "--listen", f"127.0.0.1:{tls.port}"]
        command += ["--upstream", self.upstream(tls)]
        log = (sandbox.folder / "err").open("wb")
        self.process = sandbox.start(command, stdout=subprocess.PIPE, stderr=log)
        host, port = self.greeting(sandbox.folder / "err")
        self.journal = Journal(self.process.stdout, self.judge.journaled)
        self.journal.start()
        self.api = Api(host, port, self.fail)
        wild = {}
        for edge in self.edges[:-1]:
            proxy = {"name": edge.name, "listen": f"127.0.0.1:{edge.port}", "upstream": self.upstream(edge)}
            proxy["protocol"] = edge.protocol
            self.api.ask("POST", "/proxies", proxy)
            if edge.storms == "all":
                wild[edge.name] = proxy
        upstreams = {protocol: [each.address for each in both] + ["127.0.0.1:1"]
                     for protocol, both in self.stormy_providers.items()}  # fmt: skip
        self.weather = Weather(self.api, self.process, wild, upstreams, tls.name, self.seed)
        self.descriptors = self.resting_descriptors()
        self.consumers = consumers(self.edges, self.seed, self.load, self.judge.ended)
        for each in self.consumers:
            each.start()

    def greeting(self, log):
        for line in self.process.stdout:
            if found := control_api.GREETING.search(line.decode()):
                return found[1], int(found[2])
        raise AssertionError(f"squall did not start: {log.read_text()}")

    def upstream(self, edge):
        return (self.calm_providers.get(edge.name) or self.stormy_providers[edge.protocol][0]).address

    def descriptor_count(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def resting_descriptors(self):
        """When what the last calls of the API left is gone: the least of a second."""
        counts = []
        for _ in range(20):
            counts.append(self.descriptor_count())
            time.sleep(0.05)
        return min(counts)

    def storm(self):
        self.begin = told = tick = time.monotonic()
        next_calm = self.begin + ROUND
        while time.monotonic() < self.begin + self.seconds and self.process.poll() is None:
            for _ in range(self.weather.random.randrange(2, 6)):
                self.weather.change()
            with open(f"/proc/{self.process.pid}/statm") as statm:
                resident = int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")
            self.resident.append((time.monotonic() - self.begin, resident))
            if time.monotonic() > next_calm:
                self.settle()
                next_calm = time.monotonic() + ROUND
            if time.monotonic() - told >= 10:
                told = time.monotonic()
                self.progress()
            tick = max(tick + 1, time.monotonic())
            time.sleep(max(0.0, tick - time.monotonic()))
        if self.process.poll() is not None:
            return self.fail(f"squall ended with {self.process.returncode}")
        self.settle()

    def settle(self):
        """Faults off: what is under way ends, at the latest when its consumer is done sending."""
        self.weather.clear_up()
        begin = time.monotonic()
        self.judge.faults_are_off(begin)
        old = {each: call for each in self.consumers if (call := each.call) is not None}
        told = False
        while under_way := [each for each, call in old.items() if each.call is call]:
            waited = time.monotonic() - begin
            if waited > 1 and not told:
                told = True
                for each in under_way:
                    if each.source != CALM:
                        each.give_up_sending()
            if waited > SETTLED:
                self.fail(f"stuck {waited:.0f} s after the faults went: {[each.name for each in under_way]}")
                break
            time.sleep(0.02)
        self.longest_settling = max(self.longest_settling, time.monotonic() - begin)
        self.settled += 1
        time.sleep(max(0.0, begin + 2 - time.monotonic()))  # calls that begin now must all be well
        self.judge.faults_are_off(None)

    def progress(self):
        seconds, resident = self.resident[-1]
        self.say(f"{seconds:5.0f} s: {sum(self.judge.calls.values())} calls, {sum(self.judge.broken.values())} broken by faults, "
                 f"{sum(self.weather.changes.values())} changes, {resident / 1048576:.1f} MiB, "
                 f"{self.descriptor_count()} descriptors, {len(self.judge.failures)} failures", flush=True)  # fmt: skip

    def end(self):
        for each in self.consumers:
            each.over.set()
        for each in self.consumers:
            each.join(CALM_PATIENCE)
            if each.is_alive():
                self.fail(f"{each.name} does not end")
        if self.process.poll() is not None:
            return
        providers = list(self.calm_providers.values()) + sum(self.stormy_providers.values(), [])
        self.comes_back("connections of providers", lambda: sum(each.open for each in providers), 0)
        self.comes_back("descriptors", self.descriptor_count, self.descriptors)
        metrics = soak_accounts.Metrics(self.api.metrics())
        self.judges_memory = soak_accounts.memory_can_be_judged(self.process.pid)
        self.process.terminate()
        self.same("the exit code", self.process.wait(20), 143)
        self.journal.join(10)
        for edge in self.edges:
            self.same(f"{edge.name}: open connections", metrics.sum("squall_edge_open_connections", edge=edge.name), 0)
            provider = self.calm_providers.get(edge.name)
            if provider:
                rows = soak_accounts.compare_calm(edge, self.consumers, provider, metrics)
            else:  # a wild edge is counted anew each time it is made anew
                rows = soak_accounts.compare_stormy(edge, self.journal, metrics) if edge.storms == "some" else ()
            for what, found, wanted in rows:
                self.same(f"{edge.name}: {what}", found, wanted)
        self.growth, self.first_third, self.last_third = soak_accounts.growth(self.resident)
        if self.judges_memory and self.growth > soak_accounts.GROWTH:
            self.fail(f"memory grew by {self.growth} bytes, from {self.first_third} to {self.last_third}")
        for provider in providers:
            provider.close()

    def comes_back(self, what, now, wanted):
        try:
            blackbox.wait_until(lambda: now() == wanted, SETTLED, what)
        except AssertionError:
            self.fail(f"{what}: {now()} in place of {wanted}")

    def same(self, what, found, wanted):
        if found != wanted:
            self.fail(f"{what}: {found} in place of {wanted}")

    def figures(self):
        struck = Counter()
        for kinds in self.journal.kinds.values():
            struck += kinds
        return {
            "held": not self.judge.failures,
            "seconds": self.seconds,
            "seed": self.seed,
            "calls": dict(self.judge.calls),
            "broken_by_faults": dict(self.judge.broken),
            "calls_without_fault_judged": self.judge.judged,
            "bytes": sum(each.sent + each.received for each in self.consumers),
            "changes": dict(self.weather.changes),
            "toxics_added": sum(self.weather.added.values()),
            "kinds_that_struck": dict(struck),
            "api_calls": self.api.calls,
            "slowest_api_call_ms": round(self.api.slowest * 1000),
            "calms": self.settled,
            "longest_until_all_ended_ms": round(self.longest_settling * 1000),
            "descriptors": getattr(self, "descriptors", None),
            "resident_after_warm_up": getattr(self, "first_third", None),
            "resident_at_the_end": getattr(self, "last_third", None),
            "failures": self.judge.failures[:20],
        }


def main():
    parser = argparse.ArgumentParser(description="Soak squall proxy; SQUALL_BUILD names the build folder.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", type=float, default=1, help="1: about 120 calls a second")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what it started goes with it
    figures = Soak(options.seconds, options.seed, options.load).run()
    print(json.dumps(figures))
    return 0 if figures["held"] else 1


if __name__ == "__main__":
    sys.exit(main())
