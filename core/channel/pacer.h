// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>

#include "base/units.h"

namespace nightjar::channel {

/// Spreads packets over time: a leaky bucket kept as the moment at which it is empty.
class Pacer {
public:
    [[nodiscard]] Instant readyAt() const { return m_ready; }
    /// `bytes` go out now; at most `burst` bytes may go out at once after a pause.
    void charge(Instant now, std::size_t bytes, DataRate rate, std::size_t burst) {
        const auto tolerance = rate.timeFor({static_cast<std::int64_t>(burst)});
        m_ready = std::max(m_ready, now - tolerance) + rate.timeFor({static_cast<std::int64_t>(bytes)});
        // Speech is charged without asking; it must not shut messages out for good.
        m_ready = std::min(m_ready, now + longestDebt);
    }
    void reset() { m_ready = Instant{}; }

private:
    static constexpr Duration longestDebt = 2s;
    Instant m_ready{};
};

}  // namespace nightjar::channel
