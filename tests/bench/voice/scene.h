// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/units.h"
#include "lablink.h"
#include "voice/voicesession.h"

namespace nightjar::lab {

using voice::Pcm;
using voice::PcmView;

/// A call and what it meets.
struct Scene {
    LinkPlan link;  ///< both ways
    LinkClass linkClass = LinkClass::Gprs;
    std::optional<voice::Rung> rung;  ///< pinned; nothing: what the controller chooses
    bool bothTalk = true;
    double driftPpm = 0;  ///< how much faster the listener's loudspeaker runs than the speaker's microphone
    unsigned seed = 1;
};

/// What came out at the other end.
struct Outcome {
    Pcm heard;  ///< from the moment the speaker began
    /// heard[k * frameSamples] … is where the k-th 20 ms of what was said was played; -1: it was not.
    std::vector<std::ptrdiff_t> placeOf;
    double wireKbit = 0;                    ///< of the listened-to direction, mean over the call
    double layerKbit = 0;                   ///< the same with what the link puts around it
    double delayMedian = 0, delayMost = 0;  ///< mouth to ear, ms: half and 95 % of the time
    double catchUp = 0;     ///< s: the longest time that the delay stayed more than 200 ms above the median
    double cpuPercent = 0;  ///< of one core, coding and decoding at one end
    double rungMean = 0;
    double concealedPercent = 0, recoveredPercent = 0;
    double worstQueue = 0;       ///< ms, in front of the link
    std::vector<double> delays;  ///< mouth to ear in ms at every 10 ms with sound
};

[[nodiscard]] Outcome play(const Scene& scene, PcmView said);

/// The outcome on the time line of what was said: stretches taken out, what was not played silent.
[[nodiscard]] Pcm aligned(const Outcome& outcome);

}  // namespace nightjar::lab
