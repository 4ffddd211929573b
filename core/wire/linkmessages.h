// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/endpoint.h"
#include "wire/content.h"

namespace nightjar::wire {

// Reliable messages on a link between two peers: docs/protocol.md, section 9.

struct EnvelopeMessage {
    ByteView envelope;  ///< of one of the sizes of section 7; a view into the message
};
/// Ranges in one FILE_WANT: with more holes than this the rest is asked for later.
inline constexpr std::size_t maxWantRanges = 64;

/// Chunks from `first` on.
struct ChunkRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool operator==(const ChunkRange&) const = default;
};
/// "Send me these chunks of that file, in this order", instead of what was wanted of it before; none: send no more.
struct FileWantMessage {
    ByteArray<16> blob{};
    std::vector<ChunkRange> ranges;  ///< 0 … maxWantRanges, ascending, not touching
};
struct FileChunkMessage {
    ByteArray<16> blob{};
    std::uint32_t index = 0;
    ByteView sealed;  ///< a view into the message
};
/// "I can send it now: tell me what you want of it."
struct FileReadyMessage {
    ByteArray<16> blob{};
};
/// "I send to ports of your NAT that I guess, from this address: open yours towards it."
struct GuessMessage {
    Endpoint from;
};
/// "These are my addresses now", as in an offer.
struct CandidatesMessage {
    std::vector<Candidate> candidates;
};
using LinkMessage =
    std::variant<EnvelopeMessage, FileWantMessage, FileChunkMessage, FileReadyMessage, GuessMessage, CandidatesMessage>;

[[nodiscard]] Bytes encodeLinkMessage(const LinkMessage& message);
[[nodiscard]] std::optional<LinkMessage> decodeLinkMessage(ByteView message);

}  // namespace nightjar::wire
