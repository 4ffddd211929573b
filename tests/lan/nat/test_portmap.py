#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Routers that give ports (PCP, NAT-PMP, UPnP), with real processes. Needs root and network namespaces."""

import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from meeting import PORT_MAPPING, People, wait_for
from natlab import PUBLIC, Lab, why_not

SKIPPED = why_not()
CASES = 7


class PortMapping(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if SKIPPED:
            raise unittest.SkipTest(f"{CASES} cases of port mapping are skipped: {SKIPPED}")
        cls.root = Path(tempfile.mkdtemp(prefix="nightjar-portmap-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        cls.people = People(cls.root)

    def meet(self, protocol):
        met = self.people.meet(a="symmetric", b="symmetric", portmap={"a": protocol})
        self.assertEqual(met["path"], "direct", met)
        self.assertEqual(met["mapping"], [protocol, ""], met)

    def test_pcp(self):
        self.meet("pcp")

    def test_nat_pmp(self):
        self.meet("nat-pmp")

    def test_upnp(self):
        self.meet("upnp")

    def test_a_router_that_lies_is_not_believed(self):
        met = self.people.meet(a="symmetric", b="symmetric", portmap={"a": "hostile"})
        self.assertEqual(met["path"], "relayed", met)
        self.assertEqual(met["mapping"], ["", ""], met)

    def alone(self, protocol):
        """One person at home, until the router has given a port → what happens to it then."""
        lab = Lab("symmetric", "none", portmap={"a": protocol})
        self.addCleanup(lab.close)
        hub = self.people.hub(lab)
        self.addCleanup(hub.stop)
        cli = self.people.open(lab, "a")
        self.addCleanup(lambda: cli.process is None or cli.kill())
        status = wait_for(lambda: (lambda s: s if s["portMapping"] else None)(cli("status")), PORT_MAPPING)
        self.assertIsNotNone(status, lab.mappings("a"))
        self.assertEqual(status["portMapping"], protocol)
        self.assertEqual(status["mappedAddress"].partition(":")[0], PUBLIC["a"][2])
        self.assertEqual(list(lab.mappings("a")["ports"]), [status["mappedAddress"].partition(":")[2]])
        return lab, cli

    def given_back(self, lab):
        self.assertEqual(wait_for(lambda: not lab.mappings("a")["ports"] or None, 3), True, lab.mappings("a"))
        # The router writes what it was asked for a moment after it has done it.
        self.assertEqual(wait_for(lambda: lab.mappings("a")["asked"][-1].endswith(" 0") or None, 3), True)

    def test_the_port_is_given_back_at_the_end(self):
        for protocol in ("pcp", "nat-pmp", "upnp"):
            with self.subTest(protocol):
                lab, cli = self.alone(protocol)
                cli.close()
                self.given_back(lab)
                self.doCleanups()

    def test_whoever_becomes_invisible_gives_it_back(self):
        lab, cli = self.alone("pcp")
        cli("privacy.invisible", on=True)
        self.given_back(lab)
        asked = len(lab.mappings("a")["asked"])
        cli.kill()
        cli.start()
        cli.wait("hub.state", state="online")
        time.sleep(3)
        self.assertEqual(len(lab.mappings("a")["asked"]), asked)
        cli("privacy.invisible", on=False)
        self.assertEqual(wait_for(lambda: bool(lab.mappings("a")["ports"]) or None, 3), True, lab.mappings("a"))

    def test_a_router_that_forgot_is_asked_again(self):
        lab, cli = self.alone("pcp")
        lab.restart_router("a")
        self.assertEqual(lab.mappings("a")["ports"], {})
        # The way to the hub breaks with it; when it is found again, the router is asked, too.
        lab.cut("a", True)
        cli.wait("hub.state", state="unreachable", timeout=90)
        lab.cut("a", False)
        cli.wait("hub.state", state="online", timeout=90)
        self.assertEqual(wait_for(lambda: bool(lab.mappings("a")["ports"]) or None, 5), True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
