#!/usr/bin/env python3
"""Seeds for the fuzz targets, in the form each target reads: from tests/data, and from the third-party corpora where
they are. Usage: seeds.py TARGET FOLDER"""

import hashlib
import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
CORPORA = pathlib.Path(os.environ.get("SQUALL_CORPORA", ROOT.parent / "shared" / "corpora"))
LARGEST = 4096  # bytes of one seed: small ones are quick to run and to shrink
DIALECTS = {"draft4": "0", "draft7": "1", "draft2020-12": "3"}  # as schema_fuzz numbers them


def files(folder, *endings):
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings and path.stat().st_size <= LARGEST:
            yield path.read_bytes()


def contracts():
    yield from files(DATA, ".yaml")
    yield from files(CORPORA / "openapi-validity", ".yaml", ".json")
    for path in sorted((CORPORA / "prism-mock").rglob("*.txt")):
        spec = path.read_text().partition("====spec====\n")[2].partition("\n====server====")[0]
        yield spec.encode()


def suite():
    """(dialect, group) of the JSON Schema test suite."""
    for path in sorted((CORPORA / "json-schema-test-suite" / "tests").rglob("*.json")):
        dialect = next((part for part in path.parts if part in DIALECTS), None)
        if dialect:
            for group in json.loads(path.read_text()):
                yield dialect, group


def schemas():
    for dialect, group in suite():
        for test in group["tests"]:
            lines = [DIALECTS[dialect], *(json.dumps(value) for value in (group["schema"], test["data"]))]
            yield "\n".join(lines).encode()


def patterns_in(value):
    if isinstance(value, list):
        for item in value:
            yield from patterns_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "pattern" and isinstance(item, str):
                yield item
            elif key == "patternProperties" and isinstance(item, dict):
                yield from item
            yield from patterns_in(item)


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value


def patterns():
    for _, group in suite():
        for pattern in patterns_in(group["schema"]):
            yield pattern.encode()
            for test in group["tests"]:
                for text in texts_in(test["data"]):
                    yield f"{pattern}\n{text}".encode("utf-8", "surrogatepass")
        if "regex" in json.dumps(group["schema"]):
            for test in group["tests"]:
                yield from (text.encode() for text in texts_in(test["data"]))


def json_texts():
    yield from files(DATA, ".json")
    yield from files(CORPORA / "pact", ".json")
    yield from files(CORPORA / "json-schema-test-suite", ".json")


def pacts():
    """The cases of the Pact specification, each as a pact with one interaction and the body it is held against."""
    for path in sorted((CORPORA / "pact").rglob("*.json")):
        case, side = json.loads(path.read_text("utf-8-sig")), path.parent.parent.name
        version = path.relative_to(CORPORA / "pact").parts[0].removeprefix("version-")
        sides = {"request": {}, "response": {}, **({side: case["expected"]} if side != "message" else {})}
        pact = {"consumer": {"name": "c"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": version}}}
        pact |= {"messages": [case["expected"]]} if side == "message" else {"interactions": [sides]}
        body = case["actual"].get("contents" if side == "message" else "body", "")
        yield (json.dumps(pact) + "\n---8<---\n" + (body if isinstance(body, str) else json.dumps(body))).encode()


def run_reports():
    for path in sorted((DATA / "reports").glob("*.json.json")):
        yield path.read_bytes()


SEEDS = {
    "document_yaml": contracts,
    "openapi_load": contracts,
    "schema": schemas,
    "pattern": patterns,
    "document_json": json_texts,
    "pact": pacts,
    "run_report": run_reports,
}


def main():
    target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    written = pathlib.Path(__file__).parent / "seeds" / target
    seeds = [path.read_bytes() for path in sorted(written.glob("*"))] if written.is_dir() else []
    seeds += SEEDS.get(target, list)()
    for seed in seeds:
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


if __name__ == "__main__":
    main()
