#!/usr/bin/env python3
"""Clients that people use drive `squall stub`: curl, Node's fetch, undici, Python's requests, Java's HttpClient, Chromium.

Each asks the same things (stub_clients/cases.mjs) in its own way and says what came of it; EXPECTED is what must. Answers are
made by rules that say what was asked for, so that one that reached somebody else shows.
"""

import gzip
import http.server
import json
import subprocess
import threading
import time
import unittest
from urllib.parse import quote

import blackbox
import consumers

HERE = blackbox.ROOT / "tests" / "system" / "stub_clients"
NOTE, LARGE, MANY = "a b+c/d?e&ü", 4_000_000, 200
PATIENCE = 240  # seconds until a client counts as hung; on a machine that has nothing else to do each is through in three
JSON = "Content-Type: application/json"
EXPECTED = {
    "get": [200, "application/json", "seven", NOTE],
    "head": [200, 0, True],  # no body, the length of GET's
    "missing": [404, "application/problem+json"],
    "made": [201, "/items/made", "made"],
    "refused": [422, "/name"],
    "gzip": [201, "/items/zipped"],
    "gzip_refused": [422, "/name"],
    "removed": [204, 0],
    "large": [200, True],
    "many": MANY,
}


class Page(http.server.BaseHTTPRequestHandler):
    """Serves the page that Chromium opens, and takes its result."""

    def do_GET(self):
        name = self.path.partition("?")[0].strip("/")
        types = {"page.html": "text/html", "cases.mjs": "text/javascript"}
        if name not in types:
            return self.send_error(404)
        content = (HERE / name).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", types[name])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self):
        self.server.result = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()
        self.server.arrived.set()

    def log_message(self, *arguments):
        pass


class StubClientsTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.port = blackbox.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.stub = self.start(
            [blackbox.SQUALL, "stub", HERE / "contract.yaml", "--rules", HERE / "rules.yaml", "--seed", "7",
             "--port", self.port, "--workers", "2"], self.port)

    def output_of(self, *command, within=PATIENCE, data=None):
        """What a client writes; it must end well, and in time."""
        process = self.sandbox.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            out, err = process.communicate(data, within)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.fail(f"{command[0]} did not end within {within} s: {err.decode(errors='replace')[-2000:]}")
        self.assertEqual(process.returncode, 0, f"{command}: {err.decode(errors='replace')[-3000:]}")
        return out

    def assert_as_expected(self, said, **more):
        expected = {**EXPECTED, **more}
        self.assertEqual({name: said.get(name, "not said") for name in expected}, expected, said.get("error"))
        self.assertIsNone(self.stub.poll(), "the stub ended")

    def curl(self, *arguments, data=None):
        """(status, headers, body, whether 100 Continue came first) of one call."""
        out = self.output_of("curl", "-sS", "--noproxy", "*", "-D", "-", *arguments, data=data)
        head, _, body = out.partition(b"\r\n\r\n")
        continued = head == b"HTTP/1.1 100 Continue"
        if continued:
            head, _, body = body.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        return int(lines[0].split()[1]), headers, body, continued

    def post(self, value, *more, coded=False):
        text = json.dumps(value).encode()
        return self.curl("-H", JSON, *(["-H", "Content-Encoding: gzip"] if coded else []), *more, "--data-binary", "@-",
                         f"{self.url}/items", data=gzip.compress(text) if coded else text)

    def test_curl(self):
        item = self.curl(f"{self.url}/items/seven?note={quote(NOTE, safe='')}")
        head, plain = self.curl("--head", "-o", "/dev/null", f"{self.url}/items/seven"), self.curl(f"{self.url}/items/seven")
        missing = self.curl(f"{self.url}/nowhere")
        made, refused = self.post({"name": "made"}), self.post({"name": 5})
        zipped, unfit = self.post({"name": "zipped"}, coded=True), self.post({"name": 5}, coded=True)
        removed = self.curl("-X", "DELETE", f"{self.url}/items/seven")
        text = "x" * LARGE
        # Longer than anybody waits: only 100 Continue makes curl send the body.
        large = self.curl("-H", JSON, "-T", "-", "--expect100-timeout", PATIENCE * 2, "-H", "Expect: 100-continue",
                          f"{self.url}/documents/one", data=json.dumps({"text": text}).encode())
        self.assertTrue(large[3], "no 100 Continue came")
        self.assert_as_expected({
            "get": [item[0], item[1]["content-type"], *(json.loads(item[2])[name] for name in ("id", "note"))],
            "head": [head[0], len(head[2]), int(head[1]["content-length"]) == len(plain[2])],
            "missing": [missing[0], missing[1]["content-type"]],
            "made": [made[0], made[1]["location"], json.loads(made[2])["id"]],
            "refused": [refused[0], json.loads(refused[2])["violations"][0]["pointer"]],
            "gzip": [zipped[0], zipped[1]["location"]],
            "gzip_refused": [unfit[0], json.loads(unfit[2])["violations"][0]["pointer"]],
            "removed": [removed[0], len(removed[2])],
            "large": [large[0], json.loads(large[2])["text"] == text],
            "many": self.many_by_curl(),
        })

    def many_by_curl(self):
        """One curl for all of them: in turn on one connection, then eight at a time."""
        names = [f"item-{index}" for index in range(MANY)]
        config = "\n".join(f'url = "{self.url}/items/{name}"\noutput = "{self.sandbox.folder}/{name}"' for name in names)
        told = self.output_of("curl", "-sS", "--noproxy", "*", "-w", "%{num_connects}\n", "-K", "-", data=config.encode())
        self.assertEqual(sum(map(int, told.split())), 1, "curl made more than one connection")
        right = sum(json.loads((self.sandbox.folder / name).read_text())["id"] == name for name in names)
        for name in names:
            (self.sandbox.folder / name).unlink()
        self.output_of("curl", "-sS", "--noproxy", "*", "-Z", "--parallel-max", "8", "-K", "-", data=config.encode())
        self.assertEqual(right, sum(json.loads((self.sandbox.folder / name).read_text())["id"] == name for name in names))
        return right

    def test_node_fetch(self):
        consumers.install_node_packages()
        self.assert_as_expected(json.loads(self.output_of("node", blackbox.NODE_CLIENTS / "stub_client.mjs", "fetch", self.url)))

    def test_undici(self):
        consumers.install_node_packages()
        said = json.loads(self.output_of("node", blackbox.NODE_CLIENTS / "stub_client.mjs", "undici", self.url))
        # Its pool has eight; after HEAD it closes a connection of itself.
        self.assertLessEqual(said["connections"], 8 + 1, "connections were not kept")
        self.assert_as_expected(said, pipelined=[500, 1])

    def test_python_requests(self):
        said = json.loads(self.output_of("/usr/bin/python3", HERE / "requests_client.py", self.url))
        self.assert_as_expected(said, connections=1)

    def test_java_http_client(self):
        said = json.loads(self.output_of("java", "-Xmx256m", "-XX:TieredStopAtLevel=1", HERE / "StubClient.java", self.url))
        self.assert_as_expected(said, get=EXPECTED["get"][:3] + ["right"], continued=[201, "/items/continued"])

    def test_chromium(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.addCleanup(server.server_close)
        server.result, server.arrived = None, threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        page = f"http://127.0.0.1:{server.server_port}/page.html?stub={quote(self.url, safe='')}"
        log = self.sandbox.folder / "chromium.log"
        written = log.open("wb")
        self.addCleanup(written.close)
        browser = self.sandbox.start(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
             "--remote-debugging-port=0", f"--user-data-dir={self.sandbox.folder}/chromium", page],
            stdout=written, stderr=written)
        self.addCleanup(self.stop, browser)
        self.wait_for(server.arrived, browser, PATIENCE)
        self.assertTrue(server.arrived.is_set(), f"the page sent no result; {log.read_text(errors='replace')[-3000:]}")
        self.assert_as_expected(server.result, across_origins=[200, 200, "cookies"])

    def wait_for(self, arrived, browser, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and browser.poll() is None and not arrived.wait(0.1):
            pass


if __name__ == "__main__":
    unittest.main()
