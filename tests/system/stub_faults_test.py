#!/usr/bin/env python3
"""Faults on a stub's answers, by rule and by request header, seen on raw sockets."""

import http.client
import json
import socket
import time
import unittest

from stubs import CONTRACT, StubTest

RULES = """squall: 1
rules:
  - {request: {headers: {X-Case: truncate}}, fault: {truncate: 10}}
  - {request: {headers: {X-Case: reset}}, fault: 'reset: before_answer'}
  - {request: {headers: {X-Case: hold}}, fault: hold}
  - {request: {headers: {X-Case: trickle}}, fault: {trickle: {gap: 5ms, size: 8}}}
  - {request: {headers: {X-Case: abort}}, response: {status: 404}, fault: {abort: 503, first: 1}}
  - {request: {headers: {X-Case: slow}}, response: {latency: 100ms}, fault: {delay: {for: 200ms, stage: mid_body}}}
  - {request: {headers: {X-Case: illegal}}, fault: illegal_change}
"""


class StubFaultsTest(StubTest):
    def exchange(self, port, header, within=60):
        """What comes of one GET until the connection ends or is quiet for `within`; and how: fin, rst, quiet."""
        with socket.create_connection(("127.0.0.1", port), timeout=within) as client:
            client.sendall(f"GET /books/bk-1001 HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n".encode())
            received = b""
            try:
                while piece := client.recv(65536):
                    received += piece
                return received, "fin"
            except ConnectionResetError:
                return received, "rst"
            except TimeoutError:
                return received, "quiet"

    def test_rules_strike_answers(self):
        rules = self.sandbox.write("rules.yaml", RULES)
        port, _ = self.start_stub("--rules", rules, "--stateful")
        whole, ended = self.exchange(port, "X-Case: none")
        body = whole.partition(b"\r\n\r\n")[2]
        self.assertEqual((ended, json.loads(body)["title"]), ("fin", "Persuasion"))
        cut, ended = self.exchange(port, "X-Case: truncate")
        self.assertEqual((ended, cut.partition(b"\r\n\r\n")[2]), ("fin", body[:10]))
        self.assertIn(f"Content-Length: {len(body)}".encode(), cut)
        self.assertEqual(self.exchange(port, "X-Case: reset"), (b"", "rst"))
        self.assertEqual(self.exchange(port, "X-Case: hold", within=0.5), (b"", "quiet"))
        begin = time.monotonic()
        slow, ended = self.exchange(port, "X-Case: trickle")
        self.assertEqual((ended, slow.partition(b"\r\n\r\n")[2]), ("fin", body))
        self.assertGreaterEqual(time.monotonic() - begin, 0.005 * (len(body) // 8))
        begin = time.monotonic()
        self.assertEqual(self.exchange(port, "X-Case: slow")[0].partition(b"\r\n\r\n")[2], body)
        self.assertGreaterEqual(time.monotonic() - begin, 0.3)
        first, second = self.exchange(port, "X-Case: abort")[0], self.exchange(port, "X-Case: abort")[0]
        self.assertEqual((first[9:12], second[9:12]), (b"503", b"404"))
        self.assertNotEqual(self.exchange(port, "X-Case: illegal")[0].partition(b"\r\n\r\n")[2], body)

    def test_a_header_asks_for_a_fault_where_that_is_allowed(self):
        port, _ = self.start_stub("--allow-fault-header")
        self.assertEqual(self.exchange(port, "Squall-Fault: abort: 500")[0][9:12], b"500")
        self.assertEqual(self.exchange(port, "Squall-Fault: reset: mid_body")[1], "rst")
        answer, _ = self.exchange(port, "Squall-Fault: trunkate: 10")
        self.assertEqual(answer[9:12], b"400")
        self.assertIn(b"did you mean 'truncate'?", answer)
        refused, _ = self.exchange(port, "Squall-Fault: refuse")
        self.assertEqual(refused[9:12], b"400")
        self.assertIn(b"squall proxy", refused)
        plain, _ = self.start_stub()
        self.assertEqual(self.exchange(plain, "Squall-Fault: abort: 500")[0][9:12], b"200")

    def test_a_connection_goes_on_after_a_fault_that_leaves_it_whole(self):
        port, _ = self.start_stub("--allow-fault-header")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.addCleanup(connection.close)
        for fault in ["abort: 503", "trickle: 1ms", "latency: 20ms", "noop"]:
            connection.request("GET", "/books/bk-1001", headers={"Squall-Fault": fault})
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, 503 if "abort" in fault else 200, fault)

    def test_a_mistake_is_located(self):
        rules = self.sandbox.write("rules.yaml", RULES.replace("truncate: 10", "truncate: many"))
        finished = self.sandbox.squall("stub", CONTRACT, "--rules", rules, report=False)
        self.assertEqual(finished.code, 2, finished)
        self.assertIn("rules.yaml:3:", finished.err)


if __name__ == "__main__":
    unittest.main()
