# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""How people go about the app, and the first conversation of two of them. Names are those of the English texts: what is
looked for is what a screen reader would say."""

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import driver
from driver import Person, until

sys.path.append(str(Path(__file__).resolve().parents[1] / "lan"))
import sound  # noqa: E402

SKIPPED = 77
WINDOW = (980, 700)
SCREEN = (2 * WINDOW[0] + 20, WINDOW[1])


def says(who, text, state=""):
    """The name of a message in a conversation: "You, Good evening, 20:15, Delivered"."""
    return re.compile(f"^{re.escape(who)}, {re.escape(text)}, \\d\\d:\\d\\d{', ' if state else ''}{state}")


# ---- what one person does

def enter_pin(person, pin):
    """Types a PIN with the keyboard."""
    person.see_focused(re.compile("PIN$"), role="text")
    person.write(pin)
    person.press("Return")


def click_pin(person, pin):
    """Enters a PIN with the mouse on the pad."""
    for digit in pin:
        person.click(digit, role="push button")
    person.click(re.compile("^(Go on|Open)$"), role="push button")


def begin(person, pin, wipe_pin=None, hub=None):
    """The first minutes: name, PIN, wipe PIN, server. `hub`: written by hand; otherwise the one that is offered."""
    person.click("Begin")
    person.see("What should people call you?")
    person.write_into("Name", person.name)
    person.press("Return")
    person.see("Choose a PIN")
    click_pin(person, pin)
    person.see("Your PIN once more")
    enter_pin(person, pin)
    person.see("A second PIN that destroys everything?")
    if wipe_pin:
        person.click("Set a wipe PIN")
        person.see("Choose a wipe PIN")
        enter_pin(person, wipe_pin)
        person.see("The wipe PIN once more")
        enter_pin(person, wipe_pin)
    else:
        person.see_focused("Not now")
        person.press("Return")
    person.see("Through which server?")
    if hub:
        person.click("Server address")
        person.press("ctrl+a")
        person.write_into("Server address", hub)
    person.click("Finish")
    person.see("Nobody here yet")


def invite(person):
    """Makes an invitation and copies its link; it is on the clipboard afterwards. → the link"""
    person.press("ctrl+n")
    link = person.see("Invitation link").text()
    person.click("Copy the link")
    person.see(re.compile("^Copied"))
    return link


def accept(person, other):
    """Pastes what is on the clipboard and accepts it."""
    person.click("I have an invitation", role="push button")
    person.see_focused("Invitation", role="text")
    person.click("Paste", role="push button")
    person.click("Accept the invitation")
    person.see(f"Conversation with {other}")


def say(person, text):
    """Writes a message and sends it with Enter; it stands among the messages then."""
    person.write_into("Message", text)
    person.press("Return")
    person.see(says("You", text))


def open_menu(person):
    """Opens the menu of the newest message with the keyboard, from where one writes."""
    person.see_focused("Message")
    person.press("shift+Tab")
    person.press("Return")
    person.see("Delete here")


def link_facts(person):
    """What the page of the open contact says about the link to them, e.g. {"Way": "Direct"}; back again after that."""
    person.press("ctrl+d")
    person.see(re.compile("^Way: (Direct|Through)"))
    facts = dict(node.name.split(": ", 1) for node in person.look() if ": " in node.name)
    person.press("Escape")
    person.see(re.compile("^Conversation with "))
    return facts


# ---- what two of them do

class FirstConversation:
    """Two people meet, write, miss each other, and talk. Each step ends when both windows show what they should, and
    with a picture of them."""

    TALK = 8  # seconds

    def __init__(self, desktop, programs, tell=print):
        self.desktop, self.programs, self.tell = desktop, Path(programs), tell
        self.steps = 0
        self.pictures = []  # (heading, file), in order
        self.facts = {}
        folder = desktop.folder
        self.recordings = {name: folder / f"{name}.wav" for name in
                           ("Anna says", "Anna hears", "Boris says", "Boris hears")}
        sound.write_speech(self.recordings["Anna says"], self.TALK, seed=1)
        sound.write_speech(self.recordings["Boris says"], self.TALK, seed=2)
        self.anna, self.boris = (self._person(name) for name in ("Anna", "Boris"))

    def _person(self, name):
        wav = f"wav:{self.recordings[name + ' says']},{self.recordings[name + ' hears']}"
        return Person(self.desktop, name, self.programs / "nightjar", self.desktop.folder / name.lower(),
                      ["--language", "en", "--theme", "light", "--audio", wav])

    def step(self, heading, *people):
        return Step(self, heading, people)

    def run(self):
        self.start()
        self.meet()
        self.write()
        self.answer()
        self.miss_each_other()
        self.call()
        self.compare()
        self.listen()

    def start(self):
        with self.step("The server starts"):
            self.desktop.start("server", [self.programs / "nightjar-signald", "--listen", "127.0.0.1:0", "--data",
                                          self.desktop.folder / "server"])
            hub = until("the address of the server", lambda: re.search(
                r"(nightjar-hub://\S+)\s+ready", (self.desktop.folder / "server.log").read_text()))[1]
        with self.step("Two windows open", self.anna, self.boris):
            self._launch(self.anna)
            self._launch(self.boris)
        with self.step("Anna makes her identity: name, PIN, no wipe PIN, a server by its address", self.anna):
            begin(self.anna, "258013", hub=hub)
        with self.step("Boris makes his, with a wipe PIN", self.boris):
            begin(self.boris, "147096", wipe_pin="9630", hub=hub)

    def _launch(self, person):
        left = 0 if person is self.anna else SCREEN[0] - WINDOW[0]
        person.launch(left, 0, *WINDOW)

    def meet(self):
        with self.step("Anna makes an invitation and copies its link", self.anna):
            link = invite(self.anna)
            assert link.startswith("nightjar:1/"), link
        with self.step("Boris pastes it and accepts", self.boris):
            accept(self.boris, "Anna")
        with self.step("Anna is told, and opens the conversation", self.anna):
            self.anna.see("Boris has accepted your invitation")
            self.anna.click("Open the conversation")
            self.anna.see("Conversation with Boris")

    def write(self):
        with self.step("They write to each other, in two alphabets", self.anna, self.boris):
            for person, other, text in (
                    (self.anna, self.boris, "Good evening, Boris! Does this reach you?"),
                    (self.boris, self.anna, "Да, всё дошло. Как дорога?"),
                    (self.anna, self.boris, "Long. The network here is one bar, sometimes two, and yet it works."),
                    (self.boris, self.anna, "Тогда позвони, когда отдохнёшь.")):
                say(person, text)
                other.see(says(person.name, text))
                # A screen reader is told, wherever the keyboard is.
                other.see(says(person.name, text), role="alert message")
                person.see(says("You", text, "(Delivered|Read)"))

    def answer(self):
        """Reply, reaction, typing and edit: what one does is on the other's screen."""
        asked, slip, mended = "Тогда позвони, когда отдохнёшь.", "At eigt then", "At eight then"
        with self.step("Anna replies to what Boris wrote last", self.anna, self.boris):
            open_menu(self.anna)
            self.anna.click("Reply")
            self.anna.see(f"Reply to Boris, {asked}")
            self.anna.see_focused("Message")
            self.anna.write(slip)
            self.boris.see("Anna, is writing…")
            self.anna.press("Return")
            reply = re.compile(f"^Anna, {slip}, .*in reply to: {re.escape(asked)}")
            self.boris.see(reply)
            self.boris.miss("Anna, is writing…")
        with self.step("Boris reacts to it", self.anna, self.boris):
            open_menu(self.boris)
            self.boris.click("React with 👍")
            self.anna.see(re.compile(f"^You, {slip}, .*reactions: 👍"))
        with self.step("Anna corrects her text; Boris looks at how it was", self.anna, self.boris):
            self.anna.see_focused("Message")
            self.anna.press("Up")
            self.anna.see(f"Edit your message, {slip}")
            self.anna.press("ctrl+a")
            self.anna.write(mended)
            self.anna.press("Return")
            self.boris.see(re.compile(f"^Anna, {mended}, .*edited"))
            self.anna.see(re.compile(f"^You, {mended}, .*edited.*reactions: 👍"))
            open_menu(self.boris)
            self.boris.click("Earlier texts")
            self.boris.see(re.compile(f"^As it was sent, .*, {slip}$"))
            self.boris.press("Escape")
            self.boris.see_focused("Message")

    def miss_each_other(self):
        text = "I will call at eight. Если не спишь!"
        with self.step("Boris closes Nightjar; what Anna writes now waits at the server", self.anna):
            self.boris.quit()
            say(self.anna, text)
            self.anna.see(says("You", text, "Left at the server"))
        with self.step("Boris starts it again and types a wrong PIN", self.boris):
            self._launch(self.boris)
            self.boris.see("Enter your PIN")
            enter_pin(self.boris, "147097")
            self.boris.see(re.compile("^This PIN does not open anything here"))
            # With the second that one has to wait after it over.
            self.boris.see("This PIN does not open anything here.")
        with self.step("The right one opens everything that was there, and what was waiting", self.boris):
            click_pin(self.boris, "147096")
            self.boris.miss("Enter your PIN")
            self.boris.see(re.compile(f"^Anna, {re.escape(text)}.* 1 unread$"), role="list item")
            self.boris.press("Return")  # the list has the keyboard, and there is one chat in it
            for line in (says("Anna", "Good evening, Boris! Does this reach you?"),
                         says("You", "Тогда позвони, когда отдохнёшь."), says("Anna", text)):
                self.boris.see(line)
            self.anna.see(says("You", text, "(Delivered|Read)"))

    def call(self):
        with self.step("Anna calls, and it rings at Boris’s", self.anna, self.boris):
            self.anna.click("Call", role="push button")
            self.boris.see("is calling you")
            self.anna.see(re.compile("^Ringing"))
        with self.step(f"Boris accepts, and they talk for {self.TALK} seconds", self.anna, self.boris):
            # His window is not in front, so a small one above everything rings; it goes when he turns to his own.
            self.boris.see("Anna is calling you")
            self.boris.take_keyboard()
            self.boris.miss("Anna is calling you")
            self.boris.click("Accept")
            self.speak()
            talking = re.compile(rf"^0:(0[{self.TALK}-9]|[1-5]\d)$")
            self.anna.see(talking)
            self.boris.see(talking)
            self.facts["On the call page"] = self.anna.see(re.compile(r"kbit/s · ")).name
        with self.step("Anna hangs up", self.anna, self.boris):
            self.anna.click("Hang up")
            self.boris.see("They hung up")
            self.anna.see("Call ended")
            self.anna.click("Close")
            self.boris.click("Close")
            self.anna.see(re.compile(r"^Outgoing call, \d"))
            self.boris.see(re.compile(r"^Incoming call, \d"))

    def speak(self):
        """The call is accepted. The voices come from files here, so nobody has to do anything."""

    def compare(self):
        with self.step("They compare safety numbers and look at the link"):
            hers, his = link_facts(self.anna), link_facts(self.boris)
            assert hers["Safety number"] == his["Safety number"], (hers, his)
            # The kind of a link is told once it is known.
            told = ("Safety number", "Way", "Round trip", "Kind of link")
            self.facts |= {name: hers[name] for name in told if name in hers}

    def listen(self):
        for speaker, hearer in (("Anna", "Boris"), ("Boris", "Anna")):
            said, heard = (sound.read(self.recordings[name]) for name in (f"{speaker} says", f"{hearer} hears"))
            self.facts[f"What {hearer} heard is what {speaker} said"] = sound.likeness(said, heard)[0]


class Step:
    """A part of the story. It is told with its duration; when it ends well, the windows of these people are
    photographed."""

    def __init__(self, story, heading, people):
        self.story, self.heading, self.people = story, heading, people

    def __enter__(self):
        self.story.steps += 1
        self.began = time.monotonic()

    def __exit__(self, kind, *_):
        self.story.tell(f"  {'✗' if kind else '✓'} {time.monotonic() - self.began:5.1f} s  {self.heading}")
        if kind is None:
            for person in self.people:
                file = person.picture(f"{self.story.steps:02}-{person.name.lower()}")
                self.story.pictures.append((self.heading, file))


def play(story, name, tools=None):
    """Has a story happen on a screen of its own, for `NAME.py BUILD_FOLDER`; pictures are left in BUILD_FOLDER/NAME. Ends
    with 77 where there is nothing to make a screen with. `tools`: what it needs besides, as driver.TOOLS."""
    lacking = {package for tool, package in (tools or {}).items() if not shutil.which(tool)}
    missing = sorted({*driver.missing_tools(), *lacking})
    if missing:
        print(f"SKIPPED: this needs {' '.join(missing)} (sudo apt-get install {' '.join(missing)})")
        sys.exit(SKIPPED)
    build = Path(sys.argv[1]).resolve()
    pictures = build / name
    shutil.rmtree(pictures, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="nightjar-ui-") as folder:
        with driver.Desktop(folder, pictures, *SCREEN) as desktop:
            told = story(desktop, build / "bin")
            told.run()
            for fact, value in told.facts.items():
                print(f"  {fact}: {value}")
            for person in (told.anna, told.boris):
                assert not person.nameless(), f"without a name for a screen reader: {person.nameless()}"
                warnings = [line for line in (desktop.folder / f"{person.name}.log").read_text().splitlines()
                            if ".qml:" in line]
                assert not warnings, f"{person.name}'s app complained:\n" + "\n".join(warnings)
