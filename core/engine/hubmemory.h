// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"

namespace nightjar::engine {

/// A hub keeps an envelope for 30 days (docs/protocol.md section 5), and a few hours more until it cleans up. Only
/// after that it gets it anew: before, it would hold two.
inline constexpr Duration hubMemory = std::chrono::hours(30 * 24 + 6);

}  // namespace nightjar::engine
