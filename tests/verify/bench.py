"""The providers of the bench, for the tests that run them."""

import re
import subprocess

import blackbox

LIBRARY = blackbox.BUILD / "verify" / "library"
PARCELS = blackbox.BUILD / "verify" / "parcels"


def listed_bugs():
    lines = subprocess.run([LIBRARY, "--list"], check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: (sentence, minimal) for name, sentence, minimal in (line.split("\t") for line in lines)}


def start(sandbox, program, *arguments):
    """Starts a provider of the bench; the port that it listens on."""
    process = sandbox.start([program, *arguments], stdout=subprocess.PIPE)
    with process.stdout as output:
        found = re.search(rb":(\d+)\s*$", output.readline())
    if not found:
        raise AssertionError(f"{program} did not start")
    return int(found.group(1))


def start_library(sandbox, bug):
    return start(sandbox, LIBRARY, *(["--bug", bug] if bug else []))
