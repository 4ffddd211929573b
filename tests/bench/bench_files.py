#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A large file between two real processes on loopback, straight and through the server: bytes a second, and what it costs
each process in CPU time.

  bench_files.py BUILD_FOLDER [--mb N]

Everything is stored: chunks are sealed and opened, written and synced at both ends, and at the server."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "lan"))
PIN = "25802580"
PATIENCE = 300  # seconds


def report(name, value, unit):
    print(json.dumps({"bench": name, "value": value, "unit": unit}), flush=True)


def cpu(process):
    """Seconds that the process has used so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Run:
    def __init__(self, nightjar, root, mb):
        self.mb = mb
        self.hub = nightjar.Hub(root / "hub", address="127.0.0.1")
        self.people = []
        for name in ("anna", "ben"):
            code, out, err = nightjar.run(root / name, "init", "--name", name, "--hub", self.hub.address,
                                          "--kdf-memory", "8", pin=PIN)
            if code != 0:
                raise RuntimeError(out + err)
            self.people.append(nightjar.Cli(root / name, PIN))
        anna, ben = self.people
        ben("invite.accept", link=anna("invite.create")["link"])
        self.contact = anna.wait("contact.added")["contact"]
        self.path = root / "large.bin"
        with self.path.open("wb") as out:
            for _ in range(mb):
                out.write(os.urandom(1_000_000))

    def measure(self, name, processes, what):
        """The figures of what() for these processes."""
        before = {who: cpu(process) for who, process in processes.items()}
        start = time.monotonic()
        what()
        seconds = time.monotonic() - start
        report(f"files.{name}", self.mb / seconds, "MB/s")
        for who, process in processes.items():
            report(f"files.{name}.cpu_{who}", (cpu(process) - before[who]) * 100 / self.mb, "CPU s per 100 MB")

    def straight(self):
        anna, ben = self.people
        message = anna("file.send", contact=self.contact, path=str(self.path))["id"]
        ben.wait("file.received")
        # A short message first, so that the link is direct before the clock runs.
        anna("message.send", contact=self.contact, text="now")
        time.sleep(3)

        def fetch():
            ben("file.fetch", id=message)
            ben.wait("file.state", id=message, state="done", timeout=PATIENCE)

        self.measure("loopback", {"sender": anna.process, "receiver": ben.process, "hub": self.hub.process}, fetch)

    def through_the_hub(self):
        anna, ben = self.people
        ben.kill()
        message = None

        def bring():
            nonlocal message
            message = anna("file.send", contact=self.contact, path=str(self.path))["id"]
            anna.wait("file.state", id=message, state="moving", timeout=PATIENCE)
            nonlocal start
            start = time.monotonic()
            anna.wait("file.state", id=message, state="stored", timeout=PATIENCE)

        start = 0.0
        before = cpu(anna.process), cpu(self.hub.process)
        bring()
        report("files.to_hub", self.mb / (time.monotonic() - start), "MB/s")
        report("files.to_hub.cpu_sender", (cpu(anna.process) - before[0]) * 100 / self.mb, "CPU s per 100 MB")
        report("files.to_hub.cpu_hub", (cpu(self.hub.process) - before[1]) * 100 / self.mb, "CPU s per 100 MB")
        anna.kill()
        ben.start()
        ben.wait("file.received")
        ben("file.fetch", id=message)
        ben.wait("file.state", id=message, state="moving", timeout=PATIENCE)
        start = time.monotonic()
        ben.wait("file.state", id=message, state="done", timeout=PATIENCE)
        report("files.from_hub", self.mb / (time.monotonic() - start), "MB/s")
        anna.start()

    def close(self):
        for person in self.people:
            if person.process:
                person.kill()
        self.hub.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--mb", type=int, default=200)
    arguments = parser.parse_args()
    os.environ["NIGHTJAR_BIN"] = str(Path(arguments.build).resolve() / "bin")
    import nightjar
    root = Path(tempfile.mkdtemp(prefix="nightjar-files-"))
    try:
        run = Run(nightjar, root, arguments.mb)
        try:
            run.straight()
            run.through_the_hub()
        finally:
            run.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)


main()
