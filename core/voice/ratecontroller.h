// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/units.h"
#include "voice/rung.h"
#include "voice/voicepacket.h"

namespace nightjar::voice {

/// What this side knows of the way out.
struct PathReport {
    LinkClass linkClass = LinkClass::Unknown;
    Duration rtt{};          ///< zero: not known
    bool queueFull = false;  ///< a voice packet was still waiting to be sent when the next one came
};

/// Chooses the rung. Starts low, climbs while the other side sees neither loss nor a growing queue, falls at once when
/// it does, and waits longer after each fall. Never climbs beyond what the class of the link can carry.
class RateController {
public:
    [[nodiscard]] Rung rung() const { return m_pinned.value_or(m_rung); }
    /// How much of the past our packets should carry, by what the other side misses.
    [[nodiscard]] Protection protection() const { return m_protection; }
    /// For a peer without DRED: L4 and up.
    void setFloor(Rung floor);
    /// This rung from now on, whatever is reported.
    void pin(Rung rung) { m_pinned = rung; }
    /// Our side's view; when it changes and about once a second.
    void path(Instant now, const PathReport& report);
    /// The other side's view of what we send.
    void remote(Instant now, const ReceiverReport& report);
    /// About every packet: without reports the way out may be dead, and low is safe.
    void tick(Instant now);

private:
    [[nodiscard]] Rung ceiling() const;
    /// A class that was measured as wide, or a round trip that no narrow link makes: room is promised.
    [[nodiscard]] bool isWide() const;
    void fall(Instant now, Rung to);
    void protect(Instant now, int lossPercent);

    Rung m_rung = startRung;
    Rung m_floor = Rung::L0;
    std::optional<Rung> m_pinned;
    PathReport m_path;
    Instant m_lastReport{};
    Instant m_climbFrom{};  // no climb before
    Instant m_settled{};    // reports before it still tell of the old rung
    Instant m_queueFullAt{};
    Duration m_patience{};
    bool m_fell = false;
    Protection m_protection = Protection::Light;  // until the first report
    Instant m_lightUntil{};
    Instant m_fullUntil{};
    bool m_fullIsTooMuch = false;  // the start rung with all its history did not pass
};

}  // namespace nightjar::voice
