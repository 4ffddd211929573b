# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What the proofs of the vault share: the tools, profiles, disks of their own, and the search for needles."""

import base64
import contextlib
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lan"), str(HERE)]
import nightjar  # noqa: E402

TOOLS = Path(os.environ.get("NIGHTJAR_TOOLS", HERE.parents[1] / "build/dev/tests/vault"))
CLI = nightjar.BIN / "nightjar-cli"
MAIN, DURESS = "8240159632871504", "1936650274418873"  # long: a short PIN would be found anywhere by chance
KDF = ("--kdf-memory", "8")  # MiB, the least there is: most of the time belongs to the disk
ROOT = os.geteuid() == 0
KILLED = 99  # nightjar-callstop's exit code


def long_form():
    """The whole of what the design asks for, not what an ordinary test run has time for."""
    return bool(os.environ.get("NIGHTJAR_LONG"))


def some(short, long):
    return long if long_form() else short


def seed():
    """Of everything random in a test; printed, and taken from NIGHTJAR_SEED to have it again."""
    number = int(os.environ.get("NIGHTJAR_SEED", random.randrange(1 << 32)))
    print(f"seed {number}", file=sys.stderr)
    return number


def figure(name, value, unit):
    """For ./dev bench wipe."""
    print(json.dumps({"bench": f"wipe.{name}", "value": value, "unit": unit}), flush=True)


class TestCase(unittest.TestCase):
    """With a folder of its own that is gone afterwards."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="nightjar-vault-", dir=os.environ.get("NIGHTJAR_TMP")))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)

    def make(self, name="profile", person="Anna", wipe_pin=DURESS, hub=None, folder=None):
        folder = Path(folder or self.root) / name
        more = ("--hub", hub) if hub else ()
        code, out, err = nightjar.run(folder, "init", "--name", person, *KDF, *more, pin=MAIN, wipe_pin=wipe_pin)
        self.assertEqual(code, 0, out + err)
        return folder


def copy(profile, to):
    """As an image of the disk would have it: contents and times."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(profile, to, symlinks=True)
    return to


def name_behind(profile, pin):
    """Starts the program with this PIN → (exit code, the name of the identity that opens)."""
    code, out, _ = nightjar.run(profile, "status", "--json", pin=pin)
    return code, json.loads(out).get("name", "") if code == 0 and out.strip() else None


# ---- watching the program

def command(profile, *words, pin):
    """The words of a command line, and the descriptor with the PIN that has to be passed on."""
    read, write = os.pipe()
    os.write(write, pin.encode() + b"\n")
    os.close(write)
    return [str(CLI), "--profile", str(profile), "--pin-fd", str(read), *words], read


def callstop(profile, *words, pin, kill=None, log=None, data=None, under=True, feed=b"", timeout=60, extra_pins=()):
    """Runs nightjar-cli under nightjar-callstop → (exit code, standard output, standard error). Without a PIN the words are
    the whole command line."""
    line, read = command(profile, *words, pin=pin) if pin else ([str(word) for word in words], None)
    handed = [read] if pin else []
    for option, secret in extra_pins:
        other, write = os.pipe()
        os.write(write, secret.encode() + b"\n")
        os.close(write)
        handed.append(other)
        line += [option, str(other)]
    options = ["--under", os.path.realpath(profile)] if under else []
    for name, value in (("--kill", kill), ("--log", log), ("--data", data)):
        options += [name, str(value)] if value is not None else []
    try:
        done = subprocess.run([str(TOOLS / "nightjar-callstop"), *options, *line], pass_fds=handed, input=feed,
                              capture_output=True, timeout=timeout)
    finally:
        for descriptor in handed:
            os.close(descriptor)
    if done.returncode == 98:
        raise unittest.SkipTest(f"the program cannot be watched here: {done.stderr.decode().strip()}")
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Call:
    """One line of nightjar-callstop's log."""

    def __init__(self, line):
        number, begun, ended, result, self.name, self.path, self.argument, data = line.rstrip("\n").split("\t")
        self.number, self.begun, self.ended = int(number), int(begun), int(ended)
        self.result, self.data = int(result), int(data)

    def __repr__(self):
        return f"{self.number} {self.name} {self.path} {self.argument} = {self.result}"


def calls(log):
    # A call's line is written when it ends; their order is that in which they began.
    return sorted((Call(line) for line in Path(log).read_text().splitlines()), key=lambda call: call.begun)


# ---- disks of one's own

def sh(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout.strip()


class Loop:
    """A file system of its own in a file: ext4 with data=ordered, as most machines have it."""

    def __init__(self, folder, mebibytes, reserve=False):
        self.image, self.at = Path(folder) / "disk.img", Path(folder) / "disk"
        self.at.mkdir(parents=True)
        with open(self.image, "wb") as file:
            file.truncate(mebibytes << 20)
        self.device = None
        try:
            sh("mkfs.ext4", "-q", "-F", *(() if reserve else ("-m", "0")), self.image)
            self.device = sh("losetup", "--find", "--show", self.image)
            self.mount()
        except OSError as problem:
            self.close()
            raise unittest.SkipTest(f"no loop device to be had here: {problem}") from problem

    def mount(self, options="data=ordered"):
        sh("mount", "-o", options, self.device, self.at)

    def unmount(self):
        sh("umount", self.at)

    def close(self):
        if os.path.ismount(self.at):
            with contextlib.suppress(OSError):
                self.unmount()
        if self.device:
            with contextlib.suppress(OSError):
                sh("losetup", "--detach", self.device)
            self.device = None


def needs_root(what):
    return unittest.skipUnless(ROOT, f"{what} needs root")


# ---- needles

def ways_to_write(needle):
    """A text or bytes in every form in which it may lie around → [(name of the form, bytes)]."""
    raw = needle.encode() if isinstance(needle, str) else needle
    forms = [("as it is", raw), ("hex", raw.hex().encode()), ("HEX", raw.hex().upper().encode())]
    if isinstance(needle, str):
        forms += [("UTF-16LE", needle.encode("utf-16-le")), ("UTF-16BE", needle.encode("utf-16-be"))]
    for shift in range(3):
        # Of base64 only what no neighbour has a part in.
        whole = base64.b64encode(bytes(shift) + raw)
        begin, end = (0, 2, 3)[shift], len(whole) - (0, 4, 4)[(len(raw) + shift) % 3]
        forms.append((f"base64 +{shift}", whole[begin:end]))
        if (url := whole[begin:end].replace(b"+", b"-").replace(b"/", b"_")) != whole[begin:end]:
            forms.append((f"base64url +{shift}", url))
    return [(name, form) for name, form in forms if len(form) >= 8]


class Needles:
    """What must not be found. Every needle belongs to a feature, so that a failure says where it came from."""

    def __init__(self, rng):
        self.rng = rng
        self.needles = []  # (feature, text or bytes)

    def word(self, feature, letters=16):
        """A word nobody has ever written, as a needle."""
        word = "".join(self.rng.choice("abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679") for _ in range(letters))
        self.add(feature, word)
        return word

    def add(self, feature, needle):
        self.needles.append((feature, needle))

    def search(self, *targets):
        """→ {target: {"bytes": searched, "hits": count, "found": {(feature, form): needles}}}"""
        patterns, owners = [], []
        for number, (feature, needle) in enumerate(self.needles):
            for form, pattern in ways_to_write(needle):
                patterns.append(struct.pack("<I", len(pattern)) + pattern)
                owners.append((number, feature, form))
        done = subprocess.run([str(TOOLS / "nightjar-needlefinder"), *map(str, targets)],
                              input=b"".join(patterns) + bytes(4), capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode())
        found = {}
        for line in done.stdout.decode().splitlines():
            answer = json.loads(line)
            kinds, distinct = {}, set()
            for pattern in answer["patterns"]:
                number, feature, form = owners[pattern]
                distinct.add(number)
                kinds[feature, form] = kinds.get((feature, form), 0) + 1
            found[answer["target"]] = {"bytes": answer["bytes"], "hits": answer["hits"], "needles": len(distinct),
                                       "found": kinds, "at": answer["at"]}
        return found


def memory_of(process):
    return f"pid:{process.pid}"


@contextlib.contextmanager
def stopped(process):
    """Holds a program still while one looks at it."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
