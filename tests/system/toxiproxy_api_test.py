#!/usr/bin/env python3
"""squall's control API over the wire: every call, its errors, who may ask, what the metrics add up to."""

import concurrent.futures
import re
import socket
import time
import unittest

import control_api

NOWHERE = "127.0.0.1:1"
# Of a proxy "p" with a toxic "t": method, path, body, status, and the error's text or a part of it.
ERRORS = [
    ("POST", "/proxies", "{", 400, "bad request body: "),
    ("POST", "/proxies", "", 400, "bad request body: EOF"),
    ("POST", "/proxies", {"upstream": NOWHERE}, 400, "missing required field: name"),
    ("POST", "/proxies", {"name": "q"}, 400, "missing required field: upstream"),
    ("POST", "/proxies", {"name": "p", "upstream": NOWHERE}, 409, "proxy already exists"),
    ("POST", "/populate", [{"name": "q", "upstream": NOWHERE}, {"name": "r"}], 400, "missing required field: upstream at proxy 2"),
    ("POST", "/populate", {}, 400, "bad request body: "),
    ("GET", "/proxies/q", None, 404, "proxy not found"),
    ("POST", "/proxies/q", {}, 404, "proxy not found"),
    ("PATCH", "/proxies/q", {}, 404, "proxy not found"),
    ("PATCH", "/proxies/p", {"enabled": "no"}, 400, "bad request body: enabled"),
    ("DELETE", "/proxies/q", None, 404, "proxy not found"),
    ("GET", "/proxies/q/toxics", None, 404, "proxy not found"),
    ("POST", "/proxies/q/toxics", {"type": "noop"}, 404, "proxy not found"),
    ("POST", "/proxies/p/toxics", {"name": "t", "type": "noop"}, 409, "toxic already exists"),
    ("POST", "/proxies/p/toxics", {}, 400, "invalid toxic type"),
    ("POST", "/proxies/p/toxics", {"type": "latensy"}, 400, "invalid toxic type"),
    ("POST", "/proxies/p/toxics", {"type": "noop", "stream": "up"}, 400, "stream was invalid, can be either upstream or downstream"),
    ("POST", "/proxies/p/toxics", {"type": "latency", "attributes": {"latency": 1.5}}, 400, "bad request body: attributes.latency"),
    ("POST", "/proxies/p/toxics", {"type": "noop", "toxicity": "1"}, 400, "bad request body: toxicity"),
    ("GET", "/proxies/p/toxics/u", None, 404, "toxic not found"),
    ("POST", "/proxies/p/toxics/u", {}, 404, "toxic not found"),
    ("PATCH", "/proxies/p/toxics/u", {}, 404, "toxic not found"),
    ("DELETE", "/proxies/p/toxics/u", None, 404, "toxic not found"),
]
WRONG_METHODS = [
    ("PUT", "/proxies", {"GET", "POST"}),
    ("DELETE", "/proxies", {"GET", "POST"}),
    ("GET", "/populate", {"POST"}),
    ("PUT", "/proxies/p", {"GET", "POST", "PATCH", "DELETE"}),
    ("PATCH", "/proxies/p/toxics", {"GET", "POST"}),
    ("PUT", "/proxies/p/toxics/t", {"GET", "POST", "PATCH", "DELETE"}),
    ("GET", "/reset", {"POST"}),
    ("POST", "/version", {"GET"}),
    ("POST", "/metrics", {"GET"}),
]


class ToxiproxyApiTest(control_api.ControlTest):
    def setUp(self):
        super().setUp()
        self.begin("--seed", "1")

    def metric(self, name, **labels):
        """The sum of the samples of that name that have these labels."""
        found = []
        for sample, given, value in re.findall(r"^(\w+)\{(.*)\} (\S+)$", self.ask("GET", "/metrics").text, re.M):
            if sample == name and labels.items() <= dict(re.findall(r'(\w+)="([^"]*)"', given)).items():
                found.append(float(value))
        self.assertTrue(found, f"{name}{labels}")
        return sum(found)

    def test_errors(self):
        self.proxy()
        self.toxic(name="t", type="noop")
        before = self.done(200, "GET", "/proxies")
        for method, path, body, status, text in ERRORS:
            with self.subTest(f"{method} {path} {body}"):
                answer = self.ask(method, path, body)
                self.assertEqual(answer.status, status, answer)
                self.assertLessEqual({"error", "status"}, set(answer.json), answer)
                self.assertEqual(answer.json["status"], status)
                self.assertTrue(answer.json["error"].startswith(text), answer)
        self.assertEqual(self.done(200, "GET", "/proxies"), before, "an error changes nothing")

    def test_methods_that_there_are_not(self):
        for method, path, allowed in WRONG_METHODS:
            with self.subTest(f"{method} {path}"):
                answer = self.ask(method, path)
                self.assertEqual(answer.status, 405, answer)
                self.assertEqual(set(re.split(r",\s*", answer.headers["Allow"])), allowed)

    def test_paths_that_there_are_not(self):
        for path in ("/", "/nowhere", "/proxies/", "/proxies/p/toxics/t/more"):
            with self.subTest(path):
                answer = self.ask("GET", path)
                self.assertEqual((answer.status, answer.text), (404, "404 page not found\n"))

    def test_web_pages_are_refused(self):
        body = {"name": "p", "upstream": NOWHERE}
        for headers in ({"User-Agent": "Mozilla/5.0 (X11)"}, {"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}):
            with self.subTest(headers):
                answer = self.ask("POST", "/proxies", body, headers)
                self.assertEqual((answer.status, answer.text), (403, "User agent not allowed\n"))
        self.assertEqual(self.done(200, "GET", "/proxies"), {})
        self.assertEqual(self.ask("GET", "/proxies", headers={"User-Agent": "toxiproxy-cli"}).status, 200)

    def test_a_proxy_from_beginning_to_end(self):
        created = self.proxy()
        self.assertEqual(list(created), ["name", "listen", "upstream", "enabled", "toxics"])
        self.assertEqual((created["enabled"], created["toxics"]), (True, []))
        self.assertEqual(self.done(200, "GET", "/proxies/p"), created)
        self.assertEqual(self.done(200, "GET", "/proxies"), {"p": created})
        for method, enabled in (("POST", False), ("PATCH", True)):
            changed = self.done(200, method, "/proxies/p", {"enabled": enabled})
            self.assertEqual(changed["enabled"], enabled)
        self.assertEqual(self.exchange(changed["listen"]).data, b"hello")
        answer = self.ask("DELETE", "/proxies/p")
        self.assertEqual((answer.status, answer.text), (204, ""))
        self.assertEqual(self.done(200, "GET", "/proxies"), {})

    def test_a_toxic_from_beginning_to_end(self):
        self.proxy()
        created = self.toxic(type="latency", attributes={"latency": 5}, toxicity=0.5)
        self.assertEqual(
            created,
            {
                "attributes": {"latency": 5, "jitter": 0},
                "name": "latency_downstream",
                "type": "latency",
                "stream": "downstream",
                "toxicity": 0.5,
            },
        )
        path = "/proxies/p/toxics/latency_downstream"
        self.assertEqual(self.done(200, "GET", "/proxies/p/toxics"), [created])
        self.assertEqual(self.done(200, "GET", path), created)
        for method, jitter in (("POST", 1), ("PATCH", 2)):
            changed = self.done(200, method, path, {"attributes": {"jitter": jitter}, "name": "x", "stream": "upstream"})
            self.assertEqual(changed, {**created, "attributes": {"latency": 5, "jitter": jitter}})
        self.done(204, "DELETE", path)
        self.assertEqual(self.done(200, "GET", "/proxies/p/toxics"), [])

    def test_populate_replaces_only_what_differs(self):
        kept, moved = self.proxy("kept"), self.proxy("moved")
        self.proxy("other")
        for name in ("kept", "moved"):
            self.toxic(name, name="t", type="noop")
        open_before = self.connect(kept["listen"])
        self.assertTrue(self.echoes(open_before))
        wanted = [
            {"name": "kept", "listen": kept["listen"], "upstream": kept["upstream"]},
            {"name": "moved", "listen": moved["listen"], "upstream": NOWHERE},
            {"name": "new", "upstream": self.echo.address, "toxics": [{"type": "limit_data", "attributes": {"bytes": 2}}]},
        ]
        populated = self.done(201, "POST", "/populate", wanted)["proxies"]
        self.assertEqual([proxy["name"] for proxy in populated], ["kept", "moved", "new"])
        self.assertEqual([len(proxy["toxics"]) for proxy in populated], [1, 0, 1])
        self.assertEqual(populated[1]["upstream"], NOWHERE)
        self.assertEqual(self.exchange(populated[2]["listen"]).data, b"he")
        self.assertTrue(self.echoes(open_before))
        self.assertEqual(sorted(self.done(200, "GET", "/proxies")), ["kept", "moved", "new", "other"])

    def test_an_address_in_other_words_is_the_same(self):
        listen = self.proxy(listen="localhost:0")["listen"]
        self.assertRegex(listen, r"^127\.0\.0\.1:[1-9]\d*$")
        self.toxic(name="t", type="noop")
        before = self.done(200, "GET", "/proxies/p")
        connection = self.connect(listen)
        self.assertTrue(self.echoes(connection))
        same = {"name": "p", "upstream": self.echo.address, "listen": listen.replace("127.0.0.1", "localhost")}
        self.assertEqual(self.done(201, "POST", "/populate", [same])["proxies"], [before])
        self.assertEqual(self.done(200, "PATCH", "/proxies/p", same), before)
        self.assertEqual(self.done(200, "POST", "/proxies/p", {**same, "enabled": True}), before)
        self.assertTrue(self.echoes(connection))
        self.assertGreater(self.metric("toxiproxy_proxy_sent_bytes_total", listener=listen), 0)
        moved = self.done(200, "PATCH", "/proxies/p", {"listen": "localhost:0"})["listen"]
        self.assertNotEqual(moved, listen)
        self.assertNotEqual(control_api.Reply(connection, 5).end, "open")
        self.assertRaises(ConnectionRefusedError, self.connect, listen)
        self.assertEqual(self.exchange(moved).data, b"hello")

    def test_an_upstream_that_cannot_be_dialled_ends_connections(self):
        for protocol in ("tcp", "http"):
            for upstream in ("example.com", "localhost:0", "no-such-host.invalid:80"):
                with self.subTest(f"{protocol}, {upstream}"):
                    created = self.proxy(upstream=upstream, protocol=protocol)
                    self.assertEqual(created["upstream"], upstream)
                    self.assertNotEqual(self.ending(created["listen"], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "open")
                    self.assertEqual(self.done(200, "PATCH", "/proxies/p", {"upstream": "x"})["upstream"], "x")
                    self.done(204, "DELETE", "/proxies/p")

    def test_members_are_known_whatever_their_case(self):
        created = self.done(201, "POST", "/proxies", {"Name": "p", "Upstream": self.echo.address, "Listen": "127.0.0.1:0"})
        toxic = {"Name": "t", "Type": "limit_data", "Stream": "DownStream", "Toxicity": 80, "Attributes": {"Bytes": 2}}
        added = self.done(200, "POST", "/proxies/p/toxics", toxic)
        self.assertEqual((added["attributes"], added["toxicity"], added["stream"]), ({"bytes": 2}, 80, "downstream"))
        self.assertEqual(self.exchange(created["listen"]).data, b"he")
        self.done(200, "PATCH", "/proxies/p/toxics/t", {"Attributes": {"Bytes": 3}, "Toxicity": -1})
        self.assertEqual(self.exchange(created["listen"]).data, b"hello")
        self.assertFalse(self.done(200, "PATCH", "/proxies/p", {"Enabled": False})["enabled"])

    def test_the_version_is_told_to_the_byte(self):
        answers = [self.ask("GET", "/version"), self.ask("GET", "/proxies/p"), self.ask("POST", "/reset")]
        self.assertEqual(answers[0].text, '{"version": "2.12.0"}\n')
        self.assertEqual(answers[0].headers["Content-Type"], "application/json;charset=utf-8")
        for answer in answers:
            self.assertRegex(answer.headers["Squall-Version"], r"^\d+\.\d+\.\d+")
        self.assertEqual(len({answer.headers["X-Toxiproxy-Request-Id"] for answer in answers}), 3)

    def test_a_port_in_use_is_told_and_leaves_nothing(self):
        answer = self.ask("POST", "/proxies", {"name": "p", "upstream": NOWHERE, "listen": self.echo.address})
        self.assertEqual(answer.status, 500, answer)
        self.assertEqual(answer.json["error"], f"listen tcp {self.echo.address}: bind: address already in use")
        self.assertEqual(self.done(200, "GET", "/proxies"), {})

    def test_names_may_need_encoding(self):
        self.proxy("a b/ü")
        self.assertEqual(self.done(200, "GET", "/proxies/a%20b%2F%C3%BC")["name"], "a b/ü")
        self.done(204, "DELETE", "/proxies/a%20b%2F%C3%BC")

    def test_what_is_no_http_and_what_is_too_large_ends_in_an_error(self):
        with socket.create_connection((self.host, self.port), 10) as connection:
            connection.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
            connection.settimeout(10)
            self.assertRegex(connection.recv(1000), rb"^(HTTP/1.1 4\d\d|$)")
        try:
            self.assertEqual(self.ask("POST", "/proxies", b" " * (5 << 20)).status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused while it was still being sent
        self.done(200, "GET", "/version")

    def test_connections_are_kept_and_ended_as_announced(self):
        kinds = [
            (b"", False, "open"),
            (b"Connection: close\r\n", True, "fin"),
            (b"Connection: keep-alive\r\n", False, "open"),
        ]
        for field, announced, end in kinds:
            with self.subTest(field), socket.create_connection((self.host, self.port), 10) as connection:
                for _ in range(1 if end == "fin" else 3):
                    connection.sendall(b"GET /version HTTP/1.1\r\nHost: x\r\n" + field + b"\r\n")
                    reply = control_api.Reply(connection, 5 if end == "fin" else 0.2)
                    self.assertEqual(reply.end, end, reply)
                    self.assertEqual(b"Connection: close" in reply.data, announced, reply.data)
                    self.assertTrue(reply.data.endswith(b"}\n"), reply.data)

    def test_bytes_add_up(self):
        data = bytes(10_000)
        listen = self.proxy(upstream=self.echo.address)["listen"]
        for _ in range(3):
            self.assertEqual(self.exchange(listen, data).data, data)
        for name in ("toxiproxy_proxy_received_bytes_total", "toxiproxy_proxy_sent_bytes_total"):
            for direction in ("upstream", "downstream"):
                labels = {"proxy": "p", "direction": direction, "listener": listen, "upstream": self.echo.address}
                self.assertEqual(self.metric(name, **labels), 30_000, f"{name} {direction}")
        self.toxic(type="limit_data", attributes={"bytes": 1000})
        self.exchange(listen, data)
        received = self.metric("toxiproxy_proxy_received_bytes_total", direction="downstream")
        self.assertEqual(self.metric("toxiproxy_proxy_sent_bytes_total", direction="downstream"), 31_000)
        self.assertGreaterEqual(received, 31_000)
        self.assertEqual(self.metric("squall_edge_connections_total", edge="p"), 4)
        self.assertEqual(self.metric("squall_edge_faulted_attempts_total", edge="p"), 1)
        self.assertEqual(self.metric("squall_edge_faults_total", edge="p", kind="limit_data"), 1)

    def test_the_journal_says_who_was_struck(self):
        listen = self.proxy()["listen"]
        self.exchange(listen)
        self.toxic(name="cut", type="limit_data", attributes={"bytes": 2})
        self.exchange(listen)
        self.proxy("q")
        entries = self.done(200, "GET", "/journal?edge=p")
        self.assertEqual([[fault["toxic"] for fault in entry["faults"]] for entry in entries], [[], ["cut"]])
        self.assertEqual([entry["bytes_down"] for entry in entries], [5, 2])
        self.assertEqual(self.done(200, "GET", "/journal?edge=q"), [])

    def test_a_proxy_with_blocked_connections_is_deleted_at_once(self):
        blocking = [
            {"type": "timeout", "attributes": {"timeout": 0}},
            {"type": "latency", "attributes": {"latency": 3_600_000}},
            {"type": "slow_close", "attributes": {"delay": 3_600_000}},
            {"type": "bandwidth", "attributes": {"rate": 1}},
            {"type": "blackhole"},
        ]
        for toxic in blocking:
            for call in (("DELETE", "/proxies/p", None), ("PATCH", "/proxies/p", {"enabled": False})):
                with self.subTest(f"{toxic['type']}, {call[0]}"):
                    listen = self.proxy()["listen"]
                    self.toxic(**toxic)
                    connection = self.connect(listen)
                    connection.sendall(bytes(50_000))
                    connection.shutdown(socket.SHUT_WR)
                    control_api.Reply(connection, 0.2)
                    begin = time.monotonic()
                    self.ask(*call)
                    self.assertLess(time.monotonic() - begin, 1)
                    self.assertNotEqual(control_api.Reply(connection, 5).end, "open")
                    self.ask("DELETE", "/proxies/p")

    def test_removing_a_blocking_toxic_returns_at_once_and_frees_what_waits(self):
        for toxic in ({"type": "latency", "attributes": {"latency": 3_600_000}}, {"type": "bandwidth", "attributes": {"rate": 1}}):
            with self.subTest(toxic["type"]):
                listen = self.proxy()["listen"]
                self.toxic(name="t", **toxic)
                connection = self.connect(listen)
                connection.sendall(bytes(50_000))
                came = len(control_api.Reply(connection, 0.2).data)
                self.assertLess(came, 50_000)
                begin = time.monotonic()
                self.done(204, "DELETE", "/proxies/p/toxics/t")
                self.assertLess(time.monotonic() - begin, 1)
                self.assertEqual(len(control_api.Reply(connection, 5, 50_000 - came).data), 50_000 - came)
                self.done(204, "DELETE", "/proxies/p")

    def test_a_toxic_with_a_time_to_live_removes_itself(self):
        listen = self.proxy()["listen"]
        self.toxic(type="reset_peer", ttl="300ms")
        self.assertEqual(self.exchange(listen).end, "rst")
        time.sleep(0.5)
        self.assertEqual(self.done(200, "GET", "/proxies/p")["toxics"], [])
        self.assertEqual(self.exchange(listen).data, b"hello")

    def test_the_first_connections_alone(self):
        listen = self.proxy()["listen"]
        self.toxic(type="reset_peer", first=2)
        self.assertEqual([self.exchange(listen).end for _ in range(4)], ["rst", "rst", "fin", "fin"])

    def test_many_callers_at_once(self):
        def work(number):
            name = f"p{number}"
            listen = self.proxy(name)["listen"]
            self.toxic(name, type="latency", attributes={"latency": 1})
            replied = self.exchange(listen, name.encode()).data == name.encode()
            self.done(204, "DELETE", f"/proxies/{name}")
            return replied

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(pool.map(work, range(40))), [True] * 40)
        self.assertEqual(self.done(200, "GET", "/proxies"), {})


if __name__ == "__main__":
    unittest.main()
