#!/usr/bin/env python3
"""UDP as others see it: a client's datagrams through squall proxy, its control API and a system file."""

import re
import socket
import threading
import unittest

import blackbox
import control_api

SYSTEM = """squall: 1
name: names
services:
  resolver:
    url: http://127.0.0.1:{resolver}
  web:
    port: {web}
    start:
      command: [python3, web.py, "{web}", "${{edges.web-resolver.host}}", "${{edges.web-resolver.port}}"]
edges:
  web-resolver: {{from: web, to: resolver, protocol: udp}}
experiments:
  - name: lost names
    load: {{request: GET /, service: web, rate: 20/s, for: 2s}}
    faults:
      - {{edge: web-resolver, drop: {{chance: 100%, direction: up}}, first: 3}}
    expect: {{success: ">= 99%"}}
"""

# Asks for a name over UDP at each request, and again when no answer comes.
WEB = """
import http.server, socket, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asks:
            asks.settimeout(0.2)
            asks.connect((sys.argv[2], int(sys.argv[3])))
            for _ in range(5):
                asks.send(b"where?")
                try:
                    body = asks.recv(100)
                    break
                except OSError:
                    body = None
        self.send_response(200 if body else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class UdpEcho:
    """A provider that sends each datagram back."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.1)
        self.port = self.socket.getsockname()[1]
        self.received = 0
        self.over = False
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while not self.over:
            try:
                data, sender = self.socket.recvfrom(65536)
            except OSError:
                continue
            self.received += 1
            self.socket.sendto(data, sender)

    def close(self):
        self.over = True
        self.thread.join()
        self.socket.close()


def client_of(port, seconds=5):
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.settimeout(seconds)
    client.connect(("127.0.0.1", port))
    return client


def answers(client, seconds=0.3):
    """What comes until nothing does for so long."""
    client.settimeout(seconds)
    got = []
    try:
        while True:
            got.append(client.recv(65536))
    except TimeoutError:
        return got


class ApiTest(control_api.ControlTest):
    def setUp(self):
        super().setUp()
        self.names = UdpEcho()
        self.addCleanup(self.names.close)

    def test_a_udp_proxy_and_its_toxics(self):
        self.begin()
        made = self.done(201, "POST", "/proxies", {"name": "dns", "listen": "127.0.0.1:0", "protocol": "udp",
                                                   "upstream": f"127.0.0.1:{self.names.port}"})
        self.assertEqual(made["protocol"], "udp")
        client = client_of(int(made["listen"].rsplit(":", 1)[1]))
        self.addCleanup(client.close)
        client.send(b"a")
        self.assertEqual(client.recv(100), b"a")
        toxics = "/proxies/dns/toxics"
        self.done(200, "POST", toxics, {"type": "duplicate", "name": "twice"})
        client.send(b"b")
        self.assertEqual(answers(client), [b"b", b"b"])
        self.done(204, "DELETE", toxics + "/twice")
        self.done(200, "POST", toxics, {"type": "drop", "name": "lost", "stream": "upstream"})
        client.send(b"c")
        self.assertEqual(answers(client), [])
        self.assertEqual(self.names.received, 2)
        self.assertIn("strikes connections", str(self.ask("POST", toxics, {"type": "reset_peer"})))
        metrics = self.ask("GET", "/metrics").text
        self.assertIn('squall_edge_datagrams_total{edge="dns",direction="upstream"} 2', metrics)
        self.assertIn('squall_edge_datagrams_total{edge="dns",direction="downstream"} 3', metrics)
        self.assertIn('squall_edge_overflowed_datagrams_total{edge="dns"} 0', metrics)
        self.assertIn('squall_edge_faults_total{edge="dns",kind="duplicate"} 1', metrics)
        session = self.ask("GET", "/journal?edge=dns").json[0]
        self.assertEqual([fault["step"] for fault in session["faults"]], ["send 1 bytes", "drop"])


class CommandTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.names = UdpEcho()
        self.addCleanup(self.names.close)

    def test_the_command_line(self):
        port = blackbox.free_port()
        out = self.sandbox.folder / "out.txt"
        with out.open("w") as file:
            proxy = self.sandbox.start([blackbox.SQUALL, "proxy", "--protocol", "udp", "--listen", f"127.0.0.1:{port}",
                                        "--upstream", f"127.0.0.1:{self.names.port}", "--fault", "reorder: {by: 2}",
                                        "--seed", "1"], stdout=file)
        blackbox.wait_until(lambda: "listening" in out.read_text(), 10, "the greeting")
        self.assertIn("forwarding udp to", out.read_text())
        with client_of(port) as client:
            for data in (b"1", b"2", b"3", b"x" * 65507):
                client.send(data)
            got = answers(client)
        self.assertEqual([len(data) for data in got], [1, 1, 1, 65507])
        self.assertEqual(got[:3], [b"2", b"3", b"1"])
        self.stop(proxy)
        self.assertRegex(out.read_text(), r"0 open of 1 connections.*4 datagrams up, 4 down, 0 for which there was no room")

    def test_a_system_file(self):
        web = blackbox.free_port()
        self.sandbox.write("web.py", WEB)
        file = self.sandbox.write("squall.yaml", SYSTEM.format(resolver=self.names.port, web=web))
        finished = self.sandbox.squall("run", file)
        self.assertEqual(finished.code, 0, finished)
        series = finished.report["timeline"][0]
        self.assertEqual(finished.report["system"]["edges"][0]["protocol"], "udp")
        self.assertGreater(series["faults"][0]["applied"], 0, series["faults"])

    def test_mistakes_are_told(self):
        for old, new, said in (
            ("drop: {chance: 100%, direction: up}", "reset: true", r"fault 'reset' strikes connections, and a udp edge has none"),
            ("protocol: udp", "protocol: udp, tls: {generate: [localhost]}", r"a udp edge passes datagrams on as they are"),
            ("drop: {chance: 100%, direction: up}", "reorder: {by: 0}", r"by: expected 1 to 1000"),
        ):
            file = self.sandbox.write("squall.yaml", SYSTEM.format(resolver=1, web=2).replace(old, new))
            finished = self.sandbox.squall("run", file, report=False)
            self.assertEqual(finished.code, 2, finished)
            self.assertTrue(re.search(said, finished.err), finished.err)


if __name__ == "__main__":
    unittest.main()
