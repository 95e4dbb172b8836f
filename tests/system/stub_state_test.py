#!/usr/bin/env python3
"""`squall stub --stateful`: what is made is read, listed, changed and removed; and the stub passes verification."""

import http.client
import json
import unittest

import blackbox

CONTRACT = blackbox.ROOT / "tests" / "data" / "stub" / "library.yaml"


class StubStateTest(blackbox.BlackBoxTest):
    def stub(self, *options):
        port = blackbox.free_port()
        self.start([blackbox.SQUALL, "stub", CONTRACT, "--port", port, "--seed", "7", *options], port)
        return port

    def ask(self, port, method, path, body=None, content_type="application/json"):
        """Status, headers and JSON of one request; two requests share a connection only by chance."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {} if body is None else {"Content-Type": content_type})
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, answer.headers, json.loads(content) if content else None
        finally:
            connection.close()

    def test_a_resource_lives_and_dies(self):
        port = self.stub("--stateful", "--workers", "2")
        status, headers, made = self.ask(port, "POST", "/books", {"title": "Emma", "genre": "novel"})
        self.assertEqual((status, made["title"], made["genre"]), (201, "Emma", "novel"))
        place = headers["Location"]
        self.assertEqual(place, f"/books/{made['id']}")
        self.assertEqual(self.ask(port, "GET", place)[2], made)
        self.assertEqual(self.ask(port, "HEAD", place)[0], 200)
        patched = self.ask(port, "PATCH", place, {"genre": None}, "application/merge-patch+json")
        self.assertEqual((patched[0], "genre" in patched[2]), (200, False))
        operations = [{"op": "replace", "path": "/title", "value": "Emma II"}]
        self.assertEqual(self.ask(port, "PATCH", place, operations, "application/json-patch+json")[2]["title"], "Emma II")
        self.assertEqual(self.ask(port, "GET", place)[2]["title"], "Emma II")
        self.assertEqual(self.ask(port, "DELETE", place)[0], 204)
        self.assertEqual(self.ask(port, "GET", place)[0], 404)
        self.assertEqual(self.ask(port, "GET", "/books")[2]["total"], 1)  # the contract's example

    def test_lists_come_in_pages(self):
        port = self.stub("--stateful")
        for number in range(7):
            self.assertEqual(self.ask(port, "POST", "/books", {"title": f"book {number}"})[0], 201)
        titles, target = [], "/books?limit=3"
        while target:
            _, _, page = self.ask(port, "GET", target)
            self.assertLessEqual(len(page["items"]), 3)
            titles += [book["title"] for book in page["items"]]
            target = page["next_cursor"] and f"/books?limit=3&cursor={page['next_cursor']}"
        self.assertEqual(titles[-7:], [f"book {number}" for number in range(7)])
        self.assertEqual(len(titles), 8)

    def test_without_the_option_nothing_is_remembered(self):
        port = self.stub()
        _, headers, _ = self.ask(port, "POST", "/books", {"title": "Emma"})
        self.ask(port, "DELETE", "/books/bk-1001")
        self.assertEqual(self.ask(port, "GET", "/books/bk-1001")[0], 200)

    def test_it_passes_the_verification_of_its_contract(self):
        port = self.stub("--stateful")
        finished = self.sandbox.squall("verify", CONTRACT, "--url", f"http://127.0.0.1:{port}", "--seed", "3")
        self.assertEqual(finished.code, 0, finished)
        self.assertEqual(finished.findings(), [])


if __name__ == "__main__":
    unittest.main()
