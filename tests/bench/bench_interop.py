#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The long form of tests/interop: our ratchet's algorithm against two foreign ones, and ML-KEM against another.

  bench_interop.py BUILD_FOLDER
"""
import json
import os
import pathlib
import subprocess
import sys

SKIPPED = 77
SESSIONS, MESSAGES, PAIRS = 1000, 30, 1_000
tests = pathlib.Path(__file__).resolve().parents[1] / "interop"


def run(build, name, *arguments):
    """What the driver says as JSON in its last line, if it does; ends this program when it fails."""
    command = [sys.executable, str(tests / "run.py"), str(build / "tests/interop" / f"{name}_peer"), f"{name}.mjs"]
    done = subprocess.run([*command, *map(str, arguments)], stdout=subprocess.PIPE, text=True, env=os.environ)
    if done.returncode == SKIPPED:
        print(done.stdout)
        sys.exit(0)
    if done.returncode != 0:
        sys.exit(f"{name}: {done.stdout}")
    last = done.stdout.splitlines()[-1]
    return json.loads(last) if last.startswith("{") else {}


def main():
    build = pathlib.Path(sys.argv[1])
    for name in ("olm", "signal"):
        figures = run(build, name, SESSIONS, MESSAGES)
        for key in ("sessions", "toUs", "toThem", "lost", "repeated"):
            print(json.dumps({"bench": f"interop.{name}.{key}", "value": figures[key], "unit": ""}), flush=True)
    run(build, "mlkem", PAIRS)
    print(json.dumps({"bench": "interop.mlkem.pairs", "value": PAIRS, "unit": ""}), flush=True)


main()
