// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <functional>

#include "base/units.h"
#include "channel/windowedbest.h"

namespace nightjar::channel {

/// How many bytes may be on their way: a window steered by delay, so that the queue of a slow link stays short.
///
/// The round-trip time above the lowest of the last minutes is queueing. Below a target the window grows (doubling per
/// round trip at first, then by a packet), above it shrinks in proportion, by half per round trip at most: the law of
/// LEDBAT (RFC 6817) with the gentler slopes of draft-irtf-iccrg-ledbat-plus-plus. Radio links lose packets without
/// being full: loss with an empty queue costs little, loss with a long one half the window. Time spent out of reach
/// (persistent congestion, RFC 9002 section 7.6) starts over from the minimum.
class CongestionController {
public:
    /// Bytes of one full packet on the wire.
    explicit CongestionController(std::size_t packet) : m_packet(packet), m_window(minimumPackets * packet) {}

    /// `rtt` zero: no sample; `delivered`: the highest rate lately, zero when unknown.
    void onAcked(Instant now, std::size_t bytes, Duration rtt, std::size_t inFlightBefore, DataRate delivered);
    /// `sentAt` of the youngest packet that was lost; one answer per round trip.
    void onLost(Instant now, Instant sentAt);
    void onPersistentCongestion();
    /// Another path.
    void reset();
    void setPacketSize(std::size_t packet);
    /// Speech goes over the same link: leave it room.
    void setYielding(bool yielding) { m_yielding = yielding; }

    [[nodiscard]] std::size_t window() const;
    /// What spreads a window over a round trip, with some room to find out more.
    [[nodiscard]] DataRate pace(Duration smoothedRtt) const;
    /// The queue is what limits: the delivered rate is all that the link gives.
    [[nodiscard]] bool isSaturated() const;
    [[nodiscard]] bool isStarting() const { return m_starting; }

    /// Enough for an acknowledgement to come back while another packet is on its way.
    static constexpr std::size_t minimumPackets = 2;
    /// No link of ours needs more; bounds what a lying peer can make us send.
    static constexpr std::size_t maximumWindow = 512 * 1024;

private:
    [[nodiscard]] Duration queueing() const;
    [[nodiscard]] Duration target() const;
    /// The most that makes sense at this rate; nothing when the rate is unknown.
    [[nodiscard]] std::optional<std::size_t> carriedAt(DataRate delivered) const;
    void clamp();

    std::size_t m_packet;
    std::size_t m_window;
    bool m_starting = true;
    bool m_yielding = false;
    Instant m_recoveryStart{};
    WindowedBest<Duration, std::less<>> m_base{2min};
    /// The lowest of the last samples: one late packet is no queue (RFC 6817, CURRENT_FILTER).
    std::array<Duration, 2> m_recent{};
    std::size_t m_samples = 0;
};

}  // namespace nightjar::channel
