#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Two people, two real processes and a server on loopback, stores durable: how soon a text is with the other side, how soon
its writer knows, how many a second go through, and how soon a restarted program is back.

  bench_latency.py BUILD_FOLDER [--texts N] [--burst N]

Once with the profiles on the disk and once in memory (/dev/shm): the difference is what the disk's syncs cost. Times are
taken where this script writes a request and reads a notification, so the pipes and the JSON are in them."""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "lan"))

PIN = "25802580"


def report(name, value, unit):
    print(json.dumps({"bench": name, "value": value, "unit": unit}), flush=True)


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def sync_time(folder):
    """Milliseconds of one sync after a page was written, the median of 50."""
    path = folder / "sync"
    times = []
    with open(path, "wb", buffering=0) as file:
        for _ in range(50):
            file.write(os.urandom(4096))
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - begun) * 1000)
    path.unlink()
    return quantile(times, 0.5)


def make_person(nightjar, root, name, hub):
    class Person(nightjar.Cli):
        """Notes when it heard what."""

        def __init__(self, profile, pin):
            self.shown = {}
            self.states = {}
            super().__init__(profile, pin)

        def _heard(self, method, params):
            if method == "message.received":
                self.shown[params["text"]] = time.perf_counter()
            elif method == "message.state":
                self.states.setdefault(params["state"], {})[params["id"]] = time.perf_counter()

    code, out, err = nightjar.run(root / name, "init", "--name", name, "--hub", hub, "--kdf-memory", "8", pin=PIN)
    if code != 0:
        raise RuntimeError(out + err)
    return Person(root / name, PIN)


def wait_until(cli, condition, seconds):
    deadline = time.monotonic() + seconds
    with cli._arrived:
        while not condition():
            if not cli._arrived.wait(max(0.0, deadline - time.monotonic())):
                return condition()
    return True


def trial(nightjar, root, place, texts, burst):
    root = Path(root)
    report(f"latency.{place}.sync", sync_time(root), "ms")
    hub = nightjar.Hub(root / "hub")
    anna, ben = (make_person(nightjar, root, name, hub.address) for name in ("anna", "ben"))
    link = anna("invite.create")["link"]
    at_ben = ben("invite.accept", link=link)["contact"]
    at_anna = anna.wait("contact.added")["contact"]
    ben.wait("contact.changed", state="active")
    # The link is made by the first text.
    anna("message.send", contact=at_anna, text="hello")
    try:
        anna.wait("link.state", timeout=30, path="direct")
    except TimeoutError:
        pass
    time.sleep(2)

    one_way, receipt = [], []
    for i in range(texts):
        text = f"text {i}"
        begun = time.perf_counter()
        request = anna.post("message.send", contact=at_anna, text=text)
        if not wait_until(ben, lambda: text in ben.shown, 20):
            raise RuntimeError(f"{text} did not come")
        one_way.append((ben.shown[text] - begun) * 1000)
        message = anna.answer(request)["id"]
        if not wait_until(anna, lambda: message in anna.states.get("delivered", {}), 20):
            raise RuntimeError(f"no receipt for {text}")
        receipt.append((anna.states["delivered"][message] - begun) * 1000)
        time.sleep(0.005)
    for name, values in (("one_way", one_way), ("receipt", receipt)):
        report(f"latency.{place}.{name}_p50", quantile(values, 0.5), "ms")
        report(f"latency.{place}.{name}_p99", quantile(values, 0.99), "ms")

    known, done = len(ben.shown), len(anna.states.get("delivered", {}))
    lines = b"".join(
        json.dumps({"jsonrpc": "2.0", "id": 1_000_000 + i, "method": "message.send",
                    "params": {"contact": at_anna, "text": f"burst {i}"}}).encode() + b"\n" for i in range(burst))
    begun = time.perf_counter()

    def write():
        anna.process.stdin.write(lines)
        anna.process.stdin.flush()

    writer = threading.Thread(target=write)
    writer.start()
    stored = wait_until(ben, lambda: len(ben.shown) >= known + burst, 120)
    report(f"latency.{place}.burst_shown", burst / (time.perf_counter() - begun), "texts/s")
    told = wait_until(anna, lambda: len(anna.states.get("delivered", {})) >= done + burst, 120)
    report(f"latency.{place}.burst_acknowledged", burst / (time.perf_counter() - begun), "texts/s")
    writer.join()
    shown = [text for text in ben.received() if text.startswith("burst ")]
    if not stored or not told or shown != [f"burst {i}" for i in range(burst)]:
        raise RuntimeError(f"of {burst} texts {len(shown)} came, or in another order")

    ben.close()
    time.sleep(1)
    begun = time.perf_counter()
    ben.start()
    report(f"latency.{place}.restart_ready", (time.perf_counter() - begun) * 1000, "ms")
    request = ben.post("message.send", contact=at_ben, text="back")
    message = ben.answer(request)["id"]
    wait_until(anna, lambda: "back" in anna.shown, 30)
    report(f"latency.{place}.restart_first_text", (anna.shown["back"] - begun) * 1000, "ms")
    wait_until(ben, lambda: message in ben.states.get("delivered", {}), 30)
    report(f"latency.{place}.restart_delivered", (ben.states["delivered"][message] - begun) * 1000, "ms")
    for cli in (anna, ben):
        cli.close()
    hub.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--burst", type=int, default=5000)
    wanted = parser.parse_args()
    build = wanted.build.resolve()
    os.environ.setdefault("NIGHTJAR_BIN", str(build / "bin"))
    import nightjar  # reads NIGHTJAR_BIN

    for place, parent in (("disk", build), ("memory", Path("/dev/shm"))):
        if not parent.is_dir():
            continue
        with tempfile.TemporaryDirectory(dir=parent, prefix="nightjar-latency-") as root:
            trial(nightjar, root, place, wanted.texts, wanted.burst)


main()
