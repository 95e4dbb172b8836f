"""Holds rendered run reports to the published schema, and the schema to its own meta-schema.

usage: schema_check.py SCHEMA RENDER_SAMPLE SAMPLE...
"""
import copy
import json
import subprocess
import sys

import jsonschema

schema_file, render, *samples = sys.argv[1:]
with open(schema_file, encoding="utf-8") as stream:
    schema = json.load(stream)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def objects_without_unknown_members(node):
    """The same schema, closed: finds members that are written and not described."""
    if isinstance(node, dict):
        if "properties" in node:
            node["additionalProperties"] = False
        for value in node.values():
            objects_without_unknown_members(value)
    elif isinstance(node, list):
        for value in node:
            objects_without_unknown_members(value)


closed_schema = copy.deepcopy(schema)
objects_without_unknown_members(closed_schema)
closed = jsonschema.Draft202012Validator(closed_schema)

failures = 0
for sample in samples:
    report = json.loads(subprocess.run([render, sample, "json"], check=True, capture_output=True).stdout)
    for error in [*validator.iter_errors(report), *closed.iter_errors(report)]:
        print(f"{sample}: {error.json_path}: {error.message[:200]}")
        failures += 1
    broken = copy.deepcopy(report)
    broken["run"]["outcome"] = "fine"
    if validator.is_valid(broken):
        print(f"{sample}: the schema accepts an outcome that does not exist")
        failures += 1
print(f"{len(samples)} reports held to {schema_file}, {failures} mistakes")
sys.exit(1 if failures or not samples else 0)
