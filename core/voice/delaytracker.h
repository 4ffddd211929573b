// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>

#include "base/instant.h"

namespace nightjar::voice {

/// Learns from arrivals how far behind capture the play-out has to stay. All times are "arrival minus media time":
/// their zero means nothing (the two clocks are strangers), only differences do.
class DelayTracker {
public:
    /// Remembers 24 times `binLength`. Within one bin only the extremes count: the packets of one stall weigh as one
    /// event, not as many.
    explicit DelayTracker(Duration binLength = 500ms) : m_binLength(binLength) {}

    /// `need`: arrival minus media time, of the packet or of what it makes up for.
    void arrival(Instant now, Duration need);
    /// Forgets everything: another path, another peer clock.
    void reset() { m_used = 0; }
    [[nodiscard]] bool isKnown() const { return m_used > 0; }
    /// The delay that lets all but rare packets come in time: four bins of five are satisfied.
    [[nodiscard]] Duration target() const;
    /// The least need seen within the window: the fastest way.
    [[nodiscard]] Duration fastest() const;
    /// The greatest need in this bin and the one before.
    [[nodiscard]] Duration recent() const;
    [[nodiscard]] Duration jitter() const { return target() - fastest(); }

private:
    static constexpr std::size_t bins = 24;
    struct Bin {
        Instant start{};
        Duration most{};
        Duration least{};
    };
    Duration m_binLength;
    std::array<Bin, bins> m_bins{};
    std::size_t m_used = 0;
    std::size_t m_head = 0;
};

}  // namespace nightjar::voice
