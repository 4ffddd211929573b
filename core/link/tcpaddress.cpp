// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/tcpaddress.h"

#include <utility>

namespace nightjar::link {

void TcpAddress::ask(Instant now, const Endpoint& hub) {
    if (!hub.isValid() || (m_hub == hub && (m_address.isValid() || now < m_nextAsk))) {
        return;
    }
    m_hub = hub;
    m_address = {};
    m_transaction = wire::StunTransaction::draw(*m_random);
    m_nextAsk = now + askAgain;
    m_toSend = true;
}

void TcpAddress::forget() {
    m_hub = {};
    m_address = {};
    m_toSend = false;
}

bool TcpAddress::handle(const Endpoint& from, ByteView datagram) {
    const auto message = wire::decodeStun(datagram);
    if (!message || from != m_hub || m_address.isValid() || message->transaction != m_transaction ||
        message->kind != wire::StunClass::Success || !message->mapped) {
        return false;
    }
    m_address = *message->mapped;
    return true;
}

std::vector<OutgoingDatagram> TcpAddress::poll() {
    if (!std::exchange(m_toSend, false)) {
        return {};
    }
    return {{m_hub, wire::encodeBindingRequest(m_transaction), Way::Tcp}};
}

}  // namespace nightjar::link
