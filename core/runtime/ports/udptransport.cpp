// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/udptransport.h"

#include <QNetworkProxy>
#include <QVariant>
#include <array>

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#include "base/log.h"

namespace nightjar {

namespace {

// No Nightjar datagram is longer (docs/protocol.md section 4); of a longer one only the head is looked at.
constexpr std::size_t longestDatagram = 17'000;
// Longer ones go only where that was shown to work, whole.
constexpr std::size_t alwaysPasses = 1200;
// A flood must not keep timers and commands from being served: after so many datagrams the loop gets its turn.
constexpr int datagramsPerTurn = 64;
// A second of a fast transfer while the disk is busy.
constexpr int receiveBufferBytes = 1 << 20;

/// Lasting IPv6 addresses name the machine: what we send comes from a temporary one where there is one (RFC 5014).
void preferTemporaryAddresses(qintptr socket) {
#if defined(IPV6_ADDR_PREFERENCES) && defined(IPV6_PREFER_SRC_TMP)
    const int preference = IPV6_PREFER_SRC_TMP;
    ::setsockopt(static_cast<int>(socket), IPPROTO_IPV6, IPV6_ADDR_PREFERENCES, &preference, sizeof(preference));
#elif defined(Q_OS_LINUX)
    // The names are in a header that collides with netinet/in.h.
    constexpr int addressPreferences = 72;
    constexpr int preferTemporary = 0x0001;
    ::setsockopt(static_cast<int>(socket), IPPROTO_IPV6, addressPreferences, &preferTemporary, sizeof(preferTemporary));
#else
    (void)socket;
#endif
}

#ifdef Q_OS_UNIX
/// Bounds the hops of what is sent during its life. The socket serves both families, so both are bounded.
class HopLimit {
public:
    HopLimit(qintptr socket, std::uint8_t hops) : m_socket(static_cast<int>(socket)), m_bounded(hops != 0) {
        if (m_bounded) {
            set(hops);
        }
    }
    ~HopLimit() {
        if (m_bounded) {
            set(-1);  // as the system has it
        }
    }
    HopLimit(const HopLimit&) = delete;
    HopLimit& operator=(const HopLimit&) = delete;

private:
    void set(int hops) const {
        ::setsockopt(m_socket, IPPROTO_IP, IP_TTL, &hops, sizeof(hops));
        ::setsockopt(m_socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &hops, sizeof(hops));
    }
    int m_socket;
    bool m_bounded;
};
#else
struct HopLimit {
    HopLimit(qintptr, std::uint8_t) {}
};
#endif

QHostAddress toHostAddress(const Endpoint& endpoint) {
    if (endpoint.isV4()) {
        const auto bytes = endpoint.address();
        return QHostAddress(static_cast<quint32>(bytes[0]) << 24 | static_cast<quint32>(bytes[1]) << 16 |
                            static_cast<quint32>(bytes[2]) << 8 | bytes[3]);
    }
    return QHostAddress(endpoint.mapped().data());
}

Endpoint toEndpoint(const QHostAddress& address, quint16 port) {
    const auto mapped = address.toIPv6Address();
    return Endpoint(ByteView(mapped.c, 16), port);
}

}  // namespace

UdpTransport::UdpTransport(std::uint16_t port) : m_wantedPort(port) {
    m_socket.setProxy(QNetworkProxy::NoProxy);  // nobody is to be asked (WPAD, PAC) how to send UDP
    connect(&m_socket, &QUdpSocket::readyRead, this, &UdpTransport::drain);
}

bool UdpTransport::open(Received received) {
    m_received = std::move(received);
    if (!m_socket.bind(QHostAddress::Any, m_wantedPort) && !m_socket.bind(QHostAddress::AnyIPv4, m_wantedPort)) {
        qCWarning(lcRuntime) << "no UDP socket:" << m_socket.errorString();
        return false;
    }
    m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, receiveBufferBytes);
    preferTemporaryAddresses(m_socket.socketDescriptor());
    return true;
}

std::uint16_t UdpTransport::port() const {
    return m_socket.localPort();
}

void UdpTransport::send(const Endpoint& to, ByteView bytes, std::uint8_t ttl) {
    const HopLimit limit(m_socket.socketDescriptor(), ttl);
    forbidFragments(bytes.size() > alwaysPasses);
    m_socket.writeDatagram(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()),
                           toHostAddress(to), to.port());
}

/// A long packet that arrives in pieces would prove nothing about the path, and all of it is lost with one of them.
void UdpTransport::forbidFragments([[maybe_unused]] bool on) {
#ifdef IP_PMTUDISC_PROBE
    if (on == m_fragmentsForbidden) {
        return;
    }
    m_fragmentsForbidden = on;
    const auto socket = static_cast<int>(m_socket.socketDescriptor());
    const int v4 = on ? IP_PMTUDISC_PROBE : IP_PMTUDISC_WANT;
    const int v6 = on ? IPV6_PMTUDISC_PROBE : IPV6_PMTUDISC_WANT;
    ::setsockopt(socket, IPPROTO_IP, IP_MTU_DISCOVER, &v4, sizeof(v4));
    ::setsockopt(socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &v6, sizeof(v6));
#endif
}

void UdpTransport::drain() {
    std::array<char, longestDatagram> buffer;
    // What is left makes the socket readable again at the next turn of the event loop.
    for (int taken = 0; taken < datagramsPerTurn && m_socket.hasPendingDatagrams(); ++taken) {
        QHostAddress from;
        quint16 port = 0;
        const auto size = m_socket.readDatagram(buffer.data(), buffer.size(), &from, &port);
        if (size < 0) {
            return;
        }
        m_received(toEndpoint(from, port),
                   ByteView(reinterpret_cast<const std::uint8_t*>(buffer.data()), static_cast<std::size_t>(size)));
    }
}

}  // namespace nightjar

#include "moc_udptransport.cpp"
