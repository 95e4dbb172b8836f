#!/usr/bin/env python3
"""squall measures nginx: proxy_read_timeout and proxy_next_upstream, two settings each."""

import unittest

import blackbox
import consumers


class NginxTest(blackbox.BlackBoxTest):
    def measure(self, *options):
        file = self.sandbox.write("squall.json", consumers.nginx_consumer(self.sandbox.folder / "nginx", *options))
        finished = self.sandbox.squall("run", file, "--quick")
        self.assertEqual(finished.code, 0, finished)
        self.assertEqual(finished.findings(), [], finished)
        self.assert_nothing_left()
        return finished.patterns(consumers.EDGE), finished

    def check_timeout(self, setting, milliseconds):
        patterns, finished = self.measure("--read-timeout", setting)
        timeout = patterns["timeout"]
        self.assertEqual(timeout["present"], "yes", finished)
        self.assert_near(timeout["measured"]["response"]["median"], milliseconds, 0.10, f"proxy_read_timeout {setting}")
        self.assertEqual(patterns["retries"]["present"], "no", finished)

    def check_tries(self, tries):
        patterns, finished = self.measure("--read-timeout", "500ms", "--tries", str(tries))
        retries = patterns["retries"]
        self.assertEqual(retries["present"], "yes", finished)
        measured = retries["measured"]["retries"]
        self.assertEqual((measured["min"], measured["max"]), (tries - 1, tries - 1), finished)
        self.assert_near(patterns["timeout"]["measured"]["response"]["median"], 500, 0.10, "proxy_read_timeout 500ms")

    def test_read_timeout_of_400_ms(self):
        self.check_timeout("400ms", 400)

    def test_read_timeout_of_1_s(self):
        self.check_timeout("1s", 1000)

    def test_two_tries(self):
        self.check_tries(2)

    def test_four_tries(self):
        self.check_tries(4)


if __name__ == "__main__":
    unittest.main()
