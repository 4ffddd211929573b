#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The tutorial's directory of nightjar-signald (docs/hub.md), found by a client that knows nothing of Nightjar."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from nightjar import BIN, PATIENCE, free_port

CLIENT = Path(__file__).resolve().parent / "tutorial_client.py"


class Directory(unittest.TestCase):
    def start(self, *options):
        folder = tempfile.mkdtemp(prefix="nightjar-directory-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        process = subprocess.Popen([BIN / "nightjar-signald", "--listen", "127.0.0.1:0", "--data", folder, *options],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.poll() is None and process.kill(), process.communicate()))
        process.stdout.readline()
        self.assertEqual(process.stdout.readline().strip(), "ready")
        return process

    def ask(self, port, line, timeout=1.0):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(timeout)
            s.connect(("127.0.0.1", port))
            try:
                s.send(line if isinstance(line, bytes) else line.encode())
                return s.recv(1500).decode()
            except (TimeoutError, ConnectionRefusedError):
                return None

    def test_two_tutorial_clients_find_each_other(self):
        port = free_port()
        self.start("--directory", str(port))
        clients = [subprocess.Popen([sys.executable, CLIENT, "127.0.0.1", str(port), "127.0.0.1", *who],
                                    stdout=subprocess.PIPE, text=True) for who in (("1", "Alice", "2"), ("2", "Bob", "1"))]
        said = [client.communicate(timeout=PATIENCE)[0].strip() for client in clients]
        self.assertEqual(said, ["Bob greets Alice", "Alice greets Bob"])

    def test_answers_are_clear(self):
        port = free_port()
        process = self.start("--directory", str(port))
        self.assertEqual(self.ask(port, "1,Alice,127.0.0.1,40001,2"), "sigserv,error,unknown id,0.0.0.0,0")
        self.assertEqual(self.ask(port, "1,Alice,nowhere,40001,2"), "sigserv,error,bad fields,0.0.0.0,0")
        self.assertEqual(self.ask(port, "2,Bob,127.0.0.1,40002,1"), "sigserv,1,Alice,127.0.0.1,40001")
        for size in (0, 1, 15, 200, 256, 257, 1500, 9000):
            self.ask(port, os.urandom(size), timeout=0.02)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:  # a flood from another address of the machine
            s.bind(("127.0.0.9", 0))
            s.connect(("127.0.0.1", port))
            for i in range(20_000):
                s.send(f"{secrets.token_hex(4)},x,127.0.0.9,{i + 1},1".encode())
        self.assertEqual(self.ask(port, "2,Bob,127.0.0.1,40002,1"), "sigserv,1,Alice,127.0.0.1,40001")
        self.assertIsNone(process.poll())

    def test_is_off_unless_wanted(self):
        port = free_port()
        self.start()
        self.assertIsNone(self.ask(port, "1,Alice,127.0.0.1,40001,1", timeout=0.3))


if __name__ == "__main__":
    unittest.main(verbosity=2)
