#!/usr/bin/env python3
"""What Squall generates for every operation of the real contracts, and how it judges that, judged by ajv as well.

--each N: how many requests, responses, negatives and random changes per operation (20). Exit 77: no corpus here.
"""

import argparse
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPORA = pathlib.Path(os.environ.get("SQUALL_CORPORA", HERE.parents[2] / ".." / "shared" / "corpora"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", help="the program ajv_dump")
    parser.add_argument("--each", default="20")
    parser.add_argument("--show", default="40", help="how many disagreements are printed")
    options = parser.parse_args()
    contracts = CORPORA / "openapi-real"
    if not contracts.exists():
        print(f"corpus 'openapi-real' is not on this machine ({contracts})")
        return 1 if os.environ.get("SQUALL_REQUIRE_CORPORA") == "1" else 77
    if not (HERE / "node_modules" / "ajv").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HERE, check=True)
    files = sorted(str(file) for file in contracts.rglob("*") if file.suffix in (".json", ".yaml"))
    dump = subprocess.Popen([options.dump, options.each, *files], stdout=subprocess.PIPE)
    check = subprocess.run(["node", HERE / "check.mjs", "--show", options.show], stdin=dump.stdout)
    dump.stdout.close()
    if dump.wait() != 0:
        print(f"ajv_dump ended with {dump.returncode}")
        return 1
    return check.returncode


if __name__ == "__main__":
    sys.exit(main())
