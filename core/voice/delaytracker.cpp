// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/delaytracker.h"

#include <algorithm>

namespace nightjar::voice {

void DelayTracker::arrival(Instant now, Duration need) {
    auto& bin = m_bins[m_head];
    if (m_used > 0 && now < bin.start + m_binLength) {
        bin.most = std::max(bin.most, need);
        bin.least = std::min(bin.least, need);
        return;
    }
    m_head = m_used == 0 ? 0 : (m_head + 1) % bins;
    m_used = std::min(m_used + 1, bins);
    m_bins[m_head] = {now, need, need};
}

Duration DelayTracker::target() const {
    if (m_used == 0) {
        return {};
    }
    std::array<Duration, bins> all{};
    for (std::size_t i = 0; i < m_used; ++i) {
        all[i] = m_bins[i].most;
    }
    const auto rank = m_used <= 4 ? m_used - 1 : m_used * 4 / 5;
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rank),
                     all.begin() + static_cast<std::ptrdiff_t>(m_used));
    return all[rank];
}

Duration DelayTracker::recent() const {
    const auto& now = m_bins[m_head];
    return m_used < 2 ? now.most : std::max(now.most, m_bins[(m_head + bins - 1) % bins].most);
}

Duration DelayTracker::fastest() const {
    Duration least = m_used == 0 ? Duration{} : m_bins[0].least;
    for (std::size_t i = 1; i < m_used; ++i) {
        least = std::min(least, m_bins[i].least);
    }
    return least;
}

}  // namespace nightjar::voice
