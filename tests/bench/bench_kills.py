#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""kill -9 of sender, receiver and server at random moments, while two people write to each other: what was accepted has
to be at the other side, once, in order, and no file may be damaged.

  bench_kills.py BUILD_FOLDER [--kills N] [--seed S]

Real processes on loopback. A round is so many kills; after each round the programs are left alone, and everything is
compared. 10,000 kills take about an hour; without --kills there are as many as a bench run has time for."""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "lan"))

ROUND = 100  # kills
SETTLE = 120  # seconds: several times the longest back-off between two programs that run
PIN = "25802580"


class Person:
    """One side: what it was told to say, and what of that its program has accepted."""

    def __init__(self, nightjar, root, name, hub):
        self.name, self.nightjar = name, nightjar
        folder = root / name
        code, out, err = nightjar.run(folder, "init", "--name", name, "--hub", hub, "--kdf-memory", "8", pin=PIN)
        if code != 0:
            raise RuntimeError(out + err)
        self.cli = nightjar.Cli(folder, PIN)
        self.other = None  # the contact
        self.asked = {}  # request → text, of the running process
        self.accepted = []
        self.said = 0
        self.starts_failed = 0

    def say(self):
        text = f"{self.name} {self.said}" + " …" * (self.said % 40)
        self.said += 1
        try:
            self.asked[self.cli.post("message.send", contact=self.other, text=text)] = text
        except (BrokenPipeError, ValueError):
            pass

    def note_accepted(self):
        for request, answer in self.cli.answers_so_far().items():
            if request in self.asked and "result" in answer:
                self.accepted.append(self.asked.pop(request))

    def kill(self):
        self.cli.process.kill()
        self.cli._finish()
        self.note_accepted()
        self.asked = {}
        self.cli.start(wait=False)

    def texts_since(self, known):
        """Own and received texts not among `known`, oldest first: [(text, mine, state)]."""
        found, before = [], None
        while True:
            page = self.cli("message.list", contact=self.other, limit=200, **({"before": before} if before else {}))
            entries = [(m["text"], m["mine"], m["state"]) for m in page["messages"] if m["kind"] == "text"]
            found = entries + found
            if not page["more"] or any((text, mine) in known for text, mine, _ in entries):
                return [entry for entry in found if entry[:2] not in known]
            before = page["messages"][0]["id"]


class Trial:
    def __init__(self, nightjar, root, rng):
        self.nightjar, self.rng = nightjar, rng
        self.hub = nightjar.Hub(root / "hub")
        self.anna, self.ben = (Person(nightjar, root, name, self.hub.address) for name in ("anna", "ben"))
        link = self.anna.cli("invite.create")["link"]
        self.ben.other = self.ben.cli("invite.accept", link=link)["contact"]
        self.anna.other = self.anna.cli.wait("contact.added")["contact"]
        self.kills = {"sender or receiver": 0, "server": 0}
        self.lost = self.twice = self.damaged = self.disorder = self.accepted = self.undelivered = 0
        self.known = {self.anna: set(), self.ben: set()}

    def kill_one(self):
        for person in (self.anna, self.ben):
            for _ in range(self.rng.randrange(4)):
                person.say()
        # Mostly in the middle of the work, now and then when all is done.
        time.sleep(self.rng.choice((0, self.rng.random() * 0.005, self.rng.random() * 0.05, self.rng.random() * 0.3)))
        victim = self.rng.choice((self.anna, self.ben, self.hub))
        if victim is self.hub:
            self.kills["server"] += 1
            self.hub.process.kill()
            self.hub.stop()
            self.hub.start()
        else:
            self.kills["sender or receiver"] += 1
            victim.kill()

    def settle(self):
        """Everything that is owed arrives, or the time is over; then the two stores are compared."""
        people = (self.anna, self.ben)
        for person in people:
            try:
                person.cli("status")
            except (TimeoutError, self.nightjar.RpcFailed) as error:
                # A program that does not come back has a damaged store, or says why it does not.
                self.damaged += 1
                raise RuntimeError(f"{person.name} did not come back: {error}") from error
            for request in list(person.asked):
                person.cli.answer(request)
                person.accepted.append(person.asked.pop(request))
        deadline = time.monotonic() + SETTLE
        while True:
            lists = {person: person.texts_since(self.known[person]) for person in people}
            waiting = [entry for listed in lists.values() for entry in listed if entry[1] and entry[2] not in
                       ("delivered", "read")]
            if not waiting or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        self.undelivered += len(waiting)
        for sender, receiver in (people, people[::-1]):
            own = [text for text, mine, _ in lists[sender] if mine]
            got = [text for text, mine, _ in lists[receiver] if not mine]
            self.accepted += len(sender.accepted)
            self.lost += len(set(sender.accepted) - set(own)) + len(set(own) - set(got))
            told = [text for text in receiver.cli.received() if text in set(got)]
            self.twice += len(got) - len(set(got)) + len(told) - len(set(told))
            if got != [text for text in own if text in set(got)]:
                self.disorder += 1
                wanted = [text for text in own if text in set(got)]
                first = next(i for i, pair in enumerate(zip(got, wanted)) if pair[0] != pair[1])
                print(f"out of order: {receiver.name} shows {got[first:first + 4]}, {sender.name} said "
                      f"{wanted[first:first + 4]}", file=sys.stderr)
            sender.accepted = []
            receiver.cli.heard.clear()
        for person in people:
            self.known[person] |= {entry[:2] for entry in lists[person]}

    def close(self):
        for person in (self.anna, self.ben):
            if person.cli.process and person.cli.process.poll() is None:
                person.cli.kill()
        self.hub.stop()


def report(name, value, unit):
    print(json.dumps({"bench": f"kills.{name}", "value": value, "unit": unit}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--kills", type=int, default=int(os.environ.get("NIGHTJAR_KILLS", "300")))
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    os.environ["NIGHTJAR_BIN"] = str(arguments.build.resolve() / "bin")
    import nightjar  # reads the environment

    root = Path(tempfile.mkdtemp(prefix="nightjar-kills-"))
    trial = Trial(nightjar, root, random.Random(arguments.seed))
    begun = time.monotonic()
    try:
        for number in range(1, arguments.kills + 1):
            trial.kill_one()
            if number % ROUND == 0 or number == arguments.kills:
                trial.settle()
                if sys.stderr.isatty():
                    print(f"{number} kills, {trial.accepted} texts", file=sys.stderr)
    finally:
        trial.close()
        broken = trial.lost or trial.twice or trial.damaged or trial.disorder or trial.undelivered
        if broken:
            print(f"seed {arguments.seed}; the profiles are kept in {root}", file=sys.stderr)
        else:
            shutil.rmtree(root, ignore_errors=True)
    for who, count in trial.kills.items():
        report(f"of_{who.replace(' ', '_')}", count, "kills")
    report("accepted", trial.accepted, "texts")
    report("lost", trial.lost, "texts")
    report("shown_twice", trial.twice, "texts")
    report("out_of_order", trial.disorder, "rounds")
    report("not_delivered_in_time", trial.undelivered, "texts")
    report("damaged", trial.damaged, "databases")
    report("duration", time.monotonic() - begun, "s")
    return 1 if broken else 0


sys.exit(main())
