// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <compare>

#include "base/instant.h"

namespace nightjar {

/// A number of bytes.
struct ByteCount {
    std::int64_t value = 0;
    auto operator<=>(const ByteCount&) const = default;
    constexpr ByteCount& operator+=(ByteCount other) {
        value += other.value;
        return *this;
    }
};

/// Bits per second.
struct DataRate {
    std::int64_t bitsPerSecond = 0;
    [[nodiscard]] static constexpr DataRate kbit(double kbitPerSecond) {
        return {static_cast<std::int64_t>(kbitPerSecond * 1000)};
    }
    [[nodiscard]] constexpr double kbit() const { return static_cast<double>(bitsPerSecond) / 1000.0; }
    /// How long so many bytes take at this rate; the rate is above zero.
    [[nodiscard]] constexpr Duration timeFor(ByteCount bytes) const {
        return Duration(bytes.value * 8 * 1'000'000 / bitsPerSecond);
    }
    auto operator<=>(const DataRate&) const = default;
};

/// What kind of link this seems to be, from measured rate and round-trip time. Drives packet size, pacing and prefetch.
enum class LinkClass : std::uint8_t { Unknown, Gprs, Edge, Umts, Lte, Lan };

}  // namespace nightjar
