// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <limits>
#include <optional>

#include "base/buffer.h"
#include "base/instant.h"

namespace nightjar::wire {

// How long something lives: docs/protocol.md, section 15.

/// From when on a life is counted.
enum class LifeStart : std::uint8_t { Never = 0, Sent = 1, Read = 2, Creation = 3 };

inline constexpr std::uint32_t shortestLifeSeconds = 5;
inline constexpr std::uint32_t longestLifeSeconds = 28 * 24 * 3600;
/// Nobody changes a rule so often.
inline constexpr std::uint32_t maxLifeTurn = std::numeric_limits<std::int32_t>::max();

struct LifeTerm {
    LifeStart from = LifeStart::Never;
    std::uint32_t seconds = 0;  ///< shortestLifeSeconds … longestLifeSeconds; 0 with Never
    bool operator==(const LifeTerm&) const = default;
};

/// 5 bytes.
void writeLifeTerm(ByteWriter& out, const LifeTerm& term);
[[nodiscard]] std::optional<LifeTerm> readLifeTerm(ByteReader& in);

/// A moment in whole milliseconds: 6 bytes.
void writeTime(ByteWriter& out, Instant time);
[[nodiscard]] Instant readTime(ByteReader& in);

}  // namespace nightjar::wire
