#!/usr/bin/env python3
"""squall profile without a system file: a consumer that already runs, its provider's address the proxy's."""

import sys
import unittest

import blackbox

GROUND_TRUTH = blackbox.ROOT / "tests" / "system" / "ground_truth"
sys.path.append(str(GROUND_TRUTH))

from servers import nginx_configuration  # noqa: E402


class ProfileAloneTest(blackbox.BlackBoxTest):
    def test_nginx_given_on_the_command_line(self):
        provider, consumer, edge = blackbox.free_port(), blackbox.free_port(), blackbox.free_port()
        self.start(["node", blackbox.NODE_CLIENTS / "provider.js", provider], provider)
        passed_on = "proxy_next_upstream error timeout http_503; proxy_next_upstream_tries 2;"
        configuration = nginx_configuration(
            consumer, [f"127.0.0.1:{edge} max_fails=0"] * 4, f"proxy_read_timeout 400ms; {passed_on}"
        )
        server = ["python3", GROUND_TRUTH / "serve.py", "nginx", self.sandbox.folder / "nginx"]
        self.start(server, consumer, env={"CONFIGURATION": configuration})
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
