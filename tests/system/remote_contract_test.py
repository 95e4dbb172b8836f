#!/usr/bin/env python3
"""A contract given by its URL, with a reference relative to it: taken where that is allowed, refused where it is not."""

import functools
import http.server
import json
import threading
import unittest

import blackbox

CONTRACT = """openapi: 3.1.0
info: {title: Orders, version: '1'}
paths:
  /parts/order.json:
    get:
      responses:
        '200':
          description: a document that keeps its own contract
          content: {application/json: {schema: {$ref: 'parts/order.json#/Order'}}}
"""
ORDER = {"Order": {"type": "object", "required": ["Order"]}}


class RemoteContractTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        folder = self.sandbox.folder / "www"
        (folder / "parts").mkdir(parents=True)
        (folder / "orders.yaml").write_text(CONTRACT)
        (folder / "absent.yaml").write_text(CONTRACT.replace("  /parts/order.json:", "  /parts/absent.json:"))
        (folder / "bad.yaml").write_text(CONTRACT.replace("#/Order", "#/Ordr"))
        (folder / "parts" / "order.json").write_text(json.dumps(ORDER))

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{server.server_address[1]}"
        self.url = f"{self.base}/orders.yaml"

    def squall(self, *arguments, report=False):
        cache = {"XDG_CACHE_HOME": str(self.sandbox.folder / "cache")}
        return self.sandbox.squall(*arguments, env=cache, report=report)

    def test_is_checked(self):
        finished = self.squall("check", "--allow-remote", self.url)
        self.assertEqual(finished.code, 0, finished)
        self.assertIn(f"{self.url}: well formed (contract 'Orders', 1 operation)", finished.out)

    def test_is_verified(self):
        finished = self.squall("verify", "--allow-remote", self.url, "--url", self.base, "--phase", "coverage", report=True)
        self.assertEqual(finished.code, 0, finished)
        self.assertIn("1 of 1 operations answered with a success", str(finished.report["checks"][0]["facts"]))

    def test_a_finding_can_be_replayed(self):
        url = f"{self.base}/absent.yaml"
        finished = self.squall("verify", "--allow-remote", url, "--url", self.base, "--phase", "coverage", report=True)
        self.assertEqual(finished.code, 1, finished)
        command = finished.report["checks"][0]["findings"][0]["replay"]["command"]
        self.assertIn(url, command)
        self.assertIn("--allow-remote", command)

    def test_mistakes_stand_where_they_are(self):
        finished = self.squall("check", "--allow-remote", f"{self.base}/bad.yaml")
        self.assertEqual(finished.code, 2, finished)
        self.assertIn(f"{self.base}/bad.yaml:9:", finished.err)
        self.assertIn("Ordr", finished.err)
        absent = self.squall("check", "--allow-remote", f"{self.base}/none.yaml")
        self.assertNotEqual(absent.code, 0, absent)
        self.assertIn("the answer is 404", absent.err)

    def test_is_refused_where_it_is_not_allowed(self):
        for command in (["check", self.url], ["verify", self.url, "--url", self.base], ["stub", self.url]):
            finished = self.squall(*command)
            self.assertEqual(finished.code, 2, finished)
            self.assertIn(f"contract '{self.url}' is on the network", finished.err)
            self.assertIn("--allow-remote", finished.err)


if __name__ == "__main__":
    unittest.main()
