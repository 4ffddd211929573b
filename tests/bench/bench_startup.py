#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""How long the app takes to show itself and to be of use, and what it takes while nobody does anything; in a real window
on a screen in memory, drawn by the processor, so a machine with a display is faster.

  bench_startup.py BUILD_FOLDER
"""

import ctypes
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "ui"))
import driver  # noqa: E402

RUNS = 7  # the median counts
IDLE = 5  # seconds
WIDTH, HEIGHT = 980, 680  # of the screen and, by default, of the window: it covers the middle wherever it opens
PIN = "258013"


class Screen:
    """One pixel of the screen, asked for without starting a program."""

    def __init__(self, display):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
                                     ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self.x.XGetImage.restype = ctypes.c_void_p
        self.x.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self.x.XGetPixel.restype = ctypes.c_ulong
        self.x.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.display = self.x.XOpenDisplay(display.encode())
        self.root = self.x.XDefaultRootWindow(self.display)

    def lit(self):
        """The middle is not black any more, as the empty screen is: a first frame has been drawn there."""
        image = self.x.XGetImage(self.display, self.root, WIDTH // 2, HEIGHT // 2, 1, 1, 0xffffff, 2)
        pixel = self.x.XGetPixel(image, 0, 0)
        self.x.XDestroyImage(image)
        return pixel != 0


def report(bench, value, unit):
    print(json.dumps({"bench": bench, "value": round(value, 2), "unit": unit}), flush=True)


def make_profile(programs, folder):
    read, write = os.pipe()
    os.write(write, PIN.encode() + b"\n")
    os.close(write)
    subprocess.run([programs / "nightjar-cli", "--profile", folder, "init", "--name", "Anna", "--pin-fd", str(read)],
                   pass_fds=[read], check=True, stdout=subprocess.DEVNULL)


def one_start(screen, person):
    """Milliseconds from the start of the process to the first frame, and to a PIN pad that takes a PIN; the app runs."""
    driver.until("the empty screen", lambda: not screen.lit())
    began = time.monotonic()
    person.start()
    while not screen.lit():
        if time.monotonic() > began + driver.PATIENCE:
            raise driver.NotSeen("a first frame")
        time.sleep(0.002)
    framed = time.monotonic() - began
    person.find_window()
    person.see_focused("PIN", role="text")
    return framed * 1000, (time.monotonic() - began) * 1000


def memory(pid):
    """MiB of the process alone (its part of what it shares), or None where the system does not let us see it."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except PermissionError:
        return None
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024


def processor_time(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idle(person, state):
    time.sleep(2)  # what follows a start or an unlocking has settled
    before = processor_time(person.process.pid)
    time.sleep(IDLE)
    report(f"idle.{state}.processor", (processor_time(person.process.pid) - before) / IDLE * 100, "%")
    used = memory(person.process.pid)
    if used is not None:
        report(f"idle.{state}.memory_pss", used, "MiB")


def main():
    missing = driver.missing_tools()
    if missing:
        print(f"start-up is not measured: it needs {' '.join(missing)}", file=sys.stderr)
        return
    programs = Path(sys.argv[1]).resolve() / "bin"
    with tempfile.TemporaryDirectory(prefix="nightjar-bench-") as folder:
        make_profile(programs, f"{folder}/anna")
        with driver.Desktop(f"{folder}/desktop", f"{folder}/pictures", WIDTH, HEIGHT) as desktop:
            screen = Screen(desktop.environment["DISPLAY"])
            person = driver.Person(desktop, "Anna", programs / "nightjar", f"{folder}/anna",
                                   ["--language", "en", "--theme", "light", "--audio", "none"])
            starts = []
            for run in range(RUNS):
                if run:
                    person.quit()
                starts.append(one_start(screen, person))
            report("startup.first_frame", statistics.median(start[0] for start in starts), "ms")
            report("startup.pin_pad", statistics.median(start[1] for start in starts), "ms")
            idle(person, "locked")
            person.write(PIN)
            began = time.monotonic()
            person.press("Return")
            person.see("Nobody here yet")
            report("startup.pin_to_chat_list", (time.monotonic() - began) * 1000, "ms")
            idle(person, "open")


main()
