#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Files between two people with nightjar-cli as real processes on loopback."""

import os
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from nightjar import RpcFailed
import test_cli


class Files(test_cli.Lan):
    def send(self, size):
        """Anna's file of so many bytes at Ben, not fetched yet → (anna, ben, content, id)."""
        anna, ben, ben_at_anna, _ = self.pair()
        content = os.urandom(size)
        path = self.root / "letter.bin"
        path.write_bytes(content)
        message = anna("file.send", contact=ben_at_anna, path=str(path), caption="look")
        self.assertEqual(message["file"]["name"], "letter.bin")
        offered = ben.wait("file.received")
        self.assertEqual((offered["file"]["state"], offered["text"]), ("offered", "look"))
        return anna, ben, content, message["id"]

    def test_a_file_is_fetched_and_saved(self):
        anna, ben, content, message = self.send(5_000_000)
        with self.assertRaises(RpcFailed) as refused:
            ben("file.save", id=message, path=str(self.root / "early"))
        self.assertEqual(refused.exception.code, "file-not-here")
        ben("file.fetch", id=message)
        ben.wait("file.state", id=message, state="done")
        anna.wait("file.state", id=message, state="done")
        target = self.root / "saved"
        ben("file.save", id=message, path=str(target))
        self.assertEqual(target.read_bytes(), content)
        blobs = [p for p in (self.root / "ben").glob("c-*/blobs/*")]
        self.assertEqual(len(blobs), 1)
        self.assertNotIn(content[:64], blobs[0].read_bytes())
        ben("message.delete", id=message)
        self.assertFalse(blobs[0].exists())

    def test_killed_on_either_side_it_goes_on(self):
        anna, ben, content, message = self.send(60_000_000)
        ben("file.fetch", id=message)
        for victim in (ben, anna, ben):
            ben.wait("file.state", id=message, state="moving")
            time.sleep(0.2)
            victim.kill()
            victim.start()
        ben.wait("file.state", id=message, state="done")
        target = self.root / "saved"
        ben("file.save", id=message, path=str(target))
        self.assertEqual(target.read_bytes(), content)

    def test_it_waits_at_the_server_for_who_is_away(self):
        anna, ben, ben_at_anna, _ = self.pair()
        ben.kill()
        content = os.urandom(30_000_000)
        path = self.root / "letter.bin"
        path.write_bytes(content)
        message = anna("file.send", contact=ben_at_anna, path=str(path))["id"]
        anna.wait("file.state", id=message, state="moving")
        for cut in (self.hub.kill, anna.kill):
            time.sleep(0.3)
            cut()
            (self.hub if cut == self.hub.kill else anna).start()
        anna.wait("file.state", id=message, state="stored")
        anna.kill()
        path.unlink()

        ben.start()
        ben.wait("file.received")
        ben("file.fetch", id=message)
        for victim in (self.hub, ben):
            ben.wait("file.state", id=message, state="moving")
            time.sleep(0.1)
            victim.kill()
            victim.start()
        ben.wait("file.state", id=message, state="done")
        target = self.root / "saved"
        ben("file.save", id=message, path=str(target))
        self.assertEqual(target.read_bytes(), content)
        for file in (self.root / "hub").iterdir():
            self.assertNotIn(content[:64], file.read_bytes())

        anna.start()
        state = anna.wait("file.state", id=message, state="done")
        self.assertEqual(state["done"], len(content))


if __name__ == "__main__":
    unittest.main(verbosity=2)
