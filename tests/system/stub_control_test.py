#!/usr/bin/env python3
"""The control API of `squall stub`: the journal, assertions, states and snapshots, over real sockets."""

import gzip
import http.client
import json
import threading
import unittest

import blackbox
from stubs import StubTest


class StubControlTest(StubTest):
    def setUp(self):
        super().setUp()
        self.control = blackbox.free_port()
        rules = self.sandbox.write(
            "rules.yaml",
            "squall: 1\nrules:\n  - {request: {path: /books/bk-2222}, scenario: loan, state: start, next: lent,"
            " response: {status: 404}}\n",
        )
        options = ["--stateful", "--rules", rules, "--control", f"127.0.0.1:{self.control}", "--workers", "2"]
        self.port, _ = self.start_stub(*options)
        blackbox.wait_until(lambda: blackbox.accepts(self.control), 60, "the control port listens")

    def ask(self, port, method, path, body=None, headers=None):
        status, _, content = super().ask(port, method, path, body, headers)
        return status, content

    def test_it_says_what_was_asked(self):
        self.ask(self.port, "POST", "/books", {"title": "Emma"}, {"Authorization": "Bearer swordfish"})
        self.ask(self.port, "POST", "/books", {"name": "Emma"})
        self.ask(self.port, "GET", "/books/bk-2222")
        status, journal = self.ask(self.control, "GET", "/journal")
        self.assertEqual(status, 200)
        made, refused, lent = journal["entries"]
        self.assertEqual(made["notes"], ["state: made /books/bk-1002"])
        self.assertEqual((made["request"]["headers"]["Authorization"], made["response"]["status"]), ("[redacted]", 201))
        self.assertEqual(refused["response"]["status"], 400)
        self.assertIn("library.yaml:", refused["violations"][0]["contract"])
        self.assertIn("rule: rule 1", lent["notes"][0])
        expected = {"request": {"method": "POST", "body": {"/title": "Emma"}}, "times": 1}
        self.assertEqual(self.ask(self.control, "POST", "/assert", expected)[0], 200)
        status, told = self.ask(self.control, "POST", "/assert", {**expected, "times": 2})
        self.assertEqual((status, told["count"], told["expected"], len(told["nearest"])), (409, 1, "2 times", 2))

    def test_it_resets_and_brings_back(self):
        self.ask(self.port, "POST", "/books", {"title": "Emma"})
        self.assertEqual(self.ask(self.control, "PUT", "/snapshots/emma")[0], 204)
        self.ask(self.port, "DELETE", "/books/bk-1002")
        self.ask(self.port, "GET", "/books/bk-2222")
        self.assertEqual(self.ask(self.control, "GET", "/scenarios"), (200, {"loan": "lent"}))
        self.assertEqual(self.ask(self.control, "POST", "/snapshots/emma")[0], 204)
        self.assertEqual(self.ask(self.control, "GET", "/scenarios"), (200, {"loan": "start"}))
        self.assertEqual(self.ask(self.port, "GET", "/books/bk-1002")[0], 200)
        self.assertEqual(self.ask(self.control, "POST", "/reset")[0], 204)
        self.assertEqual(self.ask(self.port, "GET", "/books/bk-1002")[0], 404)
        self.assertEqual(len(self.ask(self.control, "GET", "/journal")[1]["entries"]), 1)

    def test_any_bytes_leave_the_journal_json(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        coded = gzip.compress(json.dumps({"title": "Emma"}).encode(), mtime=0)
        connection.request("POST", "/books", coded, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
        made = connection.getresponse()
        self.assertEqual((made.status, json.loads(made.read())["title"]), (201, "Emma"))
        connection.putrequest("GET", "/books/bk-1001")
        connection.putheader("X-Any", b"\xff\xfe")
        connection.endheaders()
        connection.getresponse().read()
        coded_entry, read_entry = self.ask(self.control, "GET", "/journal")[1]["entries"]
        self.assertEqual((coded_entry["response"]["status"], read_entry["request"]["headers"]["X-Any"]), (201, "\ufffd\ufffd"))

    def test_asserts_what_encoded_and_long_bodies_hold(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.addCleanup(connection.close)
        coded = gzip.compress(json.dumps({"title": "Emma"}).encode(), mtime=0)
        connection.request("POST", "/books", coded, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
        self.assertEqual(connection.getresponse().status, 201)
        expected = {"request": {"method": "POST", "body": {"/title": "Emma"}}}
        self.assertEqual(self.ask(self.control, "POST", "/assert", {**expected, "times": 1})[0], 200)
        self.ask(self.port, "POST", "/books", {"title": "Emma", "genre": "n" * 20_000})
        for more in ({"times": 1}, {"times": 2}):
            status, told = self.ask(self.control, "POST", "/assert", {**expected, **more})
            self.assertEqual((status, told["holds"], told["count"], told["cut"]), (409, None, 1, 1), told)
        self.assertEqual(self.ask(self.control, "POST", "/assert", expected)[0], 200)

    def test_pages_may_not_use_it(self):
        self.assertEqual(self.ask(self.control, "POST", "/reset", headers={"Origin": "http://example.org"})[0], 403)
        self.assertEqual(self.ask(self.control, "GET", "/journal", headers={"Sec-Fetch-Site": "cross-site"})[0], 403)

    def test_the_journal_is_bounded_under_many_clients(self):
        def many():
            for _ in range(400):
                self.ask(self.port, "GET", "/books/bk-1001")

        clients = [threading.Thread(target=many) for _ in range(4)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        _, journal = self.ask(self.control, "GET", "/journal")
        self.assertEqual((len(journal["entries"]), journal["forgotten"]), (1000, 600))
        numbers = [entry["number"] for entry in journal["entries"]]
        self.assertEqual(numbers, list(range(601, 1601)))
        status, told = self.ask(self.control, "POST", "/assert", {"request": {"method": "POST"}, "times": 0})
        self.assertEqual((status, told["holds"], told["forgotten"]), (409, None, 600), told)


if __name__ == "__main__":
    unittest.main()
