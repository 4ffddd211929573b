#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Makes the sounds beside it from nothing: `python3 resources/sounds/make.py`. 16 kHz, mono, 16 bit.

The ring is a nightjar's: a churr on two pitches that breathes. The tone at the caller's side is the same bird far away;
the end is two soft notes that go down."""
import math
import struct
import wave
from pathlib import Path

RATE = 16000
HERE = Path(__file__).parent


def fade(t, length, rise, fall):
    return min(1.0, t / rise, (length - t) / fall) if 0 <= t <= length else 0.0


def churr(t, pitch, pulses, brightness):
    """A tone in quick pulses, as the bird makes it."""
    pulse = 0.5 - 0.5 * math.cos(2 * math.pi * pulses * t)
    voice = math.sin(2 * math.pi * pitch * t) + brightness * math.sin(4 * math.pi * pitch * t + 0.4)
    return (0.25 + 0.75 * pulse ** 1.5) * voice


def bell(t, pitch, length):
    if t < 0 or t > length:
        return 0.0
    decay = math.exp(-5 * t / length) * min(1.0, t / 0.008)
    return decay * (math.sin(2 * math.pi * pitch * t) + 0.25 * math.sin(4 * math.pi * pitch * t))


def ring(t):
    first = 0.42 * fade(t, 0.85, 0.06, 0.12) * churr(t, 880, 24, 0.30)
    second = 0.42 * fade(t - 0.95, 0.75, 0.06, 0.25) * churr(t - 0.95, 988, 28, 0.30)
    return first + second


def ringback(t):
    return 0.16 * fade(t, 1.1, 0.15, 0.3) * churr(t, 440, 20, 0.1)


def ended(t):
    return 0.30 * bell(t, 523.25, 0.35) + 0.30 * bell(t - 0.16, 392.0, 0.5)


def write(name, sound, seconds):
    samples = [max(-1.0, min(1.0, sound(i / RATE))) for i in range(int(RATE * seconds))]
    with wave.open(str(HERE / name), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(struct.pack("<h", round(s * 32767 * 0.9)) for s in samples))


write("ring.wav", ring, 3.2)
write("ringback.wav", ringback, 4.0)
write("ended.wav", ended, 0.8)
