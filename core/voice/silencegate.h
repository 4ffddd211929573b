// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "voice/codec.h"

namespace nightjar::voice {

/// Tells talk from silence by energy above a tracked noise floor, with a hang-over so that no word end is cut.
/// Errs towards talk.
class SilenceGate {
public:
    /// True when this frame, or one in the hang-over before it, holds sound worth sending.
    bool talk(PcmView frame);

private:
    double m_floor = 1e-8;
    int m_hangover = 0;
};

}  // namespace nightjar::voice
