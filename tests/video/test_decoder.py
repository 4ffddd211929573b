#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""nightjar-videodecoder: what it makes of videos, of what is none, and that it can do nothing else.

NIGHTJAR_BIN names the folder of the programs. Ends with 77 where there is no ffmpeg to make videos with."""

import math
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import decoder
from decoder import Decoder, Picture, Sound

FOLDER = tempfile.TemporaryDirectory(prefix="nightjar-video-")
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
SHORT_GROUPS = ["-g", "15"]


def make(name, *options, picture="testsrc=size=320x180:rate=25", sound="sine=frequency=1000", seconds=4):
    """The bytes of a video that ffmpeg makes."""
    target = Path(FOLDER.name) / name
    sounds = ["-f", "lavfi", "-i", sound] if sound else []
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", picture, *sounds, "-t", str(seconds), *options,
                    target], check=True)
    return target.read_bytes()


def usual(**parts):
    return make("usual.mp4", *H264, *SHORT_GROUPS, "-c:a", "aac", **parts)


def loudness(samples, frequency):
    """How much of this tone is in it, 0 … 1 (Goertzel)."""
    turn = 2 * math.pi * frequency / decoder.RATE
    real = sum(sample * math.cos(turn * at) for at, sample in enumerate(samples))
    imaginary = sum(sample * math.sin(turn * at) for at, sample in enumerate(samples))
    power = sum(sample * sample for sample in samples) or 1
    return 2 * (real * real + imaginary * imaginary) / (len(samples) * power)


class Videos(unittest.TestCase):
    def play(self, content, bound=(4096, 4096)):
        with Decoder(content, bound) as video:
            facts = video.opened()
            self.assertIsInstance(facts, tuple, f"it does not open: {facts}")
            video.grant()
            moments = list(video.moments())
        return facts, [one for one in moments if isinstance(one, Picture)], [one for one in moments if isinstance(one, Sound)]

    def test_pictures_and_sound_of_the_usual_video(self):
        (duration, width, height, sound), pictures, sounds = self.play(usual())
        self.assertAlmostEqual(duration, 4000, delta=60)
        self.assertEqual((width, height, sound), (320, 180, 1))
        self.assertEqual(len(pictures), 100)
        self.assertEqual([picture.at for picture in pictures], list(range(0, 4000, 40)))
        samples = [sample for one in sounds for sample in one.samples]
        self.assertAlmostEqual(len(samples) / decoder.RATE, 4, delta=0.1)
        self.assertGreater(loudness(samples[decoder.RATE:2 * decoder.RATE], 1000), 0.95)

    def test_colours_are_what_was_filmed(self):
        for table in ("bt709", "smpte170m"):
            content = make("red.mp4", *H264, "-vf", f"scale=out_color_matrix={table}", "-colorspace", table,
                           picture="color=0xC03020:size=320x240:rate=10", sound=None, seconds=1)
            for channel, meant in zip(self.play(content)[1][0].colour(0.5, 0.5), (0xC0, 0x30, 0x20)):
                self.assertAlmostEqual(channel, meant, delta=6)

    def test_containers_and_codecs(self):
        kinds = {"web.webm": ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"],
                 "nine.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libvorbis"],
                 "new.mp4": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-c:a", "aac"],
                 "old.avi": ["-c:v", "mpeg4", "-c:a", "libmp3lame"],
                 "phone.mov": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le"],
                 "film.mkv": [*H264, "-c:a", "flac"]}
        for name, options in kinds.items():
            with self.subTest(name):
                facts, pictures, sounds = self.play(make(name, *options, seconds=1))
                self.assertEqual(facts[1:], (320, 180, 1))
                self.assertGreaterEqual(len(pictures), 24)
                self.assertTrue(sounds)

    def test_pictures_are_as_large_as_asked_for(self):
        _, pictures, _ = self.play(usual(seconds=1), bound=(100, 100))
        self.assertEqual((pictures[0].width, pictures[0].height), (100, 56))
        self.assertEqual(len(pictures[0].pixels), 100 * 56 * 4)

    def test_phones_turn_their_videos(self):
        plain = make("plain.mp4", *H264, picture="color=black:size=320x180:rate=10,drawbox=x=0:y=0:w=160:h=90:c=white:t=fill",
                     sound=None, seconds=1)
        self.assertGreater(min(self.play(plain)[1][0].colour(0.2, 0.2)), 200)
        # Where the white corner is once a phone said so many degrees.
        for degrees, corner in ((90, (0.2, 0.8)), (180, (0.8, 0.8)), (270, (0.8, 0.2))):
            with self.subTest(degrees):
                turned = Path(FOLDER.name) / "turned.mp4"
                subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", Path(FOLDER.name) / "plain.mp4", "-c", "copy",
                                "-metadata:s:v", f"rotate={degrees}", turned], check=True)
                facts, pictures, _ = self.play(turned.read_bytes())
                upright = (180, 320) if degrees != 180 else (320, 180)
                self.assertEqual(facts[1:3], upright)
                self.assertEqual((pictures[0].width, pictures[0].height), upright)
                corners = {(x, y): min(pictures[0].colour(x, y)) for x in (0.2, 0.8) for y in (0.2, 0.8)}
                self.assertEqual(max(corners, key=corners.get), corner, corners)

    def test_seeking(self):
        content = usual(seconds=10)
        with Decoder(content) as video:
            video.opened()
            for to in (7000, 2500, 9990, 0, 60_000):
                video.seek(to)
                video.grant()
                first = next((one for one in video.moments() if isinstance(one, Picture)), None)
                if to < 10_000:
                    self.assertTrue(to - 40 <= first.at <= to + 40, f"{first.at} is not at {to}")

    def test_nothing_is_sent_that_was_not_granted(self):
        with Decoder(usual()) as video:
            video.opened()
            video.grant(1000)
            video.seek(500)  # takes it back
            video.grant(700)
            times = []
            for one in video.moments():
                if isinstance(one, Picture):
                    times.append(one.at)
                if times and times[-1] >= 680:
                    break
            self.assertLessEqual(max(times), 700)
            video.grant(740)
            self.assertLessEqual(next(one.at for one in video.moments()), 740)

    def test_a_long_video_is_not_read_as_a_whole(self):
        content = make("long.mp4", *H264, *SHORT_GROUPS, "-b:v", "4M", "-minrate", "4M", "-c:a", "aac", "-movflags",
                       "+faststart", picture="testsrc2=size=640x360:rate=25", seconds=30)
        with Decoder(content) as video:
            video.opened()
            video.seek(20_000)
            video.grant(20_100)
            next(video.moments())
            self.assertLess(video.wanted, len(content) / 2)


class Bad(unittest.TestCase):
    def test_what_is_no_video(self):
        picture = Path(FOLDER.name) / "picture.png"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc", "-frames:v", "1", picture], check=True)
        for content in (b"", b"a letter" * 1000, picture.read_bytes(), random.Random(1).randbytes(100_000),
                        make("song.m4a", "-map", "1:a", "-c:a", "aac")):
            with Decoder(content) as video:
                self.assertIn(video.opened(), (decoder.NOT_SUPPORTED, decoder.DAMAGED))

    def test_other_files_and_addresses_are_not_followed(self):
        for text in ("ffconcat version 1.0\nfile /etc/passwd\n", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.ts\n"):
            with Decoder(text.encode()) as video:
                self.assertEqual(video.opened(), decoder.NOT_SUPPORTED)

    def test_more_pixels_than_are_decoded(self):
        content = make("large.mp4", "-c:v", "mpeg4", picture="color=red:size=8000x4400:rate=1", sound=None, seconds=1)
        with Decoder(content) as video:
            self.assertEqual(video.opened(), decoder.TOO_LARGE)

    def test_half_a_file(self):
        whole = make("half.mkv", *H264, *SHORT_GROUPS, "-c:a", "flac", seconds=4)
        with Decoder(whole[:len(whole) // 2]) as video:
            video.opened()
            video.grant()
            self.assertGreater(sum(isinstance(one, Picture) for one in video.moments()), 10)
        with Decoder(whole[:len(whole) // 2], size=len(whole)) as video:  # the rest cannot be read
            video.opened()
            video.grant()
            self.assertGreater(sum(isinstance(one, Picture) for one in video.moments()), 10)

    def test_bytes_that_were_changed(self):
        """It may show what it likes; it ends, and neither the app nor the machine is the worse for it."""
        chance = random.Random(7)
        for name, whole in (("mp4", usual(seconds=1)), ("mkv", make("d.mkv", *H264, "-c:a", "libopus", seconds=1))):
            for round_ in range(30):
                content = bytearray(whole)
                for _ in range(chance.choice((1, 10, 200))):
                    content[chance.randrange(len(content))] = chance.randrange(256)
                with Decoder(bytes(content)) as video:
                    if isinstance(video.opened(), tuple):
                        video.grant()
                        for _ in video.moments(most=2000):
                            pass

    def test_orders_that_make_no_sense(self):
        with Decoder(usual(seconds=1)) as video:
            video.opened()
            video.say(99, b"what")
            self.assertIsNone(video.hear())
            self.assertEqual(video.process.wait(10), 0)


class Confined(unittest.TestCase):
    def test_it_can_only_compute(self):
        with Decoder(usual(seconds=1)) as video:
            video.opened()
            status = Path(f"/proc/{video.process.pid}/status").read_text()
            limits = Path(f"/proc/{video.process.pid}/limits").read_text()
        self.assertRegex(status, r"Seccomp:\s+2")
        self.assertRegex(status, r"NoNewPrivs:\s+1")
        self.assertRegex(status, r"Threads:\s+1")
        self.assertRegex(limits, r"Max open files\s+0\s+0")
        self.assertRegex(limits, r"Max file size\s+0\s+0")
        self.assertRegex(limits, r"Max address space\s+(1073741824|unlimited)")

    def test_it_goes_with_the_app(self):
        with Decoder(usual(seconds=1)) as video:
            video.opened()
            video.process.stdin.close()
            self.assertEqual(video.process.wait(10), 0)


if __name__ == "__main__":
    if not shutil.which("ffmpeg"):
        print("SKIPPED: this needs ffmpeg (sudo apt-get install ffmpeg)")
        sys.exit(77)
    unittest.main()
