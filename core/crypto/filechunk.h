// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"

namespace nightjar::crypto {

/// Which piece of which whole a chunk is.
struct ChunkPlace {
    std::uint32_t index = 0;
    std::uint32_t count = 0;  ///< of all chunks
};

/// A chunk of a file, each by itself (docs/protocol.md, section 11): nonce (24, drawn) | XChaCha20-Poly1305(file key,
/// plaintext, associated data "NJ1 file chunk" | index (4) | count (4)). As in STREAM (Hoang, Reyhanitabar, Rogaway,
/// Vizár, 2015) the place and whether it is the last are authenticated; the nonce is drawn, not counted, because a
/// chunk may be sealed again, and the file may have changed in between.
[[nodiscard]] Bytes sealChunk(ByteView key, ChunkPlace place, ByteView plaintext, RandomSource& random);
/// Nothing when it was not sealed under this key for this place.
[[nodiscard]] std::optional<Bytes> openChunk(ByteView key, ChunkPlace place, ByteView sealed);

}  // namespace nightjar::crypto
