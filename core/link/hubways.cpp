// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubways.h"

#include <algorithm>

namespace nightjar::link {

namespace {

/// How long UDP has the field to itself. GPRS answers within this, too; where it takes longer, a connection is made
/// for nothing, 200 bytes.
constexpr Duration tcpAfter = 1s;
constexpr Duration tlsAfter = 2s;
/// A stream through which nothing came back is tried anew.
constexpr Duration patience = 15s;
constexpr Duration firstWait = 2s;
constexpr Duration longestWait = 60s;

}  // namespace

bool HubWays::setHub(const Endpoint& hub, std::uint16_t tlsPort) {
    if (hub == m_hub && tlsPort == m_tlsPort) {
        return false;
    }
    stop();
    m_hub = hub;
    m_tlsPort = tlsPort;
    forgetFailures();
    return true;
}

Endpoint HubWays::endpointOf(Way way) const {
    return way == Way::Tls ? m_hub.withPort(m_tlsPort) : m_hub;
}

void HubWays::race(Instant since) {
    if (hasStreams() && !m_racingSince) {
        m_racingSince = since;
    }
}

Instant HubWays::dueAt(const Stream& stream) const {
    if (!m_racingSince) {
        return never;
    }
    const auto after = stream.way == m_preferred ? Duration::zero() : stream.way == Way::Tcp ? tcpAfter : tlsAfter;
    return std::max({*m_racingSince + after, stream.again, stream.inUse ? stream.triedAt + patience : Instant{}});
}

std::vector<Way> HubWays::takeDue(Instant now) {
    std::vector<Way> out;
    for (auto& stream : m_streams) {
        if (dueAt(stream) > now) {
            continue;
        }
        if (stream.inUse) {
            hangUp(stream);
        }
        stream.inUse = true;
        stream.triedAt = now;
        out.push_back(stream.way);
    }
    return out;
}

Instant HubWays::nextDeadline() const {
    return std::min(dueAt(m_streams[0]), dueAt(m_streams[1]));
}

void HubWays::settle(Way way) {
    m_racingSince.reset();
    for (auto& stream : m_streams) {
        stream.wait = stream.way == way ? Duration::zero() : stream.wait;
        if (stream.inUse && stream.way != way) {
            hangUp(stream);
        }
    }
}

bool HubWays::ended(Instant now, Way way, const Endpoint& to) {
    if (way == Way::Udp || !hasStreams() || to != endpointOf(way)) {
        return false;
    }
    auto& stream = m_streams[way == Way::Tcp ? 0 : 1];
    if (!stream.inUse) {
        return false;
    }
    stream.inUse = false;
    stream.again = now + stream.wait;
    stream.wait = std::clamp(2 * stream.wait, firstWait, longestWait);
    return true;
}

void HubWays::stop() {
    m_racingSince.reset();
    for (auto& stream : m_streams) {
        if (stream.inUse) {
            hangUp(stream);
        }
    }
}

void HubWays::forgetFailures() {
    for (auto& stream : m_streams) {
        stream.again = {};
        stream.wait = {};
    }
}

void HubWays::hangUp(Stream& stream) {
    stream.inUse = false;
    m_hangUps.push_back({stream.way, endpointOf(stream.way)});
}

}  // namespace nightjar::link
