// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/rttestimator.h"

#include <algorithm>

namespace nightjar::channel {

void RttEstimator::sample(Duration latest, Duration ackDelay) {
    m_latest = std::clamp(latest, Duration(1), longestRtt);
    if (!hasSample()) {
        m_minimum = m_latest;
        m_smoothed = m_latest;
        m_variation = m_latest / 2;
        return;
    }
    m_minimum = std::min(m_minimum, m_latest);
    auto adjusted = m_latest;
    const auto delay = std::min(ackDelay, maxAckDelay);
    if (m_latest >= m_minimum + delay) {
        adjusted -= delay;
    }
    const auto error = m_smoothed > adjusted ? m_smoothed - adjusted : adjusted - m_smoothed;
    m_variation = (3 * m_variation + error) / 4;
    m_smoothed = (7 * m_smoothed + adjusted) / 8;
}

void RttEstimator::reset(Duration measured) {
    *this = RttEstimator();
    if (measured > Duration::zero()) {
        sample(measured, Duration::zero());
    }
}

Duration RttEstimator::probeTimeout() const {
    const auto variation = hasSample() ? m_variation : initialRtt / 2;
    return std::min(smoothed() + std::max(4 * variation, timerGranularity) + maxAckDelay, maxProbeTimeout);
}

}  // namespace nightjar::channel
