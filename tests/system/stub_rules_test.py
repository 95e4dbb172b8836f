#!/usr/bin/env python3
"""`squall stub --rules`: fixed and templated answers, scenarios, latency; mistakes in the file are located."""

import time
import unittest

from stubs import CONTRACT, StubTest

RULES = """squall: 1
rules:
  - name: first page
    request: {path: /books, query: {limit: 1}}
    response: {body: {items: [], total: 0, next_cursor: null}}
  - name: slow
    request: {method: GET, path: '/books/{book_id}', headers: {X-Slow: {present: true}}}
    response: {latency: 300ms}
  - name: echo
    request: {method: POST, path: /books, body: {/genre: {matches: '^nov'}}}
    response:
      status: 201
      headers: {Location: '/books/bk-{{request.body/title}}'}
      body: {id: 'bk-{{random.integer 1000 9999}}', title: '{{request.body/title}}', copies: '{{sequence.books}}'}
  - {request: {path: /books/bk-2222}, scenario: loan, state: start, next: lent}
  - {request: {path: /books/bk-2222}, scenario: loan, state: lent, response: {status: 404}}
"""


class StubRulesTest(StubTest):
    def test_answers_by_rules(self):
        port, _ = self.start_stub("--rules", self.sandbox.write("rules.yaml", RULES))
        self.assertEqual(self.ask(port, "GET", "/books?limit=1")[2], {"items": [], "total": 0, "next_cursor": None})
        status, headers, made = self.ask(port, "POST", "/books", {"title": "Emma", "genre": "novel"})
        self.assertEqual((status, headers["Location"], made["title"], made["copies"]), (201, "/books/bk-Emma", "Emma", 1))
        again = self.ask(port, "POST", "/books", {"title": "Emma", "genre": "novel"})[2]
        self.assertEqual((again["id"], again["copies"]), (made["id"], 2))
        begin = time.monotonic()
        self.assertEqual(self.ask(port, "GET", "/books/bk-1001", headers={"X-Slow": "1"})[2]["title"], "Persuasion")
        self.assertGreaterEqual(time.monotonic() - begin, 0.3)
        self.assertEqual([self.ask(port, "GET", "/books/bk-2222")[0] for _ in range(3)], [200, 404, 404])
        self.assertEqual(self.ask(port, "POST", "/books", {"genre": "novel"})[0], 400)  # it is refused by the contract

    def test_mistakes_are_located(self):
        file = self.sandbox.write("wrong.yaml", RULES.replace("sequence.books", "sequenz").replace("state: lent,", "state: lend,"))
        finished = self.sandbox.squall("stub", CONTRACT, "--rules", file, report=False)
        self.assertEqual(finished.code, 2, finished)
        self.assertIn("wrong.yaml:14:", finished.err)
        self.assertIn("'sequenz' is nothing that a template can stand for", finished.err)
        self.assertIn("leads to state 'lend'; did you mean 'lent'?", finished.err)


if __name__ == "__main__":
    unittest.main()
