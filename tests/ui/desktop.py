#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The app among the other programs of a desktop: one of it for each profile, links, the tray, notifications and an answer
to one, on a message bus with a daemon and a tray that keep what they are told.

  desktop.py BUILD_FOLDER

Pictures are left in BUILD_FOLDER/ui-desktop. Ends with 77 where there is no screen to start."""

import json
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

import driver
from dbusclient import Bus, Service
from story import enter_pin

SKIPPED = 77
PIN = "25802580"
WINDOW = (700, 640)


class World:
    """A notification daemon and a tray."""

    def __init__(self, address):
        self.shown, self.told, self.items, self.last = {}, [], [], 0
        self.service = Service(address, ["org.freedesktop.Notifications", "org.kde.StatusNotifierWatcher"], {
            "GetCapabilities": lambda: ("as", [["body", "actions", "inline-reply"]]),
            "Notify": self.notify,
            "CloseNotification": self.close_one,
            "RegisterStatusNotifierItem": self.register,
            "Get": lambda *_: ("v", [("b", True)]),  # IsStatusNotifierHostRegistered
        })
        self.bus = Bus(address)

    def notify(self, app, replaces, icon, heading, text, actions, hints, timeout):
        self.last += 0 if replaces else 1
        number = replaces or self.last
        self.shown[number] = (heading, text, actions, dict(hints))
        self.told.append(f"{heading}|{text}")
        return "u", [number]

    def close_one(self, number):
        self.shown.pop(number, None)
        return "", []

    def register(self, item):
        self.items.append(item)
        return "", []

    def reply(self, number, text):
        self.service.signal("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "NotificationReplied", "us",
                            number, text)

    def click_menu(self, entry):
        """In the menu of the program that was there first."""
        self.bus.call(self.items[0], "/MenuBar", "com.canonical.dbusmenu", "Event", "isvu", entry, "clicked", ("i", 0), 0)


def only_one(world):
    """What the only notification on the screen is: (number, heading, text, actions, hints)."""
    return [(number, *rest) for number, rest in world.shown.items()][0] if len(world.shown) == 1 else None


def run(desktop, build, root, lan):
    hub = lan.Hub(root / "hub")
    try:
        address = hub.address
        for name, pin in (("anna", PIN), ("ben", "passphrase of Ben"), ("somebody", PIN)):
            code, out, err = lan.run(root / name, "init", "--name", name.title(), "--hub", address, pin=pin)
            assert code == 0, out + err
        ben = lan.Cli(root / "ben", "passphrase of Ben")
        link = ben("invite.create")["link"]
        # What a person chose before.
        (root / "anna/look.json").write_text(json.dumps({"language": "en", "theme": "light", "notifiesContent": True,
                                                         "closesToTray": True}))
        world = World(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        anna = driver.Person(desktop, "Anna", build / "bin/nightjar", root / "anna", ["--audio", "none", "--background"])

        def again(*arguments):
            """A second start; ends by itself."""
            process = desktop.start("again", [anna.program, "--profile", anna.profile, "--audio", "none", *arguments])
            return process.wait(20)

        print("· started in the background there is an icon and no window")
        anna.start()
        driver.until("an icon in the tray", lambda: world.items)
        assert anna._find_window() in (None, ""), "there is a window"

        print("· a second start shows the window of the first and ends; its link waits for the PIN")
        assert again(link) == 0
        anna.find_window()
        desktop.tool("xdotool", "windowsize", anna.window, str(WINDOW[0]), str(WINDOW[1]))
        anna.see("Enter your PIN")
        enter_pin(anna, PIN)
        anna.expect("the invitation", lambda: (node := anna.find("Invitation", "text")) and node.text() == link)
        anna.picture("link")

        print("· noise on the socket changes nothing; the second start without a link only shows the window")
        places = list((desktop.folder / "run").glob("nightjar-app-*"))
        assert len(places) == 1 and places[0].stat().st_mode & 0o077 == 0, places
        assert (places[0] / "s").stat().st_mode & 0o077 == 0
        noise(places[0] / "s")
        assert again() == 0
        anna.see("Invitation", "text")

        print("· accepted by a person, the conversation begins")
        anna.click("Accept the invitation")
        anna.see("Conversation with Ben")
        to_anna = ben.wait("contact.added")["contact"]

        print("· another profile is another program; in front of it nothing of the first is seen")
        other = driver.Person(desktop, "Somebody", build / "bin/nightjar", root / "somebody",
                              ["--audio", "none", "--language", "en"])
        other.start()
        other.find_window()

        def in_front():
            other.take_keyboard()
            return "active" not in anna.find("Nightjar", "frame").states

        driver.until("the other window in front", in_front)
        ben("message.send", contact=to_anna, text="shall we go?")
        number, heading, text, actions, hints = driver.until("a notification", lambda: only_one(world))
        assert (heading, text) == ("Ben", "shall we go?"), (heading, text)
        assert "inline-reply" in actions and hints["transient"] is not None, (actions, hints)

        print("· it is answered there, and taken back")
        world.reply(number, "at once")
        assert ben.wait("message.received")["text"] == "at once"
        driver.until("the end of the notification", lambda: not world.shown)

        print("· locked from the tray, nothing is left to be seen")
        ben("message.send", contact=to_anna, text="hurry")
        driver.until("a notification", lambda: only_one(world))
        world.click_menu(2)
        driver.until("the end of the notification", lambda: not world.shown)
        anna.see("Enter your PIN")

        print("· the menu ends the program, which leaves nothing behind")
        world.click_menu(4)
        assert anna.process.wait(30) == 0
        assert not places[0].exists(), "the folder of the socket is left"
        assert ben.close() == 0
        warnings = [line for line in (desktop.folder / "Anna.log").read_text().splitlines() if ".qml:" in line]
        assert not warnings, "\n".join(warnings)
    finally:
        hub.stop()


def noise(path):
    """What nobody should send."""
    for data in (b"", b"\n", b"link \n\n", os.urandom(5000), b"show\n" * 400, b"quit\n\n"):
        with socket.socket(socket.AF_UNIX) as guest:
            guest.connect(str(path))
            try:
                guest.sendall(data)
            except OSError:
                pass


def main():
    missing = driver.missing_tools()
    if missing:
        print(f"SKIPPED: this needs {' '.join(missing)} (sudo apt-get install {' '.join(missing)})")
        sys.exit(SKIPPED)
    build = Path(sys.argv[1]).resolve()
    os.environ["NIGHTJAR_BIN"] = str(build / "bin")
    sys.path.append(str(Path(__file__).resolve().parents[1] / "lan"))
    import nightjar as lan
    pictures = build / "ui-desktop"
    shutil.rmtree(pictures, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="nightjar-ui-") as folder:
        with driver.Desktop(folder, pictures, *WINDOW) as desktop:
            run(desktop, build, Path(folder), lan)


if __name__ == "__main__":
    main()
