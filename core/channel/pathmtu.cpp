// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "channel/pathmtu.h"

#include <algorithm>
#include <array>

#include "wire/packet.h"

namespace nightjar::channel {

namespace {

/// What is worth asking for: an IPv6 path of Ethernet size, with room for a tunnel; jumbo frames; a whole chunk of a
/// file, where only the loopback interface lies between.
constexpr std::array<std::size_t, 4> steps{wire::maxDatagram, 1452, 8952, wire::maxDatagramProven};
/// Questions that may be lost before a size counts as too long (RFC 8899, MAX_PROBES).
constexpr unsigned maxTries = 3;
/// After long packets vanished (RFC 8899, PMTU_RAISE_TIMER).
constexpr Duration distrustTime = 10min;

}  // namespace

std::optional<std::size_t> PathMtu::question(Instant now, std::size_t known, std::size_t most) const {
    if (now < m_nextAt) {
        return std::nullopt;
    }
    for (const auto step : steps) {
        const auto size = step == steps.front() ? std::min(step, most) : step;
        if (size > std::max(known, m_proven)) {
            const bool useful = size <= most && size < m_refused;
            return useful ? std::optional(size) : std::nullopt;
        }
    }
    return std::nullopt;
}

void PathMtu::asked(Instant now, std::uint64_t number, std::size_t size, Duration patience) {
    m_tries = size == m_size ? m_tries + 1 : 1;
    m_size = size;
    m_number = number;
    m_nextAt = now + patience;
    if (m_tries >= maxTries) {
        m_refused = size;  // unless the last one is answered
    }
}

void PathMtu::onAck(const wire::AckFrame& ack) {
    if (m_size == 0) {
        return;
    }
    for (const auto& range : ack.ranges()) {
        if (range.smallest <= m_number && m_number <= range.largest) {
            m_proven = std::max(m_proven, m_size);
            m_refused = m_refused == m_size ? SIZE_MAX : m_refused;
            m_size = 0;
            m_tries = 0;
            m_nextAt = {};
            return;
        }
    }
}

void PathMtu::distrust(Instant now) {
    if (m_proven > 0) {
        m_proven = 0;
        m_size = 0;
        m_tries = 0;
        m_nextAt = now + distrustTime;
    }
}

}  // namespace nightjar::channel
