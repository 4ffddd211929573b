// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/units.h"

namespace nightjar::channel {

/// What kind of link this seems to be. `minimumRtt` zero: nothing is known. `delivered` is the highest rate seen (zero:
/// none); `saturated` the rate delivered while the link's queue was filling (zero: it never was): only that says that
/// the link cannot give more.
[[nodiscard]] LinkClass classifyLink(Duration minimumRtt, DataRate delivered, DataRate saturated);

}  // namespace nightjar::channel
