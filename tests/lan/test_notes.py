#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Voice notes and what a call can do, with nightjar-cli as real processes on loopback."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from nightjar import RpcFailed
import sound
import test_cli


class Notes(test_cli.Lan):
    def test_a_wav_becomes_a_note_and_a_wav_again(self):
        anna, ben, ben_at_anna, _ = self.pair()
        spoken = self.root / "spoken.wav"
        sound.write_speech(spoken, 6, seed=4)
        sent = anna("note.send", contact=ben_at_anna, path=str(spoken))
        self.assertEqual((sent["kind"], sent["note"]["lengthMs"]), ("note", 6000))
        got = ben.wait("note.received")
        self.assertEqual(got["note"]["waveform"], sent["note"]["waveform"])
        self.assertTrue(got["note"]["playable"])
        ben.wait("file.state", id=sent["id"], state="done")
        target = self.root / "heard.wav"
        ben("note.save", id=sent["id"], path=str(target))
        heard = sound.read(target)
        self.assertEqual(len(heard), 6 * sound.RATE)
        self.assertGreater(sound.likeness(sound.read(spoken), heard)[0], 0.9)
        # Nothing that was said lies on either disk in the clear.
        words = sound.needle(spoken)
        for person in ("anna", "ben"):
            for file in (self.root / person).rglob("*"):
                if file.is_file():
                    self.assertNotIn(words, file.read_bytes())

    def test_what_is_no_sound_is_refused(self):
        anna, _, ben_at_anna, _ = self.pair()
        paper = self.root / "paper.wav"
        paper.write_bytes(b"RIFF" + bytes(2000))
        with self.assertRaises(RpcFailed) as refused:
            anna("note.send", contact=ben_at_anna, path=str(paper))
        self.assertEqual(refused.exception.code, "not-sound")

    def test_a_call_is_held_declined_with_a_text_and_logged(self):
        anna, ben, ben_at_anna, _ = self.pair()
        call = anna("call.start", contact=ben_at_anna)["call"]
        at_ben = ben.wait("call.incoming")["call"]
        ben("call.accept", call=at_ben)
        anna.wait("call.state", call=call, state="active")
        anna("call.hold", call=call, held=True)
        self.assertTrue(ben.wait("call.held", call=at_ben)["byThem"])
        self.assertTrue(ben("call.stats", call=at_ben)["heldThere"])
        anna("call.hold", call=call, held=False)
        anna("call.pushToTalk", call=call, on=True)
        anna("call.talk", call=call, down=True)
        self.assertTrue(anna("call.stats", call=call)["pushToTalk"])
        anna("call.end", call=call)
        ben.wait("call.state", call=at_ben, state="ended")
        anna("call.start", contact=ben_at_anna)
        ringing = ben.wait("call.incoming")["call"]
        ben("call.end", call=ringing, text="Not now")
        self.assertEqual(anna.wait("message.received")["text"], "Not now")
        log = anna("call.log")["messages"]
        self.assertEqual([entry["text"] for entry in log], ["declined", "hung-up"])
        self.assertGreater(log[1]["bytes"], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
