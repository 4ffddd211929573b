# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Reads a profile folder as docs/storage.md describes it, without any code of the program: libsodium by ctypes. What a
thief would write who has the folder, and a PIN to try."""

import ctypes
import ctypes.util
import hashlib
import struct
from collections import namedtuple
from pathlib import Path

FILE_SIZE, SLOTS, SLOT_SIZE, NAMES = 4096, 8, 176, 8
NONCE, TAG, KEY = 24, 16, 32
OPENS, WIPES = 1, 2

Keyslots = namedtuple("Keyslots", "alias generation memory passes salt names slots")
Slot = namedtuple("Slot", "number kind own own_key decoy decoy_key wipe_slot hidden_slot has_wipe_pin hidden")


def _sodium():
    name = ctypes.util.find_library("sodium")
    library = ctypes.CDLL(name) if name else None
    if library is None or library.sodium_init() < 0:
        return None
    library.crypto_pwhash.argtypes = [ctypes.c_char_p, ctypes.c_ulonglong, ctypes.c_char_p, ctypes.c_ulonglong,
                                      ctypes.c_char_p, ctypes.c_ulonglong, ctypes.c_size_t, ctypes.c_int]
    opener = library.crypto_aead_xchacha20poly1305_ietf_decrypt
    opener.argtypes = [ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_ulonglong,
                       ctypes.c_char_p, ctypes.c_ulonglong, ctypes.c_char_p, ctypes.c_char_p]
    return library


SODIUM = _sodium()


def decode(data):
    """A copy of the keyslot file; None where it is not valid."""
    if len(data) != FILE_SIZE or data[:4] != b"NJKS" or hashlib.blake2b(data[:-32], digest_size=32).digest() != data[-32:]:
        return None
    alias, generation, memory, passes, salt = struct.unpack_from(">BQII16s", data, 7)
    names = [data[40 + 8 * i:48 + 8 * i].hex() for i in range(NAMES)]
    slots = [data[104 + SLOT_SIZE * i:104 + SLOT_SIZE * (i + 1)] for i in range(SLOTS)]
    return Keyslots(alias, generation, memory, passes, salt, names, slots)


def newest(folder):
    """The valid copy of the higher generation; None where there is none."""
    copies = [decode(path.read_bytes()) for path in (Path(folder) / f"keyslots.{x}" for x in "ab") if path.exists()]
    return max((copy for copy in copies if copy), key=lambda copy: copy.generation, default=None)


def device_key(folder, alias):
    file = Path(folder) / f"device.key.{alias}"
    if not file.exists():
        return None
    return hashlib.blake2b(b"nightjar device key" + file.read_bytes(), digest_size=32).digest()


def pin_key(keyslots, pin):
    out = ctypes.create_string_buffer(KEY)
    if SODIUM.crypto_pwhash(out, KEY, pin.encode(), len(pin.encode()), keyslots.salt, keyslots.passes,
                            keyslots.memory * 1024, 2) != 0:
        raise MemoryError("Argon2id")
    return out.raw


def _open(sealed, nonce, label, slot, key):
    out = ctypes.create_string_buffer(len(sealed) - TAG)
    associated = label + bytes([slot])
    bad = SODIUM.crypto_aead_xchacha20poly1305_ietf_decrypt(out, None, None, sealed, len(sealed), associated,
                                                            len(associated), nonce, key)
    return None if bad else out.raw


def open_slots(keyslots, key_of_device, pin):
    """Every slot that opens with this PIN."""
    inner_key, found = pin_key(keyslots, pin), []
    for number, slot in enumerate(keyslots.slots):
        inner = _open(slot[NONCE:], slot[:NONCE], b"nj dev seal", number, key_of_device)
        content = inner and _open(inner[NONCE:], inner[:NONCE], b"nj pin seal", number, inner_key)
        if content:
            found.append(Slot(number, content[0], content[2:10].hex(), content[10:42], content[42:50].hex(),
                              content[50:82], content[1], content[82], bool(content[83] & 1), bool(content[83] & 2)))
    return found


def sealed_slots(keyslots, key_of_device):
    """Numbers of the slots on which the device key's seal is; PINs are not needed for that. All of a living profile:
    it does not tell which are used."""
    return [number for number, slot in enumerate(keyslots.slots)
            if _open(slot[NONCE:], slot[:NONCE], b"nj dev seal", number, key_of_device)]


def under_the_seal(keyslots, key_of_device):
    """What the device key opens of each slot."""
    return [_open(slot[NONCE:], slot[:NONCE], b"nj dev seal", number, key_of_device)
            for number, slot in enumerate(keyslots.slots)]


def try_pin(folder, pin):
    """What a PIN opens in this folder: a Slot, or None."""
    keyslots = newest(folder)
    key = keyslots and device_key(folder, keyslots.alias)
    slots = open_slots(keyslots, key, pin) if key else []
    return slots[0] if slots else None


def unnamed(folder):
    """What lies in the folder although the keyslots do not name it."""
    keyslots = newest(folder)
    names = {f"c-{name}" for name in keyslots.names} if keyslots else set()
    known = names | {"keyslots.a", "keyslots.b", "attempts", "device.key.0", "device.key.1", "lock", "look.json", "keyring"}
    return sorted(path.name for path in Path(folder).iterdir() if path.name not in known)
