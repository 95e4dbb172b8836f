#!/usr/bin/env python3
"""`squall stub --record`: a provider's answers are recorded without secrets, and given again without the provider."""

import http.client
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
        if self.path.startswith("/echo"):
            self.answer(200, {"path": self.path, "hop": self.headers.get("X-Hop")}, [("X-M", "a"), ("X-M", "b")])
            return
        if self.path == "/login":
            self.page(b"<input name=password>")
            return
        type(self).calls += 1
        title = "Emma {{request.method}}" if type(self).calls == 1 else "Emma II"
        self.answer(200, {"id": "bk-1234", "title": title, "copies": 1}, [("Set-Cookie", "s=swordfish")])

    def page(self, text):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

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

    def test_an_odd_exchange_does_not_spoil_the_others(self):
        port, process = self.start_stub("--record", self.url, "--record-to", self.file)
        paths = ["/echo", "/echo?status=open", "/echo/{x}", "/echo/y"]
        answers = [self.ask(port, "GET", path, headers={"Connection": "X-Hop", "X-Hop": "1"}) for path in paths]
        self.assertEqual([answer[2] for answer in answers], [{"path": path, "hop": None} for path in paths])
        self.ask(port, "GET", "/echo?q=%FF")
        self.assertEqual(self.get(port, "/login"), b"<input name=password>")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(10), 130)
        log = (self.sandbox.folder / f"server-{port}.log").read_text()
        for line in ("GET /echo?q=%FF: it is not recorded: ", "GET /login: it is not recorded: ", "recorded 4 answers in "):
            self.assertIn(line, log)
        self.server.shutdown()
        port, _ = self.start_stub("--rules", self.file)
        for path, answer in zip(paths, answers):
            again = self.ask(port, "GET", path)
            self.assertEqual((again[2], again[1]["X-M"]), (answer[2], "a, b"), path)
        self.assertEqual(self.get(port, "/login", status=404)[:1], b"{")

    def get(self, port, path, status=200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            self.assertEqual(answer.status, status)
            return answer.read()
        finally:
            connection.close()

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

    def test_what_cannot_be_recorded_is_said_at_once(self):
        port = self.url.rpartition(":")[2]
        for url, file, code in ((f"http://u:swordfish@127.0.0.1:{port}", self.file, 2), ("http://", self.file, 2), (self.url, "f" * 5000, 3)):
            finished = self.sandbox.squall("stub", CONTRACT, "--record", url, "--record-to", file, report=False)
            self.assertEqual((finished.code, "swordfish" in finished.err, "internal" in finished.err), (code, False, False), finished)

    def test_a_file_is_not_overwritten(self):
        self.file.write_text("mine")
        finished = self.sandbox.squall("stub", CONTRACT, "--record", self.url, "--record-to", self.file, report=False)
        self.assertEqual((finished.code, self.file.read_text()), (2, "mine"), finished)


if __name__ == "__main__":
    unittest.main()
