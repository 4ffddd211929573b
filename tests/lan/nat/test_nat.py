#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A few pairs of NATs with real processes; all of them: ./dev bench nat. Needs root and network namespaces."""

import contextlib
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from meeting import PIN, PORT, People, nightjar, wait_for
from natlab import HUB6, Lab, why_not

SKIPPED = why_not()
CASES = 12


class Nat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if SKIPPED:
            raise unittest.SkipTest(f"{CASES} NAT cases are skipped: {SKIPPED}")
        cls.root = Path(tempfile.mkdtemp(prefix="nightjar-nat-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        cls.people = People(cls.root)

    def meet(self, path, **world):
        met = self.people.meet(**world)
        self.assertEqual(met["path"], path, met)
        return met

    def test_port_restricted_both(self):
        met = self.meet("direct", a="port-restricted", b="port-restricted")
        self.assertEqual(met["method"], "punch")

    def test_full_cone_and_symmetric(self):
        self.meet("direct", a="full-cone", b="symmetric")

    def test_carrier_nat_both(self):
        self.meet("direct", a="cgnat-double", b="cgnat-double")

    def test_predictable_ports(self):
        met = self.meet("direct", a="symmetric-seq", b="port-restricted")
        self.assertEqual(met["method"], "prediction")

    def test_guessed_ports(self):
        # Left to chance: some 500 packets a second over 256 sockets find a port in most seconds, not in all.
        with contextlib.suppress(AssertionError):
            self.assertEqual(self.meet("direct", a="symmetric", b="port-restricted")["method"], "probing")
            return
        self.assertEqual(self.meet("direct", a="symmetric", b="port-restricted")["method"], "probing")

    def test_tcp_where_one_has_no_udp(self):
        met = self.meet("direct", a="udp-blocked", b="port-restricted")
        self.assertEqual(met["method"], "tcp")

    def test_tcp_where_nobody_has_udp(self):
        met = self.meet("direct", a="udp-blocked", b="udp-blocked")
        self.assertEqual(met["method"], "tcp")

    def test_follows_who_moves(self):
        def move(lab, a, b):
            lab.move("a")
            out = self.people.say(a, b, self.people.b_at_a, "I moved.")
            back = self.people.say(b, a, self.people.a_at_b, "I see.")
            return out, back, self.people.are_direct(a, b, 10)

        out, back, direct = self.people.stay(move, a="port-restricted", b="port-restricted")
        self.assertLess(out, 2)
        self.assertLess(back, 2)
        self.assertTrue(direct)

    def test_symmetric_both_talk_through_the_relay(self):
        self.meet("relayed", a="symmetric", b="symmetric")

    def test_routers_that_answer_uninvited_packets(self):
        self.meet("direct", a="port-restricted", b="port-restricted", closed="reject")

    def test_types_are_told(self):
        told = {"full-cone": "full-cone", "restricted": "restricted", "port-restricted": "port-restricted",
                "firewall": "firewall", "symmetric": "symmetric", "symmetric-seq": "symmetric-sequential",
                "none": "none", "cgnat-double": "port-restricted"}
        kinds = list(told)
        for a, b in zip(kinds[::2], kinds[1::2]):
            self.assertEqual(self.people.nat_types(a, b), [told[a], told[b]], (a, b))
    def test_ipv6_beside_nats_that_do_not_meet(self):
        met = self.meet("direct", a="symmetric", b="symmetric", ip6="ab")
        self.assertTrue(met["remote"].startswith("[2001:db8:"), met)

    def test_ipv6_of_one_side_does_not_help(self):
        self.meet("relayed", a="symmetric", b="symmetric", ip6="a")

    def test_a_hub_by_ipv6_only(self):
        with Lab("symmetric", "symmetric", ip6="ab") as lab:
            hub = nightjar.Hub(self.root / "hub6", port=PORT, address=f"[{HUB6}]", within=lab.inside("hub"))
            self.addCleanup(hub.stop)
            code, out, err = nightjar.run(self.root / "six", "init", "--name", "six", "--hub", hub.address, pin=PIN)
            self.assertEqual(code, 0, out + err)
            cli = nightjar.Cli(self.root / "six", PIN, within=lab.inside("a"))
            self.addCleanup(cli.kill)
            cli.wait("hub.state", state="online")
            status = wait_for(lambda: (lambda s: s if s["natType"] == "firewall" else None)(cli("status")), 10)
            self.assertIsNotNone(status, cli("status"))
            self.assertTrue(status["publicAddress"].startswith("[2001:db8:1::2]:"), status)

    def test_one_home(self):
        self.meet("direct", a="port-restricted", b="port-restricted", same_nat=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
