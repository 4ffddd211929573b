// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "transfercost.h"

#include <algorithm>
#include <cmath>

namespace nightjar {

namespace {

/// Bytes per second that a file gets on such a link, before one was measured; zero: not known.
double usualRate(LinkClass linkClass) {
    switch (linkClass) {
        case LinkClass::Gprs:
            return 2'000;
        case LinkClass::Edge:
            return 12'000;
        case LinkClass::Umts:
            return 80'000;
        case LinkClass::Lte:
            return 1'000'000;
        case LinkClass::Lan:
            return 10'000'000;
        case LinkClass::Unknown:
            break;
    }
    return 0;
}

}  // namespace

double TransferCost::rate() const {
    return measured > 0 ? measured : usualRate(linkClass);
}

int TransferCost::seconds(double bytes) const {
    return rate() > 0 ? static_cast<int>(std::ceil(std::min(bytes / rate(), 1e9))) : -1;
}

bool TransferCost::asksFirst(double bytes) const {
    const auto time = seconds(bytes);
    return time > longSeconds || (isNarrow() && (time > longSeconds / 2 || bytes > limit)) ||
           (metered && bytes > limit);
}

}  // namespace nightjar
