// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/bytes.h"

namespace nightjar::crypto {

/// Deterministic authenticated encryption with associated data, for messages that each have a key of their own: the SIV
/// composition, as in headerseal.h. No nonce, so a key that serves a second time, because a store was put back from a
/// backup, shows whether the two messages are equal and nothing else.
///   mac key 32 | cipher key 32 = BLAKE2b-512(key = K, personal "NJ1 message keys")
///   tag = BLAKE2b-128(key = mac key, associated data | plaintext)
///   ciphertext = plaintext XOR XChaCha20(cipher key, nonce = tag | 8 zeros)
/// The associated data of all messages under one key must be equally long.
struct BodySeal {
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t tagSize = 16;

    /// `buffer` is the plaintext, then room for the tag.
    static void sealInPlace(ByteView key, ByteView associated, MutableByteView buffer);
    /// `sealed` has at least tagSize bytes.
    [[nodiscard]] static std::optional<Bytes> open(ByteView key, ByteView associated, ByteView sealed);
};

}  // namespace nightjar::crypto
