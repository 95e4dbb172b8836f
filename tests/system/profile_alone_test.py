#!/usr/bin/env python3
"""squall profile without a system file: a consumer that already runs, its provider's address the proxy's."""

import unittest

import blackbox


class ProfileAloneTest(blackbox.BlackBoxTest):
    def test_nginx_given_on_the_command_line(self):
        provider, consumer, edge = blackbox.free_port(), blackbox.free_port(), blackbox.free_port()
        self.start(["node", blackbox.NODE_CLIENTS / "provider.js", provider], provider)
        server = blackbox.ROOT / "tests" / "system" / "nginx_server.py"
        options = ["--dir", self.sandbox.folder / "nginx", "--read-timeout", "400ms", "--tries", "2"]
        upstream = ["--upstream", f"http://127.0.0.1:{edge}"]
        self.start(["python3", server, "--port", consumer, *upstream, *options], consumer)
        finished = self.sandbox.squall(
            "profile", "--listen", f"127.0.0.1:{edge}", "--upstream", f"127.0.0.1:{provider}",
            "--stimulus", f"GET http://127.0.0.1:{consumer}/value", "--pattern", "timeout,retries", "--quick",
        )  # fmt: skip
        self.assertEqual(finished.code, 0, finished)
        patterns = finished.patterns("consumer-provider")
        self.assert_near(patterns["timeout"]["measured"]["response"]["median"], 400, 0.10, "proxy_read_timeout")
        self.assertEqual(patterns["retries"]["measured"]["retries"]["max"], 1, finished)
        self.assertIn("squall profile --listen", patterns["timeout"]["replay"])
        self.assertFalse(blackbox.accepts(edge), "the proxy still listens")


if __name__ == "__main__":
    unittest.main()
