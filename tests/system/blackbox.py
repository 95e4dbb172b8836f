"""What the black-box tests share: running squall from outside, proving that nothing of it stays behind.

Every process that a test starts carries a mark of its own in the environment (SQUALL_TEST_MARK), which its children
inherit; so what is left running is found without knowing its name. SQUALL_BUILD names the build folder.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SQUALL_BUILD", ROOT / "build" / "release")).resolve()
SQUALL = BUILD / "harness" / "squall"
SHOP = BUILD / "shop"
SHOP_SOURCE = ROOT / "tests" / "shop"
NODE_CLIENTS = ROOT / "tests" / "system" / "node"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds, seconds, what):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def get(port, path, timeout=60):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def marked_processes(mark):
    """Process ids (of living processes) whose environment has the mark."""
    needle = f"SQUALL_TEST_MARK={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if needle in (entry / "environ").read_bytes().split(b"\0"):
                if (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    found.append(int(entry.name))
        except OSError:
            continue
    return found


def listening_ports(pids):
    """TCP ports on which the given processes listen."""
    inodes = set()
    for pid in pids:
        try:
            for fd in (Path("/proc") / str(pid) / "fd").iterdir():
                target = os.readlink(fd)
                if target.startswith("socket:["):
                    inodes.add(target[8:-1])
        except OSError:
            continue
    ports = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                ports.add(int(fields[1].rpartition(":")[2], 16))
    return ports


class Finished:
    """A run that is over: exit code, output, report (None when there is none), seconds."""

    def __init__(self, code, out, err, report, seconds):
        self.code, self.out, self.err, self.report, self.seconds = code, out, err, report, seconds

    def findings(self):
        return [finding for check in (self.report or {}).get("checks", []) for finding in check["findings"]]

    def check(self, name):
        return next(check for check in self.report["checks"] if check["id"] == name)

    def patterns(self, edge):
        profile = next(profile for profile in self.report["profiles"] if profile["edge"] == edge)
        return {pattern["pattern"]: pattern for pattern in profile["patterns"]}

    def __str__(self):
        return f"exit code {self.code}\n--- out\n{self.out[-6000:]}\n--- err\n{self.err[-3000:]}"


class Sandbox:
    """A temporary folder and a mark for everything started in it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="squall-test-"))
        self.mark = uuid.uuid4().hex
        self.reports = 0

    def environment(self, extra=None):
        own = {"SQUALL_TEST_MARK": self.mark, "SHOP_BIN": str(SHOP), "SHOP_DATA": str(self.folder), "NO_COLOR": "1"}
        return {**os.environ, **own, **(extra or {})}

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
        return path

    def start(self, command, env=None, **options):
        """A process that leads its own group, output into the folder's files."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        return subprocess.Popen(
            [str(part) for part in command], env=self.environment(env), start_new_session=True, **options
        )

    def squall(self, *arguments, env=None, timeout=300, report=True):
        """Runs squall to its end; with a report when the command writes one."""
        self.reports += 1
        report_file = self.folder / f"report-{self.reports}.json"
        out_file, err_file = self.folder / f"out-{self.reports}", self.folder / f"err-{self.reports}"
        command = [SQUALL, *arguments] + (["--report", f"json={report_file}"] if report else [])
        begin = time.monotonic()
        with out_file.open("wb") as out, err_file.open("wb") as err:
            process = self.start(command, env, stdout=out, stderr=err)
            try:
                code = process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.terminate()
                process.wait(20)
                raise AssertionError(f"squall did not end within {timeout} s; {err_file.read_text()[-2000:]}") from None
        content = json.loads(report_file.read_text()) if report_file.exists() else None
        return Finished(
            code,
            out_file.read_text(errors="replace"),
            err_file.read_text(errors="replace"),
            content,
            time.monotonic() - begin,
        )

    def left_over(self, within=30):
        """Processes that still carry the mark after some time to end."""
        end = time.monotonic() + within
        while (pids := marked_processes(self.mark)) and time.monotonic() < end:
            time.sleep(0.05)
        return [(pid, command_of(pid)) for pid in pids]

    def close(self):
        for pid in marked_processes(self.mark):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)


def command_of(pid):
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return "?"


class BlackBoxTest(unittest.TestCase):
    """A test with a sandbox; whatever the test started must have ended when it is over."""

    def setUp(self):
        if not SQUALL.exists():
            self.fail(f"{SQUALL} is missing: build the target `squall`, or name the build folder in SQUALL_BUILD")
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.close)

    def start(self, command, port, env=None, within=60):
        """A server of the test's own, ready when its port accepts; ended with the test."""
        log = (self.sandbox.folder / f"server-{port}.log").open("wb")
        self.addCleanup(log.close)
        process = self.sandbox.start(command, env, stdout=log, stderr=log)
        self.addCleanup(self.stop, process)
        wait_until(lambda: process.poll() is not None or accepts(port), within, f"{command[0]} listens on {port}")
        self.assertIsNone(process.poll(), Path(log.name).read_text())
        return process

    def stop(self, process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def assert_nothing_left(self, ports=()):
        self.assertEqual(self.sandbox.left_over(), [], "these processes are still running")
        for port in ports:
            self.assertFalse(accepts(port), f"something still listens on {port}")

    def assert_near(self, measured, wanted, share, what):
        self.assertLessEqual(abs(measured - wanted), wanted * share, f"{what}: {measured} is not {wanted} +- {share:.0%}")
