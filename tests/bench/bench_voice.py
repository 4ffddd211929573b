#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Recorded speech through calls over simulated links, and through the settings of others on the same links: bytes on the
wire, words that a machine gets wrong, ESTOI, delay from mouth to ear, CPU time. Prints the table of the gates (docs/voice.md).

  bench_voice.py BUILD_FOLDER [--scene WORD] [--out FOLDER] [--jobs N]

FOLDER (BUILD_FOLDER/bench/voice) then has figures.json, the plot voice.svg, and what was heard as WAV, to listen to.
--check NAME… runs these scenes alone and fails when one of them misses its gate."""

import argparse
import concurrent.futures
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "voice"))
import corpus
import plot
import recogniser
from scenes import SCENES

NAMES = {"wire": "kbit/s", "wer": "% words", "estoi": "", "delay": "ms", "cpu": "% core"}


def play(lab, folder, speech, scene):
    """The figures of one scene."""
    sound = folder / f"{scene.name}.wav"
    made = subprocess.run([lab, str(speech / f"{scene.speech}.wav"), str(sound), *scene.arguments], stdout=subprocess.PIPE,
                          text=True, check=True)
    figures = json.loads(made.stdout)
    places = speech / f"{scene.speech}.json"
    if places.exists():
        heard = recogniser.moved(recogniser.places_of(places), Path(f"{sound}.places"))
        figures["wer"] = recogniser.word_errors(speech, sound, heard)
    return figures


def mean_of_seeds(lab, folder, speech, scene):
    """A scene with dice is thrown several times; the sound of the last stays."""
    runs = [play(lab, folder, speech, scene.with_seed(seed)) for seed in scene.seeds]
    return {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}


def misses(scene, figures, clean):
    """What of its gate a scene does not reach, in words."""
    out = []
    for key, bound in scene.gate.items():
        if callable(bound):
            bound = bound(clean)
        wrong = figures[key] < bound if key == "estoi" else figures[key] > bound
        if wrong:
            out.append(f"{key} {figures[key]:.2f} instead of {bound:.2f}")
    return out


def run(build, out, scenes, jobs):
    lab = str(build / "bench" / "voicelab")
    speech = build / "bench" / "speech"
    corpus.build(speech)
    out.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(lambda scene: mean_of_seeds(lab, out, speech, scene), scenes)), speech


def words_lost_of(speech, names):
    """What the recogniser gets wrong of the recordings themselves."""
    return {name: recogniser.word_errors(speech, speech / f"{name}.wav", recogniser.places_of(speech / f"{name}.json"))
            for name in names}


def row(scene, figures, verdict):
    wer = f"{figures['wer']:5.2f}" if "wer" in figures else "    -"
    return (f"   {scene.name:<26} {figures['wire']:6.2f} {wer} {figures['estoi']:6.3f} {figures['delay']:5.0f} "
            f"{figures['delay95']:5.0f} {figures['cpu']:5.2f}  {verdict}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--scene", default="", help="only scenes with this in the name")
    parser.add_argument("--check", nargs="+", metavar="NAME")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    out = arguments.out or arguments.build / "bench" / "voice"
    wanted = [s for s in SCENES if (s.name in arguments.check if arguments.check else arguments.scene in s.name)]
    figures, speech = run(arguments.build, out, wanted, arguments.jobs)
    clean = words_lost_of(speech, {s.speech for s in wanted if (speech / f"{s.speech}.json").exists()})
    print("   scene                      kbit/s  WER %  ESTOI   ms   95 %  CPU %", flush=True)
    results = []
    failed = 0
    for scene, found in zip(wanted, figures):
        missing = misses(scene, found, {"wer": clean.get(scene.speech, 0), "all": dict(zip((s.name for s in wanted), figures))})
        failed += bool(missing)
        verdict = "" if not scene.gate else "; ".join(missing) if missing else "passes"
        print(row(scene, found, verdict), flush=True)
        results.append({"scene": scene.name, "arguments": scene.arguments, "what": scene.what, "missing": missing, **found})
        for key, unit in NAMES.items():
            if key in found:
                print(json.dumps({"bench": f"voice.{scene.name}.{key}", "value": found[key], "unit": unit}), flush=True)
    (out / "figures.json").write_text(json.dumps({"clean": clean, "scenes": results}, indent=1) + "\n")
    (out / "voice.svg").write_text(plot.rate_against_words([r for r in results if "wer" in r], clean.get("sentences", 0)))
    print(f"   the recordings themselves: WER {', '.join(f'{name} {value:.2f}' for name, value in sorted(clean.items()))}")
    print(f"   what was heard, the plot and the figures: {out}", flush=True)
    if arguments.check and failed:
        sys.exit(1)


main()
