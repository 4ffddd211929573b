// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <deque>
#include <map>
#include <memory>

#include "runtime/ports/streamtransport.h"

namespace nightjar {

/// Connections by QTcpSocket and QSslSocket. Needs the event loop of its thread.
///
/// A certificate is not looked at: whoever is at the other end has to prove the hub's key inside (docs/protocol.md,
/// section 2), and a certificate would prove less.
class TcpTransport final : public QObject, public StreamTransport {
    Q_OBJECT

public:
    TcpTransport();
    ~TcpTransport() override;

    void open(Received received, Ended ended) override;
    void send(Way way, const Endpoint& to, ByteView bytes, const Endpoint& sharing = {}) override;
    void hangUp(Way way, const Endpoint& to) override;
    void setName(const Endpoint& address, const std::string& name) override;

private:
    class Connection;
    using Key = std::pair<Way, Endpoint>;

    void over(const Key& key);

    Received m_received;
    Ended m_ended;
    std::map<Key, std::unique_ptr<Connection>> m_connections;
    std::deque<std::unique_ptr<Connection>> m_leaving;
    std::map<Endpoint, std::string> m_names;  ///< by address with port zero
};

}  // namespace nightjar
