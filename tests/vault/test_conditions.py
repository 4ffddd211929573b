#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A wipe does its work whatever else is going on: a full disk, a call, a transfer, a pile of messages coming in, another
process; and where it cannot, on a disk that takes no writing, it says so and nothing is half done."""

import json
import os
import random
import sys
import time
import unittest

import keyslots
import life
import vaultkit
from vaultkit import DURESS, MAIN

import nightjar
import sound

DISK_FULL, NO_ACCESS, IN_USE, WRONG_PIN = 11, 12, 10, 3  # exit codes, docs/cli.md


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class Disks(vaultkit.TestCase):
    """As root only: disks of their own."""

    def setUp(self):
        os.environ.setdefault("NIGHTJAR_TMP", str(vaultkit.TOOLS))
        super().setUp()

    def loop(self, mebibytes):
        loop = vaultkit.Loop(self.root, mebibytes)
        self.addCleanup(loop.close)
        return loop

    @staticmethod
    def fill(folder):
        """Until not one more byte fits."""
        with open(folder / "ballast", "wb", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    pass
        os.sync()

    def main_of(self, profile):
        main = keyslots.try_pin(profile, MAIN)
        self.decoy = main.decoy
        return main.own

    def is_wiped(self, profile, container):
        self.assertIsNone(keyslots.try_pin(profile, MAIN), "the main PIN opens nothing")
        self.assertEqual(keyslots.try_pin(profile, DURESS).own, self.decoy)
        self.assertFalse((profile / f"c-{container}").exists())

    @vaultkit.needs_root("a disk of one's own")
    def test_a_full_disk(self):
        for wipe in ("by PIN", "by command"):
            with self.subTest(wipe):
                loop = vaultkit.Loop(self.root / wipe.replace(" ", "-"), 16)
                self.addCleanup(loop.close)
                profile = self.make(folder=loop.at)
                container = self.main_of(profile)
                cli = nightjar.Cli(profile, MAIN) if wipe == "by command" else None
                self.fill(loop.at)
                if cli:
                    cli("wipe")
                    self.assertEqual(cli.close(), 0)
                else:
                    code, _, err = nightjar.run(profile, "status", pin=DURESS)
                    # The decoy opens if there is room for its log; if not, that is said. The wipe has happened anyway.
                    self.assertIn(code, (0, DISK_FULL), err)
                self.is_wiped(profile, container)
                (loop.at / "ballast").unlink()
                self.assertEqual(vaultkit.name_behind(profile, DURESS), (0, ""))
                self.assertEqual(keyslots.unnamed(profile), [])

    @vaultkit.needs_root("a disk of one's own")
    def test_a_disk_that_takes_no_writing_is_told_and_nothing_happens(self):
        loop = self.loop(16)
        profile = self.make(folder=loop.at)
        loop.mount("remount,ro")
        code, _, err = nightjar.run(profile, "status", pin=DURESS)
        self.assertEqual(code, NO_ACCESS, err)
        self.assertRegex(err, r"(?i)read|write|access")
        # Nothing can be destroyed there. As soon as it can be written to, it is.
        self.assertEqual(keyslots.try_pin(profile, MAIN).kind, keyslots.OPENS)
        loop.mount("remount,rw")
        container = self.main_of(profile)
        self.assertEqual(vaultkit.name_behind(profile, DURESS), (0, ""))
        self.is_wiped(profile, container)


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class Busy(vaultkit.TestCase):
    """Anna is in the middle of something."""

    def setUp(self):
        super().setUp()
        needles = vaultkit.Needles(random.Random(vaultkit.seed()))
        self.profile = self.root / "anna"
        self.person = life.Life(needles, 20, self.root, self.profile)
        self.addCleanup(self.person.close)
        self.anna, self.ben = self.person.anna, self.person.ben
        self.container = keyslots.try_pin(self.profile, MAIN).own

    def wipe_and_look(self):
        begun = time.monotonic()
        self.anna("wipe")
        self.assertEqual(self.anna.close(), 0)
        took = time.monotonic() - begun
        self.assertFalse((self.profile / f"c-{self.container}").exists())
        self.assertEqual(nightjar.run(self.profile, "status", pin=MAIN)[0], WRONG_PIN)
        time.sleep(1)  # that was a wrong PIN
        self.assertEqual(vaultkit.name_behind(self.profile, DURESS), (0, ""))
        return took

    def test_during_a_call(self):
        spoken, heard = self.root / "spoken.wav", self.root / "heard.wav"
        sound.write_speech(spoken, 5, seed=1)
        call = self.anna("call.start", contact=self.person.at_anna, **{"in": str(spoken)})["call"]
        at_ben = self.ben.wait("call.incoming")["call"]
        self.ben("call.accept", call=at_ben, out=str(heard))
        self.anna.wait("call.state", call=call, state="active")
        time.sleep(0.5)
        self.wipe_and_look()
        # She does not take leave: that would take time. To Ben it is as if her battery had gone.
        self.ben.wait("call.state", call=at_ben, state="stalled", timeout=60)

    def test_during_transfers_both_ways(self):
        for sender, contact, receiver, name in ((self.anna, self.person.at_anna, self.ben, "ours"),
                                                (self.ben, self.person.at_ben, self.anna, "theirs")):
            path = self.root / f"{name}.bin"
            path.write_bytes(os.urandom(60_000_000))
            message = sender("file.send", contact=contact, path=str(path))["id"]
            receiver.wait("file.received", id=message)
            receiver("file.fetch", id=message)
            receiver.wait("file.state", id=message, state="moving")
        time.sleep(0.3)
        self.assertTrue(list((self.profile / f"c-{self.container}/blobs").iterdir()), "something had arrived")
        self.wipe_and_look()

    def test_while_everything_comes_in(self):
        self.anna.close()
        sent = self.person.say(self.ben, self.person.at_ben, [f"waiting-{i}" for i in range(400)])
        self.ben.wait_for_all("message.state", "id", sent, state="sent", timeout=120)
        self.anna.start()
        self.anna.wait("message.received")
        self.wipe_and_look()

    def test_after_the_wipe_nothing_is_answered(self):
        self.person.say(self.anna, self.person.at_anna, ["confidential"])
        ask = {"jsonrpc": "2.0", "method": "message.list", "params": {"contact": self.person.at_anna}}
        # In one breath: what stands behind the wipe comes too late.
        self.anna.write("\n".join(json.dumps(line) for line in (
            {"jsonrpc": "2.0", "id": 901, "method": "wipe"}, ask | {"id": 902}, ask | {"id": 903})))
        self.anna.process.stdin.close()
        self.assertEqual(self.anna.process.wait(60), 0)
        self.anna._reader.join(10)
        answers = self.anna.answers_so_far()
        self.assertIn("result", answers[901])
        for late in (902, 903):
            self.assertNotIn("confidential", json.dumps(answers.get(late, {})))
        self.anna._finish()

    def test_another_process_has_no_part_in_it(self):
        """The profile belongs to the process that has it open: a second one is refused before it looks at any PIN."""
        for pin in (MAIN, DURESS):
            code, _, err = nightjar.run(self.profile, "status", pin=pin)
            self.assertEqual(code, IN_USE, err)
        self.assertEqual(keyslots.try_pin(self.profile, MAIN).own, self.container)
        # Whoever got hold of an open database before sees no more than what is left of it: noise.
        database = self.profile / f"c-{self.container}/identity.db"
        with open(database, "rb") as held:
            before = held.read()
            self.wipe_and_look()
            held.seek(0)
            after = held.read()
        self.assertEqual(len(after), len(before))
        same = sum(before[i:i + 512] == after[i:i + 512] for i in range(0, len(before), 512))
        self.assertEqual(same, 0, "blocks that survived being overwritten")


if __name__ == "__main__":
    if not vaultkit.ROOT:
        print("not root: disks of their own are left out", file=sys.stderr)
    unittest.main()
