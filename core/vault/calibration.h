// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "vault/keyslots.h"

namespace nightjar::vault {

// What one guess of a PIN shall cost on this device: as much as its owner can wait for, within bounds.

inline constexpr std::uint32_t leastMemoryKiB = 64 * 1024;
inline constexpr std::uint32_t mostMemoryKiB = 1024 * 1024;
inline constexpr std::uint32_t leastPasses = 3;
inline constexpr std::uint32_t mostPasses = 16;
/// The derivation; with what comes besides, an unlock answers within the second that every PIN takes.
inline constexpr Duration wantedKdfTime = std::chrono::milliseconds(800);

/// Derived once with this, a device tells how fast it is.
[[nodiscard]] constexpr KdfCost trialCost() {
    return {leastMemoryKiB, 1};
}

/// The dearest cost that takes no longer than `wanted`, as far as the bounds let it: memory a power of two, at most a
/// quarter of what is free; passes with the time that is left then.
/// `trial`: what one derivation at trialCost() took. `freeMemory` in bytes; 0: not known.
[[nodiscard]] KdfCost costFor(Duration trial, std::uint64_t freeMemory, Duration wanted = wantedKdfTime);

/// What is to be added to a derivation that took `took`; nothing while it takes at least half of what is wanted, or if
/// the addition would be smaller than the least.
[[nodiscard]] std::optional<KdfCost> raiseFor(Duration took, Duration trial, std::uint64_t freeMemory,
                                              Duration wanted = wantedKdfTime);

}  // namespace nightjar::vault
