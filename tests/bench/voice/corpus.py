# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Recorded speech for the voice bench, made from Debian packages alone: a reader of LibriVox (pocketsphinx-testdata) and the
voices of a telephone exchange in English and Russian (asterisk-core-sounds-en-g722, -ru-g722). 16 kHz, mono.

build(FOLDER) leaves there
  sentences.wav   45 English sentences with half a second between them, each at -26 dBFS while there is speech
  talk.wav        the same with so much silence between them that somebody speaks 40 % of the time
  noisy.wav       sentences.wav with pink noise 15 dB below the speech
  russian.wav     a minute of Russian, for ESTOI and for ears
  NAME.json       [[first sample, last sample, words], ...] of the three English ones
  words.dict, words.lm   what the recogniser knows: these sentences' words, and which follows which
"""
import array
import json
import math
import random
import re
import subprocess
import wave
from pathlib import Path

VERSION = "1"
RATE = 16000
FRAME = RATE // 50
PROMPTS = Path("/usr/share/asterisk/sounds")
ENGLISH = PROMPTS / "en_US_f_Allison"
RUSSIAN = PROMPTS / "ru_RU_f_IvrvoiceRU"
READER = Path("/usr/share/pocketsphinx/test/data/librivox")
DICTIONARY = Path("/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict")
SPEECH_LEVEL = -26.0  # dBFS while there is speech (ITU-T P.56 calls it active level)
NOISE_BELOW = 15.0

# What the voice says in these files.
SPOKEN = {
    "agent-newlocation": "please enter a new extension followed by pound",
    "agent-pass": "please enter your password followed by the pound key",
    "conf-enteringno": "you are entering conference number",
    "conf-extended": "the conference has been extended",
    "conf-getchannel": "please enter the channel number followed by the pound key",
    "conf-getconfno": "please enter your conference number followed by the pound key",
    "conf-getpin": "please enter the conference pin number",
    "conf-hasleft": "has left the conference",
    "conf-invalid": "that is not a valid conference number please try again",
    "conf-invalidpin": "that pin is invalid for this conference",
    "conf-kicked": "you have been kicked from this conference",
    "conf-leaderhasleft": "the leader has left the conference",
    "conf-lockednow": "the conference is now locked",
    "conf-muted": "you are now muted",
    "conf-noempty": "no empty conferences currently exist",
    "conf-now-recording": "the conference is now being recorded",
    "conf-onlyone": "there is currently one other participant in the conference",
    "conf-onlyperson": "you are currently the only person in this conference",
    "conf-placeintoconf": "you will now be placed into the conference",
    "conf-waitforleader": "the conference will begin when the leader arrives",
    "demo-echodone": "the echo test has been completed",
    "demo-nomatch": "i'm sorry there are no matches for those keywords",
    "demo-thanks": "goodbye thank you for trying out the asterisk open source p b x",
    "dir-nomore": "there are no more compatible entries in the directory",
    "followme/options": "press one to accept this call or two to reject it",
    "followme/pls-hold-while-try": "please hold while i try to locate the person you are calling",
    "followme/sorry": "i'm sorry but i was unable to locate the person you are calling",
    "priv-callpending": "i have a caller waiting who introduces themselves as",
    "priv-recordintro": "at the tone please say your name",
    "privacy-incorrect": "i'm sorry that number is not valid",
    "privacy-prompt": "please enter your phone number starting with the area code",
    "privacy-unident": "the party you are trying to reach does not accept unidentified calls",
    "queue-thankyou": "thank you for your patience",
    "queue-youarenext": "your call is now first in line and will be answered by the next available representative",
    "ss-noservice": "the number you have dialed is not in service please check the number and try again",
    "tt-somethingwrong": "something is terribly wrong",
    "tt-weasels": "weasels have eaten our phone system",
    "vm-calldiffnum": "press two to enter a different number",
    "vm-dialout": "please wait while i connect your call",
    "vm-enter-num-to-call": "please enter the number you wish to call",
}
RUSSIAN_PROMPTS = ["demo-congrats", "demo-abouttotry", "priv-callee-options", "demo-moreinfo"]


def load(path):
    kind = ["-f", "g722"] if path.suffix == ".g722" else []
    command = ["ffmpeg", "-v", "error", "-nostdin", *kind, "-i", str(path), "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    raw = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return array.array("h", raw[: len(raw) // 2 * 2])


def energies(samples):
    """Mean square of each 20 ms."""
    return [sum(x * x for x in samples[i : i + FRAME]) / FRAME for i in range(0, len(samples) - FRAME + 1, FRAME)]


def prepare(samples):
    """Without the silence around it, at the level of everything here."""
    energy = energies(samples)
    loud = [i for i, e in enumerate(energy) if e > 150**2]
    samples = samples[max(0, loud[0] - 2) * FRAME : (loud[-1] + 4) * FRAME]
    energy = energies(samples)
    active = [e for e in energy if e > max(energy) * 10**-3.5]
    gain = 32768 * 10 ** (SPEECH_LEVEL / 20) / math.sqrt(sum(active) / len(active))
    gain = min(gain, 32000 / max(abs(x) for x in samples))
    return array.array("h", (round(x * gain) for x in samples))


def hush(ms, dice):
    """Silence as a room has it, at -80 dBFS."""
    return array.array("h", (round(dice.gauss(0, 2)) for _ in range(RATE * ms // 1000)))


def save(path, samples):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())


def sentences():
    """[(samples, words)] of everything that is said in English."""
    said = [(ENGLISH / f"{name}.g722", words) for name, words in SPOKEN.items()]
    for line in (READER / "transcription").read_text().splitlines():
        words, name = re.fullmatch(r"<s> (.*) </s> \((.*)\)", line).groups()
        # The reader does not say the second article of the transcript.
        said.append((READER / f"{name}.wav", words.replace("more a amiable", "more amiable")))
    return [(prepare(load(path)), words) for path, words in said]


def lay_out(said, pause, dice):
    """All of it in a row, pause(samples) ms apart, and where each sentence is."""
    track = hush(500, dice)
    places = []
    for samples, words in said:
        begin = len(track)
        for piece in (hush(250, dice), samples, hush(250, dice)):
            track.extend(piece)
        places.append([begin, len(track), words])
        track.extend(hush(pause(samples), dice))
    return track, places


def with_pink_noise(samples, dice):
    """Six one-pole filters side by side make -3 dB an octave (Paul Kellet's refined method)."""
    poles = [(0.99886, 0.0555179), (0.99332, 0.0750759), (0.96900, 0.1538520), (0.86650, 0.3104856), (0.55000, 0.5329522),
             (-0.7616, -0.0168980)]
    state = [0.0] * 6
    noise = []
    for _ in samples:
        white = dice.gauss(0, 1)
        total = white * 0.5362
        for i, (pole, gain) in enumerate(poles):
            state[i] = pole * state[i] + white * gain
            total += state[i]
        noise.append(total)
    level = 32768 * 10 ** ((SPEECH_LEVEL - NOISE_BELOW) / 20) / math.sqrt(sum(x * x for x in noise) / len(noise))
    return array.array("h", (max(-32768, min(32767, round(x + level * n))) for x, n in zip(samples, noise)))


def write_dictionary(path, vocabulary):
    with path.open("w") as out:
        for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
            if re.sub(r"\(\d+\)$", "", line.split()[0]) in vocabulary:
                out.write(line + "\n")


def write_bigrams(path, texts):
    """An ARPA model of the test's own sentences, with absolute discounting: errors come from the sound, not from words that
    the recogniser does not know."""
    discount = 0.6
    single, pairs, after = {}, {}, {}
    for text in texts:
        row = ["<s>", *text.split(), "</s>"]
        for word in row:
            single[word] = single.get(word, 0) + 1
        for a, b in zip(row, row[1:]):
            pairs[a, b] = pairs.get((a, b), 0) + 1
            after.setdefault(a, {})[b] = pairs[a, b]
    total = sum(count for word, count in single.items() if word != "<s>")
    chance = {word: count / total for word, count in single.items() if word != "<s>"}
    lines = ["\\data\\", f"ngram 1={len(single)}", f"ngram 2={len(pairs)}", "", "\\1-grams:"]
    for word in sorted(single):
        back = 1.0
        if word in after:
            freed = discount * len(after[word]) / sum(after[word].values())
            back = freed / max(1e-6, 1 - sum(chance[b] for b in after[word]))
        lines.append(f"{math.log10(chance[word]) if word in chance else -99:.4f} {word} {math.log10(max(back, 1e-6)):.4f}")
    lines += ["", "\\2-grams:"]
    for (a, b), count in sorted(pairs.items()):
        lines.append(f"{math.log10((count - discount) / sum(after[a].values())):.4f} {a} {b}")
    path.write_text("\n".join([*lines, "", "\\end\\", ""]))


def build(folder):
    stamp = folder / "version"
    if stamp.exists() and stamp.read_text() == VERSION:
        return
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(5)
    said = sentences()
    track, places = lay_out(said, lambda _: 0, dice)
    save(folder / "sentences.wav", track)
    (folder / "sentences.json").write_text(json.dumps(places))
    save(folder / "noisy.wav", with_pink_noise(track, dice))
    (folder / "noisy.json").write_text(json.dumps(places))
    track, places = lay_out(said, lambda x: max(0, len(x) * 1500 // RATE - 500), dice)
    save(folder / "talk.wav", track)
    (folder / "talk.json").write_text(json.dumps(places))
    russian, _ = lay_out([(prepare(load(RUSSIAN / f"{name}.g722")), "") for name in RUSSIAN_PROMPTS], lambda _: 0, dice)
    save(folder / "russian.wav", russian[: 60 * RATE])
    write_dictionary(folder / "words.dict", {word for _, words in said for word in words.split()})
    write_bigrams(folder / "words.lm", [words for _, words in said])
    stamp.write_text(VERSION)
