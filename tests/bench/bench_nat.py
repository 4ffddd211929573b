#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Every pair of NATs and some scenes, with real processes in the NAT laboratory (tests/lan/nat).

  bench_nat.py BUILD_FOLDER

RUNS (1), LINKS (wan), PAIRS (all; or a:b,c:d) and SCENES (all; or names, or none) are environment variables. The table and
build/…/bench/nat.json hold every cell; the figures printed are the sums of it.
"""
import itertools
import json
import os
import pathlib
import statistics
import sys
import tempfile

build = pathlib.Path(sys.argv[1]).resolve()
os.environ["NIGHTJAR_BIN"] = str(build / "bin")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lan" / "nat"))
from meeting import People  # noqa: E402
from natlab import PAIR_TYPES, why_not  # noqa: E402

SCENES = {
    "one NAT for both": dict(same_nat=True),
    "overlapping LANs": dict(overlap=True),
    "routers that reject": dict(closed="reject"),
    "firewall / firewall": dict(a="firewall", b="firewall"),
    "firewall / symmetric": dict(a="firewall", b="symmetric"),
    "cgnat-sym / port-restricted": dict(a="cgnat-sym", b="port-restricted"),
    "udp-blocked / tcp443-only": dict(a="udp-blocked", b="tcp443-only"),
    "tcp443-only / none": dict(a="tcp443-only", b="none"),
    "tcp443-only / port-restricted": dict(a="tcp443-only", b="port-restricted"),
}


def say(name, value, unit):
    print(json.dumps({"bench": name, "value": value, "unit": unit}), flush=True)


def worlds():
    wanted = os.environ.get("PAIRS", "all")
    pairs = list(itertools.combinations_with_replacement(PAIR_TYPES, 2)) if wanted == "all" else \
        [tuple(pair.split(":")) for pair in wanted.split(",") if pair]
    for a, b in pairs:
        yield f"{a} / {b}", dict(a=a, b=b), True
    wanted = os.environ.get("SCENES", "all")
    for name, world in SCENES.items():
        if wanted == "all" or name in wanted.split(","):
            yield name, world, False


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def main():
    if reason := why_not():
        sys.exit(f"the NAT laboratory {reason}")
    runs = int(os.environ.get("RUNS", "1"))
    cells = []
    with tempfile.TemporaryDirectory(prefix="nightjar-nat-") as folder:
        people = People(folder)
        for link in os.environ.get("LINKS", "wan").split(","):
            for name, world, is_pair in worlds():
                met = [people.meet(**world, link=link) for _ in range(runs)]
                cell = dict(world=name, link=link, pair=is_pair, runs=met,
                            connected=sum(one["path"] != "failed" for one in met),
                            direct=sum(one["path"] == "direct" for one in met),
                            first_byte=median(one["first_byte"] for one in met),
                            direct_after=median(one["direct"] for one in met),
                            bytes=median(one["bytes"] for one in met))
                cells.append(cell)
                print(f"   {link:<10} {name:<34} {cell['connected']}/{runs} connected, {cell['direct']}/{runs} direct, "
                      f"first byte {cell['first_byte']} ms, direct after {cell['direct_after']} ms, "
                      f"{cell['bytes']} bytes {met[0].get('nat')} {met[0].get('problem', '')}", file=sys.stderr, flush=True)
            here = [cell for cell in cells if cell["link"] == link]
            pairs = [cell for cell in here if cell["pair"]]
            say(f"nat {link}: connected", 100 * sum(c["connected"] for c in here) / (runs * len(here)), "%")
            say(f"nat {link}: pairs direct", sum(c["direct"] >= 0.95 * runs for c in pairs), f"of {len(pairs)}")
            for figure, unit in (("first_byte", "ms"), ("direct_after", "ms"), ("bytes", "bytes")):
                if (value := median(cell[figure] for cell in here)) is not None:
                    say(f"nat {link}: median {figure}", value, unit)
    out = build / "bench"
    out.mkdir(exist_ok=True)
    (out / "nat.json").write_text(json.dumps(cells, indent=1) + "\n")


main()
