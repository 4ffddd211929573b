# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A disk whose power goes: from the log of what a program did to files (nightjar-callstop --log --data) it makes folders as
they may be found afterwards.

The rules are those that POSIX gives, not those of a kind file system: the bytes of a file are safe once that file was
synced, its name once the folder it lies in was. Of what was not synced every sector of 512 bytes may be there or not; of
the names of a folder those changed first come first."""

import os
import shutil
from pathlib import Path

SECTOR = 512


class File:
    def __init__(self, content=b""):
        self.safe = bytearray(content)
        self.now = bytearray(content)
        self.waiting = []  # writes since the last sync: (offset, bytes), or (length, None) for a truncation

    def write(self, offset, data):
        self.now[len(self.now):] = bytes(max(0, offset - len(self.now)))
        self.now[offset:offset + len(data)] = data
        self.waiting.append((offset, data))

    def truncate(self, length):
        del self.now[length:]
        self.now[len(self.now):] = bytes(length - len(self.now))
        self.waiting.append((length, None))

    def sync(self):
        self.safe, self.waiting = bytearray(self.now), []

    def after_the_cut(self, rng, share):
        """`share`: how much of what waits reached the disk, 0 … 1."""
        content = bytearray(self.safe)
        for offset, data in self.waiting:
            if data is None:
                if rng.random() < share:
                    del content[offset:]
                    content[len(content):] = bytes(offset - len(content))
                continue
            at = 0
            while at < len(data):
                part = data[at:at + SECTOR - (offset + at) % SECTOR]
                if rng.random() < share:
                    begin = offset + at
                    content[len(content):] = bytes(max(0, begin - len(content)))
                    content[begin:begin + len(part)] = part
                at += len(part)
        return content


FOLDER = object()


class Disk:
    """One folder and everything below it."""

    def __init__(self, folder, root, honest=True):
        """`folder` holds the state at the beginning; `root` is the path under which the program knew it. A disk that is
        not honest takes syncs for done and does nothing."""
        self.root, self.honest = os.path.realpath(root), honest
        self.now, self.safe = {}, {}  # path → File or FOLDER
        self.waiting = {}  # folder → changes of its names, in order
        for path in sorted(Path(folder).rglob("*")):
            name = os.path.join(self.root, path.relative_to(folder))
            self.now[name] = FOLDER if path.is_dir() else File(path.read_bytes())
        self.safe = dict(self.now)

    def _rename(self, old, new):
        for path in [path for path in self.now if path == old or path.startswith(old + "/")]:
            self.now[new + path[len(old):]] = self.now.pop(path)

    def _change(self, path, what, *arguments):
        self.waiting.setdefault(os.path.dirname(path), []).append((what, *arguments))

    @staticmethod
    def _apply(names, change):
        what, path, *rest = change
        if what == "add":
            names[path] = rest[0]
        elif what == "remove":
            names.pop(path, None)
        elif path in names:
            names[rest[0]] = names.pop(path)

    def do(self, call, data):
        """One line of the log; `data`: what was written, all of it in a row."""
        path, words = call.path, call.argument.split()
        if call.result < 0 or not path.startswith(self.root):
            return
        if call.name in ("openat", "open", "creat"):
            if "create" in words and path not in self.now:
                self.now[path] = File()
                self._change(path, "add", path, self.now[path])
            elif "truncate" in words and path in self.now:
                self.now[path].truncate(0)
        elif call.name in ("write", "pwrite64"):
            if path in self.now:
                self.now[path].write(int(words[0]), data[call.data:call.data + call.result])
        elif call.name == "ftruncate":
            if path in self.now:
                self.now[path].truncate(int(words[0]))
        elif call.name in ("mkdir", "mkdirat"):
            self.now[path] = FOLDER
            self._change(path, "add", path, FOLDER)
        elif call.name in ("unlink", "unlinkat", "rmdir"):
            self.now.pop(path, None)
            self._change(path, "remove", path)
        elif call.name in ("rename", "renameat", "renameat2"):
            self._rename(path, call.argument)
            self._change(path, "rename", path, call.argument)
        elif call.name in ("fsync", "fdatasync") and self.honest:
            if path == self.root or self.now.get(path) is FOLDER:
                for change in self.waiting.pop(path, []):
                    self._apply(self.safe, change)
            elif path in self.now:
                self.now[path].sync()
        elif call.name not in ("fallocate", "fsync", "fdatasync"):
            raise NotImplementedError(f"{call.name} is not known to this disk")

    def cut(self, rng, to):
        """The power goes: what a start would find, written into the folder `to`."""
        share = rng.choice((0.0, 0.0, 0.5, 0.9, 1.0))
        names = dict(self.safe)
        for changes in self.waiting.values():
            for change in changes[:rng.randint(0, len(changes))]:
                self._apply(names, change)
        shutil.rmtree(to, ignore_errors=True)
        Path(to).mkdir()
        for path in sorted(names):
            target = Path(to) / os.path.relpath(path, self.root)
            if not target.parent.is_dir():
                continue  # the folder did not reach the disk
            if names[path] is FOLDER:
                target.mkdir()
            else:
                target.write_bytes(names[path].after_the_cut(rng, share))
        return Path(to)
