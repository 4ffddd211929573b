#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The whole way of two people in real windows: from the first start over a photo, a file, a voice note, a call and a
secret chat to the wipe PIN.

  wholeway.py BUILD_FOLDER

Pictures of every step are left in BUILD_FOLDER/ui-wholeway. Ends with 77 where there is no screen to start."""

import re

import driver
from files import TOOLS, Files
from notes import Notes
from story import enter_pin, play, say, says

WIPE_PIN = "9630"


class WholeWay(Files, Notes):
    """Anna and Boris again. What they do with files and voice notes is told elsewhere, and done here on the way."""

    TALK = 3

    def run(self):
        (self.desktop.folder / "home/Downloads").mkdir()
        self.start()
        self.meet()
        self.send_photo()
        self.look_at_it()
        self.send_file()
        self.fetch_and_save()
        self.speak_a_note()
        self.call()
        self.make_secret_chat()
        self.join_it()
        self.whisper()
        self.end_it()
        self.wipe()
        self.nothing_is_left()

    def speak_a_note(self):
        with self.step("Anna speaks a voice note", self.anna):
            self.anna.click("Record a voice message", role="push button")
            self.anna.see(re.compile(r"^Recording, 0:0[2-9]$"))
            self.anna.click("Pause the recording", role="push button")
            self.anna.see(re.compile(r"^Recorded, 0:0[2-9]$"))
        self.send()

    # ---- a secret chat

    def make_secret_chat(self):
        with self.step("Anna makes a secret chat as Owl and copies its invitation", self.anna):
            self.anna.click("Invite somebody or accept an invitation", role="push button")
            self.anna.click(re.compile("^New secret chat"))
            self.anna.write_into("Nickname", "Owl")
            self.anna.press("Return")
            self.anna.see("Secret chat")
            self.anna.click("Invite", role="push button")
            link = self.anna.see("Invitation link").text()
            assert link.startswith("nightjar:1s/"), link
            self.anna.click("Copy the link")
            self.anna.see(re.compile("^Copied"))

    def join_it(self):
        with self.step("Boris joins it as Swift", self.boris, self.anna):
            self.boris.click("Invite somebody or accept an invitation", role="push button")
            self.boris.click(re.compile("^I have an invitation"))
            self.boris.see_focused("Invitation", role="text")
            self.boris.click("Paste", role="push button")
            self.boris.see("This leads into a secret chat")
            self.boris.click("Your nickname there", role="text")
            self.boris.write_into("Your nickname there", "Swift")
            self.boris.click("Join the secret chat", role="push button")
            self.boris.see("Conversation with Owl")
            self.anna.see("Swift has accepted your invitation")
            self.anna.click("Open the conversation")
            self.anna.see("Conversation with Swift")

    def whisper(self):
        with self.step("They write there, under these names only", self.anna, self.boris):
            say(self.anna, "Nobody knows who we are")
            self.boris.see(says("Owl", "Nobody knows who we are"))
            say(self.boris, "Not even the server")
            self.anna.see(says("Swift", "Not even the server"))
            for person in (self.anna, self.boris):
                assert not person.find(re.compile("Good evening|On the ridge")), "the other chats are seen here"

    def end_it(self):
        with self.step("Anna ends it for both; each is back with their own chats", self.anna, self.boris):
            self.anna.click("End it now", role="push button")
            self.anna.click("Destroy it for everybody")
            for person, other in ((self.anna, "Boris"), (self.boris, "Anna")):
                person.see(re.compile(f"^{other}, "), role="list item")
                person.miss(re.compile("Nobody knows who we are|Not even the server"))
            for person in (self.anna, self.boris):
                driver.until("the folder of the secret chat to be gone",
                             lambda person=person: not list(person.profile.glob("c-*/c-*")))

    # ---- the end

    def wipe(self):
        with self.step("Boris starts Nightjar and types his wipe PIN: it opens as ever, and nobody is there", self.boris):
            self.boris.quit()
            self._launch(self.boris)
            self.boris.see("Enter your PIN")
            enter_pin(self.boris, WIPE_PIN)
            self.boris.see("Nobody here yet")
            assert not self.boris.find(re.compile("Anna")), "somebody is left"

    def nothing_is_left(self):
        with self.step("What Anna writes does not reach him any more", self.anna, self.boris):
            self.anna.click(re.compile("^Boris, "), role="list item")
            say(self.anna, "Are you there?")
            self.anna.see(says("You", "Are you there?", "Left at the server"))
            assert not self.boris.find(re.compile("Are you there")), "it reached him"
        with self.step("His own PIN opens nothing now", self.boris):
            self.boris.quit()
            self._launch(self.boris)
            self.boris.see("Enter your PIN")
            enter_pin(self.boris, "147096")
            self.boris.see(re.compile("^This PIN does not open anything here"))


if __name__ == "__main__":
    play(WholeWay, "ui-wholeway", TOOLS)
