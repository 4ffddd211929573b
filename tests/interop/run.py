#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Lets a program of ours talk to a foreign implementation under Node.js.

  run.py PROGRAM DRIVER.mjs [ARGUMENTS OF THE DRIVER]

The foreign packages are those of package-lock.json, each pinned by its hash; they are fetched once, without running any
script of theirs, into $NIGHTJAR_DEPS/interop. Ends as the driver ends; with 77 (skipped) where Node.js or the network is
missing.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH")
here = pathlib.Path(__file__).resolve().parent


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def packages():
    """The folder with node_modules, filled if it is not there yet."""
    deps = pathlib.Path(os.environ.get("NIGHTJAR_DEPS") or pathlib.Path.home() / ".cache/nightjar/deps")
    lock = here / "package-lock.json"
    folder = deps / "interop" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        work = pathlib.Path(work) / "packages"
        work.mkdir()
        for name in ("package.json", lock.name):
            shutil.copy(here / name, work)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=work, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            print(done.stdout)
            if any(code in done.stdout for code in OFFLINE):
                skip("the packages of tests/interop are not in the cache, and there is no network to fetch them")
            sys.exit("the packages of tests/interop could not be installed")
        try:
            work.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another test was faster
                raise
    return folder


def main():
    program, driver, *arguments = sys.argv[1:]
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            skip(f"{tool} is not installed; the foreign implementations run under Node.js (20.19 or newer)")
    sys.exit(subprocess.run(["node", str(here / driver), str(packages()), program, *arguments]).returncode)


main()
