# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Two real nightjar-cli and a real nightjar-signald in the NAT laboratory: one writes to the other, and what happens is
measured."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import nightjar
from natlab import HUB, HUB_SECOND, Lab

PORT = 33445
PIN = "25802580"
# What both learn about their network before they are needed (STUN, port mapping) takes a few round trips.
SETTLE = {"wan": 1.0, "lte": 2.0, "lossy-wifi": 2.0, "edge": 4.0, "gprs": 6.0, "gprs-cs1": 8.0}
# By UPnP, after a router that is silent to PCP and NAT-PMP.
PORT_MAPPING = 8
# How long is waited for the first byte; and then for a direct path.
LIMIT = {"wan": (20, 8), "lte": (20, 8), "lossy-wifi": (20, 8), "edge": (40, 12), "gprs": (60, 15), "gprs-cs1": (90, 25)}


class TimedCli(nightjar.Cli):
    """Remembers when it heard what."""

    def start(self, wait=True):
        self.times = []
        super().start(wait)

    def _heard(self, method, params):
        self.times.append((time.monotonic(), method, params))

    def first(self, method, since, **wanted):
        for at, name, params in list(self.times):
            if at >= since and name == method and all(params.get(key) == value for key, value in wanted.items()):
                return at
        return None


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value is not None:
            return value
        time.sleep(0.01)
    return None


def both(one, other):
    return None if one is None or other is None else max(one, other)


def milliseconds(start, end):
    return None if end is None else round((end - start) * 1000, 1)


class People:
    """Two people who know each other; the network between them may change from meeting to meeting."""

    def __init__(self, folder):
        self.folder = Path(folder)
        with Lab("none", "none") as lab:
            hub = self.hub(lab)
            try:
                for side in "ab":
                    code, out, err = nightjar.run(self.folder / side, "init", "--name", side, "--hub", hub.address, pin=PIN)
                    if code:
                        raise RuntimeError(out + err)
                a, b = self.open(lab, "a"), self.open(lab, "b")
                link = a("invite.create")["link"]
                self.a_at_b = b("invite.accept", link=link)["contact"]
                self.b_at_a = a.wait("contact.added")["contact"]
                b.wait("contact.changed", contact=self.a_at_b, state="active")
                a.close()
                b.close()
            finally:
                hub.stop()

    def hub(self, lab):
        return nightjar.Hub(self.folder / "hub", port=PORT, address=HUB, within=lab.inside("hub"),
                            options=("--listen", f"{HUB_SECOND}:{PORT}"))

    def open(self, lab, side):
        return TimedCli(self.folder / side, PIN, within=lab.inside(side))

    def stay(self, during, **world):
        """They talk directly; then `during(lab, a, b)` happens."""
        with Lab(**world) as lab:
            hub = self.hub(lab)
            a = b = None
            try:
                a, b = self.open(lab, "a"), self.open(lab, "b")
                for cli in (a, b):
                    cli.wait("hub.state", state="online", timeout=60)
                time.sleep(SETTLE[world.get("link", "wan")])
                self.say(a, b, self.b_at_a, "Are you there?")
                self.say(b, a, self.a_at_b, "Here I am.")
                if not self.are_direct(a, b, 10):
                    raise TimeoutError("no direct path")
                time.sleep(2)
                return during(lab, a, b)
            finally:
                for cli in (a, b):
                    if cli is not None and cli.process is not None:
                        cli.kill()
                hub.stop()

    def say(self, one, other, contact, text, limit=20):
        """How long it took to arrive, in seconds; it must arrive."""
        start = time.monotonic()
        one("message.send", contact=contact, text=text)
        arrived = wait_for(lambda: other.first("message.received", start), limit)
        if arrived is None:
            raise TimeoutError(f"{text!r} did not arrive")
        return arrived - start

    def are_direct(self, a, b, limit):
        """Both have a direct path, at the latest after so many seconds."""
        return wait_for(lambda: True if a("link.info", contact=self.b_at_a)["path"] == "direct" and
                        b("link.info", contact=self.a_at_b)["path"] == "direct" else None, limit) is not None

    def meet(self, **world):
        """One meeting → figures; times in ms, bytes of both access links (whole IP packets)."""
        link = world.setdefault("link", "wan")
        first_limit, direct_limit = LIMIT[link]
        result = {"link": link, "path": "failed", "first_byte": None, "direct": None, "bytes": None, "method": None}
        with Lab(**world) as lab:
            hub = self.hub(lab)
            a = b = None
            try:
                a, b = self.open(lab, "a"), self.open(lab, "b")
                for cli in (a, b):
                    cli.wait("hub.state", state="online", timeout=60)
                time.sleep(SETTLE[link])
                for side, cli in (("a", a), ("b", b)):
                    if side in world.get("portmap", {}) and wait_for(
                            lambda cli=cli: cli("status")["portMapping"] or None, PORT_MAPPING) is None:
                        result["problem"] = f"{side} got no port"
                result["mapping"] = [cli("status")["portMapping"] for cli in (a, b)]
                result["nat"] = [cli("status")["natType"] for cli in (a, b)]
                before = self._bytes(lab)
                start = time.monotonic()
                a("message.send", contact=self.b_at_a, text="Are you there?")
                arrived = wait_for(lambda: b.first("message.received", start), first_limit)
                result["first_byte"] = milliseconds(start, arrived)
                if arrived is None:
                    return result
                result["path"] = "relayed"

                def is_direct():
                    return both(a.first("link.state", start, path="direct"), b.first("link.state", start, path="direct"))

                direct = wait_for(is_direct, direct_limit)
                result["direct"] = milliseconds(start, direct)
                if direct is not None:
                    result["bytes"] = self._bytes(lab) - before
                    time.sleep(1)
                info = a("link.info", contact=self.b_at_a)
                result["path"], result["method"], result["remote"] = info["path"], info["method"], info["remoteAddress"]
                # And the way that is left carries.
                mark = time.monotonic()
                b("message.send", contact=self.a_at_b, text="Here I am.")
                if wait_for(lambda: a.first("message.received", mark), first_limit) is None:
                    result["path"] = "failed"
            except (TimeoutError, nightjar.RpcFailed) as problem:
                result["problem"] = str(problem)[:200]
            finally:
                for cli in (a, b):
                    if cli is not None and cli.process is not None:
                        cli.kill()
                hub.stop()
        return result

    def nat_types(self, a, b, seconds=10):
        """What the two are told about their NATs, when all that can be known is known."""
        with Lab(a, b) as lab:
            hub = self.hub(lab)
            people = []
            try:
                people = [self.open(lab, side) for side in "ab"]
                for cli in people:
                    cli.wait("hub.state", state="online", timeout=60)

                def told():
                    types = [cli("status")["natType"] for cli in people]
                    return None if set(types) & {"unknown", "cone"} else types

                found = wait_for(told, seconds)
                time.sleep(2)  # "none" may still become "firewall"
                return [cli("status")["natType"] for cli in people] if found else None
            finally:
                for cli in people:
                    cli.kill()
                hub.stop()

    @staticmethod
    def _bytes(lab):
        return sum(flow["bytes"] for side in "ab" for flow in lab.flows(side).values())
