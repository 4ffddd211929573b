// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"

namespace nightjar::voice {

/// Between 16 and 48 hz (or no change) by a linear-phase low-pass filter with its edge below 8 hz. Keeps its state
/// between blocks of any length, so a stream has no seams. Delay: 2.5 ms.
class Resampler {
public:
    /// Both rates are 16000 or 48000.
    Resampler(int from, int to);
    [[nodiscard]] std::vector<std::int16_t> process(std::span<const std::int16_t> in);

private:
    int m_up;
    int m_down;
    std::vector<float> m_history;
    int m_phase = 0;
};

/// A whole recording at once, without the delay.
[[nodiscard]] std::vector<std::int16_t> resample(std::span<const std::int16_t> in, int from, int to);

}  // namespace nightjar::voice
