#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A video and a place from one real window to another: looked at once more, sent, fetched, played; shown.

  sharing.py BUILD_FOLDER

Pictures of every step are left in BUILD_FOLDER/ui-sharing. Ends with 77 where there is no screen to start."""

import contextlib
import re
from pathlib import Path

import driver
from files import PAINT, TOOLS, Files
from story import play

SECONDS = 20


class Sharing(Files):
    """Anna sends, Boris looks."""

    def run(self):
        (self.desktop.folder / "home/Downloads").mkdir()
        self.start()
        self.meet()
        self.send_video()
        self.watch_it()
        self.send_place()

    def video(self):
        """Of the colour that painted() looks for, and with a tone."""
        file = self.desktop.folder / "VID_2041.mp4"
        self.desktop.tool("ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color=0x{PAINT[1:]}:size=640x360:rate=25", "-f",
                          "lavfi", "-i", "sine=frequency=440", "-vf", "noise=alls=12:allf=t", "-t", str(SECONDS), "-c:v",
                          "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac", str(file))
        return file

    def send_video(self):
        self.film = self.video()
        with self.step("Anna pastes a video and sends it", self.anna):
            self.copy_file(self.film)
            self.anna.see_focused("Message")
            self.anna.press("ctrl+v")
            self.anna.see_focused("Caption")
            self.anna.see(re.compile(r"^VID_2041.mp4, [\d.]+ MiB$"))  # it was looked into, and cleaned
            self.anna.click(re.compile("^Send, "), role="push button")
            self.anna.see(re.compile("^You, Video, "), role="list item")
        with self.step("Boris is shown a picture of it, and fetches it", self.boris):
            self.boris.see(re.compile("^Anna, Video, .*not fetched yet"), role="list item")
            driver.until("the poster in Boris's window", lambda: self.painted(self.boris, "boris-poster") > 0.02)
            self.boris.click("Fetch the video", role="push button")
            self.boris.see("Play the video", role="push button")

    def watch_it(self):
        with self.step("He plays it over the whole window", self.boris):
            self.boris.click("Play the video", role="push button")
            self.boris.see("Place in the video", role="slider")
            driver.until("the film over the whole window", lambda: self.painted(self.boris, "boris-video") > 0.3)
            assert self.decoders(), "it is decoded in the app itself"
            self.boris.press("space")
            self.boris.see("Play", role="push button")
        with self.step("He goes on five seconds, and to the end", self.boris):
            self.boris.press("Right")
            self.boris.press("Right")
            self.boris.press("Right")
            self.boris.press("space")
            self.boris.see("Play again", role="push button")
            self.boris.press("Escape")
            self.boris.miss("Place in the video")
            driver.until("the decoder to be gone", lambda: not self.decoders())

    def decoders(self):
        """Those that run for one of the two."""
        parents = {person.process.pid for person in (self.anna, self.boris)}
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):
                text = status.read_text()
                if "nightjar-videod" in text.split("\n")[0] and int(re.search(r"PPid:\s+(\d+)", text)[1]) in parents:
                    found.append(status)
        return found

    def send_place(self):
        with self.step("Anna sends a place by its coordinates", self.anna):
            self.anna.click("Send a file, a place or a contact", role="push button")
            self.anna.click(re.compile("^Location"))
            self.anna.click("Coordinates or a geo: link", role="text")
            self.anna.write_into("Coordinates or a geo: link", "43.3499, 42.4453")
            self.anna.click("What is there", role="text")
            self.anna.write_into("What is there", "The hut")
            self.anna.click("Send", role="push button")
            self.anna.see(re.compile("^You, .*The hut"), role="list item")
        with self.step("Boris sees where it is", self.boris):
            self.boris.see(re.compile("^Anna, .*The hut"), role="list item")
            self.boris.see("Open in a program for maps", role="push button")


if __name__ == "__main__":
    play(Sharing, "ui-sharing", {**TOOLS, "ffmpeg": "ffmpeg"})
