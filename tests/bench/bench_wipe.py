#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""The proofs of the vault in their long forms: what tests/vault does in minutes, with the numbers of the design.

  bench_wipe.py BUILD_FOLDER [NAME …]      all of them, or those of tests/vault/test_NAME.py

10,000 needles, kill -9 before every call, 1,000 power cuts, 1,000 unlocks with each PIN, 200 images, 10 GB of files: about
an hour, best on a machine that does nothing else, and as root (loop devices, memory of other processes).
NIGHTJAR_LONG= (empty) takes the ordinary forms, NIGHTJAR_SEED the numbers of a run before."""

import os
import subprocess
import sys
from pathlib import Path

PROOFS = ["format", "speed", "alike", "needles", "images", "kill", "powercut", "conditions", "traces", "app"]
NOT_HERE = 77
TESTS = Path(__file__).resolve().parents[1] / "vault"


def main():
    build = Path(sys.argv[1]).resolve()
    os.environ.setdefault("NIGHTJAR_LONG", "1")
    os.environ |= {"NIGHTJAR_BIN": str(build / "bin"), "NIGHTJAR_TOOLS": str(build / "tests/vault"),
                   "PYTHONDONTWRITEBYTECODE": "1"}
    failed = []
    for name in sys.argv[2:] or PROOFS:
        done = subprocess.run([sys.executable, "-u", str(TESTS / f"test_{name}.py")])
        if done.returncode not in (0, NOT_HERE):
            failed.append(name)
    if failed:
        sys.exit(f"did not hold: {', '.join(failed)}")


main()
