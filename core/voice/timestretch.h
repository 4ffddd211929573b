// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstddef>

#include "voice/codec.h"

namespace nightjar::voice {

/// Sound that can be made shorter or longer by one pitch period without changing its pitch (overlap-add at the best
/// match). Works on the first stretchBlock samples.
inline constexpr std::size_t stretchBlock = 2 * frameSamples;

/// How alike the two joined pieces have to be.
enum class StretchCare : std::uint8_t {
    Gentle,  ///< only where it is not heard: a clear period or near silence
    Always   ///< catching up: the best there is
};
/// Removes 2.5–15 ms. Returns how many samples went, 0 if it was not worth it or there are too few.
std::size_t shorten(Pcm& pcm, StretchCare care);
/// Inserts 2.5–15 ms. Returns how many samples came.
std::size_t lengthen(Pcm& pcm, StretchCare care);

}  // namespace nightjar::voice
