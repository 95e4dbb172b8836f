#!/usr/bin/env python3
"""The control API's port, byte by byte: pipelining, framing, what is refused and what becomes of its connection."""

import json
import re
import socket
import time
import unittest

import control_api

KEEP = "Connection: keep-alive\r\n"
LARGEST = 4 << 20


def request(method, path, body=b"", fields=""):
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: here\r\n{length}{fields}\r\n".encode() + body


class Answers:
    """What came back, taken apart: [(status, fields, body)], and how the connection ended."""

    def __init__(self, reply, heads_only=False):
        self.end, self.all, rest = reply.end, [], reply.data
        while rest:
            head, _, rest = rest.partition(b"\r\n\r\n")
            start, *lines = head.decode().split("\r\n")
            fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            size = 0 if heads_only else int(fields.get("content-length", 0))
            self.all.append((int(start.split()[1]), fields, rest[:size]))
            rest = rest[size:]

    @property
    def statuses(self):
        return [status for status, _, _ in self.all]


class ControlPortTest(control_api.ControlTest):
    def setUp(self):
        super().setUp()
        self.begin()

    def talk(self, *pieces, enough=None, seconds=10, heads_only=False):
        """Sends the pieces a little apart; reads to the end, or until that many answers began."""
        connection = self.connect(f"{self.host}:{self.port}")
        with connection:
            for number, piece in enumerate(pieces):
                time.sleep(0.1 if number else 0)
                try:
                    connection.sendall(piece)
                except OSError:
                    break  # it was refused meanwhile; the answer is read below
            reply = control_api.Reply(connection, seconds if enough is None else 1)
        return Answers(reply, heads_only)

    def test_pipelined_requests_are_all_answered_in_order(self):
        body = json.dumps({"name": "p", "upstream": self.echo.address}).encode()
        three = request("POST", "/proxies", body) + request("GET", "/proxies/p") + request("DELETE", "/proxies/p")
        answers = self.talk(three + request("GET", "/proxies", fields="Connection: close\r\n"))
        self.assertEqual((answers.statuses, answers.end), ([201, 200, 204, 200], "fin"))
        self.assertEqual(json.loads(answers.all[3][2]), {})

    def test_a_connection_is_kept_for_the_next_request(self):
        for fields in ("", KEEP):
            with self.subTest(fields):
                answers = self.talk(*[request("GET", "/version", fields=fields)] * 3, enough=3)
                self.assertEqual((answers.statuses, answers.end), ([200] * 3, "open"))

    def test_a_connection_that_is_to_be_closed_is(self):
        for data in (request("GET", "/version", fields="Connection: close\r\n"), b"GET /version HTTP/1.0\r\n\r\n"):
            with self.subTest(data):
                answers = self.talk(data)
                self.assertEqual((answers.statuses, answers.end), ([200], "fin"))

    def test_204_has_no_length(self):
        answers = self.talk(request("POST", "/reset", fields="Connection: close\r\n"))
        self.assertEqual(answers.statuses, [204])
        self.assertFalse({"content-length", "transfer-encoding"} & set(answers.all[0][1]), answers.all)

    def test_head_has_no_body(self):
        answers = self.talk(request("HEAD", "/proxies", fields="Connection: close\r\n"), heads_only=True)
        self.assertEqual([(status, body) for status, _, body in answers.all], [(405, b"")])

    def test_bodies_come_in_chunks_and_in_pieces(self):
        whole = json.dumps({"name": "p", "upstream": self.echo.address}).encode()
        chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(whole), whole)
        head = request("POST", "/proxies", fields="Transfer-Encoding: chunked\r\nConnection: close\r\n")
        answers = self.talk(head[:9], head[9:40], head[40:] + chunked[:5], chunked[5:20], chunked[20:])
        self.assertEqual(answers.statuses, [201])

    def test_a_client_that_waits_is_told_to_go_on(self):
        head = b"POST /proxies HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
        self.assertEqual(self.talk(head, b"{}").statuses, [100, 400])

    def test_a_body_that_is_too_long_is_refused_and_never_read_as_a_request(self):
        hidden = json.dumps({"name": "hidden", "upstream": self.echo.address}).encode()
        hidden = request("POST", "/proxies", hidden)
        said = f"POST /proxies HTTP/1.1\r\nHost: here\r\n{KEEP}Content-Length: {LARGEST + 200}\r\n\r\n".encode()
        unsaid = f"POST /proxies HTTP/1.1\r\nHost: here\r\n{KEEP}Transfer-Encoding: chunked\r\n\r\n".encode()
        unsaid += b"%x\r\n" % (LARGEST + 200)
        for head in (said, unsaid):
            with self.subTest(head):
                answers = self.talk(head, b" " * LARGEST, b" " * 200 + hidden, hidden)
                self.assertIn((answers.statuses, answers.end), [([413], "fin"), ([413], "rst"), ([], "rst")])
        self.assertEqual(self.done(200, "GET", "/proxies"), {})

    def test_what_is_no_http_or_could_be_read_in_two_ways_is_refused(self):
        rows = {
            b"\x16\x03\x01\x00\xa5\x01\x00 tls\r\n\r\n": 400,
            b"GET /version\r\n\r\n": 400,
            b"GET /version HTTP/2.0\r\nHost: here\r\n\r\n": 505,
            b"POST /reset HTTP/1.1\r\nHost: here\r\nContent-Length: -1\r\n\r\n": 400,
            b"POST /reset HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nGET /": 400,
            b"POST /reset HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 400,
            b"POST /reset HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n": 400,
            b"GET /version HTTP/1.1\r\nHost: here\r\nX: " + b"a" * (1 << 20): 431,
        }
        for data, status in rows.items():
            with self.subTest(data[:60]):
                answers = self.talk(data)
                self.assertIn((answers.statuses, answers.end), [([status], "fin"), ([status], "rst")])

    def test_clients_that_leave_in_the_middle_leave_nothing(self):
        self.done(200, "GET", "/version")
        for data in (b"GET /ver", request("POST", "/proxies", b"x" * 100)[:-50], request("GET", "/metrics") * 50):
            for _ in range(20):
                connection = self.connect(f"{self.host}:{self.port}")
                connection.sendall(data)
                connection.close()
        metrics = self.ask("GET", "/metrics").text
        self.assertTrue(re.search("^# TYPE squall_edge", metrics, re.M))
        descriptors = lambda: len(list(control_api.blackbox.Path(f"/proc/{self.process.pid}/fd").iterdir()))  # noqa: E731
        before = descriptors()
        control_api.blackbox.wait_until(lambda: descriptors() < 40, 10, f"descriptors are given back, of {before}")

    def test_a_client_that_takes_no_answers_is_cut_off(self):
        self.proxy()
        for number in range(30):
            self.toxic(name="n" * 200 + str(number), type="noop")
        connection = self.connect(f"{self.host}:{self.port}")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(10)
        with self.assertRaises(OSError):
            for _ in range(4000):
                connection.sendall(request("GET", "/proxies") * 20)
        self.done(200, "GET", "/version")


if __name__ == "__main__":
    unittest.main()
