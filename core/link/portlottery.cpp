// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/portlottery.h"

#include <algorithm>
#include <numeric>

#include "link/pathprober.h"
#include "wire/packet.h"

namespace nightjar::link {

namespace {

/// Few at a time, so that they fit the queue of any router: 500 a second.
constexpr Duration pause = 10ms;
constexpr std::size_t guessesAtATime = 5;
/// Openings are 256 in all, and each is worth more the earlier it comes: within a tenth of a second.
constexpr std::size_t openingsAtATime = 25;
/// NATs give no ports below (RFC 4787 section 4.2.2 keeps them apart).
constexpr std::uint32_t firstPort = 1024;
constexpr std::uint32_t ports = 65536 - firstPort;

}  // namespace

void PortLottery::guess(Instant start, const Endpoint& address) {
    m_to = address;
    m_sockets.clear();
    m_sent = 0;
    m_nextAt = start;
    // No port twice, and no two tries alike.
    m_place = static_cast<std::uint32_t>(m_random->below(ports));
    do {
        m_stride = 1 + static_cast<std::uint32_t>(m_random->below(ports - 1));
    } while (std::gcd(m_stride, ports) != 1);
}

void PortLottery::open(Instant now, const Endpoint& to, std::vector<SocketNumber> sockets) {
    m_to = to;
    m_sockets = std::move(sockets);
    m_sent = 0;
    m_nextAt = now;
    m_endsAt = now + openLife;
}

void PortLottery::stop() {
    m_nextAt = never;
}

bool PortLottery::met(const Endpoint& from, SocketNumber socket) const {
    return isOpening() && from == m_to && std::find(m_sockets.begin(), m_sockets.end(), socket) != m_sockets.end();
}

std::uint16_t PortLottery::nextPort() {
    m_place = (m_place + m_stride) % ports;
    return static_cast<std::uint16_t>(firstPort + m_place);
}

std::vector<OutgoingDatagram> PortLottery::poll(Instant now) {
    std::vector<OutgoingDatagram> out;
    if (m_nextAt > now) {
        return out;
    }
    const bool opens = !m_sockets.empty();
    const auto most = opens ? m_sockets.size() : static_cast<std::size_t>(mostGuesses);
    for (std::size_t i = 0; i < (opens ? openingsAtATime : guessesAtATime) && m_sent < most; ++i, ++m_sent) {
        if (opens) {
            // It dies before the other NAT, which would otherwise take it for an uninvited flow of its own and give
            // the guess that is to answer it another port.
            out.push_back({m_to, toBytes(wire::portProbe), Way::Udp, m_sockets[m_sent], PathProber::carefulHops});
        } else {
            out.push_back({m_to.withPort(nextPort()), toBytes(wire::portProbe)});
        }
    }
    if (m_sent < most) {
        m_nextAt = now + pause;
    } else {
        m_nextAt = opens && now < m_endsAt ? m_endsAt : never;
    }
    return out;
}

}  // namespace nightjar::link
