// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QUdpSocket>

#include "base/bytes.h"
#include "runtime/ports/datagramtransport.h"

namespace nightjar {

/// One UDP socket for both address families. Needs the event loop of its thread.
class UdpTransport final : public QObject, public DatagramTransport {
    Q_OBJECT

public:
    /// Port zero: whichever is free.
    explicit UdpTransport(std::uint16_t port = 0);

    [[nodiscard]] bool open(Received received) override;
    [[nodiscard]] std::uint16_t port() const override;
    void send(const Endpoint& to, ByteView bytes, std::uint8_t ttl = 0) override;

private:
    void drain();
    void forbidFragments(bool on);

    std::uint16_t m_wantedPort;
    QUdpSocket m_socket;
    Received m_received;
    bool m_fragmentsForbidden = false;
};

}  // namespace nightjar
