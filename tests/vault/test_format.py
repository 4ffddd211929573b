#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The profile folder is as docs/storage.md says: a second reader, written from that page, opens it."""

import unittest

import keyslots
import vaultkit
from vaultkit import DURESS, MAIN

HIDDEN = "6402718855390127"
ROUNDS = vaultkit.some(2, 20)


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class Format(vaultkit.TestCase):
    def test_a_second_reader_opens_what_the_program_wrote(self):
        profile = self.make()
        main, duress = keyslots.try_pin(profile, MAIN), keyslots.try_pin(profile, DURESS)
        self.assertEqual((main.kind, duress.kind), (keyslots.OPENS, keyslots.WIPES))
        self.assertEqual((main.decoy, main.decoy_key), (duress.own, duress.own_key))
        self.assertIsNone(keyslots.try_pin(profile, "0000"))
        self.assertEqual((main.wipe_slot, main.has_wipe_pin, main.hidden), (duress.number, True, False))
        self.assertNotIn(main.hidden_slot, (main.number, duress.number))
        self.assertLess(main.hidden_slot, keyslots.SLOTS)
        self.assertEqual(keyslots.unnamed(profile), [])

    def test_without_the_device_key_no_pin_opens(self):
        profile = self.make()
        file = profile / f"device.key.{keyslots.newest(profile).alias}"
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1  # a single bit of 256 KiB
        file.write_bytes(content)
        self.assertIsNone(keyslots.try_pin(profile, MAIN))
        self.assertNotEqual(vaultkit.name_behind(profile, MAIN)[0], 0)

    def hide(self, profile):
        code, out, err = vaultkit.nightjar.run(profile, "hide", pin=MAIN, hidden_pin=HIDDEN)
        self.assertEqual(code, 0, out + err)

    def test_a_second_reader_opens_the_hidden_identity(self):
        profile = self.make()
        before = keyslots.try_pin(profile, MAIN)
        self.hide(profile)
        main, hidden = keyslots.try_pin(profile, MAIN), keyslots.try_pin(profile, HIDDEN)
        self.assertEqual(main, before, "its slot says the same with the hidden identity as without")
        self.assertEqual((hidden.number, hidden.kind, hidden.hidden), (main.hidden_slot, keyslots.OPENS, True))
        self.assertEqual((hidden.decoy, hidden.decoy_key), (main.decoy, main.decoy_key))
        self.assertEqual(sorted(f"c-{name}" for name in (main.own, main.decoy, hidden.own)),
                         sorted(path.name for path in profile.glob("c-*")))
        self.assertEqual(keyslots.unnamed(profile), [])

    def test_with_the_device_key_and_no_pin_profiles_cannot_be_told_apart(self):
        """With a wipe PIN and a hidden identity, and with neither: names, sizes, seals, and what is under them."""
        shapes, ones = [], []
        for number in range(ROUNDS):
            for wipe_pin, hidden in ((None, False), (DURESS, False), (None, True), (DURESS, True)):
                profile = self.make(f"profile-{number}-{wipe_pin}-{hidden}", wipe_pin=wipe_pin)
                if hidden:
                    self.hide(profile)
                slots = keyslots.newest(profile)
                key = keyslots.device_key(profile, slots.alias)
                under = keyslots.under_the_seal(slots, key)
                self.assertEqual(keyslots.sealed_slots(slots, key), list(range(keyslots.SLOTS)))
                ones.append(sum(byte.bit_count() for inner in under for byte in inner) / (8 * sum(map(len, under))))
                self.assertLess(abs(ones[-1] - 0.5), 0.03, "10 bits in 8,704 are a deviation of 0.005")
                # The names of containers are random: each as the list of its files and their sizes.
                shapes.append((sorted(path.name for path in profile.iterdir() if path.is_file()),
                               sorted(tuple(sorted((path.name, path.stat().st_size) for path in folder.iterdir()))
                                      for folder in profile.glob("c-*"))))
        # The own one was opened by init and said its name; the decoy and the third are alike, and so are all profiles.
        for shape in shapes[1:]:
            self.assertEqual(shape, shapes[0])
        self.assertEqual(len(shapes[0][1]), 3)

    def test_after_the_wipe_the_slots_of_before_open_with_nothing_that_is_left(self):
        profile = self.make()
        before = keyslots.newest(profile)
        self.assertEqual(vaultkit.name_behind(profile, DURESS), (0, ""))
        for alias in (0, 1):
            self.assertEqual(keyslots.sealed_slots(before, keyslots.device_key(profile, alias)), [])
        self.assertIsNone(keyslots.try_pin(profile, MAIN))
        self.assertEqual(keyslots.try_pin(profile, DURESS).kind, keyslots.OPENS)


if __name__ == "__main__":
    unittest.main()
