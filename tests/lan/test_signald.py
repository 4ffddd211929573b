#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""nightjar-signald as a process: what it prints, what it keeps, how it ends (docs/hub.md)."""

import os
import re
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from nightjar import BIN, PATIENCE

ADDRESS_LINE = re.compile(r"nightjar-hub://127\.0\.0\.1:(\d+)/([A-Za-z0-9_-]{43})")


def signald(*arguments, timeout=PATIENCE):
    done = subprocess.run([BIN / "nightjar-signald", *map(str, arguments)], capture_output=True, text=True,
                          timeout=timeout)
    return done.returncode, done.stdout, done.stderr


def ask_stun(port, size=44):
    """Whether the server on this port tells the address that the question came from; None without an answer."""
    transaction = secrets.token_bytes(12)
    padding = size - 24
    question = struct.pack("!HHI", 1, size - 20, 0x2112A442) + transaction + struct.pack("!HH", 0x26, padding)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(1)
        s.connect(("127.0.0.1", port))
        s.send(question + bytes(padding))
        try:
            answer = s.recv(1500)
        except TimeoutError:
            return None
        own = s.getsockname()
    assert answer[8:20] == transaction and len(answer) <= size
    kind, length, _, family, mapped = struct.unpack("!HHBBH", answer[20:28])
    assert (kind, length, family) == (0x20, 8, 1)
    raw = bytes(a ^ b for a, b in zip(answer[28:32], struct.pack("!I", 0x2112A442)))
    return (socket.inet_ntoa(raw), mapped ^ 0x2112) == own


class Signald(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="nightjar-signald-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.data = self.root / "data"

    def start(self, *more, port=0):
        process = subprocess.Popen(
            [BIN / "nightjar-signald", "--listen", f"127.0.0.1:{port}", "--data", self.data, *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.poll() is None and process.kill(), process.communicate()))
        line, ready = process.stdout.readline().strip(), process.stdout.readline().strip()
        self.assertEqual(ready, "ready", line)
        return process, line

    def test_prints_its_line_and_ends_cleanly(self):
        for end in (signal.SIGTERM, signal.SIGINT):
            process, line = self.start()
            self.assertRegex(line, ADDRESS_LINE)
            process.send_signal(end)
            out, err = process.communicate(timeout=PATIENCE)
            self.assertEqual((process.returncode, out, err), (0, "", ""))

    def test_keeps_its_key_and_hides_it(self):
        process, first = self.start()
        process.kill()  # not even a chance to clean up
        process.wait()
        _, second = self.start()
        self.assertEqual(ADDRESS_LINE.match(first)[2], ADDRESS_LINE.match(second)[2])
        self.assertEqual((self.data / "server.key").stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.data.stat().st_mode & 0o077, 0)

    def test_answers_stun_on_two_ports(self):
        _, line = self.start()
        port = int(ADDRESS_LINE.match(line)[1])
        self.assertTrue(ask_stun(port))
        self.assertTrue(ask_stun(port + 1))
        self.assertIsNone(ask_stun(port, size=28))  # shorter than the answer

    def test_survives_noise(self):
        process, line = self.start()
        port = int(ADDRESS_LINE.match(line)[1])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            for first in (0, 1, 78, 128, 192, 193, 196, 197, 255):
                for size in (0, 1, 4, 22, 23, 160, 320, 1200, 1500, 1501, 9000):
                    s.sendto((bytes([first]) + secrets.token_bytes(size))[:size], ("127.0.0.1", port))
        self.assertTrue(ask_stun(port))
        self.assertIsNone(process.poll())

    def test_tells_figures(self):
        process, line = self.start()
        ask_stun(int(ADDRESS_LINE.match(line)[1]))
        process.send_signal(signal.SIGUSR1)
        self.assertIn('"datagramsIn":1', process.stderr.readline())

    def test_one_process_for_a_folder(self):
        self.start()
        code, out, err = signald("--listen", "127.0.0.1:0", "--data", self.data)
        self.assertEqual((code, out), (3, ""))
        self.assertIn("in use", err)

    def test_port_in_use(self):
        _, line = self.start()
        port = int(ADDRESS_LINE.match(line)[1])
        code, out, err = signald("--listen", f"127.0.0.1:{port}", "--data", self.root / "other")
        self.assertEqual((code, out), (4, ""))
        self.assertIn(f"port {port}", err)

    def test_wrong_usage(self):
        self.assertEqual(signald()[0], 2)
        self.assertEqual(signald("--listen", "nowhere", "--data", self.data)[0], 2)
        for listens in (("127.0.0.1:40000", "127.0.0.2:40002"), ("127.0.0.1:40000", "127.0.0.1:40000"),
                        ("0.0.0.0:40000", "127.0.0.2:40000"), ("127.0.0.1:0", "127.0.0.2:0"),
                        ("127.0.0.1:40000", "[::1]:40000"), ("127.0.0.1:40000", "127.0.0.2:40000", "127.0.0.3:40000")):
            words = [word for at in listens for word in ("--listen", at)]
            self.assertEqual(signald(*words, "--data", self.data)[0], 2, listens)
        for option in (("--directory", "0"), ("--directory", "x"), ("--directory-public",)):
            self.assertEqual(signald("--listen", "127.0.0.1:0", "--data", self.data, *option)[0], 2, option)
        self.assertFalse(self.data.exists())
        self.assertEqual(signald("--help")[0], 0)
        self.assertRegex(signald("--version")[1], r"^nightjar-signald \d+\.\d+\.\d+\n$")

    def test_damaged_key_is_left_alone(self):
        self.data.mkdir()
        (self.data / "server.key").write_text("garbage")
        code, out, err = signald("--listen", "127.0.0.1:0", "--data", self.data)
        self.assertEqual((code, out), (3, ""))
        self.assertIn("damaged", err)
        self.assertEqual((self.data / "server.key").read_text(), "garbage")

    def test_damaged_mailboxes_are_left_alone(self):
        self.data.mkdir()
        (self.data / "mailboxes.sqlite").write_bytes(b"garbage" * 1000)
        code, _, err = signald("--listen", "127.0.0.1:0", "--data", self.data)
        self.assertEqual(code, 5)
        self.assertIn("mailboxes.sqlite", err)
        self.assertEqual((self.data / "mailboxes.sqlite").read_bytes(), b"garbage" * 1000)

    def test_folder_that_cannot_be(self):
        blocker = self.root / "file"
        blocker.write_text("")
        code, out, err = signald("--listen", "127.0.0.1:0", "--data", blocker / "data")
        self.assertEqual((code, out), (3, ""))
        self.assertIn(str(blocker), err)

    def test_full_disk(self):
        if not os.path.exists("/dev/shm") or os.geteuid() != 0:
            self.skipTest("needs root to mount a tiny disk")
        disk = self.root / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", disk], capture_output=True).returncode:
            self.skipTest("may not mount")
        self.addCleanup(subprocess.run, ["umount", "-l", disk])
        code, out, err = signald("--listen", "127.0.0.1:0", "--data", disk / "data")
        self.assertEqual((code, out), (3, ""))
        self.assertIn("nightjar-signald: ", err)

    def test_tells_prometheus(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            metrics = s.getsockname()[1]
        process, line = self.start("--metrics", str(metrics))
        ask_stun(int(ADDRESS_LINE.match(line)[1]))
        idle = socket.create_connection(("127.0.0.1", metrics))  # says nothing, and stops nobody
        self.addCleanup(idle.close)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        text = direct.open(f"http://127.0.0.1:{metrics}/metrics", timeout=5).read().decode()
        figures = dict(line.split() for line in text.splitlines() if not line.startswith("#"))
        self.assertEqual(figures["nightjar_datagrams_in_total"], "1")
        self.assertEqual(figures["nightjar_sessions"], "0")
        self.assertNotIn("127.0.0.1", text)
        with socket.create_connection(("127.0.0.1", metrics)) as s:
            s.sendall(os.urandom(10_000))
        self.assertIsNone(process.poll())

    def test_idles_quietly(self):
        process, _ = self.start()
        before = sum(map(int, Path(f"/proc/{process.pid}/stat").read_text().split()[13:15]))
        time.sleep(2)
        after = sum(map(int, Path(f"/proc/{process.pid}/stat").read_text().split()[13:15]))
        self.assertLessEqual(after - before, 2)  # clock ticks of 10 ms


if __name__ == "__main__":
    unittest.main(verbosity=2)
