#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Private identities and locked chats with nightjar-cli as real processes on loopback."""

import os
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from nightjar import RpcFailed, run
import test_cli
from test_cli import ANNA_PIN, BEN_PIN

CHAT_PIN = "4711"
HIDDEN_PIN = "27182818"


class Identities(test_cli.Lan):
    def meet(self, anna, other, identity=None):
        """Anna, as the one that `identity` names, and somebody else → (them at Anna's, her at theirs)."""
        whose = {"identity": identity} if identity else {}
        link = anna("invite.create", **whose)["link"]
        at_other = other("invite.accept", link=link)["contact"]
        added = anna.wait("contact.added", **whose)
        return added["contact"], at_other

    def three(self):
        anna = self.open(self.profile("Anna", ANNA_PIN), ANNA_PIN)
        ben = self.open(self.profile("Ben", BEN_PIN), BEN_PIN)
        carl = self.open(self.profile("Carl", BEN_PIN), BEN_PIN)
        return anna, ben, carl

    def inner(self, who):
        return sorted(p.name for p in (self.root / who).glob("c-*/c-*"))

    def test_two_identities_of_one_profile_talk_with_different_people_at_once(self):
        anna, ben, carl = self.three()
        work = anna("identity.create", name="Dr. A")
        self.assertEqual((work["kind"], work["name"], work["open"]), ("identity", "Dr. A", True))
        ben_at_anna, anna_at_ben = self.meet(anna, ben)
        carl_at_work, work_at_carl = self.meet(anna, carl, work["id"])
        self.assertEqual([c["name"] for c in ben("contact.list")["contacts"]], ["Anna"])
        self.assertEqual([c["name"] for c in carl("contact.list")["contacts"]], ["Dr. A"])
        # Neither knows the people of the other.
        self.assertEqual([c["name"] for c in anna("contact.list")["contacts"]], ["Ben"])
        self.assertEqual([c["name"] for c in anna("contact.list", identity=work["id"])["contacts"]], ["Carl"])
        with self.assertRaises(RpcFailed) as refused:
            anna("message.send", contact=carl_at_work, text="wrong way")
        self.assertEqual(refused.exception.code, "unknown-contact")

        for i in range(5):
            anna.post("message.send", contact=ben_at_anna, text=f"to Ben {i}")
            anna.post("message.send", contact=carl_at_work, text=f"to Carl {i}", identity=work["id"])
            ben.post("message.send", contact=anna_at_ben, text=f"from Ben {i}")
            carl.post("message.send", contact=work_at_carl, text=f"from Carl {i}")
        ben.wait_for_all("message.received", "text", [f"to Ben {i}" for i in range(5)])
        carl.wait_for_all("message.received", "text", [f"to Carl {i}" for i in range(5)])
        anna.wait_for_all("message.received", "text", [f"from Ben {i}" for i in range(5)])
        anna.wait_for_all("message.received", "text", [f"from Carl {i}" for i in range(5)], identity=work["id"])
        self.assertTrue(all("identity" not in params for method, params in anna.heard
                            if method == "message.received" and params["text"].startswith("from Ben")))

        # It opens again with the profile, after a kill as well, and one command reaches it by its name.
        anna.kill()
        code, out, err = run(anna.profile, "contacts", "--identity", "Dr. A", pin=ANNA_PIN)
        self.assertEqual((code, "Carl" in out, "Ben" in out), (0, True, False), out + err)
        code, _, _ = run(anna.profile, "contacts", "--identity", "nobody", pin=ANNA_PIN)
        self.assertEqual(code, 31)
        anna.start()
        carl("message.send", contact=work_at_carl, text="still you?")
        anna.wait("message.received", text="still you?", identity=work["id"])

    def test_one_that_does_not_open_by_itself_gets_its_messages_later(self):
        anna, _, carl = self.three()
        work = anna("identity.create", name="Work")["id"]
        _, work_at_carl = self.meet(anna, carl, work)
        anna("identity.change", id=work, opensItself=False)
        anna("identity.close", id=work)
        anna.wait("identity.closed", id=work)
        with self.assertRaises(RpcFailed) as refused:
            anna("contact.list", identity=work)
        self.assertEqual(refused.exception.code, "unknown-container")
        carl("message.send", contact=work_at_carl, text="are you there?")
        anna.close()
        anna.start()
        self.assertEqual([(i["name"], i["open"]) for i in anna("identity.list")["identities"]], [("Work", False)])
        time.sleep(1)
        self.assertNotIn("are you there?", anna.received())
        anna("identity.open", id=work)
        anna.wait("message.received", text="are you there?", identity=work)

    def test_deleted_it_is_gone_here_and_at_the_server(self):
        anna, ben, carl = self.three()
        work = anna("identity.create", name="needle-name")["id"]
        ben_at_anna, anna_at_ben = self.meet(anna, ben)
        carl_at_work, work_at_carl = self.meet(anna, carl, work)
        anna("message.send", contact=carl_at_work, text="needle-text", identity=work)
        carl.wait("message.received", text="needle-text")
        self.assertEqual(len(self.inner("anna")), 1)
        anna("identity.delete", id=work)
        self.assertEqual(self.inner("anna"), [])
        self.assertEqual(anna("identity.list")["identities"], [])
        # The queue at the server is gone: whoever writes is told, at once or as soon as they notice.
        try:
            lost = carl("message.send", contact=work_at_carl, text="hello?")["id"]
            carl.wait("message.state", id=lost, state="failed", reason="contact-gone")
        except RpcFailed as refused:
            self.assertEqual(refused.code, "contact-gone")
        # The others go on, and know nothing of it.
        ben("message.send", contact=anna_at_ben, text="and you?")
        anna.wait("message.received", text="and you?")
        anna.kill()
        for file in (p for p in self.root.rglob("*") if p.is_file() and "carl" not in p.parts):
            self.assertNotIn(b"needle", file.read_bytes(), file)
        anna.start()
        self.assertEqual(anna("identity.list")["identities"], [])
        self.assertEqual(anna("message.search", text="needle")["messages"], [])

    def test_a_locked_chat_gets_nothing_while_it_is_closed_and_everything_once_it_is_opened(self):
        anna, ben, to_ben, to_anna = self.pair()
        sent = anna("message.send", contact=to_ben, text="before")["id"]
        ben.wait("message.received", text="before")
        locked = anna("chat.lock", contact=to_ben, name="Ben", pin=CHAT_PIN)
        self.assertEqual((locked["kind"], locked["open"], locked["locked"]), ("locked-chat", False, True))
        self.assertEqual(anna("contact.list")["contacts"], [])
        self.assertEqual(anna("message.search", text="before")["messages"], [])
        texts = [f"while it is closed {i}" for i in range(10)]
        for text in texts:
            ben("message.send", contact=to_anna, text=text)
        time.sleep(2)
        self.assertEqual(anna.received(), [])

        for delay in (1.1, 0):
            with self.assertRaises(RpcFailed) as refused:
                anna("chat.open", id=locked["id"], pin="1174")
            self.assertEqual(refused.exception.code, "wrong-pin")
            time.sleep(delay)
        with self.assertRaises(RpcFailed) as refused:
            anna("chat.open", id=locked["id"], pin=CHAT_PIN)
        self.assertEqual(refused.exception.code, "too-soon")
        # A new start wins nothing.
        anna.kill()
        anna.start()
        self.assertEqual(anna("contact.list")["contacts"], [])
        time.sleep(2.1)
        opened = anna("chat.open", id=locked["id"], pin=CHAT_PIN)
        self.assertTrue(opened["open"])
        anna.wait_for_all("message.received", "text", texts, identity=locked["id"])
        self.assertEqual(anna.received(), texts)
        here = anna("message.list", contact=to_ben, limit=500, identity=locked["id"])["messages"]
        self.assertEqual([m["text"] for m in here if m["kind"] == "text"], ["before", *texts])
        self.assertIn(sent, [m["id"] for m in here])
        answer = anna("message.send", contact=to_ben, text="from behind the lock", identity=locked["id"])["id"]
        ben.wait("message.received", id=answer)

        # Its time is over by itself; then the PIN is taken away, and the chat is where it was.
        anna("chat.close", id=locked["id"])
        anna("chat.open", id=locked["id"], pin=CHAT_PIN, seconds=0.5)
        anna.wait("identity.closed", id=locked["id"])
        anna("chat.unlock", id=locked["id"], pin=CHAT_PIN)
        self.assertEqual(self.inner("anna"), [])
        self.assertEqual(self.texts(anna, to_ben), ["before", *texts, "from behind the lock"])
        back = ben("message.send", contact=to_anna, text="welcome back")["id"]
        anna.wait("message.received", id=back)
        self.assertEqual(self.texts(ben, to_anna)[-2:], ["from behind the lock", "welcome back"])

    def test_what_was_forwarded_is_sealed_anew_behind_the_lock(self):
        anna, ben, carl = self.three()
        to_ben, _ = self.meet(anna, ben)
        to_carl, _ = self.meet(anna, carl)
        picture = self.root / "nest.jpg"
        picture.write_bytes(os.urandom(100_000))
        original = anna("file.send", contact=to_ben, path=str(picture), photo=True)["id"]
        copy = anna("message.forward", contact=to_ben, id=original, to=to_carl)["id"]
        carl.wait("file.state", id=copy, state="done")

        def blobs():
            return {path.name: path.read_bytes() for path in (self.root / "anna").glob("**/blobs/*")}

        def saved(who, message, **whose):
            target = self.root / "saved.jpg"
            target.unlink(missing_ok=True)
            who("file.save", id=message, path=str(target), **whose)
            return target.read_bytes()

        self.assertEqual(len(blobs()), 1)
        locked = anna("chat.lock", contact=to_carl, name="Carl", pin=CHAT_PIN)["id"]
        both = blobs()
        self.assertEqual(len(both), 2)
        first, second = both.values()
        chunks = [{content[at:at + 24] for at in range(0, len(content), 16_424)} for content in (first, second)]
        self.assertFalse(chunks[0] & chunks[1])
        anna("chat.open", id=locked, pin=CHAT_PIN)
        self.assertEqual(saved(anna, copy, identity=locked), picture.read_bytes())
        anna("message.delete", id=original)
        anna("chat.unlock", id=locked, pin=CHAT_PIN)
        self.assertEqual(saved(anna, copy), picture.read_bytes())
        self.assertEqual(saved(carl, copy), picture.read_bytes())

    def test_a_backup_brings_them_along_and_the_old_ones_stop(self):
        anna, ben, carl = self.three()
        work = anna("identity.create", name="Work")["id"]
        carl_at_work, work_at_carl = self.meet(anna, carl, work)
        to_ben, to_anna = self.meet(anna, ben)
        for who, params in ((carl, {"contact": carl_at_work, "text": "from work", "identity": work}),
                            (ben, {"contact": to_ben, "text": "soon behind a lock"})):
            anna("message.send", **params)
            who.wait("message.received", text=params["text"])
        locked = anna("chat.lock", contact=to_ben, name="Ben", pin=CHAT_PIN)["id"]
        anna("secret.create", nickname="nobody", **{"from": "creation"}, seconds=3600)
        backup = self.root / "anna.njbk"
        anna("backup.create", path=str(backup), passphrase="five random words")  # while they are open
        fresh = self.root / "fresh"
        code, out, err = run(fresh, "restore", str(backup), pin="1470", passphrase="five random words")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(len(self.inner("fresh")), 2)  # the secret chat is in no backup

        new = self.open(fresh, "1470")
        self.assertEqual(anna.wait("error", identity=work)["code"], "superseded")
        carl("message.send", contact=work_at_carl, text="which of you?")
        new.wait("message.received", text="which of you?", identity=work)
        back = new("message.send", contact=carl_at_work, text="the new one", identity=work)["id"]
        carl.wait("message.received", id=back)
        self.assertNotIn("which of you?", anna.received())

        ben("message.send", contact=to_anna, text="while it is closed")
        with self.assertRaises(RpcFailed) as refused:
            new("chat.open", id=locked, pin="1174")
        self.assertEqual(refused.exception.code, "wrong-pin")
        time.sleep(1.1)
        new("chat.open", id=locked, pin=CHAT_PIN)
        new.wait("message.received", text="while it is closed", identity=locked)
        here = new("message.list", contact=to_ben, limit=500, identity=locked)["messages"]
        self.assertEqual([m["text"] for m in here if m["kind"] == "text"],
                         ["soon behind a lock", "while it is closed"])
        answer = new("message.send", contact=to_ben, text="still behind it", identity=locked)["id"]
        ben.wait("message.received", id=answer)

    def test_a_hidden_chat_is_in_no_list(self):
        anna, ben, to_ben, to_anna = self.pair()
        locked = anna("chat.lock", contact=to_ben, name="Ben", pin=CHAT_PIN, hidden=True)["id"]
        self.assertEqual(anna("identity.list")["identities"], [])
        ben("message.send", contact=to_anna, text="psst")
        with self.assertRaises(RpcFailed) as refused:
            anna("chat.open", pin="0000")
        self.assertEqual(refused.exception.code, "wrong-pin")
        time.sleep(1.1)
        self.assertEqual(anna("chat.open", pin=CHAT_PIN)["id"], locked)
        anna.wait("message.received", text="psst", identity=locked)
        self.assertEqual([i["id"] for i in anna("identity.list")["identities"]], [locked])

    def test_a_hidden_identity_behind_its_pin(self):
        """Made, used and deleted; from the main identity nothing of it is seen, neither then nor later."""
        anna, ben, _, _ = self.pair()
        carl = self.open(self.profile("Carl", BEN_PIN), BEN_PIN)
        def folders():
            return sorted(p.name for p in anna.profile.glob("c-*"))

        def files():
            return sorted(p.name for p in anna.profile.iterdir() if not p.name.startswith("c-"))

        before, names = folders(), files()
        self.assertEqual(len(before), 3)
        self.assertEqual({f: sorted(p.name for p in (anna.profile / f).glob("identity.db*") if p.suffix != ".db-wal"
                                    and p.suffix != ".db-shm") for f in before},
                         {f: ["identity.db", "identity.db-key"] for f in before})
        for pin, hidden in ((ANNA_PIN, ANNA_PIN), (ANNA_PIN, ""), ("0000", HIDDEN_PIN)):
            with self.assertRaises(RpcFailed) as refused:
                anna("identity.hide", pin=pin, hiddenPin=hidden)
            self.assertEqual(refused.exception.code, "wrong-pin" if pin == "0000" else "bad-pin")
        time.sleep(1.1)
        self.assertEqual(anna("identity.hide", pin=ANNA_PIN, hiddenPin=HIDDEN_PIN), {})
        self.assertEqual(anna("identity.list")["identities"], [])
        with self.assertRaises(RpcFailed) as refused:
            anna("identity.deleteHidden", pin=ANNA_PIN)
        self.assertEqual(refused.exception.code, "not-here")
        self.assertEqual(anna.close(), 0)
        self.assertEqual((len(folders()), len(set(before) & set(folders()))), (3, 2))
        self.assertEqual(files(), names)

        hidden = self.open(anna.profile, HIDDEN_PIN)
        self.assertEqual((hidden("status")["name"], hidden("contact.list")["contacts"]), ("", []))
        hidden("name.set", name="Nobody")
        hidden("hub.set", address=self.hub.address)
        to_carl, to_nobody = self.meet(hidden, carl)
        self.assertEqual([c["name"] for c in carl("contact.list")["contacts"]], ["Nobody"])
        sent = hidden("message.send", contact=to_carl, text="from nowhere")["id"]
        carl.wait("message.received", id=sent)
        with self.assertRaises(RpcFailed) as refused:
            hidden("identity.hide", pin=HIDDEN_PIN, hiddenPin="31415926")
        self.assertEqual(refused.exception.code, "not-here")
        self.assertEqual(hidden.close(), 0)

        anna.start()
        self.assertEqual([c["name"] for c in anna("contact.list")["contacts"]], ["Ben"])
        self.assertEqual(anna("message.search", text="nowhere")["messages"], [])
        answer = carl("message.send", contact=to_nobody, text="where are you?")["id"]
        time.sleep(1)
        self.assertNotIn("where are you?", anna.received())
        self.assertEqual(anna.close(), 0)
        hidden.start()
        hidden.wait("message.received", id=answer)
        self.assertEqual(self.texts(hidden, to_carl), ["from nowhere", "where are you?"])

        with self.assertRaises(RpcFailed) as refused:
            hidden("identity.deleteHidden", pin=ANNA_PIN)
        self.assertEqual(refused.exception.code, "wrong-pin")
        time.sleep(1.1)
        self.assertEqual(hidden("identity.deleteHidden", pin=HIDDEN_PIN), {})
        self.assertEqual(hidden.process.wait(30), 0)
        hidden._finish()
        self.assertEqual((len(folders()), files()), (3, names))
        self.assertEqual(run(anna.profile, "status", pin=HIDDEN_PIN)[0], 3)
        time.sleep(1.1)
        anna.start()
        self.assertEqual([c["name"] for c in anna("contact.list")["contacts"]], ["Ben"])

    def test_a_hidden_identity_by_single_commands(self):
        anna = self.profile("Anna", ANNA_PIN)
        for pin in (HIDDEN_PIN, "31415926"):  # the second takes the room of the first
            code, out, err = run(anna, "hide", pin=ANNA_PIN, hidden_pin=pin)
            self.assertEqual(code, 0, out + err)
            self.assertEqual(run(anna, "status", pin=pin)[0], 0)
        self.assertEqual(len(list(anna.glob("c-*"))), 3)
        self.assertEqual(run(anna, "delete-hidden", pin=HIDDEN_PIN)[0], 3)
        time.sleep(1.1)
        self.assertEqual(run(anna, "delete-hidden", pin=ANNA_PIN)[0], 1)
        code, out, err = run(anna, "delete-hidden", pin="31415926")
        self.assertEqual(code, 0, out + err)
        self.assertEqual(run(anna, "status", pin="31415926")[0], 3)
        self.assertEqual(len(list(anna.glob("c-*"))), 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
