#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Secret chats and messages that delete themselves, with nightjar-cli as real processes on loopback."""

import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from nightjar import RpcFailed
import test_cli
from test_cli import ANNA_PIN, BEN_PIN


class Secrets(test_cli.Lan):
    def inner(self, who):
        return sorted(p.name for p in (self.root / who).glob("c-*/c-*"))

    def forgets(self, person):
        """Waits until nothing is known of any secret chat: it is closed first, and then forgotten."""
        patience = time.monotonic() + 10
        while person("secret.list")["identities"] and time.monotonic() < patience:
            time.sleep(0.1)
        self.assertEqual(person("secret.list")["identities"], [])

    def meet(self, rule, seconds):
        """Anna and Ben in a secret chat → (anna, ben, her container, his, him at hers, her at his)."""
        anna = self.open(self.profile("Anna", ANNA_PIN), ANNA_PIN)
        ben = self.open(self.profile("Ben", BEN_PIN), BEN_PIN)
        owl = anna("secret.create", nickname="Owl", **{"from": rule}, seconds=seconds)
        self.assertEqual((owl["kind"], owl["open"]), ("secret-chat", True))
        link = anna("invite.create", identity=owl["id"])["link"]
        self.assertTrue(link.startswith("nightjar:1s/"), link)
        swift = ben("secret.join", link=link, nickname="Swift")
        added = anna.wait("contact.added", identity=owl["id"])
        self.assertEqual(added["name"], "Swift")
        there = ben("contact.list", identity=swift["id"])["contacts"]
        self.assertEqual([c["name"] for c in there], ["Owl"])
        return anna, ben, owl["id"], swift["id"], added["contact"], there[0]["contact"]

    def test_its_messages_go_and_nobody_else_gets_in(self):
        anna, ben, owl, swift, to_ben, to_anna = self.meet("sent", 5)
        self.assertEqual(anna("contact.list")["contacts"], [])
        self.assertEqual(anna("secret.get", identity=owl)["life"], {"from": "sent", "seconds": 5})
        self.assertEqual(anna("secret.get"), {})
        with self.assertRaises(RpcFailed) as refused:
            anna("invite.create", identity=owl)
        self.assertEqual(refused.exception.code, "group-full")
        with self.assertRaises(RpcFailed) as refused:
            anna("privacy.invisible", on=False, identity=owl)
        self.assertEqual(refused.exception.code, "bad-argument")
        anna("message.send", contact=to_ben, text="five seconds", identity=owl)
        ben.wait("message.received", text="five seconds", identity=swift)
        ben.wait("message.removed", identity=swift)
        anna.wait("message.removed", identity=owl)
        self.assertEqual(ben("message.list", contact=to_anna, identity=swift)["messages"], [])

    def test_from_creation_all_of_it_goes_on_both_sides_also_where_it_is_closed(self):
        anna, ben, owl, swift, to_ben, _ = self.meet("creation", 20)
        begun = time.monotonic()
        anna("message.send", contact=to_ben, text="needle-text", identity=owl)
        ben.wait("message.received", text="needle-text", identity=swift)
        self.assertEqual((len(self.inner("anna")), len(self.inner("ben"))), (1, 1))
        ben.kill()
        anna.wait("identity.closed", timeout=40, id=owl)
        self.forgets(anna)
        time.sleep(max(0, 26 - (time.monotonic() - begun)))
        self.assertEqual(self.inner("anna"), [])
        ben.start()
        self.forgets(ben)
        time.sleep(1)
        self.assertEqual(self.inner("ben"), [])

    def test_ended_by_one_it_ends_for_both(self):
        anna, ben, owl, swift, _, _ = self.meet("read", 3600)
        anna("secret.end", id=owl)
        self.assertEqual(anna("secret.list")["identities"], [])
        self.assertEqual(self.inner("anna"), [])
        ben.wait("identity.closed", timeout=20, id=swift)
        time.sleep(1)
        self.assertEqual(self.inner("ben"), [])

    def test_a_timer_holds_for_both_sides_of_an_ordinary_chat(self):
        anna, ben, to_ben, to_anna = self.pair()
        anna("message.life", contact=to_ben, **{"from": "sent"}, seconds=5)
        ben.wait("contact.changed", life={"from": "sent", "seconds": 5})
        ben("message.send", contact=to_anna, text="short")
        anna.wait("message.received", text="short")
        anna.wait("message.removed")
        ben.wait("message.removed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
