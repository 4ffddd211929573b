// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/landiscovery.h"

#include <QNetworkInterface>
#include <QNetworkProxy>
#include <array>

#include "base/endpoint.h"
#include "wire/discovery.h"

namespace nightjar {

namespace {

constexpr auto askAgain = std::chrono::milliseconds(400);
// Somebody on the network may invent servers; a list longer than this helps nobody.
constexpr int mostServers = 32;
constexpr int mostDatagramsPerTurn = 64;

}  // namespace

LanDiscovery::LanDiscovery(std::uint16_t port, QObject* parent)
    : QObject(parent), m_port(port != 0 ? port : wire::discoveryPort) {
    m_again.setInterval(askAgain);
    m_end.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LanDiscovery::ask);
    connect(&m_end, &QTimer::timeout, this, [this] {
        stop();
        Q_EMIT finished();
    });
    m_socket.setProxy(QNetworkProxy::NoProxy);  // nobody is to be asked (WPAD, PAC) how to send UDP
    connect(&m_socket, &QUdpSocket::readyRead, this, &LanDiscovery::listen);
}

void LanDiscovery::start(std::chrono::milliseconds patience) {
    stop();
    m_random.fill(m_nonce);
    m_keys.clear();
    m_round = 0;
    m_end.start(patience);
    if (m_socket.bind(QHostAddress::AnyIPv4)) {
        ask();
        m_again.start();
    }
}

void LanDiscovery::stop() {
    m_again.stop();
    m_end.stop();
    m_socket.close();
}

void LanDiscovery::ask() {
    QSet<QHostAddress> targets;
    if (m_round++ > 0) {
        // Not in the first round: a server on this machine shall rather be found at an address that others can use.
        targets.insert(QHostAddress::LocalHost);
    }
    targets.insert(QHostAddress::Broadcast);
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const auto& interface : interfaces) {
        const auto entries = interface.addressEntries();
        for (const auto& entry : entries) {
            if (!entry.broadcast().isNull() && !entry.ip().isLoopback()) {
                targets.insert(entry.broadcast());
            }
        }
    }
    const auto probe = wire::encodeDiscoveryProbe(m_nonce);
    for (const auto& target : std::as_const(targets)) {
        m_socket.writeDatagram(reinterpret_cast<const char*>(probe.data()), static_cast<qint64>(probe.size()), target,
                               m_port);
    }
}

void LanDiscovery::listen() {
    std::array<char, wire::discoveryProbeBytes + 1> buffer;
    for (int taken = 0; taken < mostDatagramsPerTurn && m_socket.hasPendingDatagrams(); ++taken) {
        QHostAddress from;
        const auto size = m_socket.readDatagram(buffer.data(), buffer.size(), &from);
        if (size < 0) {
            return;
        }
        const auto answer = wire::decodeDiscoveryAnswer(
            ByteView(reinterpret_cast<const std::uint8_t*>(buffer.data()), static_cast<std::size_t>(size)));
        const auto mapped = from.toIPv6Address();
        if (!answer || answer->nonce != m_nonce || !Endpoint(ByteView(mapped.c, 16), 1).isPrivate()) {
            continue;
        }

        const auto host = from.toString();  // the socket is an IPv4 one
        const auto line = QString::fromStdString(wire::withHost(answer->address, host.toStdString()));
        const auto key = line.section(QLatin1Char('/'), -1);
        if (m_keys.size() < mostServers && !m_keys.contains(key)) {
            m_keys.insert(key);
            Q_EMIT found(line);
        }
    }
}

}  // namespace nightjar

#include "moc_landiscovery.cpp"
