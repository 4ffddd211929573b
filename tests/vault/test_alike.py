#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Whichever PIN is entered, the same is done and the answer comes at the same time.

Time: unlocks of each kind in random order, each of a fresh copy of a profile; the means of any two kinds are equivalent
within 5 ms (two one-sided tests, 90 % interval). 30 of each kind in an ordinary run, three times as many where the
machine was too busy for that to say anything, 1,000 with NIGHTJAR_LONG=1.
Work: until the answer the programs make the same calls on the same files, in the same order and of the same sizes."""

import itertools
import math
import random
import shutil
import statistics
import subprocess
import unittest

import keyslots
import vaultkit
from vaultkit import DURESS, MAIN, figure, some

EACH = some(30, 1000)
ROUNDS = some(3, 1)
BATCH = 30  # profiles that lie ready at a time
PACE = some(250, 300)  # ms; the app waits a second, which must only be longer than the work
WITHIN = 5  # ms
Z_90 = 1.645
HIDDEN = "6402718855390127"
KINDS = {"ordinary": (MAIN, "opened"), "wipe": (DURESS, "opened"), "hidden": (HIDDEN, "opened"),
         "wrong": ("0000000000000000", "wrong-pin")}


def difference(a, b):
    """The 90 % interval of the difference of two means."""
    spread = Z_90 * math.sqrt(statistics.variance(a) / len(a) + statistics.variance(b) / len(b))
    middle = statistics.mean(a) - statistics.mean(b)
    return middle - spread, middle + spread


class Alike(vaultkit.TestCase):
    def template(self):
        profile = self.make("template")
        code, out, err = vaultkit.nightjar.run(profile, "hide", pin=MAIN, hidden_pin=HIDDEN)
        self.assertEqual(code, 0, out + err)
        return profile

    def measure(self, template, times):
        """EACH unlocks of each kind more."""
        order = [kind for kind in KINDS for _ in range(EACH)]
        random.Random(vaultkit.seed()).shuffle(order)
        for at in range(0, len(order), BATCH):
            batch = order[at:at + BATCH]
            folders = [vaultkit.copy(template, self.root / f"copy-{number}") for number in range(len(batch))]
            questions = "".join(f"{number} {KINDS[kind][0]}\n" for number, kind in enumerate(batch))
            told = subprocess.run([vaultkit.TOOLS / "nightjar-pinpace", str(PACE), *folders], input=questions, text=True,
                                  stdout=subprocess.PIPE, check=True, timeout=120).stdout.splitlines()
            self.assertEqual(len(told), len(batch))
            for kind, line in zip(batch, told):
                _, answer, milliseconds = line.split()
                self.assertEqual(answer, KINDS[kind][1], kind)
                times[kind].append(float(milliseconds))
            for folder in folders:
                shutil.rmtree(folder)

    def test_the_answer_comes_at_the_same_time(self):
        template = self.template()
        times = {kind: [] for kind in KINDS}
        for _ in range(ROUNDS):
            self.measure(template, times)
            intervals = {pair: difference(*(times[kind] for kind in pair)) for pair in itertools.combinations(times, 2)}
            if all(-WITHIN < low and high < WITHIN for low, high in intervals.values()):
                break
        for kind, measured in times.items():
            figure(f"alike.{kind}", statistics.mean(measured), f"ms to the answer, mean of {len(measured)}")
        for (one, other), (low, high) in intervals.items():
            figure(f"alike.{one}_{other}", max(-low, high), "ms, the far end of the 90 % interval of the difference")
            self.assertTrue(-WITHIN < low and high < WITHIN, f"{one} and {other} differ by {low:.2f} … {high:.2f} ms")

    def work(self, template, pin):
        """The calls of an unlock until the attempts are reset, which is the last thing before the answer."""
        profile = vaultkit.copy(template, self.root / "watched")
        keyslots_before = keyslots.newest(profile)
        vaultkit.callstop(profile, "status", pin=pin, log=self.root / "log")
        calls = [call for call in vaultkit.calls(self.root / "log") if call.number]
        last = [at for at, call in enumerate(calls) if call.name == "fsync" and call.path.endswith("/attempts")][:2][-1]

        def place(path):
            name = path.rsplit("/", 1)[-1]
            # Which of the two device keys: the only thing that may differ, and what lies on the disk says that of itself
            # after any change of a PIN.
            return "device.key" if name.startswith("device.key") and keyslots_before else name
        done = [(call.name, place(call.path), call.argument if call.name.startswith("pwrite") else "")
                for call in calls[:last + 1]]
        return done, calls[last + 1:]

    @unittest.skipUnless(keyslots.SODIUM, "libsodium is not there as a shared library")
    def test_until_the_answer_the_same_files_are_touched(self):
        template = self.template()
        # The first start makes nothing that later ones do not.
        self.assertEqual(vaultkit.name_behind(template, MAIN), (0, "Anna"))
        ordinary, after_ordinary = self.work(template, MAIN)
        wipe, after_wipe = self.work(template, DURESS)
        self.assertGreater(len(ordinary), 8)
        self.assertEqual(ordinary, wipe)
        self.assertEqual(ordinary, self.work(template, HIDDEN)[0])
        figure("alike.calls", len(ordinary), "calls until the answer, the same for each PIN")
        # Behind the screen they differ: one has a container to shred.
        figure("alike.calls_behind_the_screen", len(after_wipe) - len(after_ordinary), "calls more after a wipe")


if __name__ == "__main__":
    unittest.main()
