// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/congestion.h"

#include <algorithm>

namespace nightjar::channel {

namespace {

/// Queueing that is aimed at: a quarter of the way's own delay, within what people do not notice.
constexpr Duration shortestTarget = 25ms;
constexpr Duration longestTarget = 150ms;
/// A queue that was not seen empty for so long, less than lowest times are remembered, is emptied, for so many round
/// trips at most.
constexpr Duration drainEvery = 90s;
constexpr int drainTrips = 2;
constexpr double drainFactor = 0.75;
/// On the narrowest link, 9 kbit/s; more is a rate that was taken while there was little to send.
constexpr Duration longestPacketTime = 600ms;
/// Of the window, per round trip, while there is no queue.
constexpr double steepest = 0.125;
/// A sample of the delivered rate counts for one in so many.
constexpr std::int64_t rateWeight = 8;
/// More than a radio loses: a buffer is full.
constexpr double radioLoss = 0.06;
constexpr double lossFactor = 0.85;

}  // namespace

/// Less rather than more: a rate that was taken while there was little to send would make every delay the packet's own.
Duration CongestionController::timeOf(std::size_t packet) const {
    const auto capacity = m_capacity.best();
    return m_starting || !capacity
               ? Duration::zero()
               : std::min<Duration>(capacity->timeFor({static_cast<std::int64_t>(packet)}), longestPacketTime);
}

Duration CongestionController::delayOf(const Trip& trip) const {
    return std::max<Duration>(trip.rtt - timeOf(trip.packet), Duration(1));
}

std::optional<Duration> CongestionController::base() const {
    const auto lowest = m_base.best();
    return lowest ? std::optional(delayOf(*lowest)) : std::nullopt;
}

Duration CongestionController::queueing() const {
    const auto known = std::min(m_samples, m_recent.size());
    auto lowest = Duration::max();
    for (std::size_t i = 0; i < known; ++i) {
        lowest = std::min(lowest, delayOf(m_recent[i]));
    }
    return known == 0 ? Duration::zero() : std::max(lowest - base().value_or(lowest), Duration::zero());
}

Duration CongestionController::target() const {
    return std::clamp(base().value_or(Duration::zero()) / 4, shortestTarget, longestTarget);
}

void CongestionController::clamp() {
    m_window = std::clamp(m_window, minimumPackets * m_packet, maximumWindow);
}

std::size_t CongestionController::carriedAt(DataRate rate, Duration queue) const {
    const auto lowest = base();
    return lowest ? static_cast<std::size_t>(rate.bitsPerSecond * (*lowest + timeOf(m_packet) + queue).count() / 8 /
                                             1'000'000)
                  : 0;
}

std::optional<std::size_t> CongestionController::upperBound() const {
    const auto carried = carriedAt(m_highest, target());
    if (carried == 0) {
        return std::nullopt;
    }
    // Without a queue there is room to find out whether the link gives more.
    const bool queued = queueing() > target() / 2;
    return (m_starting ? carried * 3 / 2 : carried) + (queued ? m_packet / 2 : m_packet);
}

std::size_t CongestionController::lowerBound() const {
    // The rate of now, but not that of a pause.
    const DataRate rate{std::min(m_highest.bitsPerSecond, m_smoothed.bitsPerSecond * 5 / 4)};
    const auto carried = carriedAt(rate, Duration::zero());
    return carried == 0 ? 0 : carried + m_packet / 2;
}

double CongestionController::slope() const {
    const auto window = static_cast<double>(m_window);
    const auto packet = static_cast<double>(m_packet);
    const auto excess = static_cast<double>(queueing().count()) / static_cast<double>(target().count()) - 1.0;
    return excess > 0 ? std::max(packet - window * excess, -window / 2) : std::max(packet, -window * excess * steepest);
}

void CongestionController::sample(Instant now, const Trip& trip) {
    m_recent[m_samples % m_recent.size()] = trip;
    ++m_samples;
    const bool isEmpty = delayOf(trip) <= base().value_or(trip.rtt) + target() / 8;
    m_base.add(now, trip);
    m_lowest = !m_drainsUntil || trip.rtt < m_lowest.rtt ? trip : m_lowest;
    if (isEmpty) {
        emptied(now);
    } else if (m_drainsUntil && now >= *m_drainsUntil) {
        m_base.reset();
        m_base.add(now, m_lowest);
        emptied(now);
    } else if (!m_drainsUntil && !m_starting && now - m_emptyAt >= drainEvery) {
        m_drainsUntil = now + drainTrips * trip.rtt;
    }
}

/// Goes on with as much as keeps the queue empty: what was in the window besides would come as a burst.
void CongestionController::emptied(Instant now) {
    m_emptyAt = now;
    if (m_drainsUntil) {
        m_drainsUntil.reset();
        const auto busy = carriedAt(m_highest, Duration::zero()) + m_packet / 2;
        m_window = m_yielding ? m_window : std::min(m_window, busy);
        clamp();
    }
}

void CongestionController::onAcked(Instant now, std::size_t bytes, Duration rtt, std::size_t inFlightBefore,
                                   const Delivered& delivered) {
    m_highest = delivered.highest;
    if (delivered.now.bitsPerSecond > 0) {
        const auto weight = m_smoothed.bitsPerSecond == 0 ? 1 : rateWeight;
        m_capacity.add(now, delivered.now);
        m_smoothed.bitsPerSecond += (delivered.now.bitsPerSecond - m_smoothed.bitsPerSecond) / weight;
    }
    if (rtt > Duration::zero()) {
        sample(now, {rtt, delivered.packet});
    }
    if (m_drainsUntil) {
        return;
    }
    const auto delay = queueing();
    if (m_starting && delay > target() * 3 / 4) {
        m_starting = false;
    }
    const auto before = m_window;
    if (m_starting) {
        m_window += inFlightBefore * 2 >= m_window ? bytes : 0;
    } else if (const auto perRound = slope(); perRound < 0 || inFlightBefore + 2 * m_packet >= m_window) {
        const auto window = static_cast<double>(m_window);
        const auto share = std::min(static_cast<double>(bytes) / window, 1.0);
        const auto next = static_cast<std::size_t>(window + perRound * share);
        m_window = std::max(next, m_yielding ? 0 : std::min(m_window, lowerBound()));
    }
    if (const auto most = upperBound()) {
        // Without a queue the rate may just be all that we had to send: then it stops growth, but takes nothing away.
        m_window = std::min(m_window, delay > target() / 2 ? *most : std::max(before, *most));
    }
    clamp();
}

void CongestionController::onLost(Instant now, Instant sentAt, double lossRate) {
    if (sentAt <= m_recoveryStart || lossRate < radioLoss) {
        return;
    }
    m_recoveryStart = now;
    m_starting = false;
    const auto less = static_cast<std::size_t>(static_cast<double>(m_window) * lossFactor);
    m_window = std::min(m_window, std::max(less, lowerBound()));
    clamp();
}

void CongestionController::onPersistentCongestion() {
    m_window = minimumPackets * m_packet;
    m_starting = true;
    m_samples = 0;
    m_drainsUntil.reset();
}

void CongestionController::reset() {
    onPersistentCongestion();
    m_base.reset();
    m_capacity.reset();
    m_highest = m_smoothed = {};
}

void CongestionController::setPacketSize(std::size_t packet) {
    m_packet = packet;
    clamp();
}

std::size_t CongestionController::window() const {
    auto window = m_window;
    if (m_drainsUntil) {
        const auto drained = static_cast<std::size_t>(static_cast<double>(lowerBound()) * drainFactor);
        window = std::min(window, std::max(drained, minimumPackets * m_packet));
    }
    return m_yielding ? std::max(m_packet, window / 2) : window;
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
