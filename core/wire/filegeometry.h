// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace nightjar::wire {

// How a file is cut into chunks: docs/protocol.md, section 11.

/// Plaintext of a chunk; only the last one may be shorter.
inline constexpr std::size_t fileChunkBytes = 16 * 1024;
/// A chunk on the wire and on the disk: nonce, ciphertext, tag.
inline constexpr std::size_t fileChunkOverhead = 24 + 16;
inline constexpr std::size_t sealedChunkBytes = fileChunkBytes + fileChunkOverhead;
/// The largest file: a bitmap of its chunks has 128 KiB.
inline constexpr std::uint64_t maxFileBytes = 16ULL * 1024 * 1024 * 1024;
/// A shorter file is as long as this.
inline constexpr std::uint64_t minPaddedBytes = 1024;

/// The length that is sent for a file of `size` bytes: Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted
/// Files and Communication with PURBs", 2019, algorithm 1), at most 12 % more, so that of a length L only O(log log L)
/// bits are told.
[[nodiscard]] constexpr std::uint64_t paddedFileSize(std::uint64_t size) {
    size = std::max(size, minPaddedBytes);
    const auto exponent = static_cast<unsigned>(std::bit_width(size)) - 1;
    const auto kept = static_cast<unsigned>(std::bit_width(exponent));
    const auto mask = (std::uint64_t{1} << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}
[[nodiscard]] constexpr std::uint32_t fileChunkCount(std::uint64_t size) {
    return static_cast<std::uint32_t>((paddedFileSize(size) + fileChunkBytes - 1) / fileChunkBytes);
}
/// Plaintext bytes of one chunk, padding included.
[[nodiscard]] constexpr std::size_t fileChunkLength(std::uint64_t size, std::uint32_t index) {
    return static_cast<std::size_t>(
        std::min<std::uint64_t>(fileChunkBytes, paddedFileSize(size) - std::uint64_t{index} * fileChunkBytes));
}
/// Those of them that belong to the file.
[[nodiscard]] constexpr std::size_t fileBytesIn(std::uint64_t size, std::uint32_t index) {
    const auto begin = std::uint64_t{index} * fileChunkBytes;
    return begin >= size ? 0 : static_cast<std::size_t>(std::min<std::uint64_t>(fileChunkBytes, size - begin));
}

}  // namespace nightjar::wire
