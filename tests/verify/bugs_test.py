#!/usr/bin/env python3
"""Each bug of the library is there and is shown by the request made by hand: the library that has it answers otherwise
than the sound one, or takes its time."""

import http.client
import re
import sys
import time
import unittest
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "system")]

import blackbox  # noqa: E402
from bench import listed_bugs, start_library  # noqa: E402
from sizes import requests_by_hand  # noqa: E402

CREDENTIALS = {"Authorization": "Bearer reader-token", "X-Api-Key": "staff-key"}


def headers_of(named, target, body):
    headers = dict(CREDENTIALS)
    if body:
        is_json = body.startswith("{")
        headers["Content-Type"] = "application/json" if is_json else "application/x-www-form-urlencoded"
    headers.update(named)
    return {name: value for name, value in headers.items() if value}


def as_multipart(body):
    boundary = uuid.UUID(int=7).hex
    parts = [field.split("=", 1) for field in body.split("&")]
    lines = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts]
    return "".join(lines) + f"--{boundary}--\r\n", f"multipart/form-data; boundary={boundary}"


def ask(port, method, target, named, body):
    headers = headers_of(dict(named), target, body)
    if target.endswith("/files"):
        body, headers["Content-Type"] = as_multipart(body)
    if method == "PATCH" and body:
        headers["Content-Type"] = "application/merge-patch+json"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    begin = time.monotonic()
    connection.request(method, target, body.encode() or None, headers)
    try:
        answer = connection.getresponse()
        content = answer.read()
        seen = sorted((name, value) for name, value in answer.getheaders() if name != "Date")
        return answer.status, seen, content, time.monotonic() - begin
    except http.client.HTTPException as error:
        return 0, [], repr(error).encode(), time.monotonic() - begin
    finally:
        connection.close()


def without_time(content):
    return re.sub(rb"\d\d:\d\d:\d\d", b"", content)


class BugsTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = blackbox.Sandbox()
        self.addCleanup(self.sandbox.close)

    def answers(self, bug, minimal):
        port = start_library(self.sandbox, bug)
        answers, known = [], ""
        for method, target, named, body in requests_by_hand(minimal):
            status, headers, content, seconds = ask(port, method, target.replace("$id", known), named, body)
            found = re.search(rb'"id":"?([\w-]+)', content)
            known = found.group(1).decode() if found else known
            answers.append((status, headers, without_time(content), seconds > 1))
        return answers

    def test_the_request_made_by_hand_shows_the_bug(self):
        for bug, (_, minimal) in listed_bugs().items():
            with self.subTest(bug=bug):
                self.assertNotEqual(self.answers("", minimal), self.answers(bug, minimal), minimal)


if __name__ == "__main__":
    unittest.main()
