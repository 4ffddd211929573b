// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <optional>

#include "base/instant.h"

namespace nightjar::voice {

/// Learns from arrivals how far behind capture the play-out has to stay. All times are "arrival minus media time":
/// their zero means nothing (the two clocks are strangers), only differences do.
class DelayTracker {
public:
    /// `need`: arrival minus media time of the first frame that this packet brought.
    void arrival(Instant now, Duration need);
    /// Forgets everything: another path, another peer clock.
    void reset();
    [[nodiscard]] bool known() const { return m_used > 0; }
    /// The delay that lets all but rare packets come in time.
    [[nodiscard]] Duration target() const;
    /// The least need seen within the window: the fastest way.
    [[nodiscard]] Duration fastest() const;
    [[nodiscard]] Duration jitter() const { return target() - fastest(); }

private:
    // Half a second each; single packets of one stall weigh as one event, not as many.
    static constexpr std::size_t kBins = 24;
    struct Bin {
        Duration most{};
        Duration least{};
    };
    std::array<Bin, kBins> m_bins{};
    std::size_t m_used = 0;
    std::size_t m_head = 0;
    Instant m_binStart{};
};

}  // namespace nightjar::voice
