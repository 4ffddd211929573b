// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "wire/linkmessages.h"

namespace nightjar::engine {

// Which chunks of a file there are: a bit for each, the lowest of the first byte for chunk 0.

[[nodiscard]] inline bool hasChunk(ByteView have, std::uint32_t index) {
    return (have[index / 8] >> (index % 8) & 1) != 0;
}
inline void setChunk(Bytes& have, std::uint32_t index) {
    have[index / 8] = static_cast<std::uint8_t>(have[index / 8] | 1u << (index % 8));
}

}  // namespace nightjar::engine
