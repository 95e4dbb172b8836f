#!/usr/bin/env python3
"""Twenty seconds of the stub's soak: what ten minutes of `stub_soak.py` prove, in short."""

import unittest

import stub_soak


class StubSoakTest(unittest.TestCase):
    def test_memory_stays_flat_at_full_rate(self):
        figures = stub_soak.StubSoak(seconds=20, seed=1, workers=2).run()
        self.assertEqual(figures["failures"], [], figures)
        self.assertGreater(figures["answered"], 2_000, figures)
        for status in ("200", "201", "204", "400", "404"):
            self.assertIn(status, figures["statuses"], figures)
        self.assertLess(figures["resident_mb"][1], 60, figures)
        if figures["grown_mb"] is None:
            self.skipTest(f"too slow a machine to tell whether memory grows: {figures['per_second']} answers a second")


if __name__ == "__main__":
    unittest.main()
