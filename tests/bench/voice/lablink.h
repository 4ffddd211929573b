// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstddef>
#include <optional>
#include <random>
#include <vector>

namespace nightjar::lab {

/// One direction of a link. Times are milliseconds since the call's sound began, rates kbit/s.
struct LinkPlan {
    double kbit = 0;     ///< 0: no limit
    double oneWay = 20;  ///< ms
    int layerBytes = 0;  ///< what the link puts around an IP packet (LLC and SNDCP: about 10)
    /// With this chance a radio block is sent again, which delays its packet, and by the order kept all behind it, by
    /// half of this to all of it.
    double repeatChance = 0;
    double repeatDelay = 0;
    double randomLoss = 0;
    /// Gilbert's two states in time, so that packets of any length meet the same weather.
    double burstShare = 0;
    double burstLength = 0;
    /// A change of cell: for so long nothing passes and what is sent is lost.
    double outageEvery = 0;
    double outageLength = 0;
    /// What is sent meanwhile waits for the end instead.
    bool outageHolds = false;
};

/// Says when what is sent arrives. A queue without bound in front of the rate, as a modem has one.
class LabLink {
public:
    LabLink(LinkPlan plan, unsigned seed, double length);

    /// A packet of `bytes` (IP header included) sent at `at`: when it arrives, nothing if it is lost. Ask in the order
    /// of time.
    [[nodiscard]] std::optional<double> send(double at, std::size_t bytes);
    /// Another link from now on; what is on its way stays so. Bursts of loss are those of the first plan.
    void change(const LinkPlan& plan) { m_plan = plan; }
    [[nodiscard]] double worstQueue() const { return m_worstQueue; }
    /// Bytes with the link layer, for the rate below IP.
    [[nodiscard]] double layerBytes() const { return m_layerBytes; }

private:
    [[nodiscard]] bool isBad(double at) const;
    [[nodiscard]] bool isOut(double at) const;
    [[nodiscard]] double endOfOutage(double at) const;
    [[nodiscard]] double draw() { return std::uniform_real_distribution<>(0, 1)(m_dice); }

    struct Span {
        double from, to;
    };
    LinkPlan m_plan;
    std::mt19937 m_dice;
    std::vector<Span> m_bad;
    double m_freeAt = 0;
    double m_lastArrival = 0;
    double m_worstQueue = 0;
    double m_layerBytes = 0;
};

}  // namespace nightjar::lab
