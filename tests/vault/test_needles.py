#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Thousands of needles through every feature, then a wipe: nothing of them is left in the profile, in any folder the
programs may write to, on the raw device below, or in the memory of the program. 300 in an ordinary run, 10,000 with
NIGHTJAR_LONG=1.

As root the test gives itself a world of its own (a mount namespace): home, /tmp, /run, /var/tmp and /dev/shm lie on one
loop device, with ext4 and data=ordered, that is searched as a whole afterwards. Otherwise it searches the profile and the
folders the environment names, and says so."""

import hashlib
import os
import random
import shutil
import sys
import time
import unittest
from pathlib import Path

import keyslots
import life
import nightjar
import vaultkit
from vaultkit import DURESS, MAIN, figure, long_form, memory_of, some, stopped

COUNT = some(300, 10_000)
INSIDE = "NIGHTJAR_OWN_WORLD"
FOLDERS = ["/tmp", "/run", "/var/tmp", "/dev/shm"]
NOTHING = {"hits": 0, "found": {}}


def in_a_world_of_its_own():
    """Starts this program again where mounts are seen by nobody else."""
    if vaultkit.ROOT and not os.environ.get(INSIDE) and shutil.which("unshare"):
        os.environ[INSIDE] = "1"
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])


class World:
    """Where the program may write: a device of its own if possible, else a folder."""

    def __init__(self, root, own):
        self.loop = vaultkit.Loop(root, some(256, 1024)) if own else None
        self.at = self.loop.at if own else root
        self.profile = self.at / "home/.local/share/nightjar"
        self.bound = []
        for name in ("home", "run-user", "tmp"):
            (self.at / name).mkdir(mode=0o700)
        for folder in FOLDERS if own else []:
            # What the programs come from must stay visible.
            if any(str(path).startswith(folder + "/") for path in (root, vaultkit.TOOLS, nightjar.BIN)):
                continue
            below = self.at / folder.strip("/").replace("/", "-")
            below.mkdir(exist_ok=True, mode=0o777)
            vaultkit.sh("mount", "--bind", below, folder)
            self.bound.append(folder)
        self.environment = {
            "HOME": self.at / "home", "TMPDIR": self.at / "tmp", "XDG_RUNTIME_DIR": self.at / "run-user",
            "XDG_CONFIG_HOME": self.at / "home/.config", "XDG_CACHE_HOME": self.at / "home/.cache",
            "XDG_DATA_HOME": self.at / "home/.local/share", "XDG_STATE_HOME": self.at / "home/.local/state"}

    def close(self):
        for folder in self.bound:
            vaultkit.sh("umount", folder)
        self.bound = []
        if self.loop:
            self.loop.close()


class Needles(vaultkit.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.own = bool(os.environ.get(INSIDE))
        if not cls.own:
            print("not root: the raw device is not searched, and memory only where the system lets us", file=sys.stderr)

    def setUp(self):
        # Not in /tmp, which is about to be another one.
        os.environ.setdefault("NIGHTJAR_TMP", str(vaultkit.TOOLS))
        super().setUp()
        self.needles = vaultkit.Needles(random.Random(vaultkit.seed()))
        self.before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(self.before)))

    def world(self, name):
        root = self.root / name
        root.mkdir()
        world = World(root, self.own)
        self.addCleanup(world.close)
        os.environ.update({key: str(value) for key, value in world.environment.items()})
        return world

    def assert_nothing(self, found, where):
        for target, answer in found.items():
            self.assertEqual({"hits": answer["hits"], "found": answer["found"]}, NOTHING,
                             f"{where}: {target}, first at {answer['at']}")

    def keys_of(self, profile):
        """Needles for everything that could still open what was there."""
        slots = keyslots.newest(profile)
        main = keyslots.try_pin(profile, MAIN)
        self.needles.add("PIN", MAIN)
        self.needles.add("wipe PIN", DURESS)
        self.needles.add("key of the container", main.own_key)
        self.needles.add("device key", keyslots.device_key(profile, slots.alias))
        self.needles.add("inner key", keyslots.pin_key(slots, MAIN))

    def device_key_file(self, profile):
        """The file of the device key itself, in pieces: of all of it together the key is made."""
        pieces = vaultkit.Needles(None)
        content = (profile / f"device.key.{keyslots.newest(profile).alias}").read_bytes()
        for at in range(0, len(content), some(4096, 256)):
            pieces.add("piece of the device key", content[at:at + 32])
        slots = keyslots.newest(profile)
        key = keyslots.device_key(profile, slots.alias)
        for number in keyslots.sealed_slots(slots, key):
            pieces.add("slot", slots.slots[number][:64])
        return pieces

    def search_files(self, world, where):
        self.assert_nothing(self.needles.search(world.at, *world.bound), where)

    def search_device(self, world, pieces, control, where):
        """The raw device, where deleted files and old blocks lie."""
        if not world.loop:
            return
        bound, world.bound = world.bound, []
        for folder in bound:
            vaultkit.sh("umount", folder)
        world.loop.unmount()
        begun = time.monotonic()
        found = self.needles.search(world.loop.device)
        self.assert_nothing(found, where)
        self.assert_nothing(pieces.search(world.loop.device), where)
        answer = found[world.loop.device]
        figure(f"needles.raw_device_{where}", answer["hits"], f"hits in {answer['bytes'] >> 20} MiB")
        figure("needles.search", (answer["bytes"] >> 20) / (time.monotonic() - begun), "MiB/s")
        # A search that finds nothing has to be able to: this file was deleted in the ordinary way.
        self.assertGreater(control.search(world.loop.device)[world.loop.device]["needles"], 90, "the control")

    @staticmethod
    def leave_a_control(world):
        control = vaultkit.Needles(random.Random(1))
        file = world.at / "home/control.txt"
        file.write_text("\n".join(control.word("control") for _ in range(100)))
        with open(file, "rb") as written:
            os.fsync(written.fileno())
        os.sync()
        file.unlink()
        return control

    def test_after_a_wipe_nothing_is_found_anywhere(self):
        if not keyslots.SODIUM:
            self.skipTest("libsodium is not there as a shared library")
        outside = self.root / "outside"
        outside.mkdir()
        world = self.world("first")
        world.profile.parent.mkdir(parents=True)
        person = life.Life(self.needles, COUNT, outside, world.profile)
        self.addCleanup(person.close)
        begun = time.monotonic()
        person.live()
        figure("needles.count", len(self.needles.needles), "needles")
        figure("needles.life", time.monotonic() - begun, "s")
        self.keys_of(world.profile)

        # Can the search find anything at all? While the profile is open it is all there.
        if vaultkit.ROOT:
            with stopped(person.anna.process):
                open_memory = self.needles.search(memory_of(person.anna.process))
            answer = next(iter(open_memory.values()))
            self.assertGreater(answer["needles"], 20, "an open profile must be seen in memory")
            figure("needles.memory_while_open", answer["needles"], "needles")
        # Nothing of it lies on the disk in the clear, even while it is in use.
        self.search_files(world, "in use")
        person.anna.close()
        control = self.leave_a_control(world)
        pieces = self.device_key_file(world.profile)
        if world.loop:
            os.sync()
            self.assertGreater(pieces.search(world.loop.device)[world.loop.device]["needles"], 50,
                               "without a wipe the device key lies there")
        copy = self.root / "copy"
        shutil.copytree(world.profile, copy)

        self.wipe_by_pin(world, pieces, control)
        world.close()
        self.wipe_by_command(copy, pieces)

    def wipe_by_pin(self, world, pieces, control):
        cli = nightjar.Cli(world.profile, DURESS)
        self.assertEqual(next(params for name, params in cli.heard if name == "ready")["name"], "")
        time.sleep(0.1)
        if vaultkit.ROOT:
            with stopped(cli.process):
                found = self.needles.search(memory_of(cli.process))
            self.assert_nothing(found, "memory 100 ms after the wipe PIN opened the decoy")
            figure("needles.memory_after_the_wipe_pin", next(iter(found.values()))["hits"], "hits")
        self.assertEqual(cli("contact.list"), {"contacts": []})
        self.assertEqual(cli.close(), 0)
        self.search_files(world, "wiped by PIN")
        self.search_device(world, pieces, control, "wiped_by_pin")

    def wipe_by_command(self, copy, pieces):
        world = self.world("second")
        shutil.copytree(copy, world.profile)
        shutil.rmtree(copy)
        control = self.leave_a_control(world)
        cli = nightjar.Cli(world.profile, MAIN)
        self.assertTrue(cli("contact.list")["contacts"], "the copy is whole")
        cli("wipe")
        self.assertEqual(cli.close(), 0)
        self.search_files(world, "wiped by command")
        self.search_device(world, pieces, control, "wiped_by_command")


if __name__ == "__main__":
    in_a_world_of_its_own()
    if long_form():
        nightjar.PATIENCE = max(nightjar.PATIENCE, 180)
    unittest.main()
