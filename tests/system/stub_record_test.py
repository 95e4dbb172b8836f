#!/usr/bin/env python3
"""`squall stub --record`: a provider's answers are recorded without secrets, and given again without the provider."""

import http.server
import json
import signal
import threading
import unittest

from stubs import CONTRACT, StubTest



class Provider(http.server.BaseHTTPRequestHandler):
    """A library that counts; its token is a secret."""

    protocol_version = "HTTP/1.1"
    calls = 0

    def answer(self, status, body, headers=()):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        type(self).calls += 1
        title = "Emma {{request.method}}" if type(self).calls == 1 else "Emma II"
        self.answer(200, {"id": "bk-1234", "title": title, "copies": 1}, [("Set-Cookie", "s=swordfish")])

    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = {"id": "bk-1235", "title": given["title"], "copies": "many"}  # off the contract
        self.answer(201, body, [("Location", "/books/bk-1235"), ("X-Seen", self.headers.get("Authorization", "none"))])

    def log_message(self, *_):
        pass


class StubRecordTest(StubTest):
    def setUp(self):
        super().setUp()
        Provider.calls = 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.file = self.sandbox.folder / "recorded.yaml"

    def test_what_was_recorded_is_answered_again(self):
        port, process = self.start_stub("--record", self.url, "--record-to", self.file)
        first = self.ask(port, "GET", "/books/bk-1234")
        second = self.ask(port, "GET", "/books/bk-1234")
        self.assertEqual((first[2]["title"], second[2]["title"]), ("Emma {{request.method}}", "Emma II"))
        secret = {"Authorization": "Bearer swordfish"}
        made = self.ask(port, "POST", "/books", {"title": "Emma"}, secret)
        self.assertEqual((made[0], made[2]["copies"], made[1]["X-Seen"]), (201, "many", "Bearer swordfish"))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        recorded = self.file.read_text()
        self.assertNotIn("swordfish", recorded)
        self.assertIn("# off contract: body/copies: ", recorded)
        log = (self.sandbox.folder / f"server-{port}.log").read_text()
        self.assertIn("the provider's answer: body/copies: ", log)
        self.assertIn("recorded 3 answers in ", log)
        self.server.shutdown()
        port, _ = self.start_stub("--rules", self.file)
        self.assertEqual(self.ask(port, "GET", "/books/bk-1234")[2], first[2])
        self.assertEqual([self.ask(port, "GET", "/books/bk-1234")[2] for _ in range(2)], [second[2]] * 2)
        self.assertEqual(self.ask(port, "POST", "/books", {"title": "Emma"})[2], made[2])
        self.assertEqual(self.ask(port, "GET", "/books/bk-1001")[2]["title"], "Persuasion")  # the contract's

    def test_rules_come_first(self):
        rules = self.sandbox.write(
            "rules.yaml", "squall: 1\nrules:\n  - {request: {path: /books/bk-9999}, response: {status: 404}}\n"
        )
        port, _ = self.start_stub("--rules", rules, "--record", self.url, "--record-to", self.file)
        self.assertEqual(self.ask(port, "GET", "/books/bk-9999")[0], 404)
        self.assertEqual(Provider.calls, 0)

    def test_a_provider_that_is_not_there_is_said(self):
        self.server.shutdown()
        self.server.server_close()
        port, _ = self.start_stub("--record", self.url, "--record-to", self.file)
        status, _, body = self.ask(port, "GET", "/books/bk-1234")
        self.assertEqual(status, 502)
        self.assertIn("gave no answer", body["detail"])

    def test_a_file_is_not_overwritten(self):
        self.file.write_text("mine")
        finished = self.sandbox.squall("stub", CONTRACT, "--record", self.url, "--record-to", self.file, report=False)
        self.assertEqual((finished.code, self.file.read_text()), (2, "mine"), finished)


if __name__ == "__main__":
    unittest.main()
