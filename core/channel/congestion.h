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
/// The round-trip time, without what the packet itself takes, above the lowest of the last minutes is queueing. Below a
/// target the window grows (doubling per round trip at first, then by up to an eighth), above it shrinks in proportion,
/// by half per round trip at most: the law of LEDBAT (RFC 6817) with slopes in the manner of
/// draft-irtf-iccrg-ledbat-plus-plus. What it does stays between two bounds that follow from the delivered rate (the
/// model of BBR, draft-cardwell-iccrg-bbr-congestion-control): on a narrow link one packet more or less is half of the
/// target, and the law alone would swing.
///
/// A queue that stands would in the end be taken for the way itself. So the window is lowered for two round trips
/// when the lowest time was not seen for a while (as PROBE_RTT of BBR does); if it does not come back, the way has
/// changed.
///
/// Radio links lose packets without being full, so a lost packet says nothing by itself. Where much is lost though the
/// round-trip time tells of no queue, a buffer is shorter than what is aimed at: then the window falls, but not below
/// the lower bound. Time spent out of reach (persistent congestion, RFC 9002 section 7.6) starts over from the minimum.
class CongestionController {
public:
    /// Bytes of one full packet on the wire.
    explicit CongestionController(std::size_t packet) : m_packet(packet), m_window(minimumPackets * packet) {}

    /// Rates are zero when unknown.
    struct Delivered {
        DataRate highest;  ///< of the last seconds
        DataRate now;
        std::size_t packet = 0;  ///< bytes of the packet that told the round-trip time; zero: a short one
    };
    /// `rtt` zero: no sample.
    void onAcked(Instant now, std::size_t bytes, Duration rtt, std::size_t inFlightBefore, const Delivered& delivered);
    /// `sentAt` of the youngest packet that was lost, `lossRate` of the last packets, 0 … 1; one answer per round trip.
    void onLost(Instant now, Instant sentAt, double lossRate);
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
    /// How long a packet occupies the link, as far as its rate is known.
    [[nodiscard]] Duration timeOf(std::size_t packet) const;
    [[nodiscard]] Duration queueing() const;
    [[nodiscard]] Duration target() const;
    /// What is on its way at this rate with so much queueing; zero when the rate or the way is unknown.
    [[nodiscard]] std::size_t carriedAt(DataRate rate, Duration queue) const;
    /// The most that makes sense.
    [[nodiscard]] std::optional<std::size_t> upperBound() const;
    /// With so much there is hardly a queue, and no pause either; beside speech it is no bound.
    [[nodiscard]] std::size_t lowerBound() const;
    /// By how many bytes the window changes in a round trip.
    [[nodiscard]] double slope() const;
    /// A round-trip time, and the packet that told it.
    struct Trip {
        Duration rtt{};
        std::size_t packet = 0;
    };
    struct Shorter {
        bool operator()(const Trip& a, const Trip& b) const { return a.rtt < b.rtt; }
    };
    /// Without what the packet itself took, as far as the link's rate is known by now.
    [[nodiscard]] Duration delayOf(const Trip& trip) const;
    /// The lowest; nothing before the first sample.
    [[nodiscard]] std::optional<Duration> base() const;
    void sample(Instant now, const Trip& trip);
    void emptied(Instant now);
    void clamp();

    std::size_t m_packet;
    std::size_t m_window;
    bool m_starting = true;
    bool m_yielding = false;
    Instant m_recoveryStart{};
    Instant m_emptyAt{};                   ///< when the queue was seen empty last
    std::optional<Instant> m_drainsUntil;  ///< the window is lowered for that
    Trip m_lowest;                         ///< since then
    DataRate m_highest{};
    WindowedBest<DataRate, std::greater<>> m_capacity{2min};
    DataRate m_smoothed{};
    WindowedBest<Trip, Shorter> m_base{2min};
    /// The lowest of the last samples: one late packet is no queue (RFC 6817, CURRENT_FILTER).
    std::array<Trip, 2> m_recent{};
    std::size_t m_samples = 0;
};

}  // namespace nightjar::channel
