# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A person's whole use of Nightjar, in which everything that is said, named or set is a needle."""

import struct
import zlib

import vaultkit
from vaultkit import MAIN

import nightjar  # vaultkit knows where it lies
import sound

BEN_PIN = "4471820396651827"

# How the needles are shared out among the features; the rest are texts of our own.
SHARES = {"text of theirs": 0.25, "text, edited": 0.06, "text before the edit": 0.06, "draft": 0.03, "file name": 0.02,
          "content of a file": 0.10, "content of a file of theirs": 0.08, "caption": 0.02, "photo": 0.02,
          "name of a contact": 0.02, "setting": 0.04, "search": 0.06}
WORDS_A_FILE = 40


def png(text):
    """A picture of one pixel with a text in it."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) +
            chunk(b"tEXt", b"Comment\0" + text.encode()) + chunk(b"IDAT", zlib.compress(b"\0\x80\x80\x80")) +
            chunk(b"IEND", b""))


class Life:
    """Anna, whose profile is looked at, with Ben and a server that lie elsewhere (`outside`), as do the files she sends."""

    def __init__(self, needles, count, outside, profile, within=()):
        """`within`: what to put before Anna's program."""
        self.needles, self.count, self.outside, self.profile = needles, count, outside, profile
        self.hub = nightjar.Hub(outside / "hub")
        for folder, pin, wipe_pin in ((profile, MAIN, vaultkit.DURESS), (outside / "ben", BEN_PIN, None)):
            name = needles.word("own name") if folder == profile else "Ben"
            code, out, err = nightjar.run(folder, "init", "--name", name, *vaultkit.KDF, "--hub", self.hub.address, pin=pin,
                                          wipe_pin=wipe_pin)
            if code:
                raise RuntimeError(out + err)
        self.anna = nightjar.Cli(profile, MAIN, within)
        self.ben = nightjar.Cli(outside / "ben", BEN_PIN)
        link = self.anna("invite.create")["link"]
        needles.add("invitation", link.rsplit("/", 1)[-1])
        needles.add("address of the server", self.hub.address.rsplit("/", 1)[-1])
        self.at_ben = self.ben("invite.accept", link=link)["contact"]
        self.at_anna = self.anna.wait("contact.added")["contact"]
        needles.add("safety number", self.anna("contact.safetyNumber", contact=self.at_anna)["safetyNumber"].replace(" ", ""))

    def words(self, feature):
        return [self.needles.word(feature) for _ in range(max(1, round(self.count * SHARES[feature])))]

    def live(self):
        self.write()
        self.send_files()
        self.settle()
        self.answer()
        while len(self.needles.needles) < self.count:
            self.say(self.anna, self.at_anna, [self.needles.word("text of ours")
                                               for _ in range(min(500, self.count - len(self.needles.needles)))])
        self.look_for_things()

    @staticmethod
    def say(who, contact, words):
        asked = [who.post("message.send", contact=contact, text=f"and then {word}, you know") for word in words]
        return [who.answer(request)["id"] for request in asked]

    def write(self):
        before = self.words("text before the edit")
        for message, word in zip(self.say(self.anna, self.at_anna, before), self.words("text, edited")):
            self.anna("message.edit", contact=self.at_anna, id=message, text=f"rather {word}")
        first = self.anna("message.list", contact=self.at_anna, limit=1)["messages"][0]["id"]
        self.anna("message.send", contact=self.at_anna, text=self.needles.word("quoting"), quote=first)
        self.anna("message.forward", contact=self.at_anna, id=first, to=self.at_anna)
        self.anna("message.react", contact=self.at_anna, id=first, emoji=["👍"])
        for word in self.words("draft"):
            self.anna("draft.set", contact=self.at_anna, text=f"perhaps {word}")
        for word in self.words("name of a contact"):
            self.anna("contact.rename", contact=self.at_anna, name=word)

    def send_files(self):
        letters, names, captions = self.words("content of a file"), self.words("file name"), self.words("caption")
        for number in range(0, len(letters), WORDS_A_FILE):
            path = self.outside / f"letter-{number}.txt"
            path.write_text("\n".join(letters[number:number + WORDS_A_FILE]))
            name = names.pop() if names else None
            self.hand_over(self.anna, self.at_anna, path, self.ben, name=f"{name}.txt" if name else path.name,
                           caption=captions.pop() if captions else "")
        for number, word in enumerate(self.words("photo")):
            path = self.outside / f"photo-{number}.png"
            path.write_bytes(png(word))
            self.anna("file.send", contact=self.at_anna, path=str(path), photo=True, mime="image/png",
                      caption=captions.pop() if captions else "")
        for name in names:
            path = self.outside / f"{name}.txt"
            path.write_text("nothing of interest")
            self.anna("file.send", contact=self.at_anna, path=str(path), caption=captions.pop() if captions else "")
        letters = self.words("content of a file of theirs")
        for number in range(0, len(letters), WORDS_A_FILE):
            path = self.outside / f"theirs-{number}.txt"
            path.write_text("\n".join(letters[number:number + WORDS_A_FILE]))
            self.hand_over(self.ben, self.at_ben, path, self.anna, name=path.name)
        spoken = self.outside / "spoken.wav"
        sound.write_speech(spoken, 3, seed=7)
        self.needles.add("voice note", sound.needle(spoken))
        self.anna("note.send", contact=self.at_anna, path=str(spoken))

    def hand_over(self, sender, contact, path, receiver, **more):
        message = sender("file.send", contact=contact, path=str(path), **more)["id"]
        # Small ones are fetched without being asked for.
        receiver.wait("file.state", id=message, state="done")

    def settle(self):
        for word in self.words("setting"):
            self.anna("setting.set", key=f"needle-{word}", value=f"value of {word}")
        user, password = self.needles.word("TURN user"), self.needles.word("TURN password")
        self.anna("turn.set", server="turn:127.0.0.1:9", user=user, password=password)
        self.anna("turn.set", server="")
        self.anna("address.create")

    def answer(self):
        words = self.words("text of theirs")
        for number in range(0, len(words), 500):
            sent = self.say(self.ben, self.at_ben, words[number:number + 500])
            self.anna.wait_for_all("message.received", "id", sent, timeout=180)

    def look_for_things(self):
        for word in self.words("search"):
            self.anna("message.search", text=word)
        texts = [needle for feature, needle in self.needles.needles if feature == "text of theirs"]
        for word in texts[:20]:
            if not self.anna("message.search", text=word)["messages"]:
                raise RuntimeError(f"{word} is not found by the search")

    def close(self):
        for person in (self.anna, self.ben):
            if person.process:
                person.close()
        self.hub.stop()
