#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Holds the source against the rules of docs/architecture.md. Prints `file:line: what is wrong` and exits with 1.

    arch.py [ROOT]

A rule is a function `rule(path, text, tree)` that yields (line number, message); `tree` is path → text of all files.
"""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

# ---- who may include whom: area → areas (or single headers) it may include besides itself

VOCABULARY = "vocabulary"  # core/commands.h, events.h, values.h, errors.h
MAY_INCLUDE = {
    "base": set(),
    "crypto": {"base"},
    "wire": {"base"},
    "store": {"base"},
    "vault": {"base", "crypto"},
    "channel": {"base", "crypto", "wire"},
    "link": {"base", "crypto", "wire", "channel"},
    "hub": {"base", "crypto", "wire", "channel"},
    "chat": {"base", "crypto", "wire", "store"},
    "voice": {"base", "wire"},
    VOCABULARY: {"base"},
    "engine": {"base", "crypto", "wire", "store", "channel", "link", "chat", "voice", VOCABULARY},
    "runtime": {"base", VOCABULARY, "engine", "vault", "hub", "store", "core/wire/address.h", "core/wire/discovery.h",
                "core/wire/streamframe.h", "core/chat/wipenotice.h", "core/voice/preview.h", "core/voice/wav.h",
                "core/voice/resampler.h"},
    "app": {"base", VOCABULARY, "runtime"},
    "app/signald": {"base", VOCABULARY, "runtime", "hub", "wire", "crypto", "core/store/database.h",
                    "core/store/migrations.h"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def area_of(path):
    """The area a file belongs to; None outside core/ and app/, where anything may be included."""
    parts = PurePosixPath(path).parts
    if parts[0] == "core" and len(parts) == 2:
        return "engine" if PurePosixPath(path).stem == "engine" else VOCABULARY
    if parts[0] == "core":
        return parts[1]
    if parts[0] == "app" and len(parts) > 2:
        return "app/signald" if parts[1] == "signald" else "app"
    return None


def resolve(including, name, tree):
    """The file of the tree that an #include means, or None for a system, library or generated header."""
    folders = [str(PurePosixPath(including).parent), "core", "/".join(PurePosixPath(including).parts[:2])]
    for folder in folders:
        parts = []
        for part in PurePosixPath(folder, name).parts:
            if part == "..":
                parts[-1:] = []
            else:
                parts.append(part)
        if "/".join(parts) in tree:
            return "/".join(parts)
    return None


def includes(text):
    for number, line in enumerate(text.splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match.group(2)


def rule_include_areas(path, text, tree):
    area = area_of(path)
    if area is None or not is_cpp(path):
        return
    if area not in MAY_INCLUDE:
        yield 1, f"core/{area} has no include rule: add one to docs/architecture.md and to MAY_INCLUDE"
        return
    for number, name in includes(text):
        target = resolve(path, name, tree)
        if target is None or (target_area := area_of(target)) in (area, None):
            continue
        if target_area not in MAY_INCLUDE[area] and target not in MAY_INCLUDE[area]:
            yield number, f"{area} may not include {target_area} ({name})"


# ---- what the core may know of the world

QT_VALUES = re.compile(
    r"(QtCore/)?(Q(ByteArray(View)?|String(View|List)?|Cbor\w*|Json\w*|Debug|LoggingCategory|Uuid|Url)|q\w+\.h)$")
QT_OF_THE_APP = re.compile(
    r"(Qt(Gui|Qml|Quick|Multimedia|Widgets|Svg)/|Q(Gui|Qml|Quick|Audio|Media|Image|Pixmap|Color|Widget|Window|Clipboard))")
WORLD_HEADERS = {"thread", "mutex", "condition_variable", "future", "iostream", "sys/socket.h", "netdb.h", "poll.h",
                 "sys/epoll.h"}
WORLD_CALLS = [
    (re.compile(r"\b(system|steady|high_resolution)_clock::now\b|\bQDateTime::current|\b(std::)?time\((NULL|nullptr|0)\)"),
     "reads the clock: time is an argument (Instant now)"),
    (re.compile(r"\bstd::(random_device|mt19937\w*)\b|\b(s?rand|rand_r)\("), "makes its own randomness: take a RandomSource&"),
    (re.compile(r"\bstd::this_thread\b|\bstd::j?thread\b"), "knows threads: only core/runtime does"),
    (re.compile(r"\bQObject\b|\bQ_OBJECT\b|\bQTimer\b"), "knows the event loop: only core/runtime does"),
    (re.compile(r"\bstd::(cout|cerr)\b|\bf?printf\(|\bq(Debug|Info|Warning|Critical)\("), "prints: log through base/log.h"),
]


def is_pure_core(path):
    return is_cpp(path) and area_of(path) not in (None, "app", "app/signald", "runtime")


def rule_qt_values_only(path, text, tree):
    if not is_cpp(path) or not path.startswith("core/"):
        return
    for number, name in includes(text):
        if QT_OF_THE_APP.match(name):
            yield number, f"{name} belongs to app/"
        elif is_pure_core(path) and re.match(r"Q[A-Zt]", name) and not QT_VALUES.match(name):
            yield number, f"{name}: the core uses Qt for values only"


def rule_no_world_in_the_core(path, text, tree):
    if not is_pure_core(path):
        return
    for number, name in includes(text):
        # Memory for keys is of the whole process: core/base guards it.
        if name in WORLD_HEADERS and (name, area_of(path)) != ("mutex", "base"):
            yield number, f"<{name}>: the core knows no thread, socket or terminal"
    for number, line in code_lines(text):
        for pattern, message in WORLD_CALLS:
            # The one door to the operating system's generator and clock is core/base.
            if pattern.search(line) and area_of(path) != "base":
                yield number, message


# ---- C++ headers

def rule_headers(path, text, tree):
    if PurePosixPath(path).suffix != ".h":
        return
    if not re.search(r"^#pragma once$", text, re.MULTILINE):
        yield 1, "no #pragma once"
    for number, line in code_lines(text):
        if re.match(r"\s*using\s+namespace\b(?!\s+std::\w*literals)", line):
            yield number, "using namespace in a header"


# The precompiled header brings these along, so the compiler does not notice when nobody includes them.
STANDARD = {
    "algorithm": r"sort|stable_sort|find_if|any_of|all_of|none_of|min|max|clamp|copy_n|remove_if|lower_bound|upper_bound",
    "array": r"array",
    "chrono": r"chrono",
    "cstring": r"mem(cpy|set|move|cmp)",
    "deque": r"deque",
    "functional": r"function",
    "map": r"map|multimap",
    "memory": r"unique_ptr|shared_ptr|make_unique|make_shared",
    "optional": r"optional|nullopt",
    "span": r"span",
    "string": r"string|to_string",
    "string_view": r"string_view",
    "utility": r"exchange|pair",
    "variant": r"variant|visit|get_if|holds_alternative",
    "vector": r"vector",
}
# What other standard headers are certain to bring.
BRINGS = {"string": {"string_view"}}
USES = {header: re.compile(rf"\bstd::({names})\b") for header, names in STANDARD.items()}


def standard_headers(path, tree, seen):
    """The standard headers that a file includes, itself or through headers of the tree."""
    found = set()
    for _, name in includes(tree[path]):
        target = resolve(path, name, tree)
        if target is None:
            found |= {name} | BRINGS.get(name, set())
        elif target not in seen:
            seen.add(target)
            found |= standard_headers(target, tree, seen)
    return found


def rule_standard_headers(path, text, tree):
    if not is_pure_core(path):
        return
    included = standard_headers(path, tree, {path})
    for header, pattern in USES.items():
        if header not in included:
            for number, line in code_lines(text):
                if match := pattern.search(line):
                    yield number, f"{match.group(0)} without <{header}>"
                    break


# ---- every file

SPDX_SUFFIXES = {".h", ".cpp", ".c", ".qml", ".js", ".py", ".sh", ".cmake", ".md", ".txt", ".yml", ".service", ".svg"}
SPDX_NAMES = {"dev", "run", ".clang-tidy", ".clang-format", ".gitignore", "CMakeLists.txt"}
SPDX_TAGS = ("SPDX-" + "FileCopyrightText:", "SPDX-" + "License-Identifier:")


def rule_spdx(path, text, tree):
    name = PurePosixPath(path)
    if path.startswith("LICENSES/") or "corpus" in name.parts or "vectors" in name.parts:
        return
    if name.name in SPDX_NAMES or name.suffix in SPDX_SUFFIXES:
        head = "\n".join(text.splitlines()[:12])
        for tag in SPDX_TAGS:
            if tag not in head:
                yield 1, f"no {tag} line at the top"


# Where packages come from is the business of the machine's configuration. The brackets keep this list from naming one.
REGISTRIES = re.compile(
    r"\b(npmjs[.](org|com)|registry[.]yarnpkg|pypi[.]org|pythonhosted[.]org|crates[.]io|rubygems[.]org|proxy[.]golang|"
    r"(deb|security|snapshot|ftp|archive)[.]debian|(archive|security|ports)[.]ubuntu|repo[.]maven|maven[.]google|"
    r"conan[.]io|docker[.]io|ghcr[.]io|quay[.]io|[a-z0-9-]+[.]pkg[.]dev)\b", re.IGNORECASE)


def rule_no_registry_host(path, text, tree):
    for number, line in enumerate(text.splitlines(), 1):
        if match := REGISTRIES.search(line):
            yield number, f"names a package registry ({match.group(0)})"


# ---- QML

QML_IMPORT = re.compile(r'^\s*import\s+("?[\w./]+"?)')
QML_MODULES = re.compile(r"(Nightjar(\.\w+)*|QtQuick(\.\w+)*|QtQml(\.\w+)*|QtCore|QtTest|QtMultimedia|Qt\.labs\.\w+)$")
QML_COLOUR = re.compile(r'"#[0-9A-Fa-f]{3,8}"|\bQt\.(rgba|hsla|hsva)\(|\b[cC]olor\w*:\s*"(?!transparent)[a-z]+"')
QML_PIXELS = re.compile(
    r"\b((implicit|preferred|minimum|maximum|content)?([wW]idth|[hH]eight)|\w*[mM]argins?|\w*[pP]adding|\w*[sS]pacing|\w*[iI]nset|radius|"
    r"pixelSize|pointSize)\s*:\s*-?([1-9]\d*(\.\d+)?|0\.\d+)\s*(;|$|//)")


def rule_qml(path, text, tree):
    if PurePosixPath(path).suffix != ".qml" or not path.startswith(("qml/", "app/")):
        return
    for number, line in code_lines(text):
        if match := QML_IMPORT.match(line):
            if not QML_MODULES.match(match.group(1)):
                yield number, f"imports {match.group(1)}: QML imports only Nightjar.* and Qt"
        if path.startswith("qml/Theme/"):
            continue
        if match := QML_COLOUR.search(line):
            yield number, f"colour {match.group(0)} outside qml/Theme"
        if match := QML_PIXELS.search(line):
            yield number, f"pixel number ({match.group(0).strip()}) outside qml/Theme"


# ---- the tree

RULES = [rule for name, rule in list(globals().items()) if name.startswith("rule_")]


def is_cpp(path):
    return PurePosixPath(path).suffix in (".h", ".cpp", ".c")


def code_lines(text):
    """The lines without what is comment in them (in "scheme://…" nothing is)."""
    for number, line in enumerate(text.splitlines(), 1):
        is_comment = line.lstrip().startswith(("//", "/*", "*"))
        yield number, "" if is_comment else re.sub(r"\s//.*$", "", line)


def findings(tree):
    """tree: path → text. Yields (path, line, message)."""
    for path, text in sorted(tree.items()):
        for rule in RULES:
            for line, message in rule(path, text, tree):
                yield path, line, message


def read_tree(root):
    """The text files that belong to the repository (or, outside of one, all except the build folder)."""
    listing = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             capture_output=True, check=False)
    if listing.returncode == 0:
        paths = [p for p in listing.stdout.decode().split("\0") if p]
    else:
        paths = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()]
        paths = [p for p in paths if not p.startswith(("build/", ".git/"))]
    tree = {}
    for path in paths:
        try:
            tree[path] = (root / path).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a binary file, or one removed but not yet committed
    return tree


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    tree = read_tree(root)
    found = list(findings(tree))
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    print(f"arch: {len(tree)} files, {len(RULES)} rules, {len(found)} findings")
    return 1 if found or not tree else 0


if __name__ == "__main__":
    sys.exit(main())
