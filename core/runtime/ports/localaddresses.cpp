// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/localaddresses.h"

#include <QDeadlineTimer>
#include <QNetworkInterface>
#include <algorithm>

namespace nightjar {

namespace {

bool usable(const QNetworkAddressEntry& entry) {
    const auto address = entry.ip();
    return address.scopeId().isEmpty() && !address.isLinkLocal() && !address.isMulticast() && !address.isNull() &&
           !(entry.isLifetimeKnown() && entry.preferredLifetime().hasExpired());
}

std::vector<Endpoint> collect(std::uint16_t port, bool loopback) {
    std::vector<Endpoint> out;
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const auto& interface : interfaces) {
        const auto flags = interface.flags();
        if (!flags.testFlag(QNetworkInterface::IsUp) || !flags.testFlag(QNetworkInterface::IsRunning)) {
            continue;
        }
        const auto entries = interface.addressEntries();
        for (const auto& entry : entries) {
            if (entry.ip().isLoopback() != loopback || !usable(entry)) {
                continue;
            }
            const auto mapped = entry.ip().toIPv6Address();
            out.emplace_back(ByteView(mapped.c, 16), port);
        }
    }
    return out;
}

}  // namespace

std::vector<Endpoint> localAddresses(std::uint16_t port, bool withLoopback) {
    auto out = collect(port, false);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (withLoopback || out.empty()) {
        // First, so that the bound never cuts them off when they were asked for.
        const auto loopback = collect(port, true);
        out.insert(out.begin(), loopback.begin(), loopback.end());
    }
    if (out.size() > maxLocalAddresses) {
        out.resize(maxLocalAddresses);
    }
    return out;
}

}  // namespace nightjar
