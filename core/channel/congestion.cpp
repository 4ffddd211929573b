// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/congestion.h"

#include <algorithm>

namespace nightjar::channel {

namespace {

/// Queueing that is aimed at: a quarter of the way's own delay, within what people do not notice.
constexpr Duration shortestTarget = 25ms;
constexpr Duration longestTarget = 150ms;
/// Loss while the queue is short: the radio, not a full buffer.
constexpr double randomLossFactor = 0.85;
constexpr double queueLossFactor = 0.5;

}  // namespace

Duration CongestionController::queueing() const {
    const auto base = m_base.best();
    if (!base || m_samples == 0) {
        return Duration::zero();
    }
    const auto known = std::min(m_samples, m_recent.size());
    const auto lowest = *std::min_element(m_recent.begin(), m_recent.begin() + static_cast<std::ptrdiff_t>(known));
    return std::max(lowest - *base, Duration::zero());
}

Duration CongestionController::target() const {
    return std::clamp(m_base.best().value_or(Duration::zero()) / 4, shortestTarget, longestTarget);
}

void CongestionController::clamp() {
    m_window = std::clamp(m_window, minimumPackets * m_packet, maximumWindow);
}

std::optional<std::size_t> CongestionController::carriedAt(DataRate delivered) const {
    const auto base = m_base.best();
    if (!base || delivered.bitsPerSecond <= 0) {
        return std::nullopt;
    }
    const auto micros = (*base + target()).count();
    const auto carried = static_cast<std::size_t>(delivered.bitsPerSecond * micros / 8 / 1'000'000);
    return m_starting ? carried * 3 / 2 + m_packet / 2 : carried + m_packet;
}

void CongestionController::onAcked(Instant now, std::size_t bytes, Duration rtt, std::size_t inFlightBefore,
                                   DataRate delivered) {
    if (rtt > Duration::zero()) {
        m_base.add(now, rtt);
        m_recent[m_samples % m_recent.size()] = rtt;
        ++m_samples;
    }
    const auto delay = queueing();
    const auto wanted = target();
    if (m_starting && delay > wanted * 3 / 4) {
        m_starting = false;
    }
    const auto before = m_window;
    if (m_starting) {
        m_window += inFlightBefore * 2 >= m_window ? bytes : 0;
    } else {
        const auto window = static_cast<double>(m_window);
        const auto excess = static_cast<double>(delay.count()) / static_cast<double>(wanted.count()) - 1.0;
        auto perRound = static_cast<double>(m_packet);
        if (excess > 0) {
            perRound = std::max(perRound - window * excess, -window / 2);
        }
        if (perRound < 0 || inFlightBefore + 2 * m_packet >= m_window) {
            const auto share = std::min(static_cast<double>(bytes) / window, 1.0);
            m_window = static_cast<std::size_t>(window + perRound * share);
        }
    }
    if (const auto most = carriedAt(delivered)) {
        // Without a queue the rate may just be all that we had to send: then it stops growth, but takes nothing away.
        m_window = std::min(m_window, delay > wanted / 2 ? *most : std::max(before, *most));
    }
    clamp();
}

void CongestionController::onLost(Instant now, Instant sentAt) {
    if (sentAt <= m_recoveryStart) {
        return;
    }
    m_recoveryStart = now;
    m_starting = false;
    const auto factor = queueing() > target() / 2 ? queueLossFactor : randomLossFactor;
    m_window = static_cast<std::size_t>(static_cast<double>(m_window) * factor);
    clamp();
}

void CongestionController::onPersistentCongestion() {
    m_window = minimumPackets * m_packet;
    m_starting = true;
    m_samples = 0;
}

void CongestionController::reset() {
    m_window = minimumPackets * m_packet;
    m_starting = true;
    m_samples = 0;
    m_base.reset();
}

void CongestionController::setPacketSize(std::size_t packet) {
    m_packet = packet;
    clamp();
}

std::size_t CongestionController::window() const {
    return m_yielding ? std::max(m_packet, m_window / 2) : m_window;
}

DataRate CongestionController::pace(Duration smoothedRtt) const {
    const auto micros = std::max<std::int64_t>(smoothedRtt.count(), 1000);
    const auto perSecond = static_cast<std::int64_t>(window()) * 8 * 1'000'000 / micros;
    return {std::max<std::int64_t>(m_starting ? perSecond * 2 : perSecond * 5 / 4, 1)};  // it is divided by
}

bool CongestionController::isSaturated() const {
    return !m_starting && m_samples > 0 && queueing() > target() / 2;
}

}  // namespace nightjar::channel
