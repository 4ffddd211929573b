// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/lossrecovery.h"

#include <algorithm>

namespace nightjar::channel {

namespace {

/// Packets that overtake another before it counts as lost (RFC 9002 section 6.1.1).
constexpr std::uint64_t packetThreshold = 3;
/// Probe timeouts that a run of losses must span to be persistent congestion (RFC 9002 section 7.6.1).
constexpr int persistentThreshold = 3;
/// Untracked packets that are remembered: acknowledgements for older ones give no round-trip time.
constexpr std::size_t untrackedKept = 16;
/// Weight of one packet in the loss rate: forgets within some fifty packets.
constexpr double lossWeight = 0.02;
/// These probe timeouts in a row send two packets (RFC 9002 section 6.2.4 allows it): where a third is lost on either
/// way, one alone brings an answer half of the time, and every failure doubles the wait. Later ones are a cut.
constexpr unsigned firstDoubleProbe = 2;
constexpr unsigned lastDoubleProbe = 5;
/// 2^10 times any timeout is beyond the cap already.
constexpr unsigned maxBackoffShift = 10;

}  // namespace

void LossRecovery::onSent(std::uint64_t number, SentPacket packet) {
    if (m_inFlight == 0) {
        m_deliveredAt = packet.sentAt;
    }
    packet.order = m_nextOrder++;
    packet.path = m_path;
    packet.delivered = m_delivered;
    packet.deliveredAt = m_deliveredAt;
    m_inFlight += packet.bytes;
    m_lastTracked = packet.sentAt;
    m_packets.emplace(number, std::move(packet));
}

void LossRecovery::onSentUntracked(Instant now, std::uint64_t number) {
    if (m_untracked.size() < untrackedKept) {
        m_untracked.push_back({number, now});
        return;
    }
    m_untracked[m_untrackedNext++ % untrackedKept] = {number, now};
}

RecoveryNews LossRecovery::onAck(Instant now, const wire::AckFrame& ack) {
    RecoveryNews news;
    const auto largest = ack.ranges().front().largest;
    // The round-trip time is that of the largest number, if it is newly acknowledged (RFC 9002 section 5.1).
    std::optional<Instant> largestSentAt;
    if (!m_largestAcked || largest > *m_largestAcked) {
        m_largestAcked = largest;
        if (const auto it = m_packets.find(largest); it != m_packets.end()) {
            if (it->second.path == m_path) {
                largestSentAt = it->second.sentAt;
                news.rttBytes = it->second.bytes;
            }
        } else if (const auto light = std::find_if(m_untracked.begin(), m_untracked.end(),
                                                   [&](const Untracked& u) { return u.number == largest; });
                   light != m_untracked.end()) {
            largestSentAt = light->sentAt;
        }
    }
    for (const auto& range : ack.ranges()) {
        auto it = m_packets.lower_bound(range.smallest);
        while (it != m_packets.end() && it->first <= range.largest) {
            remove(it++, true, news);
        }
    }
    if (news.acked.empty()) {
        return news;
    }
    m_probeCount = 0;
    m_probeNow = false;
    if (largestSentAt) {
        const auto rtt = std::clamp<Duration>(now - *largestSentAt, Duration(1), longestRtt);
        const auto told = Duration(std::chrono::milliseconds(
            std::min<std::uint64_t>(ack.delayMs, static_cast<std::uint64_t>(toMs(maxAckDelay)))));
        m_rtt.sample(rtt, told);
        news.rtt = rtt > told ? rtt - told : rtt;
    }
    const auto& last = *std::max_element(news.acked.begin(), news.acked.end(),
                                         [](const auto& a, const auto& b) { return a.order < b.order; });
    m_delivered += news.ackedBytes;
    if (last.path == m_path && news.ackedBytes > 0) {
        m_deliveredAt = now;
        const auto span = std::max(now - last.deliveredAt, m_rtt.minimum());
        if (span >= timerGranularity) {
            news.rate =
                DataRate{static_cast<std::int64_t>(m_delivered - last.delivered) * 8 * 1'000'000 / span.count()};
        }
    }
    detectLost(now, news);
    return news;
}

RecoveryNews LossRecovery::onTime(Instant now) {
    RecoveryNews news;
    detectLost(now, news);
    return news;
}

void LossRecovery::remove(std::map<std::uint64_t, SentPacket>::iterator it, bool acked, RecoveryNews& news) {
    auto packet = std::move(it->second);
    m_packets.erase(it);
    m_lossRate += lossWeight * ((acked ? 0.0 : 1.0) - m_lossRate);
    if (packet.path == m_path) {
        m_inFlight -= packet.bytes;
        if (acked) {
            news.ackedBytes += packet.bytes;
            m_largestAckedOrder = std::max(m_largestAckedOrder.value_or(0), packet.order);
        } else {
            news.lastLostSentAt = std::max(news.lastLostSentAt.value_or(packet.sentAt), packet.sentAt);
        }
    }
    (acked ? news.acked : news.lost).push_back(std::move(packet));
}

Duration LossRecovery::lossDelay() const {
    // kTimeThreshold 9/8, RFC 9002 section 6.1.2
    return std::max(std::max(m_rtt.latest(), m_rtt.smoothed()) * 9 / 8, timerGranularity);
}

Instant LossRecovery::lostAt(const SentPacket& packet) const {
    if (packet.path != m_path) {
        return packet.sentAt + m_earlierPatience;
    }
    if (!m_largestAckedOrder || packet.order > *m_largestAckedOrder) {
        return never;
    }
    return packet.sentAt + lossDelay();
}

void LossRecovery::detectLost(Instant now, RecoveryNews& news) {
    std::optional<Instant> firstLost;
    for (auto it = m_packets.begin(); it != m_packets.end();) {
        const auto& packet = it->second;
        if (packet.path == m_path && (!m_largestAckedOrder || packet.order > *m_largestAckedOrder)) {
            break;  // nothing from here on was overtaken
        }
        const bool overtaken = packet.path == m_path && *m_largestAckedOrder >= packet.order + packetThreshold;
        if (!overtaken && lostAt(packet) > now) {
            ++it;
            continue;
        }
        if (packet.path == m_path && !firstLost) {
            firstLost = packet.sentAt;
        }
        remove(it++, false, news);
    }
    if (firstLost && news.lastLostSentAt && m_rtt.hasSample()) {
        news.persistentCongestion = *news.lastLostSentAt - *firstLost > persistentThreshold * m_rtt.probeTimeout();
    }
}

Instant LossRecovery::probeAt() const {
    if (m_packets.empty()) {
        return never;
    }
    if (m_probeNow) {
        return m_lastTracked;
    }
    const auto patience = m_rtt.probeTimeout() * (std::int64_t{1} << std::min(m_probeCount, maxBackoffShift));
    return m_lastTracked + std::min(patience, maxProbeTimeout);
}

Instant LossRecovery::deadline() const {
    auto earliest = probeAt();
    for (const auto& [number, packet] : m_packets) {
        earliest = std::min(earliest, lostAt(packet));
        if (packet.path == m_path) {
            break;  // those after it were sent later on the same path
        }
    }
    return earliest;
}

std::size_t LossRecovery::takeProbes(Instant now) {
    if (probeAt() > now) {
        return 0;
    }
    m_probeNow = false;
    ++m_probeCount;
    return m_probeCount >= firstDoubleProbe && m_probeCount <= lastDoubleProbe ? 2 : 1;
}

std::vector<Chunk> LossRecovery::oldestChunks(std::size_t count) const {
    std::vector<Chunk> chunks;
    for (auto it = m_packets.begin(); it != m_packets.end() && count > 0; ++it) {
        if (!it->second.chunks.empty()) {
            chunks.insert(chunks.end(), it->second.chunks.begin(), it->second.chunks.end());
            --count;
        }
    }
    return chunks;
}

void LossRecovery::onSignOfLife(Instant now) {
    if (m_probeCount == 0 || m_packets.empty() || now - m_lastTracked < m_rtt.smoothed()) {
        return;
    }
    m_probeCount = 0;
    m_probeNow = true;
}

void LossRecovery::onPathChanged(Duration measuredRtt) {
    m_earlierPatience = m_rtt.probeTimeout();
    ++m_path;
    m_inFlight = 0;
    m_largestAckedOrder.reset();
    m_untracked.clear();
    m_untrackedNext = 0;
    m_rtt.reset(measuredRtt);
    m_probeCount = 0;
    m_probeNow = false;
    m_lossRate = 0;
}

void LossRecovery::clear() {
    m_packets.clear();
    m_inFlight = 0;
}

}  // namespace nightjar::channel
