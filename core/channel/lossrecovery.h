// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "channel/rttestimator.h"
#include "channel/sendqueue.h"

namespace nightjar::channel {

/// A packet that asked for an acknowledgement.
struct SentPacket {
    Instant sentAt;
    std::size_t bytes = 0;  ///< on the wire
    std::vector<Chunk> chunks;
    /// The largest number that an ACK in it told; its acknowledgement says that we need not repeat that.
    std::optional<std::uint64_t> ackedUpTo;

    // Filled in by LossRecovery.
    std::uint64_t order = 0;      ///< counts tracked packets: probes of other paths leave no gaps in it
    std::uint32_t path = 0;       ///< which path it took
    std::uint64_t delivered = 0;  ///< bytes acknowledged when it was sent …
    Instant deliveredAt;          ///< … and when the last of them was
};

/// What an acknowledgement, or the passing of time, revealed.
struct RecoveryNews {
    std::vector<SentPacket> acked;
    std::vector<SentPacket> lost;
    std::size_t ackedBytes = 0;  ///< of the present path
    std::optional<Duration> rtt;
    std::size_t rttBytes = 0;      ///< of the packet that told it; zero for a short one
    std::optional<DataRate> rate;  ///< delivered between the sending of the last acknowledged packet and now
    bool persistentCongestion = false;
    std::optional<Instant> lastLostSentAt;  ///< of the present path
};

/// What is on its way, when it counts as lost, and when to ask (RFC 9002 sections 5 and 6 and appendix A). Packets of
/// an earlier path are judged by that path's patience only: that a newer packet overtook them means nothing.
class LossRecovery {
public:
    void onSent(std::uint64_t number, SentPacket packet);
    /// A packet that asks for nothing, or whose loss does not matter: only its round-trip time is of use.
    void onSentUntracked(Instant now, std::uint64_t number);
    [[nodiscard]] RecoveryNews onAck(Instant now, const wire::AckFrame& ack);
    /// Packets that the passing of time makes lost.
    [[nodiscard]] RecoveryNews onTime(Instant now);
    /// How many packets that ask for an acknowledgement must be sent now: not zero once for every probe timeout.
    [[nodiscard]] std::size_t takeProbes(Instant now);
    /// A sign of life after a silence: ask again at once, without back-off.
    void onSignOfLife(Instant now);
    void onPathChanged(Duration measuredRtt);
    void clear();

    /// When onTime() or takeProbe() has something; `never` when nothing is on its way.
    [[nodiscard]] Instant deadline() const;
    [[nodiscard]] std::size_t bytesInFlight() const { return m_inFlight; }
    [[nodiscard]] bool isWaiting() const { return !m_packets.empty(); }
    /// What the oldest packets on their way carry, those of `count` packets at most.
    [[nodiscard]] std::vector<Chunk> oldestChunks(std::size_t count) const;
    /// Consecutive probe timeouts without an answer.
    [[nodiscard]] unsigned probeCount() const { return m_probeCount; }
    [[nodiscard]] Instant lastTrackedSentAt() const { return m_lastTracked; }
    [[nodiscard]] const RttEstimator& rtt() const { return m_rtt; }
    /// Share of packets lost lately, 0 … 1.
    [[nodiscard]] double lossRate() const { return m_lossRate; }

private:
    struct Untracked {
        std::uint64_t number = 0;
        Instant sentAt;
    };
    void detectLost(Instant now, RecoveryNews& news);
    void remove(std::map<std::uint64_t, SentPacket>::iterator it, bool acked, RecoveryNews& news);
    [[nodiscard]] Duration lossDelay() const;
    [[nodiscard]] Instant lostAt(const SentPacket& packet) const;
    [[nodiscard]] Instant probeAt() const;

    std::map<std::uint64_t, SentPacket> m_packets;
    std::vector<Untracked> m_untracked;  ///< a ring of the last ones
    std::size_t m_untrackedNext = 0;
    RttEstimator m_rtt;
    std::optional<std::uint64_t> m_largestAcked;       ///< packet number
    std::optional<std::uint64_t> m_largestAckedOrder;  ///< of the present path
    std::uint64_t m_nextOrder = 0;
    std::uint32_t m_path = 0;
    Duration m_earlierPatience{};  ///< probe timeout of the path before
    std::size_t m_inFlight = 0;
    unsigned m_probeCount = 0;
    bool m_probeNow = false;
    Instant m_lastTracked{};
    std::uint64_t m_delivered = 0;
    Instant m_deliveredAt{};
    double m_lossRate = 0;
};

}  // namespace nightjar::channel
