#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The first conversation in real windows, from the first start to a call.

  conversation.py BUILD_FOLDER

Pictures of every step are left in BUILD_FOLDER/ui. Ends with 77 where there is nothing to make a screen with."""

import re
import shutil
import sys
import tempfile
from pathlib import Path

import driver
from story import SCREEN, FirstConversation

SKIPPED = 77
HEARD = 0.6  # how alike what was said and what was heard have to be; a silent or foreign recording is below 0.3


def pictures_folder(build):
    folder = build / "ui"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def check(story):
    """What the steps have not asserted already."""
    for fact, value in story.facts.items():
        print(f"    {fact}: {value}")
        if fact.startswith("What "):
            assert value > HEARD, f"{fact}: only {value:.2f}"
    assert story.facts["Way"] == "Direct", "on one machine there is a direct way"
    assert re.fullmatch(r"(\d{5} ){11}\d{5}", story.facts["Safety number"])
    for person in (story.anna, story.boris):
        assert not person.nameless(), f"without a name for a screen reader: {person.nameless()}"
        warnings = [line for line in (story.desktop.folder / f"{person.name}.log").read_text().splitlines()
                    if ".qml:" in line]
        assert not warnings, f"{person.name}'s app complained:\n" + "\n".join(warnings)


def main():
    missing = driver.missing_tools()
    if missing:
        print(f"SKIPPED: this needs {' '.join(missing)} (sudo apt-get install {' '.join(missing)})")
        sys.exit(SKIPPED)
    build = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="nightjar-ui-") as folder:
        with driver.Desktop(folder, pictures_folder(build), *SCREEN) as desktop:
            story = FirstConversation(desktop, build / "bin")
            story.run()
            check(story)


if __name__ == "__main__":
    main()
