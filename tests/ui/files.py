# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A photo and a file from one real window to another: pasted, looked at once more, sent, shown, fetched and saved. Steps
of a story (wholeway.py)."""

import random
import re

import driver
from story import FirstConversation

TOOLS = {"xclip": "xclip", "convert": "imagemagick"}
FILE_BYTES = 700_000  # more than what is fetched without a question
PAINT = "#d0208c"  # nothing else in the window has this colour
GPS = b"GPSLatitude 43.3499N"


class Files(FirstConversation):
    """Anna sends, Boris looks and saves. There has to be a folder home/Downloads."""

    def copy_file(self, file):
        """What a file manager puts on the clipboard. xclip stays in the background until something else is copied."""
        address = self.desktop.folder / "address"
        address.write_text(file.as_uri() + "\r\n")
        self.desktop.start("xclip", ["xclip", "-selection", "clipboard", "-t", "text/uri-list", "-quiet", address])

    def photo(self):
        file = self.desktop.folder / "IMG_2041.jpg"
        self.desktop.tool("convert", "-size", "1600x1200", f"xc:{PAINT}", "-fill", "white", "-draw",
                          "circle 800,600 800,300", "-set", "comment", GPS.decode(), str(file))
        assert GPS in file.read_bytes(), "the picture has to hold what must not be sent"
        return file

    def painted(self, person, name):
        """The share of a window that has the colour of the photo."""
        picture = self.desktop.picture(name, person.window)
        share = self.desktop.tool("convert", str(picture), "-fuzz", "8%", "-fill", "black", "+opaque", PAINT, "-fill",
                                  "white", "-opaque", PAINT, "-colorspace", "gray", "-format", "%[fx:mean]", "info:")
        return float(share)

    def send_photo(self):
        with self.step("Anna pastes a photo, writes a caption and sends it", self.anna):
            self.copy_file(self.photo())
            self.anna.see_focused("Message")
            self.anna.press("ctrl+v")
            self.anna.see_focused("Caption")
            self.anna.see("As photos")
            self.anna.see(re.compile(r"^Send, [\d.]+ [kK]i?B$"))
            self.anna.write_into("Caption", "On the ridge")
            self.anna.press("Return")
            self.anna.see(re.compile("^You, Photo, On the ridge, "), role="list item")
        with self.step("Boris sees it", self.boris, self.anna):
            self.boris.see(re.compile(r"^Anna, Photo, On the ridge, [\d.]+ [kK]i?B, \d\d:\d\d"), role="list item")
            self.anna.see(re.compile(r"^You, Photo, On the ridge, [\d.]+ [kK]i?B, .*(Delivered|Read)"), role="list item")
            driver.until("the photo in Boris's window", lambda: self.painted(self.boris, "boris-photo") > 0.02)

    def look_at_it(self):
        with self.step("Boris looks at it in the whole window, and at the chat again", self.boris):
            self.boris.click(re.compile("^Anna, Photo, On the ridge"), role="list item")
            self.boris.see("Close", role="push button")
            driver.until("the photo over the whole window", lambda: self.painted(self.boris, "boris-viewer") > 0.3)
            self.boris.press("Escape")
            self.boris.miss("Close", role="push button")
            self.boris.see("Conversation with Anna")

    def send_file(self):
        self.report = self.desktop.folder / "report.pdf"
        self.report.write_bytes(random.Random(5).randbytes(FILE_BYTES))
        with self.step("Anna pastes a file and sends it", self.anna):
            self.copy_file(self.report)
            self.anna.click("Message")
            self.anna.press("ctrl+v")
            self.anna.see_focused("Caption")
            self.anna.click(re.compile("^Send, "), role="push button")
            self.anna.see(re.compile("^You, File report.pdf, "), role="list item")

    def fetch_and_save(self):
        with self.step("Boris is asked, and fetches it", self.boris):
            self.boris.see(re.compile("^Anna, File report.pdf, .*not fetched yet"), role="list item")
            self.boris.click("Fetch report.pdf", role="push button")
            self.boris.see("Save report.pdf", role="push button")
            self.anna.see(re.compile(r"^You, File report.pdf, 68\d.\d [kK]i?B, .*(Delivered|Read)"), role="list item")
        with self.step("He saves it, and it is what was sent", self.boris):
            self.boris.click("Save report.pdf", role="push button")
            self.save_where_proposed()
            self.boris.see("Saved as report.pdf")
            saved = self.desktop.folder / "home/Downloads/report.pdf"
            assert saved.read_bytes() == self.report.read_bytes(), "something else was saved"

    def save_where_proposed(self):
        """The dialog has a name and a folder already."""
        self.boris.click(re.compile("^(Save|Open)$"), role="push button")
