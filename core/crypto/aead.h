// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"

namespace nightjar::crypto {

/// AEAD_CHACHA20_POLY1305 (RFC 8439 section 2.8). A nonce is never used twice under one key.
/// Keys are 32 bytes; a key or nonce of another length is a programming error.
struct ChaCha20Poly1305 {
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t nonceSize = 12;
    static constexpr std::size_t tagSize = 16;

    /// Ciphertext followed by the tag.
    [[nodiscard]] static Bytes seal(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext);
    /// Nothing when the input was not sealed with this key, nonce and associated data.
    [[nodiscard]] static std::optional<Bytes> open(ByteView key, ByteView nonce, ByteView associated, ByteView sealed);
    /// Encrypts all of `buffer` but its last tagSize bytes, where the tag goes.
    static void sealInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer);
    /// Turns ciphertext and tag into the plaintext at the start of `buffer`. On failure the content is worthless.
    [[nodiscard]] static bool openInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer);
};

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): as above, with a nonce long enough to be drawn at random.
struct XChaCha20Poly1305 {
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t nonceSize = 24;
    static constexpr std::size_t tagSize = 16;

    [[nodiscard]] static Bytes seal(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext);
    [[nodiscard]] static std::optional<Bytes> open(ByteView key, ByteView nonce, ByteView associated, ByteView sealed);
    static void sealInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer);
    [[nodiscard]] static bool openInPlace(ByteView key, ByteView nonce, ByteView associated, MutableByteView buffer);
};

}  // namespace nightjar::crypto
