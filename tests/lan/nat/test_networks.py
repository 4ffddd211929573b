#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What is learned of a network and remembered, with real processes and real NATs: how long a router keeps a mapping that is
silent, and by which way the hub is reached. Two minutes, most of them silence. Needs root and network namespaces."""

import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from meeting import People, wait_for
from natlab import Lab, why_not

SKIPPED = why_not()
# Of mappings in the routers, in seconds: Linux counts every packet.
LIFE = 65
# The first rung that such a mapping survives, less the margin.
LEARNED = 50


class Networks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if SKIPPED:
            raise unittest.SkipTest(f"what networks are remembered by is skipped: {SKIPPED}")
        cls.root = Path(tempfile.mkdtemp(prefix="nightjar-networks-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        cls.people = People(cls.root)

    def online(self, lab, side):
        """Opens it → the program, and how long it took to be online, in seconds."""
        start = time.monotonic()
        cli = self.people.open(lab, side)
        self.addCleanup(lambda: cli.process is not None and cli.kill())
        cli.wait("hub.state", state="online", timeout=60)
        return cli, cli.first("hub.state", start, state="online") - start

    def test_networks_are_remembered(self):
        with Lab("port-restricted", "udp-blocked", udp_life=LIFE) as lab:
            hub = self.people.hub(lab)
            self.addCleanup(hub.stop)
            a, _ = self.online(lab, "a")
            b, first = self.online(lab, "b")
            self.assertGreater(first, 1)  # UDP has the field to itself for a second
            self.assertEqual(a("status")["keepAliveSeconds"], 27)

            # Whoever has no UDP goes the way that worked at once, the next time.
            time.sleep(20)
            self.assertEqual(b("status")["hubWay"], "tcp")
            again = []
            while len(again) < 3 and min(again, default=first) > first - 0.7:  # a busy machine may be slow once
                b.close()
                b, seconds = self.online(lab, "b")
                again.append(seconds)
            self.assertLess(min(again), first - 0.7, again)
            self.assertEqual(b("status")["hubWay"], "tcp")

            def learned():
                return True if a("status")["keepAliveSeconds"] == LEARNED else None

            self.assertTrue(wait_for(learned, 120), a("status"))
            status = a("status")
            self.assertLess(status["idleBytesPerHour"], 5000)
            # Between two keep-alives whoever is silent hears what is said.
            time.sleep(45)
            self.people.say(b, a, self.people.a_at_b, "Are you there?", limit=2)
            a.close()
            a, _ = self.online(lab, "a")
            self.assertIsNotNone(wait_for(learned, 3), a("status"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
