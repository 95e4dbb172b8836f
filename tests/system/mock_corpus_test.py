#!/usr/bin/env python3
"""squall stub answers a mock server's corpus as it is expected to: status, the headers named, and the body.

The corpus is that of Prism (`prism-mock` of the corpora). MOCK_CASES chooses cases by a part of their names.
"""

import json
import os
import subprocess
import unittest
import xml.etree.ElementTree
from pathlib import Path

import blackbox
import mock_cases

CORPORA = Path(os.environ.get("SQUALL_CORPORA", blackbox.ROOT.parent / "shared" / "corpora"))

# Cases that are answered otherwise on purpose: name -> (why, status, body).
ROOT = "{}, \"XML Attribute, Prefix and Namespace\": the root element is named after the definition, as <Person> there"
PET = '<Pet><id>{}</id><name>{}</name><status>available</status></Pet>'
TEXT = ("RFC 9110, section 15.6.1: nothing unexpected has happened; a media type that OAS 3.0.4, section 4.7.14, allows "
        "for an object is answered with its JSON text, since a stub must pass the verification of its own contract",
        200, '{"name": "Clark", "surname": "Kent"}')
EXCEPTIONS = {
    "content-negotiation/E2E-Accept-Content-Negotiation-Xml-AC-1.oas3":
        (ROOT.format("OAS 3.0.4, section 4.7.26, XML Object"), 200, PET.format(1, "Sharik")),
    "content-negotiation/E2E-Accept-Content-Negotiation-Xml-AC-5.oas2":
        (ROOT.format("Swagger 2.0, XML Object"), 200, PET.format(0, "doggie")),
    "serialization/E2E-text-html-complex-serialisation.oas3": TEXT,
    "serialization/E2E-text-plain-complex-serialisation.oas3": TEXT,
    "generated-responses/too_complex-AC-1.oas3":
        ("RFC 9110, section 15.6.1: a list of 3,000 items is no error; it is made", 200, json.dumps(["string"] * 3000)),
    "static-examples/static_examples-AC-1.oas3_1":
        ("OAS 3.0.4, section 4.7.24: `contains` is no keyword of OpenAPI 3.0, so nothing is put into the list", 200,
         '{"title": "Work", "description": "string", "email": "пользователь@пример.ру", "age": [], "priority": 0}'),
    "validate-body-params/multipart-form-data-allow-reserved-fail.oas3":
        ("OAS 3.0.4, section 4.7.15.1.2: allowReserved is ignored unless the body is application/x-www-form-urlencoded", 200, "ok"),
    "validate-body-params/x-www-urlencoded-fail.oas2":
        ("Swagger 2.0, Parameter Object: `required` is false by default, so a body without the parameter is valid", 200, '"string"'),
}


def options_for(server):
    """The stub's options that stand for the mock's."""
    options = []
    for word in server:
        if word in ("-d", "--dynamic"):
            options.append("--dynamic")
        elif word == "--errors":
            options += ["--examples", "strict"]
        elif word == "--ignoreExamples":
            options += ["--examples", "none"]
        elif word == "--cors=false":
            options += ["--cors", "off"]
    return options


def structure(text):
    """What a body says, however it is laid out: JSON, XML as nested lists, or text."""
    try:
        return "json", json.loads(text)
    except ValueError:
        pass
    try:
        return "xml", tree(xml.etree.ElementTree.fromstring(text.strip()))
    except xml.etree.ElementTree.ParseError:
        return "text", text.strip()


def tree(element):
    return [element.tag, sorted(element.attrib.items()), (element.text or "").strip(), [tree(one) for one in element]]


def keys(value):
    if isinstance(value, dict):
        return {name: keys(member) for name, member in value.items()}
    return [keys(value[0])] if isinstance(value, list) and value else None


def differences(case, answer):
    """How the answer differs from what the case expects, in words; empty when it does not."""
    expected = case.expected
    found = []
    if answer.status != expected.status:
        found.append(f"status {answer.status} instead of {expected.status}")
    if case.only_status():
        return found
    for name, value in expected.headers:
        if answer.header(name) != value:
            found.append(f"{name}: {answer.header(name)} instead of {value}")
    asks_head = " -I" in case.command or " -sI" in case.command or "--head" in case.command
    if asks_head or not expected.body.strip() and case.kind != "expect":
        return found
    kind, wanted = structure(expected.body)
    got_kind, got = structure(answer.body)
    if case.kind == "expect" and got != wanted:
        found.append(f"body {answer.body[:300]!r} instead of {expected.body[:300]!r}")
    if case.kind == "expect-keysOnly" and keys(got) != keys(wanted):
        found.append(f"keys {keys(got)} instead of {keys(wanted)}")
    if case.kind == "expect-loose" and (kind, type(got)) != (got_kind, type(wanted)):
        found.append(f"body {answer.body[:300]!r} is not of the kind of {expected.body[:300]!r}")
    return found


class MockCorpusTest(blackbox.BlackBoxTest):
    def ask(self, case, document):
        """Starts a stub, runs the case's command against it, ends the stub."""
        options = options_for(case.server)
        stub = self.sandbox.start([blackbox.SQUALL, "stub", document, "--seed", "1", *options],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            line = stub.stdout.readline()
            if not line:
                return f"the stub did not start: {stub.stderr.read()[:300]}"
            url = next(word for word in line.split() if word.startswith("http")).rstrip(",")
            command = case.command
            for host in ("localhost", "127.0.0.1"):
                command = command.replace(f"http://{host}:4010", url)
            command = command.replace("curl ", "curl --silent --show-error --max-time 100 ", 1)
            done = subprocess.run(["bash", "-c", command], cwd=self.sandbox.folder, capture_output=True, timeout=200)
            if done.returncode:
                return f"the command ended with {done.returncode}: {done.stderr.decode(errors='replace')[:300]}"
            return mock_cases.Answer(done.stdout.decode(errors="replace"))
        except ValueError as error:
            return str(error)
        finally:
            self.stop(stub)
            stub.stdout.close()
            stub.stderr.close()

    def test_each_case_is_answered_as_expected(self):
        folder = CORPORA / "prism-mock"
        if not folder.exists():
            if os.environ.get("SQUALL_REQUIRE_CORPORA") == "1":
                self.fail(f"SQUALL_REQUIRE_CORPORA=1, and there is no {folder}")
            self.skipTest(f"there is no {folder}")
        chosen = [case for case in mock_cases.read(folder) if os.environ.get("MOCK_CASES", "") in case.name]
        self.assertTrue(chosen, "no case was chosen")
        held = 0
        for number, case in enumerate(chosen):
            answer = self.ask(case, self.sandbox.write(f"case-{number}.yaml", case.document))
            found = [answer] if isinstance(answer, str) else differences(case, answer)
            with self.subTest(case.name):
                if case.name in EXCEPTIONS:
                    why, status, body = EXCEPTIONS[case.name]
                    self.assertTrue(found, f"no exception any more, and listed as one: {why}")
                    self.assertNotIsInstance(answer, str, answer)
                    self.assertEqual((answer.status, structure(answer.body)), (status, structure(body)), why)
                    continue
                self.assertFalse(found, f"{case.command}\n  " + "\n  ".join(found))
                held += 1
        print(f"{held} of {len(chosen)} cases are answered as expected, {len(EXCEPTIONS)} are exceptions")
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
