// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/devicespeed.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>

#include "vault/calibration.h"

namespace nightjar::runtime {

Duration timeKdfTrial() {
    auto best = Duration::max();
    for (int round = 0; round < 2; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        if (!vault::derivePinKey(SecretBytes(4), {}, vault::trialCost())) {
            return std::chrono::seconds(1);  // no memory for it: as cheap as can be
        }
        best = std::min(best, std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begin));
    }
    return best;
}

std::uint64_t freeMemory() {
    // Linux tells what could be had without swapping, which is more than what lies idle.
    std::ifstream lines("/proc/meminfo");
    std::string name;
    std::uint64_t kib = 0;
    std::string unit;
    while (lines >> name >> kib) {
        std::getline(lines, unit);
        if (name == "MemAvailable:") {
            return kib * 1024;
        }
    }
    return 0;
}

}  // namespace nightjar::runtime
