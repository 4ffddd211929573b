// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/mappinglife.h"

#include <algorithm>

namespace nightjar::link {

namespace {

/// Sent so often before it counts as not answered: where every third packet is lost, one life in two hundred is taken
/// for too short, and costs some bytes an hour.
constexpr int mostRequests = 5;
constexpr Duration shortestPatience = 1s;
constexpr int patienceInRoundTrips = 2;
/// Between the first two questions of the second socket.
constexpr Duration pause = 3s;

}  // namespace

void MappingLife::start(Instant now, const Endpoint& hub, const Endpoint& outside, Duration roundTrip) {
    m_hub = hub;
    m_outside = outside.withPort(1);
    m_patience = std::max<Duration>(shortestPatience, patienceInRoundTrips * roundTrip);
    m_rung = 0;
    m_port = 0;
    m_proven = {};
    m_certain = false;
    enter(Phase::Opening, now);
}

void MappingLife::stop() {
    if (isBusy()) {
        end(false);
    }
}

void MappingLife::enter(Phase phase, Instant next) {
    m_phase = phase;
    m_next = next;
    m_sent = 0;
    m_transaction = wire::StunTransaction::draw(*m_random);
}

void MappingLife::end(bool certain) {
    m_certain = certain;
    m_phase = Phase::Idle;
    m_next = never;
    m_socketUsed = true;
}

bool MappingLife::handle(Instant now, const Endpoint& from, ByteView datagram, SocketNumber at) {
    const auto message = wire::decodeStun(datagram);
    const bool waits = m_phase == Phase::Opening || m_phase == Phase::Settling || m_phase == Phase::Asking ||
                       m_phase == Phase::Checking;
    if (!waits || m_sent == 0 || from != m_hub || !message || message->transaction != m_transaction) {
        return false;
    }
    const bool answered = message->kind == wire::StunClass::Success && message->mapped;
    if (!answered && message->kind != wire::StunClass::Error) {
        return false;
    }
    if (answered && at == socket) {
        succeeded(now, *message->mapped);
    } else {
        end(true);  // checked; or what was asked for is not offered
    }
    return true;
}

void MappingLife::succeeded(Instant now, const Endpoint& mapped) {
    switch (m_phase) {
        case Phase::Opening:
            m_port = mapped.port();
            return mapped.withPort(1) == m_outside ? enter(Phase::Pause, now + pause) : end(true);
        case Phase::Settling:
            return mapped.port() == m_port ? enter(Phase::Silent, now + rungs[m_rung]) : end(true);
        case Phase::Asking:
            m_proven = rungs[m_rung++];
            // What comes in need not lengthen the life of a mapping (RFC 4787 REQ-6), what goes out does.
            return m_rung < rungs.size() ? enter(Phase::Settling, now) : end(true);
        default:
            return;
    }
}

std::vector<OutgoingDatagram> MappingLife::poll(Instant now) {
    if (m_next > now) {
        return {};
    }
    if (m_phase == Phase::Pause) {
        enter(Phase::Settling, now);
    } else if (m_phase == Phase::Silent) {
        enter(Phase::Asking, now);
    } else if (m_sent == mostRequests && m_phase == Phase::Asking) {
        enter(Phase::Checking, now);
    } else if (m_sent == mostRequests) {
        end(false);
        return {};
    }
    ++m_sent;
    m_next = now + m_patience;
    const bool asks = m_phase == Phase::Asking;
    const SocketNumber from = asks || m_phase == Phase::Checking ? 0 : socket;
    return {{m_hub, wire::encodeBindingRequest(m_transaction, {}, asks ? m_port : std::uint16_t{0}), Way::Udp, from}};
}

}  // namespace nightjar::link
