"""Holds rendered SARIF, HAR and GitLab reports to the public schemas of these formats, and to what schemas cannot say.

usage: schema_check.py RENDER_SAMPLE SAMPLE...
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import jsonschema

HERE = pathlib.Path(__file__).parent
MODULES = HERE / "node_modules"
render, *samples = sys.argv[1:]
mistakes = []


if not MODULES.is_dir():
    print("skipped: the public schemas are not installed; ci/setup installs them")
    sys.exit(1 if os.environ.get("SQUALL_REQUIRE_CORPORA") == "1" else 77)


def read(path):
    return json.loads(path.read_text())


def sarif_validator():
    return jsonschema.Draft7Validator(read(MODULES / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
                                      format_checker=jsonschema.FormatChecker())


def har_validator():
    parts = {path.name: read(path) for path in (MODULES / "har-schema/lib").glob("*.json")}
    resolver = jsonschema.RefResolver("", parts["har.json"], store={part["$id"].rstrip("#"): part for part in parts.values()} | parts)
    return jsonschema.Draft6Validator(parts["har.json"], resolver=resolver, format_checker=jsonschema.FormatChecker())


def har_beyond_the_schema(archive):
    log = archive["log"]
    pages = [page["id"] for page in log["pages"]]
    if len(set(pages)) != len(pages):
        yield "two pages have one id"
    for entry in log["entries"]:
        if entry["pageref"] not in pages:
            yield f"{entry['pageref']} is no page"
        if entry["time"] != sum(entry["timings"].values()):
            yield "the parts of an entry's time are not its time"


def gitlab_validator():
    issue = {"type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"],
             "properties": {"severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                            "description": {"type": "string", "minLength": 1}, "fingerprint": {"type": "string", "minLength": 1},
                            "location": {"type": "object", "required": ["path", "lines"], "properties": {
                                "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                                "lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}, "required": ["begin"]}}}}}
    return jsonschema.Draft7Validator({"type": "array", "items": issue})


def sarif_beyond_the_schema(log):
    for run in log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        if len(set(rules)) != len(rules):
            yield "a rule is listed twice"
        for rule in run["tool"]["driver"]["rules"]:
            if not rule["help"]["text"]:
                yield f"{rule['id']} has no help"
        for result in run["results"]:
            if rules[result["ruleIndex"]] != result["ruleId"]:
                yield f"the index of {result['ruleId']} names another rule"
            for location in result.get("locations", []):
                uri = location.get("physicalLocation", {}).get("artifactLocation", {}).get("uri", "")
                if not re.fullmatch(r"(file:///|https?://)?([A-Za-z0-9._~/:?#@!$&'()*+,;=-]|\[|\]|%[0-9A-F]{2})*", uri):
                    yield f"{uri} is no URI reference"


def gitlab_beyond_the_schema(issues):
    prints = [issue["fingerprint"] for issue in issues]
    if len(set(prints)) != len(prints):
        yield "two issues have one fingerprint"


FORMATS = {"sarif": (sarif_validator(), sarif_beyond_the_schema), "har": (har_validator(), har_beyond_the_schema),
           "gitlab": (gitlab_validator(), gitlab_beyond_the_schema)}

for name, (validator, beyond) in FORMATS.items():
    if not list(validator.iter_errors({"version": "0", "log": {}})):
        mistakes.append(f"{name}: the schema takes anything")
    for sample in samples:
        report = json.loads(subprocess.run([render, sample, name], check=True, capture_output=True).stdout)
        for error in validator.iter_errors(report):
            mistakes.append(f"{name} of {sample}: {error.json_path}: {error.message[:300]}")
        mistakes += [f"{name} of {sample}: {text}" for text in beyond(report)]
print(*mistakes[:20], sep="\n")
print(f"{len(samples)} samples in {len(FORMATS)} formats, {len(mistakes)} mistakes")
sys.exit(1 if mistakes or not samples else 0)
