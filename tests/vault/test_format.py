#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The profile folder is as docs/storage.md says: a second reader, written from that page, opens it."""

import unittest

import keyslots
import vaultkit
from vaultkit import DURESS, MAIN


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class Format(vaultkit.TestCase):
    def test_a_second_reader_opens_what_the_program_wrote(self):
        profile = self.make()
        main, duress = keyslots.try_pin(profile, MAIN), keyslots.try_pin(profile, DURESS)
        self.assertEqual((main.kind, duress.kind), (keyslots.OPENS, keyslots.WIPES))
        self.assertEqual((main.decoy, main.decoy_key), (duress.own, duress.own_key))
        self.assertIsNone(keyslots.try_pin(profile, "0000"))
        self.assertEqual(keyslots.unnamed(profile), [])

    def test_without_the_device_key_no_pin_opens(self):
        profile = self.make()
        file = profile / f"device.key.{keyslots.newest(profile).alias}"
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1  # a single bit of 256 KiB
        file.write_bytes(content)
        self.assertIsNone(keyslots.try_pin(profile, MAIN))
        self.assertNotEqual(vaultkit.name_behind(profile, MAIN)[0], 0)

    def test_after_the_wipe_the_slots_of_before_open_with_nothing_that_is_left(self):
        profile = self.make()
        before = keyslots.newest(profile)
        self.assertEqual(vaultkit.name_behind(profile, DURESS), (0, ""))
        for alias in (0, 1):
            self.assertEqual(keyslots.used_slots(before, keyslots.device_key(profile, alias)), [])
        self.assertIsNone(keyslots.try_pin(profile, MAIN))
        self.assertEqual(keyslots.try_pin(profile, DURESS).kind, keyslots.OPENS)


if __name__ == "__main__":
    unittest.main()
