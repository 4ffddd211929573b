// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QNetworkInformation>

#include "runtime/node.h"
#include "runtime/ports/tcptransport.h"
#include "runtime/ports/udptransport.h"
#include "store/blobdisk.h"
#include "store/database.h"

namespace nightjar {

namespace {

/// The real engine behind the seam that tests use.
class EngineMachine final : public Machine {
public:
    EngineMachine(IdentityStore& store, Instant now) : m_engine(store.take(), m_random, now, store.takeBlobs()) {}

    [[nodiscard]] Outputs handle(Instant now, const Input& input) override { return m_engine.handle(now, input); }
    void take(Instant now, const Input& input) override { m_engine.take(now, input); }
    [[nodiscard]] Outputs finish() override { return m_engine.finish(); }
    [[nodiscard]] Instant nextDeadline() const override { return m_engine.nextDeadline(); }

private:
    SystemRandom m_random;
    Engine m_engine;
};

}  // namespace

void Node::watchMetered() {
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Metered)) {
        return;
    }
    const auto* const information = QNetworkInformation::instance();
    m_metered = information->isMetered();
    connect(information, &QNetworkInformation::isMeteredChanged, this, [this](bool metered) { m_metered = metered; });
}

Node::Node(IdentityStore store, QObject* parent) : Messenger(parent) {
    watchMetered();
    // std::function wants something it could copy.
    const auto shared = std::make_shared<IdentityStore>(std::move(store));
    NodeParts parts;
    parts.machine = [shared](Instant now) { return std::make_unique<EngineMachine>(*shared, now); };
    parts.transport = [] { return std::make_unique<UdpTransport>(); };
    parts.streams = [] { return std::make_unique<TcpTransport>(); };
    parts.upnp = [] { return makeUpnpPort(); };
    parts.clock = std::make_unique<SystemClock>();
    start(std::move(parts));
}

}  // namespace nightjar
