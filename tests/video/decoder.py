# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The app's side of a conversation with nightjar-videodecoder (app/videodecoder/videomessages.h), for tests."""

import os
import struct
import subprocess
from pathlib import Path

OPEN, BYTES, GRANT, SEEK = range(1, 5)
WANT, OPENED, PICTURE, SOUND, ENDED, FAILED = range(1, 7)
NOT_SUPPORTED, TOO_LARGE, DAMAGED = range(1, 4)
RATE = 48_000
FOREVER = 0xFFFFFFFF

PROGRAM = Path(os.environ.get("NIGHTJAR_BIN", "build/dev/bin")) / "nightjar-videodecoder"


class Picture:
    def __init__(self, fields):
        self.serial, self.at, self.width, self.height = struct.unpack_from("=IIHH", fields)
        self.pixels = fields[12:]

    def colour(self, x, y):
        """(red, green, blue) at a place, each in parts of the picture's sides."""
        at = 4 * (int(y * (self.height - 1)) * self.width + int(x * (self.width - 1)))
        blue, green, red = self.pixels[at:at + 3]
        return red, green, blue


class Sound:
    def __init__(self, fields):
        self.serial, self.at = struct.unpack_from("=II", fields)
        self.samples = memoryview(fields[8:]).cast("h")[::2].tolist()  # the left ear


class Decoder:
    """A decoder at work on these bytes. What it asks for is answered while something else is waited for."""

    def __init__(self, content, bound=(4096, 4096), size=None):
        self.content, self.serial, self.wanted = content, 0, 0
        self.process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env={"ASAN_OPTIONS": "detect_leaks=0"})  # which needs what it may not do
        self.say(OPEN, struct.pack("=QHH", len(content) if size is None else size, *bound))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def say(self, order, fields):
        try:
            self.process.stdin.write(struct.pack("=IB", 1 + len(fields), order) + fields)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def hear(self):
        """(kind, fields); None when it is gone."""
        while True:
            head = self.process.stdout.read(5)
            if len(head) < 5:
                return None
            length, kind = struct.unpack("=IB", head)
            fields = self.process.stdout.read(length - 1)
            if len(fields) < length - 1:
                return None
            if kind != WANT:
                return kind, fields
            start, length = struct.unpack("=QI", fields)
            self.wanted += length
            self.say(BYTES, self.content[start:start + length])

    def opened(self):
        """(duration in ms, width, height, whether there is sound); the reason as a number when it does not open."""
        kind, fields = self.hear()
        return struct.unpack("=IHHB", fields) if kind == OPENED else fields[0]

    def grant(self, until=FOREVER):
        self.say(GRANT, struct.pack("=I", until))

    def seek(self, to):
        self.serial += 1
        self.say(SEEK, struct.pack("=II", self.serial, to))

    def moments(self, most=100_000):
        """What comes with the latest serial until the end of the video, or of the decoder."""
        for _ in range(most):
            news = self.hear()
            if news is None:
                return
            kind, fields = news
            if struct.unpack_from("=I", fields)[0] != self.serial:
                continue
            if kind == ENDED:
                return
            yield Picture(fields) if kind == PICTURE else Sound(fields)
