# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Drives real windows of the app on a screen of their own: hands are xdotool (mouse and keys of the X server), eyes are
the accessibility tree, and the camera is ImageMagick. Every wait ends at a deadline, with words and a picture."""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from accessibility import Accessibility
from dbusclient import DBusError

PATIENCE = float(os.environ.get("NIGHTJAR_PATIENCE", "60"))  # seconds; more under a sanitizer
GLANCE = 0.1  # seconds between two looks at a window

# What has to be on the machine: the program, then the package of Debian and Ubuntu it comes with.
TOOLS = {"Xvfb": "xvfb", "setxkbmap": "x11-xkb-utils", "xdotool": "xdotool", "import": "imagemagick",
         "dbus-daemon": "dbus-daemon"}
ACCESSIBILITY_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")


class NotSeen(Exception):
    """Something that was waited for did not come: what, what was there instead, and where the picture is."""


def missing_tools():
    """The packages that have to be installed first; empty when nothing is missing."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    return missing if ACCESSIBILITY_LAUNCHER.exists() else missing + ["at-spi2-core"]


def until(what, look, patience=None):
    """Looks again and again until there is something, and returns it. What vanishes under one's eyes was not there."""
    deadline = time.monotonic() + (patience or PATIENCE)
    while True:
        with contextlib.suppress(DBusError):
            if seen := look():
                return seen
        if time.monotonic() > deadline:
            raise NotSeen(what)
        time.sleep(GLANCE)


def dies_with_us():
    """Called in a child process: whatever happens to the parent, the child ends with it."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Desktop:
    """A screen without a window manager, a message bus, and whatever runs there. Everything started through it is
    ended with it, by its own process id."""

    def __init__(self, folder, pictures, width, height):
        self.folder, self.pictures = Path(folder), Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.processes = []  # (name, process), in the order in which they were started
        home = self.folder / "home"
        home.mkdir(parents=True)
        (self.folder / "run").mkdir(mode=0o700)
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("QT_", "XDG_", "DBUS_", "WAYLAND_", "AT_SPI_"))}
        self.environment |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(self.folder / "run"), "LC_ALL": "C.UTF-8",
                             "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        try:
            self._start_screen(width, height)
            self._start_buses()
        except BaseException:
            self.close()
            raise

    def _start_screen(self, width, height):
        read, write = os.pipe()
        self.start("Xvfb", ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
                            "-noreset"], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise NotSeen(f"the virtual screen; {self._last_words('Xvfb')}")
        self.environment["DISPLAY"] = f":{number}"
        # Two layouts at once: xdotool finds every letter of both on a key.
        self.tool("setxkbmap", "-layout", "us,ru")
        self.tool("xdotool", "mousemove", str(width - 1), str(height - 1))

    def _start_buses(self):
        address = f"unix:path={self.folder}/run/bus"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self.start("dbus-daemon", ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"])
        until("the message bus", lambda: (self.folder / "run/bus").exists())
        self.start("accessibility", [ACCESSIBILITY_LAUNCHER, "--launch-immediately"])
        self.accessibility = until("the accessibility bus", lambda: self._accessibility(address))

    @staticmethod
    def _accessibility(address):
        with contextlib.suppress(DBusError, OSError):
            return Accessibility(address)
        return None

    def start(self, name, command, environment=None, **options):
        """Starts a program; what it prints goes to a file of that name."""
        with open(self.folder / f"{name}.log", "ab") as log:
            options = {"stdout": log, "stderr": log} | options
            process = subprocess.Popen([str(part) for part in command], env=self.environment | (environment or {}),
                                       stdin=subprocess.DEVNULL, preexec_fn=dies_with_us, **options)
        self.processes.append((name, process))
        return process

    def _last_words(self, name):
        log = self.folder / f"{name}.log"
        words = log.read_text(errors="replace").strip()[-1500:] if log.exists() else ""
        return f"{name} said: {words}" if words else f"{name} said nothing"

    def tool(self, *command):
        """Runs a small program to its end; what it printed."""
        done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PATIENCE)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
        return done.stdout.strip()

    def picture(self, name, window="root"):
        """Photographs the screen, or one window of it; the file."""
        file = self.pictures / f"{name}.png"
        self.tool("import", "-window", str(window), str(file))
        return file

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.wait()

    def close(self):
        """Ends what was started, the latest first."""
        if accessibility := getattr(self, "accessibility", None):
            accessibility.close()
        for _, process in reversed(self.processes):
            self.end(process)
        self.processes.clear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Person:
    """Somebody in front of a window of the app."""

    def __init__(self, desktop, name, program, profile, options=(), environment=None):
        self.desktop, self.name, self.program, self.profile = desktop, name, program, Path(profile)
        self.options, self.environment = list(options), environment
        self.process = self.window = self.owner = None

    # ---- the program

    def launch(self, left, top, width, height):
        """Starts the app and waits until its window is there, at this place and of this size."""
        self.start()
        self.find_window()
        self.desktop.tool("xdotool", "windowmove", self.window, str(left), str(top))
        self.desktop.tool("xdotool", "windowsize", self.window, str(width), str(height))
        return self

    def start(self):
        self.process = self.desktop.start(self.name, [self.program, "--profile", self.profile, *self.options],
                                          self.environment)

    def find_window(self):
        """Waits until there is a window to look at and to type into."""
        self.window = self.expect("the window", self._find_window)
        self.take_keyboard()
        self.owner = self.expect("the window in the accessibility tree",
                                 lambda: self.desktop.accessibility.application(self.process.pid))

    def _find_window(self):
        if self.process.poll() is not None:
            raise NotSeen(f"{self.name}'s app ended with {self.process.returncode}; "
                          f"{self.desktop._last_words(self.name)}")
        with contextlib.suppress(RuntimeError):
            return self.desktop.tool("xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name",
                                     "^Nightjar$").split("\n")[-1]
        return None

    def quit(self):
        """Ends the program; the profile stays."""
        code = self.desktop.end(self.process)
        self.desktop.processes = [entry for entry in self.desktop.processes if entry[1] is not self.process]
        self.process = self.window = self.owner = None
        return code

    def kill(self):
        """Ends the program as kill -9 does; the profile stays."""
        self.process.kill()
        self.process.wait()
        self.desktop.processes = [entry for entry in self.desktop.processes if entry[1] is not self.process]
        self.process = self.window = self.owner = None

    # ---- eyes

    def look(self):
        """Everything that is shown in the window at this moment."""
        try:
            root = self.desktop.accessibility.tree(self.owner)
        except DBusError as error:
            raise NotSeen(f"{self.name}'s app is gone: {error}; {self.desktop._last_words(self.name)}") from error
        return [node for node in root.walk() if node.shown]

    def find(self, name, role=None):
        """What is shown under this name (a text, or a pattern that occurs in it), the last of several; or None."""
        found = [node for node in self.look() if (role is None or node.role == role) and
                 (name.search(node.name) if isinstance(name, re.Pattern) else name == node.name)]
        return found[-1] if found else None

    def see(self, name, role=None, patience=None):
        """Waits until it is shown."""
        what = f"{role or 'something'} called {getattr(name, 'pattern', name)!r}"
        return self.expect(what, lambda: self.find(name, role), patience)

    def see_focused(self, name, role=None):
        """Turns to this window and waits until that has the keyboard there."""
        self.take_keyboard()
        what = f"the keyboard in {getattr(name, 'pattern', name)!r}"
        return self.expect(what, lambda: (node := self.find(name, role)) and "focused" in node.states and node)

    def miss(self, name, role=None, patience=None):
        """Waits until it is not shown any more."""
        what = f"the end of {role or 'something'} called {getattr(name, 'pattern', name)!r}"
        self.expect(what, lambda: not self.find(name, role), patience)

    def expect(self, what, look, patience=None):
        """Waits for anything; a failure tells what was shown instead and where the picture of it is."""
        try:
            return until(what, look, patience)
        except NotSeen as failure:
            if str(failure) != what:
                raise
            picture = self.desktop.picture(f"failure-{self.name}")
            with contextlib.suppress(NotSeen):
                shown = ", ".join(str(node) for node in self.look() if node.name) if self.owner else "nothing"
            raise NotSeen(f"{self.name} waited {patience or PATIENCE:.0f} s for {what}.\n"
                          f"Shown is: {shown}.\nPicture: {picture}") from None

    def nameless(self):
        """What can have the keyboard but would not be named by a screen reader."""
        return [node for node in self.look() if "focusable" in node.states and not node.name]

    # ---- hands

    def take_keyboard(self):
        """What is typed goes to this window from now on. There is no window manager that would do it."""
        self.desktop.tool("xdotool", "windowfocus", "--sync", self.window)
        self.desktop.tool("xdotool", "windowraise", self.window)

    def click(self, name, role=None, patience=None):
        """Clicks on the middle of it with the mouse, as soon as it is there and stays where it is. Whether it is enabled
        Qt 6.4 does not tell."""
        what = f"something called {getattr(name, 'pattern', name)!r} to click on"

        before = None

        def settled():
            nonlocal before
            node = self.find(name, role)
            place = node.place() if node else None
            before, still = place, place == before
            return place if still else None

        left, top, width, height = self.expect(what, settled, patience)
        self.take_keyboard()
        self.desktop.tool("xdotool", "mousemove", str(left + width // 2), str(top + height // 2), "click", "1")

    def press(self, *keys):
        """Presses keys by their names of X11, e.g. Return or ctrl+n."""
        self.take_keyboard()
        self.desktop.tool("xdotool", "key", "--delay", "30", *keys)

    def write(self, text):
        self.take_keyboard()
        self.desktop.tool("xdotool", "type", "--delay", "15", text)

    def write_into(self, name, text):
        """Writes where the keyboard already is, and makes sure that it arrived there: nothing may be swallowed."""
        self.see_focused(name)
        self.write(text)
        self.expect(f"{text!r} in {name!r}", lambda: (node := self.find(name)) and node.text().endswith(text))

    def picture(self, name):
        return self.desktop.picture(name, self.window)
