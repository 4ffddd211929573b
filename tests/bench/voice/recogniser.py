# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""How many words a machine gets wrong: pocketsphinx with the vocabulary of the corpus."""
import json
import subprocess
import tempfile
import wave
from pathlib import Path

MODEL = "/usr/share/pocketsphinx/model/en-us/en-us"


def distance(said, heard):
    """Words that have to be changed, added or taken away."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1]


def word_errors(corpus, recording, places):
    """Percent of the words of `places` ([[first sample, last sample, words], ...] within `recording`) that are not
    understood. Below 2 % the 95 % interval of the 399 words is about 1.2 points either way."""
    with wave.open(str(recording), "rb") as file:
        sound = file.readframes(file.getnframes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for i, (begin, end, _) in enumerate(places):
            (folder / f"{i:03}.raw").write_bytes(sound[2 * begin : 2 * end])
        (folder / "list").write_text("".join(f"{i:03}\n" for i in range(len(places))))
        subprocess.run(
            ["pocketsphinx_batch", "-adcin", "yes", "-cepdir", name, "-cepext", ".raw", "-ctl", name + "/list", "-hyp",
             name + "/heard", "-hmm", MODEL, "-dict", str(corpus / "words.dict"), "-lm", str(corpus / "words.lm"), "-remove_noise",
             "no", "-beam", "1e-60", "-wbeam", "1e-40", "-lw", "6.5"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        heard = {}
        for line in (folder / "heard").read_text().splitlines():
            words, place = line.rsplit("(", 1)
            heard[int(place.split()[0])] = [w.split("(")[0] for w in words.split() if w[0] not in "<["]
    wrong = sum(distance(words.split(), heard.get(i, [])) for i, (_, _, words) in enumerate(places))
    return 100 * wrong / sum(len(words.split()) for _, _, words in places)


def moved(places, path):
    """Where the sentences are in what was heard; `path`: what voicelab says about every 20 ms."""
    frames = [int(line) for line in path.read_text().split()]

    def heard(sample, otherwise):
        # The first moment from there on that was played at all.
        for place in frames[sample // 320 : sample // 320 + 100]:
            if place >= 0:
                return place
        return otherwise

    out = []
    for begin, end, words in places:
        first = heard(begin, begin)
        out.append([first, max(heard(end, first + end - begin), first), words])
    return out


def places_of(path):
    return json.loads(Path(path).read_text())
