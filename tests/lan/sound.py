# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Speech-like sound to send, and how alike two recordings are."""

import array
import math
import random
import wave

RATE = 16000
FRAME = RATE // 50


def write_speech(path, seconds, seed):
    """Syllables of a changing pitch with pauses between: enough like speech for a codec, and of an unmistakable
    rhythm."""
    source = random.Random(seed)
    samples = array.array("h")
    phase = 0.0
    while len(samples) < seconds * RATE:
        length = int(source.uniform(0.12, 0.35) * RATE)
        pitch = source.uniform(110, 220)
        loudness = source.uniform(0.25, 1.0) if source.random() > 0.25 else 0.0
        for i in range(length):
            phase += 2 * math.pi * pitch / RATE
            shape = math.sin(math.pi * i / length) ** 0.5
            tone = sum(math.sin(k * phase) / k for k in (1, 2, 3, 4, 6))
            samples.append(int(9000 * loudness * shape * tone / 2))
    del samples[int(seconds * RATE):]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def read(path):
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return array.array("h", file.readframes(file.getnframes()))


def needle(path):
    """64 bytes of a recording as its file has them, from its loudest place: what must not be found elsewhere."""
    samples = read(path)
    loudest = max(range(64, len(samples) - 64), key=lambda i: abs(samples[i]))
    return samples[loudest - 16:loudest + 16].tobytes()


def envelope(samples):
    """Loudness of every 20 ms."""
    return [math.sqrt(sum(s * s for s in samples[i:i + FRAME]) / FRAME)
            for i in range(0, len(samples) - FRAME + 1, FRAME)]


def correlation(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    a = [x - mean_a for x in a]
    b = [x - mean_b for x in b]
    scale = math.sqrt(sum(x * x for x in a) * sum(x * x for x in b))
    return sum(x * y for x, y in zip(a, b)) / scale if scale else 0.0


def likeness(sent, heard, longest_lag=4.0):
    """The best correlation of the envelopes over all delays up to `longest_lag` seconds either way, and that delay in
    seconds. The call may have begun a little before or after the recording did."""
    a, b = envelope(sent), envelope(heard)
    frames = int(longest_lag * 50)
    best = (0.0, 0.0)
    for lag in range(-frames, frames + 1):
        one, other = (a, b[lag:]) if lag >= 0 else (a[-lag:], b)
        overlap = min(len(one), len(other))
        if overlap >= 0.6 * min(len(a), len(b)):
            best = max(best, (correlation(one[:overlap], other[:overlap]), lag / 50))
    return best
