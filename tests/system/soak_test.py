#!/usr/bin/env python3
"""A minute of the soak: what an hour of `soak.py` proves, in short."""

import unittest

import soak
import soak_weather


class SoakTest(unittest.TestCase):
    def test_a_minute_of_mixed_load_under_changing_faults(self):
        figures = soak.Soak(seconds=60, seed=1, load=1).run()
        self.assertEqual(figures["failures"], [], figures)
        self.assertGreater(figures["calls_without_fault_judged"], 500, figures)
        for edge, calls in figures["calls"].items():
            self.assertGreater(calls, 20, f"{edge}: {figures}")
        self.assertGreater(len(figures["kinds_that_struck"]), len(soak_weather.ALL_KINDS) / 2, figures)
        self.assertGreaterEqual(figures["toxics_added"], len(soak_weather.ALL_KINDS), figures)
        self.assertGreaterEqual(figures["calms"], 3, figures)


if __name__ == "__main__":
    unittest.main()
