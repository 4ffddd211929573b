#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A server and two people with nightjar-cli as real processes on loopback."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import sound
from nightjar import Cli, Hub, RpcFailed, free_port, run
from wire import Sniffer, found_in

ANNA_PIN, BEN_PIN = "25802580", "passphrase of Ben"


class Lan(unittest.TestCase):
    """Each test has its own folder and server."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="nightjar-lan-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.hub = Hub(self.root / "hub")
        self.addCleanup(self.hub.stop)

    def profile(self, name, pin, hub=None, **more):
        folder = self.root / name.lower()
        code, out, err = run(folder, "init", "--name", name, "--hub", hub or self.hub.address, pin=pin, **more)
        self.assertEqual(code, 0, out + err)
        return folder

    def open(self, folder, pin):
        cli = Cli(folder, pin)
        self.addCleanup(lambda: cli.process and cli.kill())
        return cli

    def pair(self):
        """Anna and Ben with each other as contacts → (anna, ben, Ben at Anna's, Anna at Ben's)."""
        anna = self.open(self.profile("Anna", ANNA_PIN), ANNA_PIN)
        ben = self.open(self.profile("Ben", BEN_PIN), BEN_PIN)
        link = anna("invite.create")["link"]
        anna_at_ben = ben("invite.accept", link=link)["contact"]
        added = anna.wait("contact.added")
        self.assertEqual(added["name"], "Ben")
        return anna, ben, added["contact"], anna_at_ben

    def texts(self, cli, contact):
        return [m["text"] for m in cli("message.list", contact=contact, limit=500)["messages"] if m["kind"] == "text"]


class Conversation(Lan):
    def test_people_answer_edit_react_and_forget(self):
        anna, ben, ben_at_anna, anna_at_ben = self.pair()
        question = anna("message.send", contact=ben_at_anna, text="tea or cofee?")["id"]
        self.assertEqual(ben.wait("message.received")["id"], question)
        anna("message.edit", contact=ben_at_anna, id=question, text="tea or coffee?")
        self.assertEqual(ben.wait("message.changed")["text"], "tea or coffee?")
        versions = ben("message.history", contact=anna_at_ben, id=question)["versions"]
        self.assertEqual([v["text"] for v in versions], ["tea or cofee?", "tea or coffee?"])
        ben("message.send", contact=anna_at_ben, text="tea", quote=question)
        self.assertEqual(anna.wait("message.received")["quote"]["preview"], "tea or coffee?")
        ben("message.react", contact=anna_at_ben, id=question, emoji=["👍"])
        self.assertEqual(anna.wait("message.changed")["reactions"], [{"mine": False, "emoji": "👍"}])
        ben("draft.set", contact=anna_at_ben, text="and cake")
        self.assertEqual(ben("contact.list")["contacts"][0]["draft"]["text"], "and cake")
        ben("contact.block", contact=anna_at_ben)
        anna("message.send", contact=ben_at_anna, text="still there?")
        with self.assertRaises(RpcFailed):
            ben("message.send", contact=anna_at_ben, text="no")
        self.assertEqual(self.texts(ben, anna_at_ben), ["tea or coffee?", "tea"])

    def test_text_goes_both_ways_and_its_states_are_facts(self):
        anna, ben, to_ben, to_anna = self.pair()
        sent = anna("message.send", contact=to_ben, text="Good evening, Ben ☾")
        got = ben.wait("message.received")
        self.assertEqual((got["id"], got["text"], got["contact"]), (sent["id"], "Good evening, Ben ☾", to_anna))
        self.assertEqual(got["time"], sent["time"])
        self.assertLess(abs(got["time"] / 1000 - time.time()), 60)
        anna.wait("message.state", id=sent["id"], state="delivered")
        back = ben("message.send", contact=to_anna, text="Good evening, Anna")
        anna.wait("message.received", id=back["id"], text="Good evening, Anna")
        ben.wait("message.state", id=back["id"], state="delivered")
        ben("message.markRead", contact=to_anna)
        anna.wait("message.state", id=sent["id"], state="read")

        listed = anna("message.list", contact=to_ben, limit=10)
        self.assertEqual([(m["text"], m["mine"], m["state"]) for m in listed["messages"]],
                         [("Good evening, Ben ☾", True, "read"), ("Good evening, Anna", False, "received")])
        found = ben("message.search", text="evening")["messages"]
        self.assertEqual({m["id"] for m in found}, {sent["id"], back["id"]})
        self.assertEqual(anna("contact.safetyNumber", contact=to_ben), ben("contact.safetyNumber", contact=to_anna))
        self.assertEqual([c["name"] for c in ben("contact.list")["contacts"]], ["Anna"])

        anna("message.delete", id=sent["id"], both=True)
        ben.wait("message.removed", id=sent["id"])
        self.assertEqual(self.texts(ben, to_anna), ["Good evening, Anna"])
        self.assertEqual(anna.close(), 0)
        self.assertEqual(ben.close(), 0)

    def test_what_is_sent_to_somebody_killed_arrives_once_when_they_return(self):
        anna, ben, to_ben, to_anna = self.pair()
        first = anna("message.send", contact=to_ben, text="before")
        anna.wait("message.state", id=first["id"], state="delivered")
        ben.kill()
        ids = [anna("message.send", contact=to_ben, text=f"while away {i}")["id"] for i in range(20)]
        anna.wait("message.state", id=ids[-1], state="sent")
        ben.start()
        anna.wait_for_all("message.state", "id", ids, state="delivered")
        expected = ["before"] + [f"while away {i}" for i in range(20)]
        self.assertEqual(self.texts(ben, to_anna), expected)
        self.assertEqual(sorted(set(ben.received())), sorted(expected))

    def test_what_was_accepted_survives_the_killing_of_sender_receiver_and_server(self):
        anna, ben, to_ben, to_anna = self.pair()
        accepted = []
        for number in range(6):
            requests = {anna.post("message.send", contact=to_ben, text=f"{number}-{i}"): f"{number}-{i}"
                        for i in range(25)}
            anna.answer(min(requests))
            accepted.append(requests[min(requests)])
            victim = (anna, ben, self.hub)[number % 3]
            if victim is self.hub:
                self.hub.process.kill()
                self.hub.stop()
                self.hub.start()
            else:
                victim.kill()
                accepted += [requests[i] for i, answer in anna.answers_so_far().items()
                             if victim is anna and i in requests and "result" in answer]
                victim.start()
            if victim is not anna:
                for i, text in requests.items():
                    if i != min(requests):
                        anna.answer(i)
                        accepted.append(text)
        last = anna("message.send", contact=to_ben, text="the end")
        ben.wait("message.received", id=last["id"])
        accepted.append("the end")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not set(accepted) <= set(self.texts(ben, to_anna)):
            time.sleep(0.2)
        there = self.texts(ben, to_anna)
        self.assertEqual(sorted(set(accepted) - set(there)), [], "accepted, but lost")
        self.assertEqual(len(there), len(set(there)), "shown twice")
        mine = self.texts(anna, to_ben)
        self.assertEqual(there, [text for text in mine if text in set(there)], "order changed")

    def test_nothing_readable_is_on_disk_or_on_the_wire(self):
        try:
            sniffer = Sniffer()
        except PermissionError:
            self.skipTest("not allowed to watch the network")
        needles = [f"needle {secrets.token_hex(12)} ünï" for _ in range(6)]
        anna, ben, to_ben, to_anna = self.pair()
        for number, text in enumerate(needles):
            sender, to, other = ((anna, to_ben, ben), (ben, to_anna, anna))[number % 2]
            sent = sender("message.send", contact=to, text=text)
            other.wait("message.received", id=sent["id"])
        files = {path: path.read_bytes() for path in self.root.rglob("*") if path.is_file()}  # while all is running
        anna.kill()
        ben.close()
        files.update({Path(f"{path} after"): path.read_bytes() for path in self.root.rglob("*") if path.is_file()})
        self.hub.stop()
        packets = sniffer.stop()
        self.assertGreater(len(packets), 50)
        self.assertEqual(found_in(b"\n".join(packets), needles), [])
        databases = [path for path in files if path.name == "identity.db"]
        self.assertEqual(len(databases), 6)  # each has a decoy and a reserve
        for path, content in files.items():
            self.assertEqual(found_in(content, needles + [BEN_PIN]), [], path)
        for path in databases:
            self.assertFalse(files[path].startswith(b"SQLite format 3"), path)


class Call(Lan):
    def test_twenty_seconds_from_wav_to_wav(self):
        anna, ben, to_ben, to_anna = self.pair()
        files = {name: self.root / f"{name}.wav" for name in ("anna-says", "ben-says", "anna-hears", "ben-hears")}
        sound.write_speech(files["anna-says"], 20, seed=1)
        sound.write_speech(files["ben-says"], 20, seed=2)
        call = anna("call.start", contact=to_ben, **{"in": str(files["anna-says"]), "out": str(files["anna-hears"])})
        incoming = ben.wait("call.incoming", contact=to_anna)
        anna.wait("call.state", call=call["call"], state="ringing")
        ben("call.accept", call=incoming["call"], **{"in": str(files["ben-says"]), "out": str(files["ben-hears"])})
        anna.wait("call.state", state="active")
        ben.wait("call.state", state="active")
        time.sleep(21)
        stats = anna("call.stats", call=call["call"])
        link = ben("link.info", contact=to_anna)
        anna("call.end", call=call["call"])
        ended = ben.wait("call.state", state="ended")
        self.assertEqual(ended["reason"], "remote-hung-up")
        anna.wait("call.state", state="ended", reason="hung-up")

        self.assertGreater(stats["sentBytes"], 20000, stats)
        self.assertGreater(stats["receivedBytes"], 20000, stats)
        self.assertLess(stats["lossPercent"], 5, stats)
        self.assertIn(link["path"], ("direct", "relayed"))
        for says, hears in (("anna-says", "ben-hears"), ("ben-says", "anna-hears")):
            heard = sound.read(files[hears])
            self.assertGreater(len(heard), 19 * sound.RATE)
            alike, delay = sound.likeness(sound.read(files[says]), heard)
            print(f"{says} → {hears}: correlation {alike:.3f} at {delay:.2f} s; {stats['rung']}, "
                  f"{stats['wireKbitUp']} kbit/s, {link['path']}")
            self.assertGreater(alike, 0.8)

    def test_decline_busy_and_a_lost_caller(self):
        anna, ben, to_ben, to_anna = self.pair()
        call = anna("call.start", contact=to_ben)
        with self.assertRaises(RpcFailed) as again:
            anna("call.start", contact=to_ben)
        self.assertEqual(again.exception.code, "already-in-call")
        ben("call.end", call=ben.wait("call.incoming")["call"])
        self.assertEqual(anna.wait("call.state", call=call["call"], state="ended")["reason"], "declined")

        # The input closing in the middle of a call ends it for both.
        anna("call.start", contact=to_ben)
        ben("call.accept", call=ben.wait("call.incoming")["call"])
        ben.wait("call.state", state="active")
        self.assertEqual(anna.close(), 0)
        self.assertEqual(ben.wait("call.state", state="ended")["reason"], "remote-hung-up")

    def test_wrong_sound_files_are_refused_before_anybody_is_rung(self):
        anna, _, to_ben, _ = self.pair()
        with self.assertRaises(RpcFailed) as missing:
            anna("call.start", contact=to_ben, **{"in": str(self.root / "missing.wav")})
        self.assertEqual(missing.exception.code, "bad-argument")


class Errors(Lan):
    def test_each_trouble_with_the_profile_has_its_own_exit_code(self):
        anna = self.profile("Anna", ANNA_PIN)
        self.assertEqual(run(anna, "status", pin="0000")[0], 3)
        code, _, err = run(anna, "status", pin=ANNA_PIN)  # waits for the vault by itself
        self.assertEqual(code, 0, err)
        self.assertEqual(run(anna, "init", "--name", "X", pin="1")[0], 7)
        self.assertEqual(run(self.root / "nowhere", "status", pin="1")[0], 6)
        self.assertEqual(run(self.root / "new", "init", "--name", "X", pin="")[0], 5)
        self.assertEqual(run(self.root / "new2", "init", "--name", "X", pin="1", wipe_pin="1")[0], 5)
        foreign = self.root / "foreign"
        foreign.mkdir()
        (foreign / "holiday.txt").write_text("photographs")
        for command in (["init", "--name", "X"], ["status"]):
            self.assertEqual(run(foreign, *command, pin="1")[0], 8)
        self.assertEqual([p.name for p in foreign.iterdir()], ["holiday.txt"])
        running = self.open(anna, ANNA_PIN)
        self.assertEqual(run(anna, "status", pin=ANNA_PIN)[0], 10)
        running.close()
        self.assertEqual(run(anna, "frobnicate", pin=ANNA_PIN)[0], 2)
        self.assertEqual(run(self.root / "new3", "init", "--name", "X", "--hub", "nonsense", pin="1")[0], 25)
        self.assertFalse((self.root / "new3").exists())

    def test_a_damaged_profile_is_told_and_nothing_is_overwritten(self):
        anna = self.profile("Anna", ANNA_PIN)
        for path in anna.rglob("identity.db"):
            path.write_bytes(os.urandom(path.stat().st_size))
        before = {path: path.read_bytes() for path in anna.rglob("identity.db")}
        self.assertTrue(before)
        code, _, err = run(anna, "status", pin=ANNA_PIN)
        self.assertEqual(code, 9, err)
        self.assertTrue(err.startswith("nightjar-cli: ") and err.strip().endswith("."), err)
        self.assertEqual({path: path.read_bytes() for path in before}, before)

    def test_a_backup_is_restored_elsewhere_and_the_old_one_stops(self):
        anna, ben, to_ben, to_anna = self.pair()
        anna("message.send", contact=to_ben, text="before")
        ben.wait("message.received")
        anna.close()
        folder, backup = self.root / "anna", self.root / "anna.njbk"
        code, out, err = run(folder, "backup", str(backup), pin=ANNA_PIN, passphrase="five random words")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(found_in(backup.read_bytes(), ["before"]), [])
        self.assertNotEqual(run(folder, "backup", str(backup), pin=ANNA_PIN, passphrase="x")[0], 0)  # never replaced
        fresh = self.root / "fresh"
        self.assertEqual(run(fresh, "restore", str(backup), pin="1470", passphrase="six")[0], 1)
        self.assertFalse((fresh / "keyslots.a").exists())
        code, out, err = run(fresh, "restore", str(backup), pin="1470", passphrase="five random words")
        self.assertEqual(code, 0, out + err)
        new = self.open(fresh, "1470")
        texts = [m["text"] for m in new("message.list", contact=to_ben)["messages"]]
        self.assertEqual(texts, ["before"])
        ben("message.send", contact=to_anna, text="to whom?")
        self.assertEqual(new.wait("message.received")["text"], "to whom?")
        old = self.open(folder, ANNA_PIN)
        self.assertEqual(old.wait("error")["code"], "superseded")
        with self.assertRaises(RpcFailed) as failed:
            old("message.send", contact=to_ben, text="from the old one")
        self.assertEqual(failed.exception.code, "superseded")

    def test_deletion_and_storage(self):
        anna, ben, to_ben, to_anna = self.pair()
        anna("message.send", contact=to_ben, text="not for long")
        ben.wait("message.received")
        self.assertGreater(ben("storage.get")["database"], 0)
        anna("chat.delete", contact=to_ben, both=True)
        ben.wait("chat.cleared")
        self.assertEqual(ben("message.list", contact=to_anna)["messages"], [])
        ben("storage.compact")
        self.assertEqual(ben("storage.get")["messages"], 0)
        ben("contact.privacy", contact=to_anna, receipts=True, readReceipts=True, typing=True, mayErase=False)
        anna.wait("contact.changed", theyMayErase=False)
        with self.assertRaises(RpcFailed) as failed:
            anna("contact.delete", contact=to_ben, both=True)
        self.assertEqual(failed.exception.code, "erasure-refused")

    def test_each_trouble_with_invitations_is_told(self):
        anna, ben, _, _ = self.pair()
        link = anna("invite.create")
        for method, params, wanted in (
                ("invite.accept", {"link": "https://example.org"}, "malformed-link"),
                ("invite.accept", {"link": link["link"][:-5]}, "malformed-link"),
                ("hub.set", {"address": "example.org"}, "malformed-hub-address"),
                ("message.send", {"contact": "00" * 8, "text": "x"}, "unknown-contact"),
                ("message.delete", {"id": "00" * 8}, "unknown-message"),
                ("call.end", {"call": "00" * 8}, "unknown-call")):
            with self.subTest(method=method, params=params), self.assertRaises(RpcFailed) as failed:
                ben(method, **params)
            self.assertEqual(failed.exception.code, wanted)
        with self.assertRaises(RpcFailed) as own:
            anna("invite.accept", link=link["link"])
        self.assertEqual(own.exception.code, "own-invitation")
        ben("invite.accept", link=link["link"])
        with self.assertRaises(RpcFailed) as used:
            self.open(self.profile("Cleo", "1234"), "1234")("invite.accept", link=link["link"])
        self.assertEqual(used.exception.code, "invitation-used")
        revoked = anna("invite.create")
        anna("invite.revoke", invitation=revoked["invitation"])
        with self.assertRaises(RpcFailed) as gone:
            ben("invite.accept", link=revoked["link"])
        self.assertIn(gone.exception.code, ("invitation-unknown", "invitation-used"))

    def test_a_public_address_lets_strangers_ask(self):
        anna_folder = self.profile("Anna", ANNA_PIN)
        code, link, err = run(anna_folder, "publish", pin=ANNA_PIN)
        self.assertEqual(code, 0, err)
        link = link.strip()
        self.assertTrue(link.startswith("nightjar:1p/"), link)
        # Nobody is at home: the server hands out what is in stock, and forgets nothing when it is killed.
        self.hub.process.kill()
        self.hub.stop()
        self.hub.start()
        ben = self.open(self.profile("Ben", BEN_PIN), BEN_PIN)
        self.assertEqual(ben("invite.accept", link=link)["state"], "pending")
        anna = self.open(anna_folder, ANNA_PIN)
        asked = anna.wait("contact.added")
        self.assertEqual((asked["name"], asked["state"]), ("Ben", "requested"))
        anna("contact.accept", contact=asked["contact"])
        ben.wait("contact.changed", state="active")
        address = anna("address.list")["addresses"][0]
        self.assertEqual(address["link"], link)
        self.assertEqual(anna("invite.list")["invitations"], [])
        changed = anna("address.change", address=address["address"], perHour=1, perDay=5, effort=12)
        self.assertEqual((changed["perHour"], changed["perDay"], changed["effort"]), (1, 5, 12))
        cleo = self.open(self.profile("Cleo", "1234"), "1234")
        with self.assertRaises(RpcFailed) as full:
            cleo("invite.accept", link=link)
        self.assertEqual(full.exception.code, "address-used-up")
        anna("address.delete", address=address["address"])
        self.assertEqual(anna("address.list")["addresses"], [])
        with self.assertRaises(RpcFailed) as gone:
            cleo("invite.accept", link=link)
        self.assertEqual(gone.exception.code, "address-gone")
        with self.assertRaises(RpcFailed) as gone:
            anna("address.change", address=address["address"], perHour=1)
        self.assertEqual(gone.exception.code, "address-gone")
        with self.assertRaises(RpcFailed) as nonsense:
            anna("address.create", perHour=5000)
        self.assertEqual(nonsense.exception.code, "bad-argument")

    def test_an_unreachable_server_is_told(self):
        host_and_port = f"127.0.0.1:{free_port()}"
        address = "/".join(["nightjar-hub:/", host_and_port, self.hub.address.rsplit("/", 1)[1]])
        folder = self.profile("Dora", "1234", hub=address)
        code, _, err = run(folder, "invite", pin="1234")
        self.assertEqual(code, 27, err)
        self.assertTrue(err.strip().endswith("."), err)
        folder = self.root / "nohub"
        self.assertEqual(run(folder, "init", "--name", "E", pin="1")[0], 0)
        self.assertEqual(run(folder, "invite", pin="1")[0], 26)

    def test_bad_lines_do_no_harm(self):
        anna = self.open(self.profile("Anna", ANNA_PIN), ANNA_PIN)
        for line, number in (("not json", -32700), ("[1,2]", -32600), ("{}", -32600),
                             ('{"jsonrpc":"2.0","id":null,"method":7}', -32600),
                             ('{"jsonrpc":"2.0","id":null,"method":"no.such"}', -32601),
                             ('{"jsonrpc":"2.0","id":null,"method":"status","params":[1]}', -32602),
                             ('{"jsonrpc":"2.0","id":null,"method":"message.send"}', -32602),
                             ('{"jsonrpc":"2.0","id":{},"method":"status"}', -32600),
                             ("[" * 200000, -32700), ("x" * 3_000_000, -32700)):
            anna.write(line)
            with self.subTest(line=line[:60]), self.assertRaises(RpcFailed) as refused:
                anna.answer(None)
            self.assertEqual(refused.exception.number, number)
        anna.process.stdin.write(b"\xff\xfe\x00\n\n   \n")
        anna.process.stdin.flush()
        self.assertEqual(anna("status")["name"], "Anna")
        anna.write('{"jsonrpc":"2.0","method":"name.set","params":{"name":"Anja"}}')  # asks for no answer
        self.assertEqual(anna("status")["name"], "Anja")
        self.assertEqual(anna.close(), 0)

    def test_a_full_disk_is_told_and_loses_nothing(self):
        small = self.root / "small"
        small.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "nightjar", small],
                                               capture_output=True).returncode != 0:
            self.skipTest("not allowed to make a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", small])
        code, _, err = run(small / "anna", "init", "--name", "Anna", "--hub", self.hub.address, pin=ANNA_PIN)
        self.assertEqual(code, 0, err)
        anna = self.open(small / "anna", ANNA_PIN)
        ben = self.open(self.profile("Ben", BEN_PIN), BEN_PIN)
        ben("invite.accept", link=anna("invite.create")["link"])
        to_ben = anna.wait("contact.added")["contact"]
        kept = anna("message.send", contact=to_ben, text="before the disk was full")
        ben.wait("message.received", id=kept["id"])
        ballast = small / "ballast"
        with contextlib.suppress(OSError), open(ballast, "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        refused = None
        for _ in range(200):
            try:
                anna("message.send", contact=to_ben, text="x" * 8000)
            except RpcFailed as failed:
                refused = failed
                break
        self.assertIsNotNone(refused, "the disk never became full")
        self.assertEqual(refused.code, "disk-full")
        ballast.unlink()
        after = anna("message.send", contact=to_ben, text="after")
        ben.wait("message.received", id=after["id"])
        anna.kill()
        anna.start()
        texts = self.texts(anna, to_ben)
        self.assertEqual((texts[0], texts[-1]), ("before the disk was full", "after"))


class Wipe(Lan):
    def test_the_wipe_pin_leaves_an_empty_profile(self):
        folder = self.profile("Anna", ANNA_PIN, wipe_pin="9999")
        containers = {p for p in folder.rglob("identity.db")}
        self.assertTrue(containers)
        code, out, err = run(folder, "--json", "status", pin="9999")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["name"], "")
        self.assertEqual(run(folder, "status", pin=ANNA_PIN)[0], 3)

    def test_wipe_destroys_the_profile(self):
        folder = self.profile("Anna", ANNA_PIN)
        anna = self.open(folder, ANNA_PIN)
        self.assertEqual(anna("wipe"), {})
        self.assertEqual(anna.process.wait(30), 0)
        anna.close()
        self.assertEqual(list(folder.rglob("identity.db")), [])
        self.assertNotEqual(run(folder, "status", pin=ANNA_PIN)[0], 0)


class OneShot(Lan):
    def test_the_commands_of_the_manual(self):
        anna, ben = self.profile("Anna", ANNA_PIN), self.profile("Ben", BEN_PIN)
        code, link, err = run(anna, "invite", pin=ANNA_PIN)
        self.assertEqual(code, 0, err)
        code, out, err = run(ben, "accept", link.strip(), "--json", pin=BEN_PIN)
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["name"], "Anna")
        listening = self.open(anna, ANNA_PIN)
        listening.wait("contact.added")
        code, out, err = run(ben, "send", "Anna", "Good evening", "--wait", "delivered", "--json", pin=BEN_PIN)
        self.assertEqual(code, 0, err)
        sent = json.loads(out)
        self.assertEqual(sent["state"], "delivered")
        listening.wait("message.received", id=sent["id"], text="Good evening")
        listening.close()
        self.assertEqual(run(ben, "send", "Nobody", "x", pin=BEN_PIN)[0], 30)
        self.assertEqual(run(ben, "send", "Anna", "", pin=BEN_PIN)[0], 31)
        code, _, err = run(ben, "send", "Anna", "later", "--wait", "delivered", "--timeout", "3", pin=BEN_PIN)
        self.assertEqual(code, 33, err)
        code, out, err = run(anna, "listen", "--json", "--timeout", "5", pin=ANNA_PIN)
        self.assertEqual(code, 0, err)
        heard = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(heard[0]["method"], "ready")
        self.assertEqual([n["params"]["text"] for n in heard if n["method"] == "message.received"], ["later"])
        code, out, err = run(anna, "contacts", pin=ANNA_PIN)
        self.assertTrue(out.strip().endswith("Ben"), out + err)

    def test_a_place_a_card_and_what_they_cost(self):
        anna, ben = self.profile("Anna", ANNA_PIN), self.profile("Ben", BEN_PIN)
        code, address, err = run(anna, "publish", pin=ANNA_PIN)
        self.assertEqual(code, 0, err)
        code, link, err = run(anna, "invite", pin=ANNA_PIN)
        self.assertEqual(code, 0, err)
        self.assertEqual(run(ben, "accept", link.strip(), pin=BEN_PIN)[0], 0)
        listening = self.open(anna, ANNA_PIN)
        at_anna = listening.wait("contact.added")["contact"]
        code, out, err = run(ben, "send-location", "Anna", "55.7558, 37.6173", "--json", pin=BEN_PIN)
        self.assertEqual(code, 0, err)
        place = json.loads(out)["place"]
        self.assertAlmostEqual(place["latitude"], 55.7558, places=5)
        code, out, err = run(ben, "send-card", "Anna", address.strip(), "--name", "Anna herself", "--json", pin=BEN_PIN)
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["link"], address.strip())
        self.assertNotEqual(run(ben, "send-location", "Anna", "nowhere", pin=BEN_PIN)[0], 0)
        self.assertNotEqual(run(ben, "send-card", "Anna", link.strip(), "--name", "Anna", pin=BEN_PIN)[0], 0)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            messages = listening("message.list", contact=at_anna)["messages"]
            if len(messages) == 2:
                break
            time.sleep(0.2)
        self.assertEqual([m["kind"] for m in messages], ["location", "card"])
        self.assertEqual((messages[1]["text"], messages[1]["link"]), ("Anna herself", address.strip()))
        # Sent on as what they are.
        for message in messages:
            copy = listening("message.forward", contact=at_anna, id=message["id"], to=at_anna)
            self.assertEqual((copy["kind"], copy["text"], copy["mine"]), (message["kind"], message["text"], True))
        listening.close()
        self.assertEqual(run(ben, "cap", "5", pin=BEN_PIN)[0], 0)
        code, out, err = run(ben, "meter", "--json", pin=BEN_PIN)
        self.assertEqual(code, 0, err)
        meter = json.loads(out)
        self.assertEqual(meter["cap"], 5_000_000)
        self.assertGreater(meter["months"][0]["messages"]["sent"], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
