"""Ctrl-C at 50 random moments, over `run`, `profile`, `explore`, `verify` and `proxy`, side by side: each time the exit code
is 130, no process of ours is left, no port listens, and what a hook broke it has mended.

SQUALL_SEED names the moments; it is printed."""

import concurrent.futures
import os
import random
import signal
import sys
import time
import unittest
from pathlib import Path

import blackbox

sys.path.insert(0, str(blackbox.SHOP_SOURCE))
import systems  # noqa: E402

MOMENTS, SIDE_BY_SIDE, LATEST = 50, 6, 4
AVAILABILITY = {"service": "orders", "request": "GET /products/abc/availability"}
HOOK = {"inject": "echo injected >>hook.log", "remove": "sleep 0.1; echo removed >>hook.log"}
STORM = {
    "name": "storm",
    "load": {**AVAILABILITY, "rate": "20/s", "for": "30s"},
    "faults": [
        {"hook": HOOK},
        {"edge": systems.INVENTORY, "hold": True, "from": "200ms"},
        {"service": "payments", "stop": True, "from": "100ms", "for": "300ms"},
        {"service": "inventory", "kill": True, "from": "600ms", "for": "500ms"},
    ],
}
SYSTEM = systems.shop({"experiments": [STORM], **systems.keeping(systems.PAYMENTS, "timeout", "retries")})


def listening(pids):
    """The kernel's numbers of the sockets on which these processes listen: a port may soon be another's."""
    sockets = set()
    for pid in pids:
        try:
            sockets |= {os.readlink(fd)[8:-1] for fd in (Path("/proc") / str(pid) / "fd").iterdir() if "socket" in os.readlink(fd)}
        except OSError:
            continue
    return sockets & all_listening()


def all_listening():
    lines = [line.split() for table in ("/proc/net/tcp", "/proc/net/tcp6") for line in Path(table).read_text().splitlines()[1:]]
    return {line[9] for line in lines if line[3] == "0A"}


class Moment:
    """One command, interrupted once."""

    def __init__(self, command, delay, provider):
        self.command, self.delay, self.provider = command, delay, provider
        self.injected = self.listened = False

    def arguments(self, sandbox):
        file = sandbox.write("squall.json", SYSTEM)
        contract, url = systems.SHOP / "contracts" / "inventory.yaml", f"http://127.0.0.1:{self.provider}"
        recorder = f"{sys.executable} {blackbox.ROOT / 'tests' / 'data' / 'hooks' / 'orders_hook.py'}"
        return {
            "run": ["run", file, "--only", "experiment", "--seed", "1"],
            "profile": ["profile", file, "--quick", "--seed", "1"],
            "explore": ["explore", file, "--seed", "1", "--replays", sandbox.folder / "replays"],
            "verify": ["verify", contract, "--url", url, "--rate", "100/s", "--max-examples", "100000", "--hook", recorder],
            "proxy": ["proxy", "--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{self.provider}", "--fault", "hold: true"],
        }[self.command]

    def wrong(self):
        """What is not as it should be; "" when all is."""
        sandbox = blackbox.Sandbox()
        try:
            return self.interrupt(sandbox)
        finally:
            sandbox.close()

    def interrupt(self, sandbox):
        err = sandbox.folder / "err"
        with err.open("wb") as stderr:
            process = sandbox.start([blackbox.SQUALL, *self.arguments(sandbox)], stderr=stderr)
        time.sleep(self.delay)
        sockets = listening(blackbox.marked_processes(sandbox.mark))
        os.kill(process.pid, signal.SIGINT)
        try:
            code = process.wait(30)
        except Exception:
            return f"it did not end: {err.read_text()[-1000:]}"
        log = sandbox.folder / "hook.log"
        hook = log.read_text().split() if log.exists() else []
        self.injected, self.listened = "injected" in hook, bool(sockets)
        left = sandbox.left_over()
        problems = [
            (code != 130, f"exit code {code}: {err.read_text()[-1000:]}"),
            (left, f"still running: {left}"),
            (sockets & all_listening(), "something still listens"),
            (self.injected and hook != ["injected", "removed"], f"the hook: {hook}"),
        ]
        return "; ".join(text for wrong, text in problems if wrong)


class InterruptionTest(blackbox.BlackBoxTest):
    def test_ctrl_c_at_any_moment_leaves_nothing(self):
        seed = int(os.environ.get("SQUALL_SEED", "1"))
        provider = blackbox.free_port()
        contract = systems.SHOP / "contracts" / "inventory.yaml"
        self.start([blackbox.SQUALL, "stub", contract, "--port", provider], provider)
        chosen, commands = random.Random(seed), ["run", "profile", "explore", "verify", "proxy"]
        moments = [Moment(commands[i % 5], chosen.random() ** 2 * LATEST, provider) for i in range(MOMENTS)]
        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for moment, wrong in zip(moments, pool.map(Moment.wrong, moments)):
                with self.subTest(command=moment.command, after=f"{moment.delay:.3f} s", seed=seed):
                    self.assertEqual(wrong, "")
        hooks, ports = sum(moment.injected for moment in moments), sum(moment.listened for moment in moments)
        self.assertGreaterEqual(hooks, 2, "hardly any hook was on when it was interrupted")
        self.assertGreaterEqual(ports, MOMENTS / 3, "hardly anything listened when it was interrupted")
        print(f"{MOMENTS} moments, seed {seed}: {ports} with ports open, {hooks} with a hook on, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    unittest.main(verbosity=2)
