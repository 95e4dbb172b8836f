#!/usr/bin/env python3
"""A stub keeps its own contract: squall verify against squall stub passes, with every operation exercised and no finding.

The contracts are real ones (`openapi-real` of the corpora, OpenAPI 3): a few small ones, or all with SQUALL_LONG=1.
ROUND_TRIP chooses them by a part of their names.
"""

import os
import re
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import blackbox

CORPORA = Path(os.environ.get("SQUALL_CORPORA", blackbox.ROOT.parent / "shared" / "corpora"))
# What a contract's text says of its security schemes -> credentials that fit them.
CREDENTIALS = [(re.compile(r"""type['"]?\s*:\s*['"]?apiKey"""), "key:key"),
               (re.compile(r"""scheme['"]?\s*:\s*['"]?basic""", re.IGNORECASE), "basic:user:password"),
               (re.compile(r"""scheme['"]?\s*:\s*['"]?bearer|type['"]?\s*:\s*['"]?(oauth2|openIdConnect)""",
                           re.IGNORECASE), "bearer:token")]
SMALL = 40_000  # bytes
SAMPLE = 8
# How much is asked of each operation: what is to be shown is that every answer keeps the contract.
EFFORT = ["--seed", "1", "--max-examples", "5", "--requests", "20000", "--no-shrink"]

# What nothing can keep: contract -> operation -> why.
UNREACHABLE = {
    "codat.io_sync-for-expenses_prealpha": {
        "GET /companies/{companyId}/sync/expenses/syncs/{syncId}/transactions":
            "`additionalProperties: false` beside `allOf` forbids what the schemas in allOf require",
    },
    "vercel.com_0.0.1": {
        "GET /v1/integrations/search-repo": "`type: null` beside `oneOf` of string and number: a required member has no value",
        "GET /v1/edge-config/{edgeConfigId}/item/{edgeConfigItemKey}": "the same, in EdgeConfigItemValue",
        "GET /v1/edge-config/{edgeConfigId}/items": "the same, in EdgeConfigItemValue",
        "PUT /v8/artifacts/{hash}": "declares no success: it is answered 400, as it says",
        "HEAD /v8/artifacts/{hash}": "declares no success: it is answered 400, as it says",
    },
}
# Of a stub that remembers.
UNTOLD = {
    "twilio_monitor_v2": {
        "PUT /v2/Alarms/{Sid}": "no answer tells the `Sid` of an alarm: nobody can know of one to change",
        "DELETE /v2/Alarms/{Sid}": "the same",
    },
}


def is_openapi3(path):
    head = path.read_text(errors="replace")[:5000] if path.stat().st_size > 5000 else path.read_text(errors="replace")
    if "swagger" in head and "2.0" in head:
        return False
    return "openapi" in head or '"openapi"' in path.read_text(errors="replace")


def credentials(contract):
    text = contract.read_text(errors="replace")
    return [word for pattern, auth in CREDENTIALS if pattern.search(text) for word in ("--auth", auth)]


def contracts():
    folder = CORPORA / "openapi-real"
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".yml", ".json")]
    paths = [path for path in paths if is_openapi3(path) and os.environ.get("ROUND_TRIP", "") in path.name]
    if os.environ.get("SQUALL_LONG") == "1" or os.environ.get("ROUND_TRIP"):
        return paths
    small = [path for path in paths if path.stat().st_size < SMALL]
    return small[:: max(1, len(small) // SAMPLE)][:SAMPLE]


class RoundTripTest(blackbox.BlackBoxTest):
    def stub(self, contract, *options):
        process = self.sandbox.start([blackbox.SQUALL, "stub", contract, "--seed", "1", *options], stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL, text=True)
        line = process.stdout.readline()
        if ", 0 operations" in line:  # it has webhooks only: there is nothing that a stub could answer
            return process, ""
        url = next((word.rstrip(",") for word in line.split() if word.startswith("http")), None)
        return process, url

    def trip(self, contract, *options):
        """What is wrong with the way from the contract to the stub and back, in words."""
        process, url = self.stub(contract, *options)
        try:
            if url is None:
                return ["the stub does not start"]
            if not url:
                return []
            done = self.sandbox.squall("verify", contract, "--url", url, *credentials(contract), *EFFORT, timeout=600)
            return complaints(contract, done, options)
        except AssertionError as error:
            return [str(error)]
        finally:
            self.stop(process)
            process.stdout.close()

    def all_trips(self, *options):
        if not (CORPORA / "openapi-real").exists():
            if os.environ.get("SQUALL_REQUIRE_CORPORA") == "1":
                self.fail(f"SQUALL_REQUIRE_CORPORA=1, and there is no {CORPORA / 'openapi-real'}")
            self.skipTest(f"there is no {CORPORA / 'openapi-real'}")
        chosen = contracts()
        self.assertTrue(chosen, "no contract was chosen")
        held = 0
        with ThreadPoolExecutor(2) as pool:
            for contract, found in zip(chosen, pool.map(lambda one: self.trip(one, *options), chosen)):
                with self.subTest(contract.name):
                    self.assertFalse(found, f"{contract}\n  " + "\n  ".join(found))
                    held += 1
        print(f"{held} of {len(chosen)} contracts: {' '.join(['the stub', *options])} passes, every operation exercised")
        self.assert_nothing_left()

    def test_a_stub_passes_the_verification_of_its_own_contract(self):
        self.all_trips()

    def test_so_does_one_that_remembers(self):
        self.all_trips("--stateful")


def is_of_the_contract(finding):
    """Where a contract has no answer for what was removed, its stub tells the truth, and verification says what the contract lacks."""
    return finding["rule"] == "response.status.undeclared" and "answers 404" in finding["message"]


def complaints(contract, done, options):
    if done.report is None:
        return [f"no report: {done}"]
    allowed = UNREACHABLE.get(contract.stem, {})
    if "--stateful" in options:
        allowed = allowed | UNTOLD.get(contract.stem, {})
    told = [one for one in done.findings() if one.get("operation") not in allowed]
    lacking = [one for one in told if "--stateful" in options and is_of_the_contract(one)]
    told = [one for one in told if one not in lacking]
    found = [f"{one['rule']} ({one['severity']}): {one['message']}" for one in told]
    if done.code not in ((0, 1) if allowed or lacking else (0,)):
        found.insert(0, f"exit code {done.code}")
    for check in done.report["checks"]:
        for fact in check.get("facts", []):
            text = str(fact)
            never = "never" in text or "not exercised" in text
            if never and not any(operation in text for operation in allowed):
                found.append(text)
    return found


if __name__ == "__main__":
    unittest.main()
