#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The power goes at any moment of an operation, and whatever was not synced may be lost: the next start finds what was
before, or what was wanted. The ordinary run has a few dozen cuts; NIGHTJAR_LONG=1 a thousand."""

import random
import unittest

import keyslots
import operations
import outcomes
import powercut
import vaultkit
from vaultkit import figure, some

ROUNDS = some(1, 10)  # recordings of each operation
CUTS = some(12, 17)  # of each recording: 8 operations make 96, or 1,360


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class PowerCut(vaultkit.TestCase):
    def setUp(self):
        super().setUp()
        self.rng = random.Random(vaultkit.seed())

    def record(self, operation):
        profile = operations.before(self, operation, f"before-{self.rng.randrange(1 << 30)}")
        judge = outcomes.Judge(profile, self.root)
        device = vaultkit.copy(profile, self.root / "device")
        code, out, err = operations.run(operation, device, log=self.root / "log", data=self.root / "data")
        self.assertEqual(code, 0, out + err)
        return profile, judge, vaultkit.calls(self.root / "log"), (self.root / "data").read_bytes()

    def cut(self, recording, at, honest=True):
        profile, judge, calls, data = recording
        disk = powercut.Disk(profile, self.root / "device", honest)
        for call in calls[:at]:
            disk.do(call, data)
        return judge.outcome(disk.cut(self.rng, self.root / "found"))

    def cut_everywhere(self, operation):
        seen = {}
        for _ in range(ROUNDS):
            recording = self.record(operation)
            calls = recording[2]
            # Half of them among the calls of the vault, which databases would outnumber.
            vault = [i for i, call in enumerate(calls) if "identity.db" not in call.path]
            for number in range(CUTS):
                at = self.rng.choice(vault) + 1 if number % 2 else self.rng.randint(0, len(calls))
                outcome, wrong = self.cut(recording, at)
                last = calls[at - 1] if at else "nothing"
                self.assertIn(outcome, operation.legal, f"{operation.name}: cut after {last}")
                self.assertEqual(wrong, [], f"{operation.name}: cut after {last}")
                seen[outcome] = seen.get(outcome, 0) + 1
        figure(f"powercuts.{operation.name.replace(' ', '_').replace(',', '')}", sum(seen.values()), "legal outcomes")

    def test_unlock(self):
        self.cut_everywhere(operations.UNLOCK)

    def test_wipe_pin(self):
        self.cut_everywhere(operations.WIPE_PIN)

    def test_wipe_by_command_leaves_the_decoy(self):
        self.cut_everywhere(operations.COMMAND)

    def test_wipe_by_command_leaves_nothing(self):
        self.cut_everywhere(operations.ERASE)

    def test_change_of_the_pin(self):
        self.cut_everywhere(operations.CHANGE)

    def test_making_a_hidden_identity(self):
        self.cut_everywhere(operations.HIDE)

    def test_deleting_a_hidden_identity(self):
        self.cut_everywhere(operations.DELETE_HIDDEN)

    def test_creation(self):
        self.cut_everywhere(operations.CREATE)

    def test_a_disk_that_lies_is_found_out(self):
        """Would these tests notice a sync that was forgotten? On a disk that does nothing when it is told to sync, the
        same cuts lead to what must not be."""
        recording = self.record(operations.WIPE_PIN)
        vault = [i + 1 for i, call in enumerate(recording[2]) if "identity.db" not in call.path]
        for at in vault * 4:
            outcome, wrong = self.cut(recording, at, honest=False)
            if outcome not in operations.WIPE_PIN.legal or wrong:
                return
        self.fail("no cut of a lying disk led to an illegal state")


if __name__ == "__main__":
    unittest.main()
