#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""STUN against coturn, both ways, on loopback: its clients ask our server, our client asks its server.

  coturn.py NIGHTJAR-SIGNALD STUN-PEER

Ends with 77 (skipped) where coturn's programs are missing.
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SKIPPED = 77
TOOLS = ("turnserver", "turnutils_stunclient", "turnutils_natdiscovery")
FIRST, SECOND, CLIENT = "127.0.0.1", "127.0.0.2", "127.0.0.3"


def free_port():
    """A UDP and TCP port that is free at both addresses, with the next one."""
    for _ in range(100):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind((FIRST, 0))
            port = s.getsockname()[1]
        held = []
        try:
            for address in (FIRST, SECOND):
                for number in (port, port + 1):
                    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                        held.append(socket.socket(socket.AF_INET, kind))
                        held[-1].bind((address, number))
            return port
        except (OSError, OverflowError):
            continue
        finally:
            for one in held:
                one.close()
    raise RuntimeError("no free ports")


def said(*command, seconds=60):
    """What a program says until it ends, or until the time is over."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            return process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            process.terminate()
            return process.communicate()[0]


class OurServer(unittest.TestCase):
    """coturn's clients as judges of nightjar-signald."""

    def serve(self, *options, addresses=(FIRST, SECOND)):
        folder = tempfile.mkdtemp(prefix="nightjar-coturn-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.port = free_port()
        listen = [word for address in addresses for word in ("--listen", f"{address}:{self.port}")]
        process = subprocess.Popen([SIGNALD, *listen, "--data", folder, *options], stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.terminate(), process.wait(), process.stdout.close()))
        self.assertIn("nightjar-hub://", process.stdout.readline())
        self.assertEqual(process.stdout.readline().strip(), "ready")

    def test_stunclient(self):
        self.serve("--foreign-stun")
        # Its last question has 1,532 bytes: nothing of ours has, so it is not read, and the client waits for ever.
        out = said("turnutils_stunclient", "-p", str(self.port), "-L", CLIENT, "-f", FIRST, seconds=4)
        self.assertRegex(out, rf"UDP reflexive addr: {re.escape(CLIENT)}:\d+")
        self.assertIn("RFC 5780 response 2", out)  # RESPONSE-PORT, from the other port and address
        self.assertIn(f"Response origin: : {SECOND}:{self.port + 1}", out)

    def test_natdiscovery(self):
        self.serve("--foreign-stun")
        out = said("turnutils_natdiscovery", "-m", "-f", "-p", str(self.port), "-L", CLIENT, FIRST)
        self.assertIn(f"Response origin: : {FIRST}:{self.port}", out)
        self.assertIn(f"Other addr: : {SECOND}:{self.port + 1}", out)
        self.assertIn("NAT with Endpoint Independent Filtering!", out)

    def test_one_address_says_so(self):
        self.serve("--foreign-stun", addresses=(FIRST,))
        out = said("turnutils_natdiscovery", "-f", "-p", str(self.port), "-L", CLIENT, FIRST)
        self.assertNotIn("Other addr", out)

    def test_short_questions_get_nothing_unless_wanted(self):
        self.serve()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(0.5)
            s.sendto(bytes.fromhex("000100002112a442b0b1b2b3b4b5b6b7b8b9babb"), (FIRST, self.port))
            self.assertRaises(TimeoutError, s.recv, 1500)


class TheirServer(unittest.TestCase):
    """Our client at coturn's STUN server."""

    def test_natprobe(self):
        folder = Path(tempfile.mkdtemp(prefix="nightjar-coturn-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        port = free_port()
        process = subprocess.Popen(
            ["turnserver", "-n", "-L", FIRST, "-L", SECOND, "-p", str(port), "--alt-listening-port", str(port + 1),
             "--no-tls", "--no-dtls", "--no-cli", "--no-auth", "-S", "--log-file", "stdout", "--pidfile", folder / "pid",
             "--allow-loopback-peers", "--db", folder / "db"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        self.addCleanup(lambda: (process.terminate(), process.wait()))
        for _ in range(10):
            out = said("turnutils_stunclient", "-p", str(port), "-L", CLIENT, FIRST, seconds=2)
            if "UDP reflexive addr" in out:
                break
            time.sleep(0.1)
        self.assertIn("UDP reflexive addr", out)
        self.assertRegex(said(PEER, CLIENT, f"{FIRST}:{port}"), rf"^none {re.escape(CLIENT)}:\d+\n$")


if __name__ == "__main__":
    SIGNALD, PEER = sys.argv[1:3]
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        print(f"skipped: {', '.join(missing)} (Debian package coturn)")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
