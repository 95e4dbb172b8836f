#!/usr/bin/env python3
"""`squall stub --stateful`: what is made is read, listed, changed and removed; and the stub passes verification."""

import unittest

from stubs import CONTRACT, StubTest

# Nothing makes a shelf: whoever puts a thing on one has made up its name, and must look for the thing there.
SHELVES = """openapi: 3.0.3
info: {title: Shelves, version: "1"}
paths:
  /shelves/{shelf}/things:
    parameters: [{$ref: "#/components/parameters/shelf"}]
    get: {responses: {"200": {description: all, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {"201": {$ref: "#/components/responses/Thing"}}
  /shelves/{shelf}/things/{thingId}:
    parameters: [{$ref: "#/components/parameters/shelf"}, {name: thingId, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get: {responses: {"200": {$ref: "#/components/responses/Thing"}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}, "404": {description: none}}}
components:
  parameters:
    shelf: {name: shelf, in: path, required: true, schema: {type: string, pattern: "^[a-z]{12}$"}}
  responses:
    Thing: {description: a thing, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
  schemas:
    Thing: {type: object, required: [thingId], properties: {thingId: {type: integer}, name: {type: string}, made: {type: string, readOnly: true}}}
"""


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

    def test_verification_looks_for_a_thing_where_it_was_put(self):
        contract = self.sandbox.write("shelves.yaml", SHELVES)
        port, _ = self.start_stub("--stateful", contract=contract)
        finished = self.sandbox.squall("verify", contract, "--url", f"http://127.0.0.1:{port}", "--seed", "3")
        self.assertEqual((finished.code, finished.findings()), (0, []), finished)

    def test_what_only_the_provider_knows_is_shown(self):
        port, _ = self.start_stub("--stateful", contract=self.sandbox.write("shelves.yaml", SHELVES))
        self.assertEqual(self.ask(port, "POST", "/shelves/abcdefghijkl/things", {"name": "cup"})[2],
                         {"thingId": 1, "name": "cup", "made": "string"})


if __name__ == "__main__":
    unittest.main()
