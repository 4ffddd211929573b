// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"

namespace nightjar::runtime {

/// What one derivation at vault::trialCost() takes here: the best of two, since the first one fetches the memory.
/// Takes a tenth of a second or so.
[[nodiscard]] Duration timeKdfTrial();

/// Bytes that may be used without driving others out; 0: the system does not tell.
[[nodiscard]] std::uint64_t freeMemory();

}  // namespace nightjar::runtime
