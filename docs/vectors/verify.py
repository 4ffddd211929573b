#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Checks nj1.json against docs/protocol.md with nothing of Nightjar: Python's hashlib and hmac, OpenSSL through the
package "cryptography", and mlkem.py beside it. Written from the protocol text alone, so a mistake would have to be made twice.

Usage: verify.py [nj1.json]. Ends with 0 when everything agrees, with 77 when "cryptography" is not installed.
"""

import hashlib
import hmac
import json
import pathlib
import sys

import mlkem

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
except ImportError:
    print("the Python package cryptography is not installed")
    sys.exit(77)


def mac(key, data):
    return hmac.new(key, data, "sha512").digest()


def hkdf(ikm, info, size, salt=b""):
    prk = mac(salt or bytes(64), ikm)
    out, block = b"", b""
    while len(out) < size:
        block = mac(prk, block + info + bytes([len(out) // 64 + 1]))
        out += block
    return out[:size]


def sha512(data):
    return hashlib.sha512(data).digest()


def public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def dh(secret, peer):
    return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(peer))


def seal(key, nonce, associated, plaintext):
    return ChaCha20Poly1305(key).encrypt(nonce, plaintext, associated)


def unseal(key, nonce, associated, sealed):
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, associated)
    except InvalidTag:
        return None


def counter_nonce(number, order):
    return bytes(4) + number.to_bytes(8, order)


class Area:
    """The hexadecimal members of one object of the file, as bytes."""

    def __init__(self, name, members):
        self.name, self.members = name, members

    def __getitem__(self, key):
        return bytes.fromhex(self.members[key])

    def check(self, key, computed):
        if computed != self[key]:
            sys.exit(f"{self.name}.{key}: published {self[key].hex()}, computed {computed.hex()}")


def check_link_keys(v):
    k = v["invitationSecret"]
    v.check("blobId", hashlib.blake2b(b"NJ1 blob id" + k, digest_size=16).digest())
    v.check("blobKey", hkdf(k, b"NJ1 blob key", 32))
    v.check("revokeSecret", hkdf(k, b"NJ1 revoke", 64)[:16])
    v.check("firstMessageKey", hkdf(k, b"NJ1 first message", 32))


def check_handshake(v):
    for who in ("inviterIdentity", "inviterOneTime", "accepterIdentity", "accepterEphemeral"):
        v.check(who, public(v[who + "Secret"]))
    agreements = [
        dh(v["accepterIdentitySecret"], v["inviterOneTime"]),
        dh(v["accepterEphemeralSecret"], v["inviterIdentity"]),
        dh(v["accepterEphemeralSecret"], v["inviterOneTime"]),
    ]
    kem_key, kem_secret_key = mlkem.keygen(v["kemSeed"])
    v.check("kemOneTime", kem_key)
    ciphertext, kem_secret = mlkem.encapsulate(kem_key, v["kemRandom"])
    v.check("kemCiphertext", ciphertext)
    v.check("kemSecret", kem_secret)
    v.check("kemSecret", mlkem.decapsulate(kem_secret_key, ciphertext))
    transcript = sha512(b"\x01" + v["inviterIdentity"] + v["accepterIdentity"] + v["inviterOneTime"]
                        + v["accepterEphemeral"] + v["linkId"] + kem_key + ciphertext)
    keys = hkdf(bytes([255] * 32) + b"".join(agreements) + kem_secret, b"NJ1" + transcript, 160, bytes(64))
    v.check("transcript", transcript)
    v.check("rootKey", keys[:32])
    v.check("headerKeyAccepter", keys[32:64])
    v.check("nextHeaderKeyInviter", keys[64:96])
    v.check("pqRoot", keys[96:128])
    v.check("pqKey", keys[128:])


def check_renewal(v):
    x, y = v["writerSecret"], v["readerSecret"]
    agreement = dh(x, public(y))
    name = hashlib.blake2b(b"NJ1 renewal id" + v["oneTime"] + v["kemOneTime"], digest_size=16).digest()
    v.check("renewKey", hkdf(agreement, b"NJ1 renew" + public(x) + public(y), 32))
    v.check("renewalId", name)
    v.check("firstMessageKey", hkdf(agreement, b"NJ1 renewal first message" + name, 32))


def quarter(s, a, b, c, d):
    for x, y, z, shift in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = s[x] + s[y] & 0xFFFFFFFF
        s[z] ^= s[x]
        s[z] = (s[z] << shift | s[z] >> 32 - shift) & 0xFFFFFFFF


def xchacha20(key, nonce, data):
    """draft-irtf-cfrg-xchacha-03: HChaCha20, then ChaCha20 with what is left of the nonce."""
    words = [int.from_bytes(part[i:i + 4], "little") for part in (b"expand 32-byte k", key, nonce[:16])
             for i in range(0, len(part), 4)]
    for _ in range(10):
        for i in range(4):
            quarter(words, i, i + 4, i + 8, i + 12)
        for i in range(4):
            quarter(words, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12)
    subkey = b"".join(w.to_bytes(4, "little") for w in words[:4] + words[12:])
    return Cipher(algorithms.ChaCha20(subkey, bytes(8) + nonce[16:]), None).encryptor().update(data)


def siv_keys(key, person=b"NJ1 header keys\0"):
    keys = hashlib.blake2b(key=key, person=person, digest_size=64).digest()
    return keys[:32], keys[32:]


def seal_body(key, associated, plaintext):
    mac_key, cipher_key = siv_keys(key, b"NJ1 message keys")
    tag = hashlib.blake2b(associated + plaintext, key=mac_key, digest_size=16).digest()
    return xchacha20(cipher_key, tag + bytes(8), plaintext) + tag


def open_body(key, associated, sealed):
    mac_key, cipher_key = siv_keys(key, b"NJ1 message keys")
    plaintext = xchacha20(cipher_key, sealed[-16:] + bytes(8), sealed[:-16])
    return plaintext if seal_body(key, associated, plaintext) == sealed else None


def seal_header(key, header):
    mac_key, cipher_key = siv_keys(key)
    tag = hashlib.blake2b(header, key=mac_key, digest_size=16).digest()
    return tag + xchacha20(cipher_key, tag + bytes(8), header)


def open_header(key, sealed):
    mac_key, cipher_key = siv_keys(key)
    header = xchacha20(cipher_key, sealed[:16] + bytes(8), sealed[16:])
    return header if hashlib.blake2b(header, key=mac_key, digest_size=16).digest() == sealed[:16] else None


def number(header, at):
    return int.from_bytes(header[at:at + 3], "big")


class Ratchet:
    """The Double Ratchet with header encryption, in the words of section 4 of its specification."""

    def __init__(self, associated, root, own_secret, header_send, next_send, next_receive, chain_send=None):
        self.ad, self.rk, self.dhs = associated, root, own_secret
        self.cks, self.ckr = chain_send, None
        self.hks, self.hkr, self.nhks, self.nhkr = header_send, None, next_send, next_receive
        self.ns = self.nr = self.pn = 0
        self.skipped = {}

    @staticmethod
    def kdf_rk(root, agreement):
        out = hkdf(agreement, b"NJ1 ratchet root", 96, root)
        return out[:32], out[32:64], out[64:]

    @staticmethod
    def kdf_ck(chain):
        return mac(chain, b"\x02")[:32], mac(chain, b"\x01")[:32]

    def encrypt(self, plaintext):
        self.cks, key = self.kdf_ck(self.cks)
        header = public(self.dhs) + self.pn.to_bytes(3, "big") + self.ns.to_bytes(3, "big") + bytes(4)  # epoch 0, key not mixed
        sealed = seal_header(self.hks, header)
        self.ns += 1
        return sealed + seal_body(key, self.ad + sealed, plaintext)

    def decrypt(self, message, random):
        sealed, body = message[:58], message[58:]
        for (header_key, skipped), key in self.skipped.items():
            header = open_header(header_key, sealed)
            if header and number(header, 35) == skipped:
                del self.skipped[header_key, skipped]
                return open_body(key, self.ad + sealed, body)
        header = self.hkr and open_header(self.hkr, sealed)
        if not header:
            header = open_header(self.nhkr, sealed)
            self.skip(number(header, 32))
            self.step(header[:32], random)
        self.skip(number(header, 35))
        self.ckr, key = self.kdf_ck(self.ckr)
        self.nr += 1
        return open_body(key, self.ad + sealed, body)

    def skip(self, until):
        while self.ckr and self.nr < until:
            self.ckr, self.skipped[self.hkr, self.nr] = self.kdf_ck(self.ckr)
            self.nr += 1

    def step(self, peer, random):
        self.pn, self.ns, self.nr = self.ns, 0, 0
        self.hks, self.hkr = self.nhks, self.nhkr
        self.rk, self.ckr, self.nhkr = self.kdf_rk(self.rk, dh(self.dhs, peer))
        self.dhs = random
        self.rk, self.cks, self.nhks = self.kdf_rk(self.rk, dh(self.dhs, peer))

    def stored(self, now_ms):
        out = bytes([1, (1 if self.cks else 0) | (2 if self.ckr else 0), len(self.ad)]) + self.ad
        out += self.dhs + public(self.dhs) + self.rk + self.nhks + self.nhkr
        out += (self.cks + self.hks if self.cks else b"") + (self.ckr + self.hkr if self.ckr else b"")
        out += b"".join(n.to_bytes(4, "big") for n in (self.ns, self.nr, self.pn))
        chains = {}
        for (header_key, skipped), key in self.skipped.items():
            chains.setdefault(header_key, []).append(
                skipped.to_bytes(4, "big") + now_ms.to_bytes(6, "big") + key)
        out += bytes([len(chains)])
        for header_key, keys in chains.items():
            out += header_key + len(keys).to_bytes(2, "big") + b"".join(keys)
        return out


def check_ratchet(v, handshake):
    init_secret = v["accepterInitRandom"]
    root, chain, next_send = Ratchet.kdf_rk(handshake["rootKey"], dh(init_secret, handshake["inviterOneTime"]))
    ends = {
        "inviter": Ratchet(handshake["transcript"], handshake["rootKey"], handshake["inviterOneTimeSecret"], None,
                           handshake["nextHeaderKeyInviter"], handshake["headerKeyAccepter"]),
        "accepter": Ratchet(handshake["transcript"], root, init_secret, handshake["headerKeyAccepter"], next_send,
                            handshake["nextHeaderKeyInviter"], chain),
    }
    messages = []
    for number, members in enumerate(v.members["steps"]):
        step = Area(f"ratchet.steps[{number}]", members)
        end = ends[members["by"]]
        if members["do"] == "encrypt":
            messages.append(step["message"])
            step.check("message", end.encrypt(step["plaintext"]))
        else:
            step.check("plaintext", end.decrypt(messages[members["number"]], step["random"]))
    for name, end in ends.items():
        v.check(name + "State", end.stored(v.members["nowMs"]))


def gf_times(a, b):
    product = 0
    while b:
        product ^= a * (b & 1)
        a, b = a << 1 ^ (0x11B if a & 0x80 else 0), b >> 1
    return product


def gf_inverse(a):
    out = 1
    for _ in range(254):
        out = gf_times(out, a)
    return out


def erasure_chunk(data, x):
    """The values at x of the polynomials through the first chunks (Lagrange)."""
    count = len(data) // 32
    out = bytearray(32)
    for i in range(count):
        weight = 1
        for k in range(count):
            if k != i:
                weight = gf_times(weight, gf_times(x ^ k, gf_inverse(i ^ k)))
        for byte in range(32):
            out[byte] ^= gf_times(data[32 * i + byte], weight)
    return bytes(out)


def check_pq_ratchet(v, handshake):
    """Chunks of a key; then the first epoch of the session that the handshake made, carried by two messages."""
    for index in (0, 36, 37, 254):
        v.check(f"keyChunk{index}", erasure_chunk(handshake["kemOneTime"], index))
    key, secret_key = mlkem.keygen(v["keySeed"])
    ciphertext, secret = mlkem.encapsulate(key, v["encapsulationRandom"])
    out = hkdf(secret, b"NJ1 pq ratchet" + (1).to_bytes(4, "big") + sha512(key + ciphertext), 64, handshake["pqRoot"])
    v.check("keyPadding", b"\x01\x01\x00\x25" + key + bytes(len(v["keyPadding"]) - 4 - len(key)))
    v.check("ciphertextPadding",
            b"\x02\x01\x00\x22" + ciphertext + bytes(len(v["ciphertextPadding"]) - 4 - len(ciphertext)))
    if mlkem.decapsulate(secret_key, ciphertext) != secret:
        sys.exit("pqRatchet: the ciphertext does not give the secret")
    v.check("epochKey1", out[32:])
    v.check("mixed", mac(out[32:], v["messageKey"] + b"NJ1 message key")[:32])


class Symmetric:
    """SymmetricState of the Noise Protocol Framework, revision 34, section 5.2."""

    def __init__(self, name, prologue):
        self.h = self.ck = name.ljust(64, b"\x00")
        self.mix_hash(prologue)

    def mix_hash(self, data):
        self.h = sha512(self.h + data)

    def mix_key(self, agreement):
        out = hkdf(agreement, b"", 128, self.ck)
        self.ck, self.key, self.n = out[:64], out[64:96], 0

    def encrypt(self, plaintext):
        sealed = seal(self.key, counter_nonce(self.n, "little"), self.h, plaintext)
        self.n += 1
        self.mix_hash(sealed)
        return sealed


def check_noise(v):
    s_i, e_i = v["initiatorStaticSecret"], v["initiatorEphemeralSecret"]
    s_r, e_r = v["responderStaticSecret"], v["responderEphemeralSecret"]
    state = Symmetric(v.members["name"].encode(), v["prologue"])
    state.mix_hash(public(s_r))
    state.mix_hash(public(e_i))
    state.mix_key(dh(e_i, public(s_r)))
    message = public(e_i) + state.encrypt(public(s_i))
    state.mix_key(dh(s_i, public(s_r)))
    v.check("message1", message + state.encrypt(v["payload1"]))
    state.mix_hash(public(e_r))
    state.mix_key(dh(e_r, public(e_i)))
    state.mix_key(dh(e_r, public(s_i)))
    v.check("message2", public(e_r) + state.encrypt(v["payload2"]))
    v.check("handshakeHash", state.h)
    keys = hkdf(b"", b"", 128, state.ck)
    v.check("initiatorSends", keys[:32])
    v.check("responderSends", keys[64:96])


def check_queue_auth(v):
    key = hkdf(dh(v["roleSecret"], v["hubPublic"]), b"NJ1 queue auth", 32)
    for name, role in (("receiverMac", b"\x01"), ("senderMac", b"\x02")):
        v.check(name, mac(key, v["handshakeHash"] + v["queueId"] + role)[:16])


def check_safety_number(v):
    hashes = []
    for key in (v["one"], v["other"]):
        digest = bytes(2) + key + key
        for _ in range(5200):
            digest = sha512(digest + key)
        hashes.append(digest)
    halves = sorted("".join(f"{int.from_bytes(h[i:i + 5], 'big') % 100000:05}" for i in range(0, 30, 5))
                    for h in hashes)
    if "".join(halves) != v.members["digits"]:
        sys.exit("safetyNumber.digits: computed " + "".join(halves))
    v.check("code", b"\x01" + b"".join(h[:32] for h in sorted(hashes)))


def check_packets(v):
    secret, plaintext = v["directionSecret"], v["plaintext"]
    nonce = counter_nonce(v.members["packetNumber"], "big")
    v.check("packet", seal(hkdf(secret, b"NJ1 channel key", 32), nonce, v["packetHeader"], plaintext))
    keys = hkdf(secret, b"NJ1 voice key", 64)
    nonce = counter_nonce(v.members["voiceSequence"], "big")
    ciphertext = Cipher(algorithms.ChaCha20(keys[:32], bytes(4) + nonce), None).encryptor().update(plaintext)
    tag = hashlib.blake2b(v["voiceHeader"] + nonce[4:] + ciphertext, key=keys[32:], digest_size=32).digest()[:8]
    v.check("voice", ciphertext + tag)


def check_direction_secrets(v):
    first, second = v["firstSecret"], v["secondSecret"]
    agreement = dh(first, public(second))
    tail = v["id"] + public(first) + public(second)
    link = hkdf(agreement, b"NJ1 link" + tail, 64)
    v.check("offererSends", link[:32])
    v.check("answererSends", link[32:])
    call = hkdf(agreement + v["callSecret"], b"NJ1 call" + tail, 64)
    v.check("callerSends", call[:32])
    v.check("calleeSends", call[32:])


def main():
    default = pathlib.Path(__file__).with_name("nj1.json")
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    areas = {name: Area(name, value) for name, value in json.loads(path.read_text()).items() if name != "suite"}
    check_link_keys(areas["linkKeys"])
    check_handshake(areas["handshake"])
    check_ratchet(areas["ratchet"], areas["handshake"])
    check_pq_ratchet(areas["pqRatchet"], areas["handshake"])
    check_renewal(areas["renewal"])
    check_noise(areas["noise"])
    check_queue_auth(areas["queueAuth"])
    check_safety_number(areas["safetyNumber"])
    check_packets(areas["packets"])
    check_direction_secrets(areas["directionSecrets"])
    print(f"{path.name}: {len(areas)} areas agree with the protocol")


if __name__ == "__main__":
    main()
