#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A voice note from one real window to another: recorded, paused, listened to, killed with the program, sent, played.

  notes.py BUILD_FOLDER

Pictures are left in BUILD_FOLDER/ui-notes. Ends with 77 where there is no screen to start."""

import re
import time

from story import FirstConversation, enter_pin, play, sound

SPOKEN = 5  # seconds
HEARD = 0.6


class Notes(FirstConversation):
    """Anna speaks, Boris listens. The voices come from files and go into files."""

    def run(self):
        self.start()
        self.meet()
        self.record()
        self.survive_a_kill()
        self.send()
        self.listen_to_it()
        self.throw_away()

    def record(self):
        with self.step(f"Anna records for {SPOKEN} seconds and pauses", self.anna):
            self.anna.click("Record a voice message", role="push button")
            self.anna.see(re.compile(r"^Recording, 0:0\d$"))
            time.sleep(SPOKEN)
            self.anna.click("Pause the recording", role="push button")
            self.anna.see(re.compile(r"^Recorded, 0:0[5-9]$"))
        with self.step("She listens to it", self.anna):
            self.anna.click("Listen to it before sending", role="push button")
            self.anna.see("Stop listening", role="push button")
            self.anna.see("Listen to it before sending", role="push button")

    def survive_a_kill(self):
        with self.step("Her program is killed; the recording is there again, and no sound lies on the disk", self.anna):
            self.anna.kill()
            said = sound.needle(self.recordings["Anna says"])
            for file in self.anna.profile.rglob("*"):
                if file.is_file():
                    content = file.read_bytes()
                    assert b"RIFF" not in content and b"OggS" not in content, f"{file} is a sound file"
                    assert said not in content, f"{file} holds what was said"
            self._launch(self.anna)
            self.anna.see("Enter your PIN")
            enter_pin(self.anna, "258013")
            self.anna.miss("Enter your PIN")
            self.anna.see(re.compile("^Boris"), role="list item")
            self.anna.press("Return")
            self.anna.see(re.compile(r"^Recorded, 0:0[5-9]$"))

    def send(self):
        with self.step("She sends it", self.anna, self.boris):
            self.anna.click("Send", role="push button")
            self.anna.see(re.compile("^You, Voice message, "), role="list item")
            self.boris.see(re.compile("^Anna, Voice message, .*not heard yet"), role="list item")
            self.anna.see(re.compile("^You, Voice message, .*(Delivered|Read)"), role="list item")

    def listen_to_it(self):
        with self.step("Boris plays it", self.boris):
            self.boris.click(re.compile("^Play the voice message, .*not heard yet"), role="push button")
            self.boris.see("Stop the voice message", role="push button")
            self.boris.see(re.compile(r"^Speed: 1×"), role="push button")
            self.boris.miss("Stop the voice message", role="push button")
            self.boris.see(re.compile(r"^Play the voice message, 0:0\d$"), role="push button")
        said, heard = (sound.read(self.recordings[name]) for name in ("Anna says", "Boris hears"))
        self.facts["What Boris heard is what Anna said"] = likeness = sound.likeness(said[:SPOKEN * sound.RATE], heard)[0]
        assert likeness > HEARD, f"what Boris heard is like what Anna said to {likeness:.2f} only"

    def throw_away(self):
        with self.step("Anna begins another one and throws it away", self.anna):
            self.anna.click("Record a voice message", role="push button")
            self.anna.see(re.compile(r"^Recording, 0:0[1-9]$"))
            self.anna.click("Throw the recording away", role="push button")
            self.anna.see_focused("Message")
            self.anna.see("Record a voice message", role="push button")


if __name__ == "__main__":
    play(Notes, "ui-notes")
