// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/units.h"
#include "voice/rung.h"
#include "voice/voicepacket.h"

namespace nightjar::voice {

/// What this side knows of the way out.
struct PathReport {
    LinkClass linkClass = LinkClass::Unknown;
    Duration rtt{};          ///< zero: not known
    bool queueFull = false;  ///< the one packet that may wait was still waiting when the next came
};

/// Chooses the rung. Starts low, climbs while the other side sees neither loss nor a growing queue, falls at once when
/// it does, and waits longer after each fall. Never climbs beyond what the link class can carry.
class RateController {
public:
    [[nodiscard]] Rung rung() const { return m_rung; }
    /// A peer without DRED: stays on L4 and up.
    void setFloor(Rung floor);
    void path(Instant now, const PathReport& report);
    void remote(Instant now, const ReceiverReport& report);
    /// No report for a while: the way out may be dead; go low.
    void tick(Instant now);

private:
    [[nodiscard]] Rung ceiling() const;
    void climb(Instant now);
    void fall(Instant now, Rung to);

    Rung m_rung = kStartRung;
    Rung m_floor = Rung::L0;
    PathReport m_path;
    Instant m_lastReport{};
    Instant m_climbAt{};
    Instant m_fellAt{};
    Duration m_patience = 4s;
    int m_goodReports = 0;
    bool m_seenReport = false;
};

}  // namespace nightjar::voice
