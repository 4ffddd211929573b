// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/linkclassifier.h"

#include <algorithm>

namespace nightjar::channel {

namespace {

LinkClass byRtt(Duration rtt) {
    if (rtt > 650ms) {
        return LinkClass::Gprs;
    }
    if (rtt > 350ms) {
        return LinkClass::Edge;
    }
    if (rtt > 120ms) {
        return LinkClass::Umts;
    }
    return rtt > 30ms ? LinkClass::Lte : LinkClass::Lan;
}

/// A link that delivered so much is at least this.
LinkClass atLeast(DataRate delivered) {
    if (delivered >= DataRate::kbit(2000)) {
        return LinkClass::Lte;
    }
    if (delivered >= DataRate::kbit(300)) {
        return LinkClass::Umts;
    }
    return delivered >= DataRate::kbit(60) ? LinkClass::Edge : LinkClass::Gprs;
}

/// A link whose queue fills at this rate is at most this.
LinkClass atMost(DataRate saturated) {
    if (saturated < DataRate::kbit(40)) {
        return LinkClass::Gprs;
    }
    if (saturated < DataRate::kbit(200)) {
        return LinkClass::Edge;
    }
    if (saturated < DataRate::kbit(1500)) {
        return LinkClass::Umts;
    }
    return saturated < DataRate::kbit(20'000) ? LinkClass::Lte : LinkClass::Lan;
}

}  // namespace

LinkClass classifyLink(Duration minimumRtt, DataRate delivered, DataRate saturated) {
    if (minimumRtt <= Duration::zero()) {
        return LinkClass::Unknown;
    }
    auto linkClass = std::max(byRtt(minimumRtt), atLeast(delivered));
    if (saturated.bitsPerSecond > 0) {
        linkClass = std::min(linkClass, std::max(atMost(saturated), atLeast(delivered)));
    }
    return linkClass;
}

}  // namespace nightjar::channel
