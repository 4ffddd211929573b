#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""How long the app takes to show itself and to be of use with 50 contacts and 100,000 messages, and what it takes while
nobody does anything; in a real window on a screen in memory, drawn by the processor, so a machine with a display is
faster.

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
IDLE = 60  # seconds
CONTACTS, MESSAGES, LARGEST = 50, 100_000, 1_000_000
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


def make_profile(build, folder, largest):
    read, write = os.pipe()
    os.write(write, PIN.encode() + b"\n")
    os.close(write)
    subprocess.run([build / "bin/nightjar-cli", "--profile", folder, "init", "--name", "Anna", "--pin-fd", str(read)],
                   pass_fds=[read], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([build / "bench/nightjar-furnishprofile", folder, str(CONTACTS), str(MESSAGES), str(largest)],
                   input=PIN + "\n", text=True, check=True)


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
    """MiB that the process has in memory, and of these its part (what it shares is divided by those who share it); None
    where the system does not let us see it."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except PermissionError:
        return None
    return [int(re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)[1]) / 1024 for name in ("Rss", "Pss")]


def processor_time(pid):
    """Seconds, to a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wake_ups(pid):
    """How often each of its threads went to sleep and was woken."""
    return {task.name: int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.MULTILINE)[1])
            for task in Path(f"/proc/{pid}/task").iterdir()}


def report_memory(person, state):
    if used := memory(person.process.pid):
        report(f"memory.{state}.rss", used[0], "MiB")
        report(f"memory.{state}.pss", used[1], "MiB")


def idle(person, state):
    time.sleep(3)  # what follows a start or an unlocking has settled
    pid = person.process.pid
    before, woken = processor_time(pid), wake_ups(pid)
    time.sleep(IDLE)
    report(f"idle.{state}.processor", (processor_time(pid) - before) * 60 / IDLE, "CPU s a minute")
    # A thread that has ended has taken its number with it.
    more = sum(count - woken.get(task, 0) for task, count in wake_ups(pid).items())
    report(f"idle.{state}.wake_ups", more / IDLE, "a second")
    report_memory(person, state)


def drop_caches():
    """Whether programs and libraries have to come from the disk again; root only."""
    subprocess.run(["sync"], check=True)
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    except OSError:
        return False


def unlock(person):
    """Milliseconds from the last key of the PIN to the chat list on the screen. The accessibility tree is looked at every
    tenth of a second, so that is how exact it is."""
    person.see_focused("PIN", role="text")
    person.write(PIN)
    began = time.monotonic()
    person.press("Return")
    person.see(re.compile(r"^Contact \d+, "), role="list item")
    return (time.monotonic() - began) * 1000


def starts(screen, person):
    warm, used = [], []
    for run in range(RUNS):
        if run:
            person.quit()
        warm.append(one_start(screen, person))
        used.append(processor_time(person.process.pid))
    report("startup.first_frame", statistics.median(start[0] for start in warm), "ms")
    report("startup.pin_pad", statistics.median(start[1] for start in warm), "ms")
    report("startup.processor", statistics.median(used), "CPU s")
    person.quit()
    if drop_caches():
        report("startup.first_frame_cold", one_start(screen, person)[0], "ms")
    else:
        person.start()
        person.find_window()


def main():
    missing = driver.missing_tools()
    if missing:
        print(f"start-up is not measured: it needs {' '.join(missing)}", file=sys.stderr)
        return
    build = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="nightjar-bench-") as folder:
        make_profile(build, f"{folder}/anna", 0)
        make_profile(build, f"{folder}/boris", LARGEST)
        with driver.Desktop(f"{folder}/desktop", f"{folder}/pictures", WIDTH, HEIGHT) as desktop:
            screen = Screen(desktop.environment["DISPLAY"])
            options = ["--language", "en", "--theme", "light", "--audio", "none"]
            person = driver.Person(desktop, "Anna", build / "bin/nightjar", f"{folder}/anna", options)
            starts(screen, person)
            idle(person, "locked")
            report("startup.pin_to_chat_list", unlock(person), "ms")
            idle(person, "open")
            person.quit()
            person = driver.Person(desktop, "Boris", build / "bin/nightjar", f"{folder}/boris", options)
            person.start()
            person.find_window()
            unlock(person)
            person.click(re.compile("^Largest, "), role="list item")
            person.see("Conversation with Largest")
            time.sleep(3)
            report_memory(person, f"chat_of_{LARGEST}")


main()
