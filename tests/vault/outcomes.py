# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What is left of a profile after an interruption, and which of that is legal. The judge is the program itself, started
as on any other day; where it says that nothing opens, a reader that knows the format looks for what may still be there."""

import shutil
from pathlib import Path

import keyslots
import vaultkit
from vaultkit import DURESS, MAIN

WRONG_PIN, NO_PROFILE = 3, 6  # exit codes, docs/cli.md

# (what the main PIN opens, what the wipe PIN opens, what a new PIN opens)
BEFORE = ("main", "decoy", "nothing")
WIPED = ("nothing", "decoy", "nothing")
WITHOUT_WIPE_PIN = ("main", "nothing", "nothing")
GONE = ("no profile", "no profile", "no profile")
NAMELESS = ("decoy", "decoy", "nothing")  # a whole profile, whose person has not said a name yet
CHANGED = ("nothing", "decoy", "main")
HIDDEN = ("main", "decoy", "decoy")  # a new identity has no name either
NEW = "7719205548310264"  # of a change of PIN, or of the hidden identity


class Judge:
    """Knows a profile as it was before, so that it recognises what must not be found afterwards."""

    def __init__(self, profile, workshop):
        self.workshop = Path(workshop)
        self.attempts = (profile / "attempts").read_bytes() if (profile / "attempts").exists() else None
        self.slots = keyslots.newest(profile)
        self.main = keyslots.try_pin(profile, MAIN)

    def opens(self, victim, pin):
        """Starts the program on a copy → ("main", "decoy", "nothing" or "no profile", the copy after that start)."""
        device = vaultkit.copy(victim, self.workshop / "judged")
        if self.attempts and (device / "attempts").exists():
            # How long one has to wait is another matter.
            (device / "attempts").write_bytes(self.attempts)
        code, name = vaultkit.name_behind(device, pin)
        if code == 0:
            return ("main" if name == "Anna" else "decoy"), device
        return {WRONG_PIN: "nothing", NO_PROFILE: "no profile"}.get(code, f"exit code {code}"), device

    def outcome(self, victim):
        """→ (the outcome, [what is wrong with it])."""
        wrong, found = [], []
        for pin in (MAIN, DURESS, NEW):
            # Fewer starts where the reader knows that the answer will be the same.
            what, device = self.opens(victim, pin) if pin != NEW or keyslots.try_pin(victim, NEW) else (None, None)
            found.append(what if what else "nothing" if found[0] != "no profile" else "no profile")
            if device is not None:
                wrong += self.traces(device, found)
        shutil.rmtree(self.workshop / "judged", ignore_errors=True)
        return tuple(found), wrong

    def traces(self, device, found):
        """After one more start: nothing that the keyslots do not name, and nothing of what was destroyed."""
        if found[-1] == "no profile":
            left = [path.name for path in device.iterdir() if path.name != "lock"] if device.exists() else []
            return [f"left: {left}"] if left else []
        wrong = [f"unnamed: {name}" for name in keyslots.unnamed(device) if name != "keyslots.new"]
        if found[0] == "nothing" and self.main:
            if (device / f"c-{self.main.own}").exists() and not keyslots.try_pin(device, NEW):
                wrong.append("the main container is still there")
            for alias in (0, 1):
                key = keyslots.device_key(device, alias)
                if key and keyslots.sealed_slots(self.slots, key):
                    wrong.append(f"device.key.{alias} still opens the slots of before")
        return wrong
