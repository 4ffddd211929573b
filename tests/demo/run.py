#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Shows Nightjar where there is no display: a server and two people, each a process of its own, with real windows on a
screen that only exists in memory.

  run.py BUILD_FOLDER OUT_FOLDER      pictures of every step go to OUT_FOLDER
"""

import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "ui"))
import driver  # noqa: E402
from story import SCREEN, FirstConversation  # noqa: E402


def summary(story, seconds):
    print(f"\nAll {story.steps} steps went well, in {seconds:.0f} seconds. What the windows said in the end:\n")
    for fact, value in story.facts.items():
        if fact.startswith("What "):
            value = f"{value:.0%} alike"
        print(f"  {fact}: {value}")


def pictures(story):
    print("\nPictures:\n")
    told = None
    for heading, file in story.pictures:
        if heading != told:
            print(f"  {heading}")
            told = heading
        print(f"    {file}")


def main():
    build, out = (Path(argument).resolve() for argument in sys.argv[1:3])
    missing = driver.missing_tools()
    if missing:
        sys.exit(f"The demo needs: sudo apt-get install {' '.join(missing)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    shutil.rmtree(out, ignore_errors=True)
    print("Two people, Anna and Boris, meet by Nightjar on a screen in memory.\n")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nightjar-demo-") as folder:
        with driver.Desktop(folder, out, *SCREEN) as desktop:
            story = FirstConversation(desktop, build / "bin", lambda line: print(line, flush=True))
            try:
                story.run()
            except driver.NotSeen as failure:
                pictures(story)
                sys.exit(f"\nThe demo stopped: {failure}")
            summary(story, time.monotonic() - began)
            pictures(story)


main()
