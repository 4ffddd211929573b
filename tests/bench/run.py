#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Builds and runs the benches; prints a table and keeps the figures as JSON.

  run.py BUILD_FOLDER [NAME]      only benches whose name contains NAME

A bench is a program BUILD_FOLDER/bench/bench_* or a script tests/bench/bench_*.py (called with the build folder) that
prints one JSON object a line: {"bench": name, "value": number, "unit": text}.
"""
import json
import os
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent


def benches(build, wanted):
    names = sorted(p.name for p in (build / "bench").glob("bench_*") if os.access(p, os.X_OK))
    programs = [(name, [str(build / "bench" / name)]) for name in names]
    programs += [(p.stem, [sys.executable, str(p), str(build)]) for p in sorted(here.glob("bench_*.py"))]
    return [(name, command) for name, command in programs if wanted in name]


def figures(command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.startswith("{"):
                yield json.loads(line)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed with exit code {process.returncode}")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    subprocess.run(["cmake", "--build", str(build), "--target", "benches"], check=True, stdout=subprocess.DEVNULL)
    results = []
    for name, command in benches(build, wanted):
        print(f"-- {name}", flush=True)
        for figure in figures(command):
            results.append(figure)
            print(f"   {figure['bench']:<44} {figure['value']:>14,.2f} {figure['unit']}", flush=True)
    if not results:
        sys.exit(f"no bench is called {wanted!r}")
    out = build / "bench" / "figures.json"
    out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"-- {len(results)} figures, also in {out}")


main()
