#!/usr/bin/env python3
"""Runs the examples of the READMEs: every fenced block marked ```sh example.

A block runs in a copy of the sample contracts' folder, with the built binary on the PATH, and must end with exit code 0.
The ports 9001 to 9099 that examples write are replaced by free ones, one for each distinct number of a block.
"""
import contextlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BLOCK = re.compile(r"^```sh example[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = ["README.md", "contracts/README.md", "chaos/README.md", "harness/README.md", "reports/README.md"]
MUST_SHOW = ["verify", "stub", "proxy", "profile"]


def examples():
    for document in DOCUMENTS:
        with open(os.path.join(ROOT, document), encoding="utf-8") as file:
            text = file.read()
        for match in BLOCK.finditer(text):
            yield f"{document}:{text.count(chr(10), 0, match.start()) + 2}", match.group(1)


def free_ports(count):
    """Below the kernel's ephemeral range, so that no outgoing connection takes one before its program does."""
    sockets = []
    try:
        while len(sockets) < count:
            s = socket.socket()
            try:
                s.bind(("127.0.0.1", random.randrange(12000, 30000)))
                sockets.append(s)
            except OSError:
                s.close()
        return [s.getsockname()[1] for s in sockets]
    finally:
        for s in sockets:
            s.close()


class DocExamples(unittest.TestCase):
    squall = None

    def run_block(self, script):
        folder = tempfile.mkdtemp(prefix="squall-example-")
        try:
            shutil.copytree(os.path.join(ROOT, "tests/shop/contracts"), os.path.join(folder, "contracts"))
            numbers = sorted(set(re.findall(r"\b90\d\d\b", script)))
            for number, port in zip(numbers, free_ports(len(numbers))):
                script = re.sub(rf"\b{number}\b", str(port), script)
            environment = dict(os.environ, PATH=os.path.dirname(self.squall) + os.pathsep + os.environ["PATH"], NO_COLOR="1")
            # Output goes to a file: a program left in the background must not keep the test waiting for its end.
            with open(os.path.join(folder, "output.txt"), "w+", encoding="utf-8") as output:
                process = subprocess.Popen(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                           stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
                try:
                    code = process.wait(timeout=120)
                finally:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGTERM)
                output.seek(0)
                return code, output.read()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def test_every_example_runs(self):
        for place, script in examples():
            with self.subTest(place):
                code, output = self.run_block(script)
                self.assertEqual(code, 0, f"{place}\n{script}\n{output}")

    def test_the_commands_that_work_alone_have_one(self):
        everything = "\n".join(script for _, script in examples())
        for command in MUST_SHOW:
            self.assertRegex(everything, rf"\bsquall {command}\b", f"no README has a tested example of squall {command}")


if __name__ == "__main__":
    DocExamples.squall = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
