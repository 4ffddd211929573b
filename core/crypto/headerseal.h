// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"

namespace nightjar::crypto {

/// Deterministic authenticated encryption of short messages of which no two under one key are equal: the SIV
/// composition of Rogaway and Shrimpton ("A Provable-Security Treatment of the Key-Wrap Problem", EUROCRYPT 2006,
/// section 4) of a PRF and a cipher with an initialisation vector. No nonce is carried, and none can be used twice:
///   mac key 32 | cipher key 32 = BLAKE2b-512(key = K, personal "NJ1 header keys")
///   tag = BLAKE2b-128(key = mac key, plaintext)
///   ciphertext = plaintext XOR XChaCha20(cipher key, nonce = tag | 8 zeros)
struct HeaderSeal {
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t tagSize = 16;

    /// `buffer` is room for the tag, then the plaintext.
    static void sealInPlace(ByteView key, MutableByteView buffer);
    /// Leaves the plaintext after the tag. On failure the content is worthless.
    [[nodiscard]] static bool openInPlace(ByteView key, MutableByteView buffer);
};

}  // namespace nightjar::crypto
