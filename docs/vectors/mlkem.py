# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""ML-KEM-768 in the words of FIPS 203, for verify.py. Slow, not in constant time: for vectors only."""

import hashlib

Q, N, K, DU, DV = 3329, 256, 3, 10, 4


def bit_reversed(i):
    return int(f"{i:07b}"[::-1], 2)


ZETAS = [pow(17, bit_reversed(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * bit_reversed(i) + 1, Q) for i in range(128)]


def encode(f, d):
    bits = sum(a << (d * i) for i, a in enumerate(f))
    return bits.to_bytes(32 * d, "little")


def decode(data, d):
    bits = int.from_bytes(data, "little")
    return [(bits >> (d * i)) % (1 << d) % (Q if d == 12 else 1 << d) for i in range(N)]


def compress(f, d):
    return [((a << d) + Q // 2) // Q % (1 << d) for a in f]


def decompress(f, d):
    return [(a * Q + (1 << (d - 1))) >> d for a in f]


def add(f, g):
    return [(a + b) % Q for a, b in zip(f, g)]


def ntt(f):
    f, i, size = list(f), 1, 128
    while size >= 2:
        for start in range(0, N, 2 * size):
            for j in range(start, start + size):
                t = ZETAS[i] * f[j + size] % Q
                f[j], f[j + size] = (f[j] + t) % Q, (f[j] - t) % Q
            i += 1
        size //= 2
    return f


def inverse_ntt(f):
    f, i, size = list(f), 127, 2
    while size <= 128:
        for start in range(0, N, 2 * size):
            for j in range(start, start + size):
                f[j], f[j + size] = (f[j] + f[j + size]) % Q, ZETAS[i] * (f[j + size] - f[j]) % Q
            i -= 1
        size *= 2
    return [a * 3303 % Q for a in f]


def multiply(f, g):
    out = []
    for i in range(128):
        a0, a1, b0, b1 = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        out += [(a0 * b0 + a1 * b1 * GAMMAS[i]) % Q, (a0 * b1 + a1 * b0) % Q]
    return out


def dot(fs, gs):
    out = [0] * N
    for f, g in zip(fs, gs):
        out = add(out, multiply(f, g))
    return out


def sample_ntt(seed):
    stream, out = hashlib.shake_128(seed).digest(168 * 8), []
    for i in range(0, len(stream), 3):
        low, mid, high = stream[i:i + 3]
        out += [d for d in (low + 256 * (mid % 16), mid // 16 + 16 * high) if d < Q]
    return out[:N]


def sample_cbd(seed, number):  # eta = 2
    bits = int.from_bytes(hashlib.shake_256(seed + bytes([number])).digest(128), "little")
    bit = [bits >> i & 1 for i in range(1024)]
    return [(bit[4 * i] + bit[4 * i + 1] - bit[4 * i + 2] - bit[4 * i + 3]) % Q for i in range(N)]


def matrix(rho):
    return [[sample_ntt(rho + bytes([j, i])) for j in range(K)] for i in range(K)]


def h(data):
    return hashlib.sha3_256(data).digest()


def g(data):
    out = hashlib.sha3_512(data).digest()
    return out[:32], out[32:]


def pke_encrypt(key, message, randomness):
    t = [decode(key[384 * i:384 * (i + 1)], 12) for i in range(K)]
    a = matrix(key[384 * K:])
    y = [ntt(sample_cbd(randomness, i)) for i in range(K)]
    u = [add(inverse_ntt(dot([a[j][i] for j in range(K)], y)), sample_cbd(randomness, K + i)) for i in range(K)]
    mu = decompress(decode(message, 1), 1)
    v = add(add(inverse_ntt(dot(t, y)), sample_cbd(randomness, 2 * K)), mu)
    return b"".join(encode(compress(f, DU), DU) for f in u) + encode(compress(v, DV), DV)


def keygen(seed):
    """Seed d | z → encapsulation key, decapsulation key."""
    rho, sigma = g(seed[:32] + bytes([K]))
    a = matrix(rho)
    s = [ntt(sample_cbd(sigma, i)) for i in range(K)]
    t = [add(dot(a[i], s), ntt(sample_cbd(sigma, K + i))) for i in range(K)]
    key = b"".join(encode(f, 12) for f in t) + rho
    return key, b"".join(encode(f, 12) for f in s) + key + h(key) + seed[32:]


def encapsulate(key, message):
    """→ ciphertext, shared secret."""
    secret, randomness = g(message + h(key))
    return pke_encrypt(key, message, randomness), secret


def decapsulate(secret_key, ciphertext):
    s, key = secret_key[:384 * K], secret_key[384 * K:768 * K + 32]
    u = [decompress(decode(ciphertext[320 * i:320 * (i + 1)], DU), DU) for i in range(K)]
    v = decompress(decode(ciphertext[320 * K:], DV), DV)
    w = inverse_ntt(dot([decode(s[384 * i:384 * (i + 1)], 12) for i in range(K)], [ntt(f) for f in u]))
    message = encode(compress([(a - b) % Q for a, b in zip(v, w)], 1), 1)
    secret, randomness = g(message + h(key))
    if pke_encrypt(key, message, randomness) != ciphertext:
        return hashlib.shake_256(secret_key[-32:] + ciphertext).digest(32)
    return secret
