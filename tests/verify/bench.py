"""The library and its bugs, for the tests that run it."""

import re
import subprocess

import blackbox

LIBRARY = blackbox.BUILD / "verify" / "library"


def listed_bugs():
    lines = subprocess.run([LIBRARY, "--list"], check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: (sentence, minimal) for name, sentence, minimal in (line.split("\t") for line in lines)}


def start_library(sandbox, bug):
    process = sandbox.start([LIBRARY, *(["--bug", bug] if bug else [])], stdout=subprocess.PIPE)
    with process.stdout as output:
        found = re.search(rb":(\d+)\s*$", output.readline())
    if not found:
        raise AssertionError("the library did not start")
    return int(found.group(1))
