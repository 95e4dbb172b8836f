#!/usr/bin/env python3
"""The published Node client of Toxiproxy, unchanged, against squall's control API: every operation it has, and what each
toxic does to the bytes."""

import json
import socket
import subprocess
import time
import unittest

import blackbox
import consumers
import control_api

KB = 1000


class ToxiproxyTest(control_api.ControlTest):
    def setUp(self):
        super().setUp()
        consumers.install_node_packages()
        self.begin()
        command = ["node", blackbox.NODE_CLIENTS / "toxiproxy_client.js", self.url]
        self.node = self.sandbox.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.addCleanup(self.end_node)

    def end_node(self):
        self.node.stdin.close()
        self.node.wait(10)
        self.node.stdout.close()

    def answer(self, on, call, *given, keep=None):
        self.node.stdin.write(json.dumps({"on": on, "call": call, "given": given, "keep": keep}) + "\n")
        return json.loads(self.node.stdout.readline())

    def client(self, on, call, *given, keep=None):
        answer = self.answer(on, call, *given, keep=keep)
        self.assertNotIn("error", answer, f"{on}.{call}{given}")
        return answer["value"]

    def refused(self, status, on, call, *given):
        message = self.answer(on, call, *given).get("error")
        self.assertEqual(message, f"Request failed with status code {status}", f"{on}.{call}{given}")

    def create(self, name="p"):
        body = {"name": name, "listen": "127.0.0.1:0", "upstream": self.echo.address}
        created = self.client("server", "createProxy", body, keep=name)
        self.listen = created["listen"]
        return created

    def add(self, kind, stream="downstream", **attributes):
        body = {"name": "t", "type": kind, "stream": stream, "toxicity": 1, "attributes": attributes}
        added = self.client("p", "addToxic", body, keep="t")
        self.assertEqual(added, body)

    def quickest(self, tries=3, data=b"hello"):
        """Seconds until the end of an exchange; the least of some, since others use the machine too."""
        seconds = []
        for _ in range(tries):
            begin = time.monotonic()
            self.assertEqual(self.exchange(self.listen, data).data, data)
            seconds.append(time.monotonic() - begin)
        return min(seconds)

    def test_proxies_are_created_found_changed_and_removed(self):
        created = self.create()
        self.assertRegex(created["listen"], r"^127\.0\.0\.1:[1-9]\d*$")
        self.assertEqual((created["name"], created["upstream"], created["enabled"]), ("p", self.echo.address, True))
        self.assertEqual(self.client("server", "get", "p"), created)
        self.assertEqual(self.exchange(self.listen).data, b"hello")
        self.create("q")
        self.assertEqual(sorted(self.client("server", "getAll")), ["p", "q"])
        self.client("p", "remove")
        self.assertEqual(sorted(self.client("server", "getAll")), ["q"])
        self.refused(404, "server", "get", "p")
        self.assertRaises(ConnectionRefusedError, self.connect, created["listen"])

    def test_populate_makes_what_is_not_there_and_leaves_what_is(self):
        wanted = [{"name": name, "listen": "127.0.0.1:0", "upstream": self.echo.address} for name in ("p", "q")]
        first = self.client("server", "populate", wanted)
        self.assertEqual(sorted(first), ["p", "q"])
        open_before = self.connect(first["p"]["listen"])
        self.assertTrue(self.echoes(open_before))
        self.assertEqual(self.client("server", "populate", wanted), first)
        self.assertTrue(self.echoes(open_before))

    def test_update_moves_disables_and_enables(self):
        created = self.create()
        other = control_api.Echo()
        self.addCleanup(other.close)
        moved = self.client("p", "update", {**created, "upstream": other.address})
        self.assertEqual(moved["upstream"], other.address)
        self.assertEqual(self.exchange(self.listen, b"other").data, b"other")
        self.assertEqual(other.got, [b"other"])
        connection = self.connect(self.listen)
        self.assertTrue(self.echoes(connection))
        self.assertFalse(self.client("p", "update", {**moved, "enabled": False})["enabled"])
        self.assertNotEqual(control_api.Reply(connection, 5).end, "open")
        self.assertRaises(ConnectionRefusedError, self.connect, self.listen)
        enabled = self.client("p", "update", {**moved, "enabled": True})
        self.assertEqual(enabled, moved)
        self.assertEqual(self.exchange(enabled["listen"]).data, b"hello")

    def test_toxics_are_read_changed_and_removed(self):
        self.create()
        self.add("latency", latency=300, jitter=0)
        self.assertGreaterEqual(self.quickest(1), 0.3)
        self.assertEqual(self.client("p", "getToxic", "t", keep="t")["attributes"], {"latency": 300, "jitter": 0})
        changed = self.client("t", "update", {"attributes": {"latency": 0, "jitter": 0}})
        self.assertEqual((changed["name"], changed["attributes"]["latency"]), ("t", 0))
        self.assertLess(self.quickest(), 0.15)
        self.client("t", "remove")
        self.refused(404, "p", "getToxic", "t")

    def test_reset_removes_toxics_and_enables_proxies(self):
        created = self.create()
        self.add("limit_data", bytes=1)
        self.client("p", "update", {**created, "enabled": False})
        self.client("server", "reset")
        self.assertTrue(self.client("server", "get", "p")["enabled"])
        self.refused(404, "p", "getToxic", "t")
        self.assertEqual(self.exchange(self.listen).data, b"hello")

    def test_errors_come_back_as_errors(self):
        self.create()
        self.add("noop")
        self.refused(409, "server", "createProxy", {"name": "p", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:1"})
        self.refused(400, "server", "createProxy", {"listen": "127.0.0.1:0", "upstream": "127.0.0.1:1"})
        self.refused(500, "server", "createProxy", {"name": "q", "listen": self.echo.address, "upstream": "127.0.0.1:1"})
        self.refused(409, "p", "addToxic", {"name": "t", "type": "noop"})
        self.refused(400, "p", "addToxic", {"name": "u", "type": "no_such_toxic"})
        self.refused(400, "p", "addToxic", {"name": "u", "type": "latency", "stream": "sideways"})
        self.client("p", "remove")
        self.refused(404, "p", "remove")
        self.refused(404, "p", "addToxic", {"name": "u", "type": "noop"})

    def test_the_version_is_told(self):
        self.assertRegex(json.loads(self.client("server", "getVersion"))["version"], r"^2\.\d+\.\d+$")

    def test_latency_delays_each_direction(self):
        self.create()
        for stream in ("downstream", "upstream"):
            with self.subTest(stream):
                self.add("latency", stream, latency=200, jitter=0)
                short = self.quickest()
                self.client("t", "update", {"attributes": {"latency": 600}})
                long = self.quickest()
                self.client("t", "remove")
                self.assertGreaterEqual(short, 0.2)
                self.assert_near(long - short, 0.4, 0.25, "three times the latency")
        self.assertLess(self.quickest(), 0.2)

    def test_bandwidth_is_inverse_to_time(self):
        self.create()
        data = bytes(100 * KB)
        self.add("bandwidth", rate=100)
        slow = self.quickest(2, data)
        self.client("t", "update", {"attributes": {"rate": 400}})
        fast = self.quickest(2, data)
        self.assert_near(slow, 1.0, 0.25, "100 KB at 100 KB/s")
        self.assert_near(slow / fast, 4, 0.3, "four times the rate")

    def test_slow_close_delays_the_end_alone(self):
        self.create()
        self.add("slow_close", delay=500)
        reply = self.exchange(self.listen)
        self.assertEqual((reply.data, reply.end), (b"hello", "fin"), reply)
        self.assertLess(reply.first, 0.4)
        self.assertGreaterEqual(reply.seconds, 0.45)

    def test_timeout_drops_and_closes(self):
        self.create()
        self.add("timeout", timeout=300)
        connection = self.connect(self.listen)
        begin = time.monotonic()
        connection.sendall(b"hello")
        reply = control_api.Reply(connection, 10)
        self.assertEqual((reply.data, reply.end), (b"", "fin"), reply)
        self.assertGreaterEqual(time.monotonic() - begin, 0.28)

    def test_timeout_of_0_closes_when_it_is_removed(self):
        self.create()
        self.add("timeout", timeout=0)
        connection = self.connect(self.listen)
        connection.sendall(b"hello")
        reply = control_api.Reply(connection, 0.5)
        self.assertEqual((reply.data, reply.end), (b"", "open"), reply)
        self.client("t", "remove")
        reply = control_api.Reply(connection, 10)
        self.assertEqual((reply.data, reply.end), (b"", "fin"), reply)

    def test_reset_peer_resets(self):
        self.create()
        self.add("reset_peer", timeout=300)
        connection = self.connect(self.listen)
        connection.sendall(b"hello")
        reply = control_api.Reply(connection, 10)
        self.assertEqual((reply.data, reply.end), (b"", "rst"), reply)
        self.assertGreaterEqual(reply.seconds, 0.28)

    def test_slicer_sends_small_pieces_apart(self):
        self.create()
        data = bytes(range(200))
        self.assertEqual(len(self.exchange(self.listen, data).pieces), 1)
        self.add("slicer", average_size=20, size_variation=5, delay=20000)
        reply = self.exchange(self.listen, data)
        self.assertEqual(reply.data, data)
        self.assertGreaterEqual(len(reply.pieces), 5, reply.pieces)
        self.assertGreaterEqual(reply.seconds, 0.02 * 7)  # at least 8 pieces of at most 25 bytes

    def test_limit_data_closes_after_so_many_bytes(self):
        self.create()
        for stream in ("downstream", "upstream"):
            with self.subTest(stream):
                self.add("limit_data", stream, bytes=100)
                before = len(self.echo.got)
                connection = self.connect(self.listen)
                connection.sendall(bytes(250))
                reply = control_api.Reply(connection, 10)
                self.client("t", "remove")
                if stream == "downstream":
                    self.assertEqual(len(reply.data), 100, reply)
                self.assertNotEqual(reply.end, "open", reply)
                wanted = 100 if stream == "upstream" else 250
                blackbox.wait_until(lambda: len(self.echo.got) > before and len(self.echo.got[before]) >= wanted, 5,
                                    "the provider has it")
                self.assertEqual(len(self.echo.got[before]), wanted)

    def test_a_toxic_of_toxicity_0_strikes_nobody(self):
        self.create()
        body = {"name": "t", "type": "reset_peer", "stream": "downstream", "toxicity": 0, "attributes": {"timeout": 0}}
        self.client("p", "addToxic", body)
        for _ in range(10):
            self.assertEqual(self.exchange(self.listen).data, b"hello")

    def test_a_half_closed_connection_still_gets_its_answer(self):
        self.create()
        self.add("latency", latency=200, jitter=0)
        connection = self.connect(self.listen)
        connection.sendall(b"hello")
        connection.shutdown(socket.SHUT_WR)
        self.assertEqual(control_api.Reply(connection, 10).data, b"hello")


if __name__ == "__main__":
    unittest.main()
