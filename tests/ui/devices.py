#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A call from microphone to loudspeaker: each of two people has a sound server of their own, with devices that exist in
memory only.

  devices.py BUILD_FOLDER

Pictures are left in BUILD_FOLDER/ui-devices. Ends with 77 where there is no screen or no sound server to start."""

import shutil
import statistics
import sys
import tempfile
import wave
from pathlib import Path

import driver
from story import SCREEN, FirstConversation, sound

SKIPPED = 77
PIECE = 75  # windows of 20 ms
# How alike a piece has to be. It is 0.62 to 0.85 on a machine with two processors (the sound chain of each side shapes what
# it hears), and 0.5 where only every second piece gets through.
HEARD = 0.65
CALLS = 3  # at most
TOOLS = {"pulseaudio": "pulseaudio", "pactl": "pulseaudio-utils", "paplay": "pulseaudio-utils"}

# What is played into “throat” comes out of the microphone; what the app plays, “ear” takes in. Qt does not show monitors
# as microphones, hence the remapped source.
SERVER = """
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=throat
load-module module-null-sink sink_name=ear
load-module module-remap-source master=throat.monitor source_name=microphone
set-default-source microphone
set-default-sink ear
"""


class SoundServer:
    """The ear and the throat of one person."""

    def __init__(self, desktop, name):
        self.desktop, self.name = desktop, name
        folder = desktop.folder / f"sound-{name}"
        folder.mkdir(mode=0o700)
        script = folder / "devices.pa"
        script.write_text(SERVER.format(socket=folder / "socket"))
        self.environment = {"PULSE_SERVER": f"unix:{folder}/socket", "PULSE_RUNTIME_PATH": str(folder),
                            "PULSE_COOKIE": str(folder / "cookie")}
        desktop.start(f"sound-{name}", ["pulseaudio", "-n", "-F", script, "--daemonize=no", "--exit-idle-time=-1",
                                        "--use-pid-file=no", "--disable-shm"],
                      # There may only be one on a message bus; without a bus there may be two.
                      self.environment | {"DBUS_SESSION_BUS_ADDRESS": "disabled:"})
        self.loudspeaker = folder / "heard.raw"
        driver.until(f"{name}'s devices", self._ready)

    def _ready(self):
        done = self.desktop.start("pactl", ["pactl", "get-default-source"], self.environment)
        return done.wait() == 0 and (self.desktop.folder / "pactl.log").read_text().strip().endswith("microphone")

    def record(self):
        """Everything the loudspeaker plays from now on."""
        with open(self.loudspeaker, "wb") as file:
            self.recorder = self.desktop.start(
                f"recorder-{self.name}", ["parec", "--device=ear.monitor", "--raw", "--format=s16le",
                                          f"--rate={sound.RATE}", "--channels=1",
                                          "--latency-msec=30"], self.environment, stdout=file)

    def keep(self, file):
        """Ends the recording and keeps it as a WAV file."""
        driver.Desktop.end(self.recorder)
        with wave.open(str(file), "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(sound.RATE)
            wav.writeframes(self.loudspeaker.read_bytes())

    def play(self, file):
        """Says this into the microphone."""
        self.desktop.start(f"voice-{self.name}", ["paplay", "--device=throat", "--latency-msec=50", file], self.environment)


class Call(FirstConversation):
    """The two call each other through devices."""

    def _person(self, name):
        server = SoundServer(self.desktop, name)
        person = driver.Person(self.desktop, name, self.programs / "nightjar", self.desktop.folder / name.lower(),
                               ["--language", "en", "--theme", "light"], server.environment)
        person.sound = server
        return person

    def run(self):
        self.start()
        self.meet()
        # What a sound device of a loaded machine loses in one call it does not lose in each.
        for _ in range(CALLS):
            for person in (self.anna, self.boris):
                person.sound.record()
            self.call()
            for person in (self.anna, self.boris):
                person.sound.keep(self.recordings[f"{person.name} hears"])
            if min(self.listen()) > HEARD:
                break

    def listen(self):
        """Sound devices of a loaded machine may lose a moment here and there, which shifts all that follows; so what was
        said is looked for piece by piece."""
        for speaker, hearer in (("Anna", "Boris"), ("Boris", "Anna")):
            said, heard = (sound.envelope(sound.read(self.recordings[name]))
                           for name in (f"{speaker} says", f"{hearer} hears"))
            pieces = [said[at:at + PIECE] for at in range(0, len(said) - PIECE + 1, PIECE)]
            found = [max(sound.correlation(piece, heard[at:at + PIECE]) for at in range(len(heard) - PIECE + 1))
                     for piece in pieces if max(piece) > 0]
            self.facts[f"What {hearer} heard is what {speaker} said"] = statistics.median(found)
            yield statistics.median(found)

    def speak(self):
        for person in (self.anna, self.boris):
            person.sound.play(self.recordings[f"{person.name} says"])


def main():
    missing = driver.missing_tools() + sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})
    if missing:
        print(f"SKIPPED: this needs {' '.join(missing)} (sudo apt-get install {' '.join(missing)})")
        sys.exit(SKIPPED)
    build = Path(sys.argv[1]).resolve()
    pictures = build / "ui-devices"
    shutil.rmtree(pictures, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="nightjar-devices-") as folder:
        with driver.Desktop(folder, pictures, *SCREEN) as desktop:
            story = Call(desktop, build / "bin")
            story.run()
            for fact, value in story.facts.items():
                print(f"    {fact}: {value}")
            for fact, value in story.facts.items():
                assert not fact.startswith("What ") or value > HEARD, f"{fact}: only {value:.2f}"


if __name__ == "__main__":
    main()
