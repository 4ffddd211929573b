// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace nightjar::voice {

/// What the other end of a call would hear of `said` (16 kHz mono), through the whole way of a call: silence gate,
/// coder, packets, loss, jitter buffer, decoder. The same in gives the same out. `rung` 0 … 6, others mean the nearest.
[[nodiscard]] std::vector<std::int16_t> previewCall(std::span<const std::int16_t> said, int rung, int lossPercent);

}  // namespace nightjar::voice
