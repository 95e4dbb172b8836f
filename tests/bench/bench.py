#!/usr/bin/env python3
"""Measures Squall against its peers in the same run and writes tests/bench/RESULTS.md.

Every figure is a ratio against a peer measured minutes apart on the same machine; rounds are interleaved, medians quoted.
The load generator (wrk) has one core, everything under test the other. Loopback only.
"""
import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from load import TEST_CORE, free_port, http_block, nginx, spread, wrk, write
from proxying import proxying
from stubbing import stubbing
from validation import documents
from verification import locations, verification
from watching import watching

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def start_time(argv, count=50):
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        subprocess.run(argv, stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - begin) * 1e3)
    return times


def validation(folder, binary, seconds, rounds):
    """Documents parsed and validated per second against JSON.parse and an ajv validator, formats asserted on both sides."""
    here = os.path.join(ROOT, "tests/bench/validation")
    schema = os.path.join(here, "schema.json")
    programs = {"ajv": ["node", os.path.join(here, "ajv.js")], "squall": [binary]}

    def sample(program, document, duration):
        out = subprocess.run(["taskset", "-c", TEST_CORE, *program, schema, document, str(duration)], capture_output=True, text=True, check=True)
        return json.loads(out.stdout)

    versions = json.load(open(os.path.join(here, "package.json")))["dependencies"]
    lines = ["## Parsing and validating", "", f"Node {version(['node', '--version'])}, ajv {versions['ajv']}, ajv-formats {versions['ajv-formats']}; "
             "one core; `JSON.parse` and the compiled validator against `Document::parse_json` and `Schema::valid`. "
             "Both refuse each document once its last date is wrong.", "",
             "| document | of ajv's rate | Squall, documents/s | Squall, MB/s | ajv, documents/s |", "|---|---|---|---|---|"]
    for name, size in (("1 kB", 1_000), ("20 kB", 20_000), ("1 MB", 1_000_000)):
        sound, broken = (write(os.path.join(folder, kind), text) for kind, text in zip(("sound.json", "broken.json"), documents.page(size)))
        for program in programs.values():
            if sample(program, broken, 0)["valid"]:
                raise RuntimeError(f"{program} takes a broken document")
        rates = {who: [] for who in programs}
        for _ in range(rounds):
            for who, program in programs.items():
                result = sample(program, sound, seconds)
                if not result["valid"]:
                    raise RuntimeError(f"{program} refuses a sound document")
                rates[who].append(result["rate"])
        squall = statistics.median(rates["squall"])
        lines.append("| {} | {} | {:,.0f} | {:,.0f} | {:,.0f} |".format(
            name, spread([a / b for a, b in zip(rates["squall"], rates["ajv"])]), squall, squall * os.path.getsize(sound) / 1e6,
            statistics.median(rates["ajv"])))
    return lines + [""]


def largest_contract():
    """The largest contract of the corpus where there is one, else of the sample shop."""
    corpora = os.environ.get("SQUALL_CORPORA") or os.path.join(ROOT, "..", "shared", "corpora")
    for folder in (os.path.join(corpora, "openapi-real"), os.path.join(ROOT, "tests/shop/contracts")):
        files = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".json")]
        if files:
            return max(files, key=os.path.getsize)
    sys.exit("bench: there is no contract in JSON to read")


# A program's peak begins as that of the process which started it, so a small one does.
LAUNCHER = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def peak_memory(argv):
    """Megabytes a program had resident at its peak; never less than the 8 of the process that starts it."""
    measured = subprocess.run([sys.executable, "-S", "-c", LAUNCHER, *argv], stdout=subprocess.PIPE, check=True)
    return int(measured.stdout) / 1024


def reading(squall, binary, rounds):
    """One large contract read, by ours and by nlohmann's parser."""
    file = largest_contract()
    out = subprocess.run(["taskset", "-c", TEST_CORE, binary, file, "--benchmark_format=json", f"--benchmark_repetitions={rounds}",
                          "--benchmark_enable_random_interleaving=true"], capture_output=True, text=True, check=True).stdout
    times = {}
    for sample in json.loads(out)["benchmarks"]:
        if sample["run_type"] == "iteration":
            times.setdefault(sample["run_name"], []).append(sample["cpu_time"])
    dom = statistics.median(times["nlohmann DOM"])
    size = os.path.getsize(file)
    lines = ["## Reading a contract", "", f"`{os.path.basename(file)}`, {size / 1e6:.2f} MB of JSON, one core.", "",
             "| | ms of CPU | of nlohmann's DOM |", "|---|---|---|"]
    for name, values in sorted(times.items(), key=lambda item: statistics.median(item[1])):
        lines.append(f"| {name} | {spread(values)} | {statistics.median(values) / dom:.2f} |")
    peak, alone = peak_memory([squall, "check", file]), peak_memory([squall, "--version"])
    return lines + ["", f"`squall check` of it: {peak:.1f} MB resident at the peak, {peak - alone:.1f} MB above `squall --version`: "
                    f"{(peak - alone) * (1 << 20) / size:.1f} times the document.", ""]


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    memory = int(re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo").read()).group(1)) // (1 << 20)
    return f"{os.cpu_count()} cores ({cpu}), {memory} GB, Linux {platform.release()}"


def version(argv):
    out = subprocess.run(argv, capture_output=True, text=True)
    return (out.stdout + out.stderr).strip().splitlines()[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squall", default=os.path.join(ROOT, "build/release/harness/squall"))
    parser.add_argument("--validation", default=os.path.join(ROOT, "build/release/tests/bench/validation_bench"))
    parser.add_argument("--reading", default=os.path.join(ROOT, "build/release/tests/bench/reading_bench"))
    parser.add_argument("--responder", default=os.path.join(ROOT, "build/release/tests/bench/delaying_responder"))
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", default=os.path.join(ROOT, "tests/bench/RESULTS.md"))
    names = list(parts(argparse.Namespace(squall=None, seconds=0, rounds=0), None, None))
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="PART,...", help=f"measure these again: {', '.join(names)}")
    options = parser.parse_args()
    for name in options.only or []:
        if name not in names:
            parser.error(f"there is no part {name!r}")
    for tool in ("wrk", "nginx", "haproxy", "taskset", "node", "java"):
        if not shutil.which(tool):
            sys.exit(f"bench: {tool} is not installed; ci/setup --bench installs it")

    folder = tempfile.mkdtemp(prefix="squall-bench-")
    servers = []
    try:
        lines = run(options, folder, servers)
    finally:
        for server in reversed(servers):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines) + "\n"
    write(options.output, text)
    print(text)


def verifying(squall, folder, start, seconds, rounds):
    provider = free_port()
    start(nginx(folder, "provider", http_block(folder, f"server {{ listen 127.0.0.1:{provider} reuseport; {locations()} }}"), provider))
    served = wrk(f"http://127.0.0.1:{provider}/orders/ord-1001", 64, seconds)["rate"]
    return verification(squall, folder, provider, served, rounds)


def parts(options, folder, start):
    """What can be measured alone; each gives the lines of its section, which begin with its heading."""
    squall, seconds, rounds = options.squall, options.seconds, options.rounds
    return {
        "proxy": lambda: proxying(squall, options.responder, folder, start, seconds, rounds),
        "watch": lambda: watching(squall, folder, start, seconds, rounds),
        "start": lambda: ["## Start", "", f"`squall --version`: {spread(start_time([squall, '--version']))} ms.", ""],
        "stub": lambda: stubbing(squall, folder, start, seconds, rounds, largest_contract()),
        "verification": lambda: verifying(squall, folder, start, seconds, rounds),
        "reading": lambda: reading(squall, options.reading, rounds),
        "validation": lambda: validation(folder, options.validation, seconds, rounds),
    }


def head():
    return ["# Measured figures", "", "Written by `ci/bench`. Ratios are against the peer named, in the same run, rounds interleaved; "
            "median (min to max).", "", f"Machine: {machine()}; load generator on one core, everything under test on the other. "
            f"Peers: {version(['nginx', '-v'])}, {version(['haproxy', '-v'])}.", ""]


def run(options, folder, servers):
    def start(server):
        servers.append(server)
        return server

    known = parts(options, folder, start)
    measured = [line for name, measure in known.items() if name in (options.only or known) for line in measure()]
    return head() + (with_sections(options.output, measured) if options.only else measured)


def sections(lines):
    """heading -> its lines, of what follows the head."""
    found, inside = {}, None
    for line in lines:
        if line.startswith("## "):
            inside = found.setdefault(line, [])
        if inside is not None:
            inside.append(line)
    return found


def with_sections(file, measured):
    """The sections of the file, those measured again put in their place; one that is new comes last."""
    kept = []
    with contextlib.suppress(FileNotFoundError), open(file, encoding="utf-8") as text:
        kept = text.read().splitlines()
    return [line for section in (sections(kept) | sections(measured)).values() for line in section]


if __name__ == "__main__":
    main()
