#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Takes the pictures of docs/images: Anna's window, with people around her who live in command lines.

  portrait.py BUILD_FOLDER OUT_FOLDER [SECONDS]      SECONDS: the pause between two messages
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

build, out = (Path(argument).resolve() for argument in sys.argv[1:3])
pause = float(sys.argv[3]) if len(sys.argv) > 3 else 0
os.environ["NIGHTJAR_BIN"] = str(build / "bin")
tests = Path(__file__).resolve().parents[1]
sys.path += [str(tests / "ui"), str(tests / "lan")]
import driver  # noqa: E402
import nightjar  # noqa: E402
import sound  # noqa: E402
import story  # noqa: E402

PIN = "258013"
OTHERS = (("Mila", ["Мы уже выехали.", "Будем к семи, если дорогу почистят."]),
          ("Dr. Aslan", ["The results are fine. Call me when you have a minute."]),
          ("Tomas", ["I left the keys with the neighbour."]))
BORIS, ANNA = "Boris", "Anna"
CONVERSATION = ((BORIS, "Are you up there already? They say it will snow."),
                (ANNA, "Since noon. There is one bar if I put the phone on the window sill."),
                (BORIS, "And still it gets through."),
                (ANNA, "All you wrote on the way came at once and in order. Nothing is missing."),
                (BORIS, "Бабушка спрашивает, топится ли печь."),
                (ANNA, "Топится! Скажи ей, что пирог доехал целым."))
AFTERWARDS = ((BORIS, "You sounded as if you sat next door."),
              (ANNA, "Then I call again on Sunday. Same window sill."))


def make_cli(folder, name, hub):
    profile = folder / f"cli-{name}"
    code, _, error = nightjar.run(profile, "init", "--name", name, "--hub", hub, pin="1470")
    assert code == 0, error
    return nightjar.Cli(profile, "1470")


def meet(anna, cli, name):
    """Anna invites, the other one accepts. → Anna's id at theirs"""
    link = story.invite(anna)
    contact = cli("invite.accept", link=link)["contact"]
    anna.see(f"{name} has accepted your invitation")
    return contact


def talk(anna, boris, contact, lines):
    for who, text in lines:
        time.sleep(pause)
        if who == ANNA:
            story.say(anna, text)
            anna.see(story.says("You", text, "(Delivered|Read)"))
        else:
            boris("message.send", contact=contact, text=text)
            anna.see(story.says(BORIS, text))
        boris("message.markRead", contact=contact)


def main():
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nightjar-portrait-") as folder, \
            driver.Desktop(f"{folder}/desktop", out, *story.WINDOW) as desktop:
        folder = Path(folder)
        sound.write_speech(folder / "voice.wav", 30, seed=3)
        hub = nightjar.Hub(folder / "hub")
        people = {name: make_cli(folder, name, hub.address) for name, _ in (*OTHERS, (BORIS, None))}
        try:
            anna = driver.Person(desktop, ANNA, build / "bin/nightjar", folder / "anna",
                                 ["--language", "en", "--theme", "light", "--audio", f"wav:{folder}/voice.wav,{folder}/heard.wav"])
            anna.launch(0, 0, *story.WINDOW)
            story.begin(anna, PIN, hub=hub.address)
            for name, texts in reversed(OTHERS):
                contact = meet(anna, people[name], name)
                for text in texts:
                    people[name]("message.send", contact=contact, text=text)
                    time.sleep(pause / 2)
                anna.see(re.compile(f"^{re.escape(name)}, {re.escape(texts[-1])}"), role="list item")
            anna.click(re.compile("^Tomas"), role="list item")
            story.say(anna, "Thank you! I owe you one.")

            boris = people[BORIS]
            contact = meet(anna, boris, BORIS)
            anna.click("Open the conversation")
            anna.see(f"Conversation with {BORIS}")
            talk(anna, boris, contact, CONVERSATION)
            anna.click("Call", role="push button")
            call = boris.wait("call.incoming")["call"]
            boris("call.accept", call=call, **{"in": str(folder / "voice.wav")})
            anna.see(re.compile(r"^0:1\d$"))
            anna.picture("call")
            anna.click("Hang up")
            anna.click("Close")
            talk(anna, boris, contact, AFTERWARDS)
            anna.see(story.says("You", AFTERWARDS[-1][1], "Read"))
            desktop.tool("xdotool", "mousemove", str(story.WINDOW[0] - 1), str(story.WINDOW[1] - 1))
            time.sleep(1)
            anna.picture("conversation")
        finally:
            for cli in people.values():
                cli.close()
            hub.stop()


main()
