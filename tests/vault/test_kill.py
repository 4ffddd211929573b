#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""kill -9 before every single call by which the program changes a file: afterwards there is what was before, or what was
wanted, and never anything else. The ordinary run takes the calls of the vault and some of the rest; NIGHTJAR_LONG=1
takes all."""

import unittest

import keyslots
import operations
import outcomes
import vaultkit
from vaultkit import figure, some

EVERY = 24  # calls: so many each operation has of the vault itself, before databases begin


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class Kill(vaultkit.TestCase):
    def kill_everywhere(self, operation):
        profile = operations.before(self, operation)
        judge = outcomes.Judge(profile, self.root)
        victim = vaultkit.copy(profile, self.root / "victim")
        log = self.root / "log"
        code, out, err = operations.run(operation, victim, log=log)
        self.assertEqual(code, 0, out + err)
        total = max(call.number for call in vaultkit.calls(log))
        self.assertEqual(judge.outcome(victim), (operation.legal[-1], []), "not interrupted")
        seen, at, stride = {}, 1, some(9, 1)
        while True:
            victim = vaultkit.copy(profile, self.root / "victim")
            code, _, told = operations.run(operation, victim, kill=at)
            outcome, wrong = judge.outcome(victim)
            self.assertIn(outcome, operation.legal, f"{operation.name}: {told}")
            self.assertEqual(wrong, [], f"{operation.name}: {told}")
            seen[outcome] = seen.get(outcome, 0) + 1
            if code != vaultkit.KILLED:
                break  # it was through before call number `at`
            at += 1 if at < EVERY or at > total - 6 else stride
        # The test is none unless it struck on both sides of the decision.
        self.assertEqual(set(seen), set(operation.legal), f"{operation.name}: {seen}")
        figure(f"kills.{operation.name.replace(' ', '_').replace(',', '')}", sum(seen.values()), "legal outcomes")

    def test_the_judge_sees_what_must_not_be(self):
        """Half a wipe, made by hand: the device key is gone, the keyslots are those of before."""
        profile = operations.before(self, operations.WIPE_PIN)
        judge = outcomes.Judge(profile, self.root)
        (profile / f"device.key.{judge.slots.alias}").write_bytes(bytes(256 * 1024))
        outcome, _ = judge.outcome(profile)
        self.assertNotIn(outcome, operations.WIPE_PIN.legal)

    def test_unlock(self):
        self.kill_everywhere(operations.UNLOCK)

    def test_wipe_pin(self):
        self.kill_everywhere(operations.WIPE_PIN)

    def test_wipe_by_command_leaves_the_decoy(self):
        self.kill_everywhere(operations.COMMAND)

    def test_wipe_by_command_leaves_nothing(self):
        self.kill_everywhere(operations.ERASE)

    def test_change_of_the_pin(self):
        self.kill_everywhere(operations.CHANGE)

    def test_making_a_hidden_identity(self):
        self.kill_everywhere(operations.HIDE)

    def test_deleting_a_hidden_identity(self):
        self.kill_everywhere(operations.DELETE_HIDDEN)

    def test_creation(self):
        self.kill_everywhere(operations.CREATE)


if __name__ == "__main__":
    unittest.main()
