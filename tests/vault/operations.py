# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Everything that must not be left half done: how it is started, and how it may end."""

import json
from collections import namedtuple

import outcomes
import vaultkit
from vaultkit import DURESS, MAIN

# name; words of the command line; its PIN; what it reads; whether there is a wipe PIN; the legal outcomes, the last of
# them being the one of an uninterrupted run; descriptors with more PINs; whether there is a hidden identity
Operation = namedtuple("Operation", "name words pin feed wipe_pin legal extra_pins hidden", defaults=((), False))

WIPE = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "wipe"}).encode() + b"\n"

UNLOCK = Operation("unlock", ["status"], MAIN, b"", True, [outcomes.BEFORE])
WIPE_PIN = Operation("wipe PIN", ["rpc"], DURESS, b"", True, [outcomes.BEFORE, outcomes.WIPED])
COMMAND = Operation("wipe by command, with a decoy", ["rpc"], MAIN, WIPE, True, [outcomes.BEFORE, outcomes.WIPED])
ERASE = Operation("wipe by command, nothing stays", ["rpc"], MAIN, WIPE, False,
                  [outcomes.WITHOUT_WIPE_PIN, outcomes.GONE])
CREATE = Operation("creation", ["init", "--name", "Anna", *vaultkit.KDF], MAIN, b"", None,
                   [outcomes.GONE, outcomes.NAMELESS, outcomes.BEFORE], (("--wipe-pin-fd", DURESS),))

CHANGE = Operation("change of the PIN", None, MAIN, f"0 {MAIN} {outcomes.NEW}\n".encode(), True,
                   [outcomes.BEFORE, outcomes.CHANGED])


HIDE = Operation("making a hidden identity", ["hide"], MAIN, b"", True, [outcomes.BEFORE, outcomes.HIDDEN],
                 (("--hidden-pin-fd", outcomes.NEW),))
DELETE_HIDDEN = Operation("deleting a hidden identity", ["delete-hidden"], outcomes.NEW, b"", True,
                          [outcomes.HIDDEN, outcomes.BEFORE], hidden=True)


def run(operation, profile, **options):
    if operation.words is None:  # nightjar-cli cannot do it
        return vaultkit.callstop(profile, vaultkit.TOOLS / "nightjar-pinpace", "0", profile, pin=None, feed=operation.feed,
                                 **options)
    return vaultkit.callstop(profile, *operation.words, pin=operation.pin, feed=operation.feed,
                             extra_pins=operation.extra_pins, **options)


def before(test, operation, name="before"):
    """A folder as it is before the operation."""
    if operation.wipe_pin is None:
        folder = test.root / name
        folder.mkdir()
        return folder
    folder = test.make(name, wipe_pin=DURESS if operation.wipe_pin else None)
    if operation.hidden:
        code, out, err = vaultkit.nightjar.run(folder, "hide", pin=MAIN, hidden_pin=outcomes.NEW)
        test.assertEqual(code, 0, out + err)
    return folder
