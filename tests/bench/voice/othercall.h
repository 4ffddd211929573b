// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "scene.h"

namespace nightjar::lab {

/// How somebody else uses Opus: stock coder, stock concealment, a play-out delay that is right for this link
/// beforehand. A model of their settings and of the size of their packets, in their favour; none of their code runs.
struct OtherPlan {
    int bitrate = 8000;    ///< bit/s
    int frame = 60;        ///< ms: 20, 40 or 60
    int bundle = 1;        ///< frames in a packet
    int headerBytes = 22;  ///< between UDP and Opus
    bool fec = false;      ///< in-band forward error correction
};

[[nodiscard]] Outcome playOther(const Scene& scene, const OtherPlan& plan, PcmView said);

}  // namespace nightjar::lab
