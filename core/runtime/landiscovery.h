// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QTimer>
#include <QUdpSocket>
#include <chrono>
#include <string>

#include "base/bytes.h"

namespace nightjar {

/// Looks for servers on the local network: a broadcast question, a few times, for a few seconds (docs/protocol.md,
/// Discovery). Only when somebody asked for it; an answer is a proposal, never trusted by itself.
class LanDiscovery final : public QObject {
    Q_OBJECT

public:
    explicit LanDiscovery(QObject* parent = nullptr);

    /// Starts over if it runs already.
    void start(std::chrono::milliseconds patience = std::chrono::seconds(3));
    void stop();

Q_SIGNALS:
    /// A server's address line (nightjar-hub://HOST:PORT/KEY); each once.
    void found(const QString& address);
    /// The patience is over.
    void finished();
};

}  // namespace nightjar
