"""Reads rendered JUnit files with an XML parser that is not ours and adds up what they say.

usage: junit_check.py RENDER_SAMPLE SAMPLE...
"""
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

render, *samples = sys.argv[1:]
failures = 0


def expect(sample, what, expected, found):
    global failures
    if expected != found:
        print(f"{sample}: {what}: expected {expected}, found {found}")
        failures += 1


for sample in samples:
    root = ElementTree.fromstring(subprocess.run([render, sample, "junit"], check=True, capture_output=True).stdout)
    expect(sample, "root", "testsuites", root.tag)
    cases = root.findall("./testsuite/testcase")
    expect(sample, "has cases", True, len(cases) > 0)
    for attribute, element in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
        expect(sample, attribute, int(root.get(attribute)), len(root.findall(f"./testsuite/testcase/{element}")))
        expect(sample, attribute, int(root.get(attribute)), sum(int(s.get(attribute)) for s in root.findall("testsuite")))
    expect(sample, "tests", int(root.get("tests")), len(cases))
    for case in cases:
        expect(sample, "verdicts of one case", True, len([e for e in case if e.tag in ("failure", "error", "skipped")]) <= 1)
        expect(sample, "elements", set(), {e.tag for e in case.iter()} - {"testcase", "failure", "error", "skipped", "system-out"})
print(f"{len(samples)} files read, {failures} mistakes")
sys.exit(1 if failures or not samples else 0)
