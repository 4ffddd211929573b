#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The app in a real window: what it leaves in the home folder, what its window tells, what stays in memory once it is
locked, and whether the way from the lock screen to the chats looks the same for both PINs.

Ends with 77 where there is nothing to make a screen with."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

import keyslots
import life
import vaultkit
from vaultkit import DURESS, MAIN, figure, long_form, memory_of, some, stopped

import nightjar

sys.path.append(str(Path(__file__).resolve().parents[1] / "ui"))
import driver  # noqa: E402

WINDOW = (900, 640)
APP = nightjar.BIN / "nightjar"
# Pixels by which the edges of letters differ from one start of the program to the next, before any PIN is entered.
GLYPHS = 100
OPTIONS = ["--language", "en", "--theme", "light", "--audio", "none"]
# What libraries below keep for every program of the person alike, and that tells nothing about this one.
OF_THE_SYSTEM = re.compile(r"^(\.cache/(fontconfig|mesa_shader_cache|mesa_shader_cache_db)|\.config/pulse|\.cache$|\.config$)")


class App(vaultkit.TestCase):
    def setUp(self):
        super().setUp()
        self.desktop = driver.Desktop(self.root / "desktop", self.root / "pictures", WINDOW[0], WINDOW[1])
        self.addCleanup(self.desktop.close)
        self.needles = vaultkit.Needles(random.Random(vaultkit.seed()))

    def launch(self, profile, name="Anna"):
        person = driver.Person(self.desktop, name, APP, profile, OPTIONS)
        person.launch(0, 0, *WINDOW)
        return person

    @staticmethod
    def enter(person, pin):
        person.see_focused(re.compile("PIN$"), role="text")
        person.write(pin)
        person.press("Return")

    def lived_in(self, count=some(80, 600)):
        """A profile with a conversation, files and a photo; the server and Ben stay."""
        self.person = life.Life(self.needles, count, self.root, self.root / "anna")
        self.addCleanup(self.person.close)
        self.person.live()
        # The list of chats needs a name that can be looked for.
        self.person.anna("contact.rename", contact=self.person.at_anna, name="Ben")
        self.person.anna.close()
        return self.root / "anna"

    def title(self, person):
        return self.desktop.tool("xdotool", "getwindowname", person.window)

    def home(self):
        """What lies in the home folder and in those the environment names, without what is the system's."""
        folders = [self.desktop.folder / "home", self.desktop.folder / "run"]
        found = [str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*")]
        ours = {"bus", "at-spi", "at-spi/bus"}
        return sorted(name for name in found if name not in ours and not OF_THE_SYSTEM.match(name) and
                      not name.startswith(("at-spi", "dconf")))

    def see_chats(self, person):
        person.see("Chats")

    def test_home_and_title_tell_nothing(self):
        profile = self.lived_in()
        before = self.home()
        anna = self.launch(profile)
        self.assertEqual(self.title(anna), "Nightjar")
        self.enter(anna, MAIN)
        anna.click(re.compile("^Ben"))
        anna.see(re.compile("^Conversation with Ben"))
        self.assertEqual(self.title(anna), "Nightjar")
        anna.see_focused("Message")
        anna.press("ctrl+a")  # there is a draft
        anna.write_into("Message", "something")
        anna.press("Return")
        anna.see(re.compile("^You, something"))
        self.assertEqual(self.title(anna), "Nightjar")
        anna.press("ctrl+l")
        anna.see_focused(re.compile("PIN$"), role="text")
        self.assertEqual(self.title(anna), "Nightjar")
        anna.quit()
        self.assertEqual(self.home(), before)
        found = self.needles.search(self.desktop.folder)[str(self.desktop.folder)]
        self.assertEqual((found["hits"], found["found"]), (0, {}), found["at"])

    def memory_after_locking(self):
        """A conversation is opened, scrolled and locked → what is left of it 100 ms later."""
        if not vaultkit.ROOT:
            self.skipTest("memory that the program protects is for root to read")
        profile = self.lived_in()
        slots = keyslots.newest(profile)
        self.needles.add("key: PIN", MAIN)
        self.needles.add("key: container", keyslots.try_pin(profile, MAIN).own_key)
        self.needles.add("key: device", keyslots.device_key(profile, slots.alias))
        self.needles.add("key: inner", keyslots.pin_key(slots, MAIN))
        anna = self.launch(profile)
        self.enter(anna, MAIN)
        anna.click(re.compile("^Ben"))
        anna.see(re.compile("^Conversation with Ben"))
        for _ in range(5):
            anna.press("Prior")
        time.sleep(1)
        with stopped(anna.process):
            shown = next(iter(self.needles.search(memory_of(anna.process)).values()))
        self.assertGreater(shown["needles"], 10, "an open conversation must be seen in memory")
        anna.press("ctrl+l")
        anna.see_focused(re.compile("PIN$"), role="text")
        time.sleep(0.1)
        with stopped(anna.process):
            left = next(iter(self.needles.search(memory_of(anna.process)).values()))
        figure("app.memory_while_shown", shown["needles"], "needles")
        figure("app.memory_after_locking", left["needles"], f"needles, {left['hits']} hits in {left['bytes'] >> 20} MiB")
        return left

    def test_after_locking_memory_holds_no_key(self):
        left = self.memory_after_locking()
        self.assertEqual([what for what in left["found"] if what[0].startswith("key")], [], left["at"])

    @unittest.skipUnless(long_form(), "the same with a longer life, for every text: with the long ones")
    def test_after_locking_memory_holds_nothing_at_all(self):
        left = self.memory_after_locking()
        self.assertEqual(left["found"], {}, left["at"])

    def frames(self, profile, pin, name, count=12):
        """Pictures of the window from the entering of a PIN on, a quarter of a second apart."""
        person = self.launch(profile, name)
        person.see_focused(re.compile("PIN$"), role="text")
        person.write(pin)
        person.press("Return")
        begun = time.monotonic()
        pictures = []
        for number in range(count):
            time.sleep(max(0.0, begun + 0.25 * number - time.monotonic()))
            pictures.append(person.picture(f"{name}-{number:02}"))
        self.see_chats(person)
        last = person.picture(f"{name}-last")
        person.quit()
        return pictures, last

    @staticmethod
    def differing(one, other):
        """Pixels in which two pictures differ."""
        done = subprocess.run(["compare", "-metric", "AE", str(one), str(other), "null:"], capture_output=True, text=True)
        return int(float(done.stderr.split()[0]))

    def test_both_pins_lead_along_the_same_pictures(self):
        """Two profiles of the same age and content; one is opened with its PIN, the other's decoy with the wipe PIN. A
        picture of one is there among those of the other, at the same moment or next to it."""
        template = self.make("template", person="")
        ordinary = vaultkit.copy(template, self.root / "ordinary")
        wiped = vaultkit.copy(template, self.root / "wiped")
        one, last_of_one = self.frames(ordinary, MAIN, "ordinary")
        other, last_of_other = self.frames(wiped, DURESS, "wiped")
        worst = 0
        for mine, theirs in ((one, other), (other, one)):
            for number, picture in enumerate(mine):
                near = theirs[max(0, number - 1):number + 2]
                worst = max(worst, min(self.differing(picture, candidate) for candidate in near))
        worst = max(worst, self.differing(last_of_one, last_of_other))
        figure("app.frames", worst, f"of {WINDOW[0] * WINDOW[1]} pixels differ at most in the first 3 s")
        self.assertLessEqual(worst, GLYPHS)
        # Two pages that are different are seen to be so.
        self.assertGreater(self.differing(one[0], last_of_one), 100 * GLYPHS)


def main():
    missing = driver.missing_tools() + ([] if APP.exists() else [str(APP)])
    if missing or not shutil.which("compare"):
        print(f"SKIPPED: this needs {' '.join(missing) or 'imagemagick'}")
        sys.exit(77)
    unittest.main()


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    main()
