#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Nightjar as the client of coturn, an independent TURN server, with real processes. Needs root, network namespaces, and
coturn."""

import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from meeting import People, wait_for
from natlab import HUB, HUB6, Lab, why_not

CASES = 7
USER, PASSWORD = "anna", "long live the relay"


def why_skipped():
    if reason := why_not():
        return reason
    for tool in ("turnserver", "openssl"):
        if shutil.which(tool) is None:
            return f"needs {tool} (Debian: coturn, openssl)"
    return None


SKIPPED = why_skipped()


class Turn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if SKIPPED:
            raise unittest.SkipTest(f"{CASES} cases with coturn are skipped: {SKIPPED}")
        cls.root = Path(tempfile.mkdtemp(prefix="nightjar-turn-"))
        cls.addClassCleanup(shutil.rmtree, cls.root, ignore_errors=True)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", cls.root / "key.pem", "-out", cls.root / "cert.pem", "-days", "2", "-subj", "/CN=lab"],
                       check=True, capture_output=True)
        cls.people = People(cls.root)

    def coturn(self, lab, six=False):
        log = self.root / f"coturn-{lab.prefix}.log"
        addresses = [HUB, HUB6] if six else [HUB]
        options = [word for address in addresses for word in ("--listening-ip", address, "--relay-ip", address)]
        process = subprocess.Popen(
            [*lab.inside("hub"), "turnserver", "-n", *options, "--listening-port", "3478", "--tls-listening-port", "5349",
             "--cert", self.root / "cert.pem", "--pkey", self.root / "key.pem", "--lt-cred-mech", "--realm", "lab.example",
             "--user", f"{USER}:{PASSWORD}", "--no-cli", "--fingerprint", "--log-file", log, "--simple-log",
             "--pidfile", self.root / "coturn.pid", "--userdb", self.root / "coturn.db"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def end():
            process.kill()
            process.wait()

        self.addCleanup(end)
        listening = [*lab.inside("hub"), "ss", "-lntu"]
        ready = wait_for(lambda: ":5349" in subprocess.run(listening, capture_output=True, text=True).stdout or None, 10)
        self.assertIsNotNone(ready, "coturn does not listen")
        return log

    def talk(self, server, a="symmetric", b="symmetric", password=PASSWORD, six=""):
        """a has the server, b has none; they talk for a while → (link.info of both, status of a)."""
        lab = Lab(a, b, ip6=six)
        self.addCleanup(lab.close)
        self.coturn(lab, bool(six))
        hub = self.people.hub(lab)
        self.addCleanup(hub.stop)
        one, other = self.people.open(lab, "a"), self.people.open(lab, "b")
        for cli in (one, other):
            self.addCleanup(lambda cli=cli: cli.process is None or cli.kill())
            cli.wait("hub.state", state="online", timeout=60)
        one("turn.set", server=server, user=USER, password=password)
        time.sleep(1)
        one("message.send", contact=self.people.b_at_a, text="Are you there?")
        other.wait("message.received", text="Are you there?", timeout=20)
        wait_for(lambda: one("link.info", contact=self.people.b_at_a)["method"] == "turn" or None, 8)
        other("message.send", contact=self.people.a_at_b, text="Here I am.")
        one.wait("message.received", text="Here I am.", timeout=20)
        both = [one("link.info", contact=self.people.b_at_a), other("link.info", contact=self.people.a_at_b)]
        status = one("status")
        self.assertNotIn(PASSWORD, str(status))
        one("turn.set", server="")
        one.close()
        other.kill()
        hub.stop()
        return both, status

    def check(self, both, status):
        for info in both:
            self.assertEqual((info["path"], info["method"]), ("relayed", "turn"), (both, status))
        self.assertEqual(status["turnState"], "ready", status)
        self.assertTrue(status["turnAddresses"][0].startswith(HUB + ":"), status)

    def test_udp(self):
        self.check(*self.talk(f"turn:{HUB}"))

    def test_tcp_where_no_udp_passes(self):
        self.check(*self.talk(f"turn:{HUB}?transport=tcp", a="udp-blocked"))

    def test_tls_where_no_udp_passes(self):
        self.check(*self.talk(f"turns:{HUB}", a="udp-blocked"))

    def test_both_families(self):
        both, status = self.talk(f"turn:{HUB}", six="b")
        self.assertEqual(status["turnState"], "ready", status)
        self.assertEqual({address.startswith("[") for address in status["turnAddresses"]}, {True, False}, status)

    def test_wrong_password(self):
        both, status = self.talk(f"turn:{HUB}", password="guessed")
        self.assertEqual((status["turnState"], status["turnProblem"]), ("resting", "credentials"), status)
        self.assertEqual([info["path"] for info in both], ["relayed", "relayed"])
        self.assertEqual([info["method"] for info in both], ["", ""])

    def test_our_server_answers_coturns_client_only_if_that_amplifies_nothing(self):
        """turnutils_stunclient asks with 20 bytes; the answer would have 32."""
        lab = Lab("none", "none")
        self.addCleanup(lab.close)
        hub = self.people.hub(lab)
        self.addCleanup(hub.stop)
        ask = ("import os, socket, sys; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2); "
               "t = os.urandom(12); n = int(sys.argv[1]); p = b'\\0\\x26' + n.to_bytes(2, 'big') + bytes(n) if n else b''; "
               "s.sendto(b'\\0\\1' + len(p).to_bytes(2, 'big') + bytes.fromhex('2112a442') + t + p, ('%s', 33445)); "
               "a = s.recv(2000); print(a[:2].hex(), a[8:20] == t)") % HUB
        padded = subprocess.run([*lab.inside("a"), sys.executable, "-c", ask, "8"], capture_output=True, text=True)
        self.assertEqual(padded.stdout.strip(), "0101 True", padded.stderr)
        plain = subprocess.run([*lab.inside("a"), "timeout", "3", "turnutils_stunclient", "-p", "33445", HUB],
                               capture_output=True, text=True)
        self.assertNotIn("reflexive", plain.stdout)

    def test_a_direct_path_is_better(self):
        both, _ = self.talk(f"turn:{HUB}", a="port-restricted", b="port-restricted")
        self.assertEqual([info["method"] for info in both], ["punch", "punch"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
