// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/calibration.h"

#include <algorithm>

namespace nightjar::vault {

namespace {

constexpr std::uint64_t kib = 1024;

/// Argon2id takes time in proportion to memory times passes.
Duration timeOf(KdfCost cost, Duration trial) {
    constexpr auto unit = trialCost();
    return trial * (cost.memoryKiB / unit.memoryKiB) * cost.passes;
}

}  // namespace

KdfCost costFor(Duration trial, std::uint64_t freeMemory, Duration wanted) {
    trial = std::max<Duration>(trial, std::chrono::milliseconds(1));
    KdfCost cost{leastMemoryKiB, leastPasses};
    const auto fits = [&](KdfCost next) {
        return (freeMemory == 0 || next.memoryKiB * kib <= freeMemory / 4) && timeOf(next, trial) <= wanted;
    };
    for (auto next = cost; next.memoryKiB <= mostMemoryKiB && fits(next); next.memoryKiB *= 2) {
        cost = next;
    }
    while (cost.passes < mostPasses && timeOf({cost.memoryKiB, cost.passes + 1}, trial) <= wanted) {
        ++cost.passes;
    }
    return cost;
}

std::optional<KdfCost> raiseFor(Duration took, Duration trial, std::uint64_t freeMemory, Duration wanted) {
    if (took > wanted / 2) {
        return std::nullopt;
    }
    const auto cost = costFor(trial, freeMemory, wanted - took);
    return timeOf(cost, trial) <= wanted - took ? std::optional(cost) : std::nullopt;
}

}  // namespace nightjar::vault
