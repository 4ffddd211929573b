// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>
#include <QUdpSocket>
#include <chrono>

#include "base/random.h"

namespace nightjar {

/// Looks for servers on the local network: a broadcast question, a few times, for a few seconds (docs/protocol.md,
/// Discovery). Only when somebody asked for it; an answer is a proposal, never trusted by itself.
class LanDiscovery final : public QObject {
    Q_OBJECT

public:
    /// Zero: the port that servers listen at for the question. Tests ask at another.
    explicit LanDiscovery(std::uint16_t port = 0, QObject* parent = nullptr);

    /// Starts over if it runs already.
    void start(std::chrono::milliseconds patience = std::chrono::seconds(3));
    void stop();

Q_SIGNALS:
    /// A server's address line (nightjar-hub://HOST:PORT/KEY); each server once.
    void found(const QString& address);
    /// The patience is over.
    void finished();

private:
    void ask();
    void listen();

    std::uint16_t m_port;
    SystemRandom m_random;
    ByteArray<8> m_nonce{};
    QUdpSocket m_socket;
    QTimer m_again;
    QTimer m_end;
    int m_round = 0;
    QSet<QString> m_keys;
};

}  // namespace nightjar
