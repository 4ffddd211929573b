#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Gate V10: two real processes call each other over a link shaped to 8 kbit/s and 300 ms (tests/lan/nat), both talk for a
minute, and every byte of every IP packet on the link is counted. Needs root.

  bench_voicewire.py BUILD_FOLDER

What was heard stays in BUILD_FOLDER/bench/voice as V10-a.wav and V10-b.wav."""

import json
import os
import shutil
import sys
import tempfile
import time
import wave
from pathlib import Path

here = Path(__file__).resolve().parent
build = Path(sys.argv[1]).resolve()
os.environ["NIGHTJAR_BIN"] = str(build / "bin")
sys.path[:0] = [str(here / "voice"), str(here.parent / "lan" / "nat"), str(here.parent / "lan")]
import corpus  # noqa: E402
import meeting  # noqa: E402
import natlab  # noqa: E402
import recogniser  # noqa: E402
import sound  # noqa: E402

SECONDS = 60
BEFORE = 4  # seconds in which nobody talks: whoever accepts is connected before whoever called
LINK = "cs1-300"
natlab.LINKS[LINK] = ("rate=8,delay=150,queue=8000", "rate=0,delay=150")
meeting.SETTLE[LINK] = 8.0


def say(name, value, unit):
    print(json.dumps({"bench": f"voice.V10.{name}", "value": value, "unit": unit}), flush=True)


def minute_of(speech, folder, name, turn):
    """A minute with the sentences from a place of their own, as WAV, and where the sentences are in it."""
    places = recogniser.places_of(speech / "sentences.json")
    begin = places[turn][0]
    with wave.open(str(speech / "sentences.wav"), "rb") as file:
        samples = corpus.array.array("h", file.readframes(file.getnframes()))
    shift = BEFORE * corpus.RATE - begin
    samples = corpus.array.array("h", bytes(2 * BEFORE * corpus.RATE)) + samples[begin : SECONDS * corpus.RATE - shift]
    corpus.save(folder / f"{name}.wav", samples)
    return [[a + shift, b + shift, words] for a, b, words in places if a >= begin and b + shift <= len(samples)]


def lag_of(said, heard, begin, end, about):
    """By how many frames of 20 ms these frames of what was said are late, if that is not far from `about`."""
    piece = said[begin:end]
    lags = [lag for lag in range(about - 75, about + 76) if begin + lag >= 0 and end + lag <= len(heard)]
    return max(lags, key=lambda lag: sound.correlation(piece, heard[begin + lag : end + lag]), default=about)


def understood(speech, said, heard, places):
    """The words that were lost, in percent, and by how many seconds the recording is late."""
    likeness, lag = sound.likeness(sound.read(said), sound.read(heard))
    before, after = sound.envelope(sound.read(said)), sound.envelope(sound.read(heard))
    # Each where it was heard, with a quarter of a second around it: after a stall the delay takes its time to come back.
    around = corpus.RATE // 4
    moved = []
    for begin, end, words in places:
        frame = corpus.RATE // 50
        shift = lag_of(before, after, begin // frame, end // frame, round(lag * 50)) * frame
        moved.append([max(0, begin + shift - around), end + shift + around, words])
    return recogniser.word_errors(speech, heard, moved), lag, likeness


def call(folder, speech, people):
    def during(lab, a, b):
        start = time.monotonic()
        a("call.start", contact=people.b_at_a, **{"in": str(folder / "a.wav"), "out": str(folder / "V10-a.wav")})
        incoming = b.wait("call.incoming", timeout=30)["call"]
        b("call.accept", call=incoming, **{"in": str(folder / "b.wav"), "out": str(folder / "V10-b.wav")})
        b.wait("call.state", call=incoming, state="active", timeout=30)
        before, began = lab.flows("a"), time.monotonic()
        time.sleep(SECONDS)
        after, seconds = lab.flows("a"), time.monotonic() - began
        stats = b("call.stats", call=incoming)
        time.sleep(4)
        b("call.end", call=incoming)
        time.sleep(2)
        sound_at = {side: cli.first("call.state", start, state="connecting") for side, cli in (("a", a), ("b", b))}
        kbit = {way: (after[way]["bytes"] - before[way]["bytes"]) * 8 / seconds / 1000 for way in ("up", "down")}
        return kbit, stats, sound_at["b"] - sound_at["a"] if None not in sound_at.values() else None

    return people.stay(during, a="none", b="none", link=LINK)


def main():
    if reason := natlab.why_not():
        sys.exit(f"the NAT laboratory {reason}")
    speech = build / "bench" / "speech"
    corpus.build(speech)
    keep = build / "bench" / "voice"
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nightjar-voice-") as name:
        folder = Path(name)
        places = {side: minute_of(speech, folder, side, turn) for side, turn in (("a", 0), ("b", 20))}
        kbit, stats, later = call(folder, speech, meeting.People(folder / "people"))
        say("wire_up", kbit["up"], "kbit/s")
        say("wire_down", kbit["down"], "kbit/s")
        say("rung", float(stats["rung"].removeprefix("L")), "L")
        say("delay_told", stats["delayMs"], "ms")
        for speaker, hearer in (("a", "b"), ("b", "a")):
            heard = folder / f"V10-{hearer}.wav"
            clean = recogniser.word_errors(speech, folder / f"{speaker}.wav", places[speaker])
            lost, lag, likeness = understood(speech, folder / f"{speaker}.wav", heard, places[speaker])
            say(f"{speaker}_to_{hearer}.wer", lost, "% words")
            say(f"{speaker}_to_{hearer}.wer_of_the_recording", clean, "% words")
            say(f"{speaker}_to_{hearer}.likeness", likeness, "")
            if later is not None:
                offset = later if hearer == "b" else -later
                say(f"{speaker}_to_{hearer}.mouth_to_ear", (lag + offset) * 1000, "ms")
            shutil.copy(heard, keep)


main()
