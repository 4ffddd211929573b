#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The server by TCP and by TLS (docs/protocol.md, sections 2 and 3): people whose network drops all UDP, in network
namespaces with nftables, and clients of the server's ports who mean no good."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import nightjar
from nightjar import BIN, PATIENCE

PIN = "1234"


def sh(*words):
    subprocess.run(words, check=True, capture_output=True)


def may_make_namespaces():
    if os.geteuid() != 0 or not shutil.which("nft") or not shutil.which("ip"):
        return False
    made = subprocess.run(["ip", "netns", "add", "njprobe"], capture_output=True).returncode == 0
    subprocess.run(["ip", "netns", "del", "njprobe"], capture_output=True)
    return made


class Streams(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="nightjar-streams-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)

    def serve(self, *words, listen):
        process = subprocess.Popen([*words, BIN / "nightjar-signald", "--listen", listen, "--data", self.root / "hub"],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        line = process.stdout.readline().strip()
        self.assertEqual(process.stdout.readline().strip(), "ready")
        return process, line

    def people_without_udp(self, allowed):
        """Two people in a namespace from which only these TCP ports are let out; how they reached the server."""
        if not may_make_namespaces():
            self.skipTest("needs root, ip and nft to make a network that drops UDP")
        name = f"nj{os.getpid()}"
        inner, outer = f"{name}i", f"{name}o"
        sh("ip", "netns", "add", name)
        self.addCleanup(subprocess.run, ["ip", "netns", "del", name], capture_output=True)
        sh("ip", "link", "add", outer, "type", "veth", "peer", "name", inner)
        self.addCleanup(subprocess.run, ["ip", "link", "del", outer], capture_output=True)
        sh("ip", "link", "set", inner, "netns", name)
        sh("ip", "addr", "add", "198.18.77.1/24", "dev", outer)
        sh("ip", "link", "set", outer, "up")
        inside = ["ip", "netns", "exec", name]
        sh(*inside, "ip", "addr", "add", "198.18.77.2/24", "dev", inner)
        sh(*inside, "ip", "link", "set", inner, "up")
        rules = f"""add table inet fence
add chain inet fence out {{ type filter hook output priority 0; policy drop; }}
add rule inet fence out tcp dport {{ {allowed} }} accept
"""
        done = subprocess.run([*inside, "nft", "-f", "-"], input=rules, text=True, capture_output=True)
        if "not supported" in done.stderr or "No such file" in done.stderr:
            self.skipTest("this kernel has no nftables: " + done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stderr)
        _, line = self.serve(listen="198.18.77.1:33447")

        people = {}
        original = nightjar.BIN
        shim = self.root / "bin"
        shim.mkdir()
        (shim / "nightjar-cli").write_text(f'#!/bin/sh\nexec ip netns exec {name} {original / "nightjar-cli"} "$@"\n')
        (shim / "nightjar-cli").chmod(0o755)
        nightjar.BIN = shim
        self.addCleanup(setattr, nightjar, "BIN", original)
        for who in ("alice", "bob"):
            profile = self.root / who
            code, out, err = nightjar.run(profile, "init", "--name", who, "--hub", line, pin=PIN)
            self.assertEqual(code, 0, out + err)
            people[who] = nightjar.Cli(profile, PIN)
            self.addCleanup(people[who].close)
        alice, bob = people["alice"], people["bob"]
        bob("invite.accept", link=alice("invite.create")["link"])
        deadline = time.monotonic() + PATIENCE
        while not (contacts := alice("contact.list")["contacts"]):
            self.assertLess(time.monotonic(), deadline, "nobody came")
            time.sleep(0.1)
        alice("message.send", contact=contacts[0]["contact"], text="Nothing but TCP gets out of here.")
        got = bob.wait("message.received", text="Nothing but TCP gets out of here.")
        bob("message.send", contact=got["contact"], text="I hear you.")
        alice.wait("message.received", text="I hear you.")
        return {person("status")["hubWay"] for person in (alice, bob)}

    def test_udp_dropped(self):
        self.assertEqual(self.people_without_udp("33447, 443"), {"tcp"})

    def test_nothing_but_443(self):
        self.assertEqual(self.people_without_udp("443"), {"tls"})

    def connect(self, port, tls=False):
        plain = socket.create_connection(("127.0.0.1", port), PATIENCE)
        if not tls:
            return plain
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context.wrap_socket(plain)

    def test_one_port_takes_both(self):
        process, line = self.serve(listen="127.0.0.1:0")
        port = int(line.split(":")[2].split("/")[0])
        question = bytes.fromhex("000100182112a442") + bytes(12) + bytes.fromhex("00260014") + bytes(20)
        for tls in (False, True):
            with self.connect(port, tls) as s:
                s.sendall(len(question).to_bytes(2, "big") + question)
                size = int.from_bytes(s.recv(2), "big")
                self.assertEqual(s.recv(size)[:2], b"\x01\x01")  # a success response
        self.assertIsNone(process.poll())

    def test_noise_ends_a_connection_and_harms_nobody(self):
        process, line = self.serve(listen="127.0.0.1:0")
        port = int(line.split(":")[2].split("/")[0])
        for tls in (False, True):
            for noise in (b"GET / HTTP/1.1\r\n\r\n", b"\x00\x00", b"\x05\xdd" + bytes(1501), os.urandom(4000)):
                with self.connect(port, tls) as s:
                    s.settimeout(5)
                    try:
                        s.sendall(noise if noise[0] > 5 or noise[0] == 0 or noise[0] == 5 else b"\xff" + noise)
                        while s.recv(4096):
                            pass
                    except (ConnectionError, ssl.SSLError):
                        pass  # as good an end as any
                    except TimeoutError:
                        self.assertLessEqual(noise[0], 5, "the connection was kept")
        with self.connect(port) as s:  # a TLS hello that is none
            s.sendall(b"\x16\x03\x01\x02\x00" + os.urandom(600))
            s.settimeout(12)
            while True:
                try:
                    if not s.recv(4096):
                        break
                except ConnectionError:
                    break
        self.assertIsNone(process.poll())

    def test_who_says_nothing_is_shown_the_door(self):
        _, line = self.serve(listen="127.0.0.1:0")
        port = int(line.split(":")[2].split("/")[0])
        began = time.monotonic()
        silent = [self.connect(port) for _ in range(50)]
        for s in silent:
            s.settimeout(20)
            self.assertEqual(s.recv(1), b"")
            s.close()
        self.assertLess(time.monotonic() - began, 15)


if __name__ == "__main__":
    unittest.main(verbosity=2)
