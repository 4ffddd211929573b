// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>
#include <vector>

namespace nightjar::lab {

/// What a long call on a changing link did wrong, in sentences.
struct SoakResult {
    std::vector<std::string> findings;
    int changes = 0;
    double worstRecovery = 0;  ///< s from the moment a link came to life until its sound was heard
};

/// One call of so many virtual minutes on links that change every few seconds: all classes, rates, losses, stalls and
/// outages up to 30 s. After each there have to be sound, a delay that fits the link and a rung that does.
[[nodiscard]] SoakResult soak(double minutes, unsigned seed);

}  // namespace nightjar::lab
