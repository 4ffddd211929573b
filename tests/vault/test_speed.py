#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""How long after the derivation of the PIN's key a wipe is irrecoverable, whatever amount of data there is: at most 50 ms.

Looked at from outside: the derivation ends where Argon2id gives its memory back; the act is done where the sync of the
renewed device key returns. 10 GB of files lie in the profile: as holes in an ordinary run, as blocks that are really
allocated with NIGHTJAR_LONG=1 where the disk has them (allocated, not written: nothing that is measured reads them)."""

import os
import shutil
import statistics
import unittest

import keyslots
import vaultkit
from vaultkit import DURESS, figure, long_form, some

ROUNDS = some(2, 20)
LIMIT_MS = 50
GIGABYTES, FILES = 10, 40
SPARE = 15 << 30  # bytes: what a disk keeps free for others


@unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
class Speed(vaultkit.TestCase):
    def setUp(self):
        os.environ.setdefault("NIGHTJAR_TMP", str(vaultkit.TOOLS))  # a disk, not memory
        super().setUp()

    def fill(self, profile, container):
        """→ bytes that the files take."""
        folder = profile / f"c-{container}" / "blobs"
        folder.mkdir(exist_ok=True)
        size = (GIGABYTES * 1000 ** 3) // FILES
        real = long_form() and shutil.disk_usage(profile).free > GIGABYTES * 1000 ** 3 + SPARE
        for number in range(FILES):
            with open(folder / f"{number:032x}", "wb") as file:
                if real:
                    os.posix_fallocate(file.fileno(), 0, size)
                else:
                    file.truncate(size)
        return sum(path.stat().st_blocks * 512 for path in folder.iterdir())

    def milliseconds(self, template, container):
        """→ from the derivation's end to (the decision, the irrecoverable act, the end of the sweep)."""
        profile = vaultkit.copy(template, self.root / "profile")
        in_use = keyslots.newest(profile).alias
        self.allocated = self.fill(profile, container)
        code, out, err = vaultkit.callstop(profile, "rpc", pin=DURESS, log=self.root / "log", timeout=300)
        self.assertEqual(code, 0, out + err)
        calls = vaultkit.calls(self.root / "log")

        def end_of(name, file, after):
            return next(call.ended for call in calls if call.name == name and call.path.endswith(file) and
                        call.begun > after)
        counted = next(call.ended for call in calls if call.name == "fsync" and call.path.endswith("/attempts"))
        derived = next(call.begun for call in calls if call.name == "munmap" and call.begun > counted)
        decided = end_of("fsync", "/keyslots.a", derived)
        destroyed = end_of("fsync", f"/device.key.{in_use}", decided)
        self.assertFalse((profile / f"c-{container}").exists(), "the sweep was over when the program ended")
        shutil.rmtree(profile)
        return [(at - derived) / 1e6 for at in (decided, destroyed, calls[-1].ended)]

    def test_the_act_does_not_wait_for_ten_gigabytes(self):
        template = self.make("template")
        container = keyslots.try_pin(template, vaultkit.MAIN).own
        rounds = [self.milliseconds(template, container) for _ in range(ROUNDS)]
        decided, destroyed, swept = zip(*rounds)
        figure("speed.data", GIGABYTES, f"GB in {FILES} files, {self.allocated / 1e9:.1f} GB of blocks allocated")
        figure("speed.decided", statistics.median(decided), "ms after the derivation")
        figure("speed.irrecoverable", statistics.median(destroyed), "ms after the derivation")
        figure("speed.irrecoverable_worst", max(destroyed), f"ms, the slowest of {ROUNDS}")
        figure("speed.swept", statistics.median(swept) / 1000, "s, behind the screen")
        self.assertLess(statistics.median(destroyed), LIMIT_MS)


if __name__ == "__main__":
    unittest.main()
