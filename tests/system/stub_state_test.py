#!/usr/bin/env python3
"""`squall stub --stateful`: what is made is read, listed, changed and removed; and the stub passes verification."""

import unittest

from stubs import CONTRACT, StubTest



class StubStateTest(StubTest):
    def test_a_resource_lives_and_dies(self):
        port, _ = self.start_stub("--stateful", "--workers", "2")
        status, headers, made = self.ask(port, "POST", "/books", {"title": "Emma", "genre": "novel"})
        self.assertEqual((status, made["title"], made["genre"]), (201, "Emma", "novel"))
        place = headers["Location"]
        self.assertEqual(place, f"/books/{made['id']}")
        self.assertEqual(self.ask(port, "GET", place)[2], made)
        self.assertEqual(self.ask(port, "HEAD", place)[0], 200)
        patched = self.ask(port, "PATCH", place, {"genre": None}, {"Content-Type": "application/merge-patch+json"})
        self.assertEqual((patched[0], "genre" in patched[2]), (200, False))
        operations = [{"op": "replace", "path": "/title", "value": "Emma II"}]
        self.assertEqual(self.ask(port, "PATCH", place, operations, {"Content-Type": "application/json-patch+json"})[2]["title"], "Emma II")
        self.assertEqual(self.ask(port, "GET", place)[2]["title"], "Emma II")
        self.assertEqual(self.ask(port, "DELETE", place)[0], 204)
        self.assertEqual(self.ask(port, "GET", place)[0], 404)
        self.assertEqual(self.ask(port, "GET", "/books")[2]["total"], 1)  # the contract's example

    def test_lists_come_in_pages(self):
        port, _ = self.start_stub("--stateful")
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
        port, _ = self.start_stub()
        _, headers, _ = self.ask(port, "POST", "/books", {"title": "Emma"})
        self.ask(port, "DELETE", "/books/bk-1001")
        self.assertEqual(self.ask(port, "GET", "/books/bk-1001")[0], 200)

    def test_it_passes_the_verification_of_its_contract(self):
        port, _ = self.start_stub("--stateful")
        finished = self.sandbox.squall("verify", CONTRACT, "--url", f"http://127.0.0.1:{port}", "--seed", "3")
        self.assertEqual(finished.code, 0, finished)
        self.assertEqual(finished.findings(), [])


if __name__ == "__main__":
    unittest.main()
