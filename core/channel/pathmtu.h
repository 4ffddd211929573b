// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/instant.h"
#include "wire/frames.h"

namespace nightjar::channel {

/// How long a packet the path is known to pass whole: packetization layer path MTU discovery (RFC 8899). Asks with
/// padded packets whose loss means nothing else, one size after the other, up to what the path may be worth; gives all
/// of it up when long packets seem to vanish.
class PathMtu {
public:
    /// Another path: nothing is known.
    void reset() { *this = {}; }
    /// The longest packet that was acknowledged; zero before any was.
    [[nodiscard]] std::size_t proven() const { return m_proven; }
    /// The size to ask for now, if any above `known` and up to `most` is of use; `most` itself where it lies below the
    /// usual steps.
    [[nodiscard]] std::optional<std::size_t> question(Instant now, std::size_t known, std::size_t most) const;
    /// A packet of this size and number went out; it counts as lost after `patience`.
    void asked(Instant now, std::uint64_t number, std::size_t size, Duration patience);
    void onAck(const wire::AckFrame& ack);
    /// Long packets vanish: what was proven is so no more, and is not asked again for a while.
    void distrust(Instant now);

private:
    std::size_t m_proven = 0;
    std::size_t m_refused = SIZE_MAX;  ///< sizes from here on did not pass
    unsigned m_tries = 0;
    std::uint64_t m_number = 0;
    std::size_t m_size = 0;  ///< of the question under way; zero: none
    Instant m_nextAt{};
};

}  // namespace nightjar::channel
