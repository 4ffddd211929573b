// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"

namespace nightjar::crypto {

// Reed and Solomon's code ("Polynomial Codes over Certain Finite Fields", 1960) over GF(2^8) with the polynomial
// x^8 + x^4 + x^3 + x + 1: byte k of all chunks together is one polynomial, whose values at 0, 1, … n - 1 are the data
// and whose values at n … 254 are redundant. Any n chunks give the data back. Nothing here is secret.

inline constexpr std::size_t erasureChunkSize = 32;
/// Different chunks of one datum: indices 0 … 254.
inline constexpr std::size_t maxErasureChunks = 255;

using ErasureChunk = ByteArray<erasureChunkSize>;

/// Chunk `index` (below maxErasureChunks) of `data`, which is as long as 1 … 128 chunks.
[[nodiscard]] ErasureChunk erasureChunk(ByteView data, std::uint8_t index);

/// Gathers chunks until the data can be found.
class ErasureCollector {
public:
    ErasureCollector() = default;
    /// `size` is a multiple of erasureChunkSize, at most 128 of them.
    explicit ErasureCollector(std::size_t size) : m_needed(size / erasureChunkSize) {}

    /// What is there already, or more than is needed, is ignored.
    void add(std::uint8_t index, ByteView chunk);
    [[nodiscard]] bool isComplete() const { return m_needed != 0 && m_chunks.size() == m_needed; }
    [[nodiscard]] std::size_t count() const { return m_chunks.size(); }
    /// The data, when complete.
    [[nodiscard]] Bytes data() const;

    /// Count 1, then index 1 and chunk each, in the order of their indices.
    [[nodiscard]] Bytes serialize() const;
    /// What serialize() wrote for data of this size; nothing when it cannot be.
    [[nodiscard]] static std::optional<ErasureCollector> deserialize(ByteView stored, std::size_t size);

private:
    struct Point {
        std::uint8_t index = 0;
        ErasureChunk chunk{};
    };
    std::size_t m_needed = 0;
    std::vector<Point> m_chunks;  ///< by index
};

}  // namespace nightjar::crypto
