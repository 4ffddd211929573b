// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <span>

namespace nightjar::lab {

/// Extended short-time objective intelligibility (J. Jensen and C. H. Taal, IEEE/ACM TASLP 24(11), 2016): 0 … 1, how
/// much of `clean` is left in `heard`. Both 16 kHz and aligned to a few milliseconds. Sees up to 4.3 kHz.
[[nodiscard]] double estoi(std::span<const std::int16_t> clean, std::span<const std::int16_t> heard);

}  // namespace nightjar::lab
