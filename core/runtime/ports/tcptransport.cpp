// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/tcptransport.h"

#include <QDeadlineTimer>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>
#include <deque>

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

#include "base/log.h"
#include "wire/streamframe.h"

namespace nightjar {

namespace {

/// A SYN that is lost twice is sent again after 1 s and 3 s (RFC 6298): whoever has not answered then will not.
constexpr int connectPatienceMs = 15'000;
/// What waits longer for the network is dropped: speech of that age is worth nothing, and messages are sent again.
constexpr std::chrono::milliseconds longestWait(400);
/// While the connection is made nothing is on its way yet, and what waits is mostly one hello.
constexpr std::chrono::milliseconds longestWaitConnecting(connectPatienceMs);
/// Of a simultaneous open: for so long, and after so much time, a refused connection is tried again. The other side
/// begins within a round trip.
constexpr int openTogetherMs = 8'000;
constexpr int tryAgainMs = 60;
/// For what a connection that is hung up has still to say.
constexpr std::chrono::milliseconds farewell(1000);
constexpr std::size_t mostWaitingBytes = 64 * 1024;
/// So much may wait in the system unsent: little, since it cannot be dropped there.
constexpr int mostUnsentInSystem = 8 * 1024;
/// Connections at a time: a few hubs, two ways each, and peers.
constexpr std::size_t mostConnections = 32;
constexpr std::size_t mostNames = 256;
/// A flood must not keep timers and commands from being served.
constexpr qint64 bytesPerTurn = 128 * 1024;

bool isTls(Way way) {
    return way == Way::Tls || way == Way::TurnTls;
}

/// Cuts a stream into datagrams: each with its length before it, or (to TURN servers) each telling its own.
class Cutter {
public:
    explicit Cutter(Way way) : m_turn(way == Way::TurnTcp || way == Way::TurnTls) {}

    [[nodiscard]] Bytes frame(ByteView datagram) const {
        return m_turn ? toBytes(datagram) : wire::encodeStreamFrame(datagram);
    }
    void push(ByteView bytes) {
        if (m_turn) {
            append(m_bytes, bytes);
        } else {
            m_reader.push(bytes);
        }
    }
    /// Valid until the next call of a method that is not const.
    [[nodiscard]] std::optional<ByteView> next() {
        if (!m_turn) {
            return m_reader.next();
        }
        m_bytes.erase(m_bytes.begin(), m_bytes.begin() + static_cast<std::ptrdiff_t>(std::exchange(m_taken, 0)));
        const auto size = m_broken ? std::nullopt : wire::turnFrameSize(m_bytes);
        m_broken = m_broken || (size && (*size == 0 || *size > wire::turnMaxFrame));
        if (m_broken || !size || *size > m_bytes.size()) {
            return std::nullopt;
        }
        m_taken = *size;
        return ByteView(m_bytes).first(*size);
    }
    [[nodiscard]] bool isBroken() const { return m_turn ? m_broken : m_reader.isBroken(); }

private:
    bool m_turn;
    wire::StreamReader m_reader;
    Bytes m_bytes;
    std::size_t m_taken = 0;
    bool m_broken = false;
};

/// Lets the system hold little that was not sent, so that it can be dropped here when it has become old.
void keepShort(QTcpSocket& socket) {
#ifdef TCP_NOTSENT_LOWAT
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &mostUnsentInSystem,
                 sizeof(mostUnsentInSystem));
#endif
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

}  // namespace

class TcpTransport::Connection {
public:
    Connection(TcpTransport& owner, Key key, const std::string& name, std::uint16_t localPort)
        : m_owner(owner), m_key(std::move(key)), m_cutter(m_key.first), m_localPort(localPort) {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_context, [this] { read(); });
        QObject::connect(&m_socket, &QTcpSocket::bytesWritten, &m_context, [this] { write(); });
        QObject::connect(&m_socket, &QSslSocket::encryptedBytesWritten, &m_context, [this] { write(); });
        // Queued: the socket must not be destroyed in its own signal.
        QObject::connect(
            &m_socket, &QTcpSocket::disconnected, &m_context, [this] { end(); }, Qt::QueuedConnection);
        QObject::connect(
            &m_socket, &QTcpSocket::errorOccurred, &m_context, [this] { failed(); }, Qt::QueuedConnection);
        QObject::connect(&m_patience, &QTimer::timeout, &m_context, [this] { end(); });
        m_patience.setSingleShot(true);
        m_patience.start(isTogether() ? openTogetherMs : connectPatienceMs);
        const auto address = hostAddress();
        if (isTls(m_key.first) && !QSslSocket::supportsSsl()) {
            qCWarning(lcRuntime) << "this system has no TLS";
            QMetaObject::invokeMethod(
                &m_context, [this] { end(); }, Qt::QueuedConnection);
        } else if (isTls(m_key.first)) {
            auto configuration = QSslConfiguration::defaultConfiguration();
            configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
            if (m_key.first == Way::Tls) {
                configuration.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
            }
            m_socket.setSslConfiguration(configuration);
            QObject::connect(&m_socket, &QSslSocket::encrypted, &m_context, [this] { ready(); });
            m_socket.connectToHostEncrypted(address.toString(), m_key.second.port(), QString::fromStdString(name));
        } else {
            QObject::connect(&m_socket, &QTcpSocket::connected, &m_context, [this] { ready(); });
            connectTo(address);
        }
    }

    void send(ByteView datagram) {
        auto frame = m_cutter.frame(datagram);
        if (frame.empty()) {
            return;
        }
        m_waitingBytes += frame.size();
        m_waiting.push_back({std::move(frame), QDeadlineTimer(m_ready ? longestWait : longestWaitConnecting)});
        while (m_waitingBytes > mostWaitingBytes) {
            dropOldest();
        }
        write();
    }

    /// Zero before it is connected.
    [[nodiscard]] std::uint16_t localPort() const { return m_ready ? m_socket.localPort() : 0; }

    /// Lets go out what was given to it, then closes; nothing is heard of it any more.
    void leave() {
        m_left = true;
        write();
        m_socket.disconnectFromHost();
    }

private:
    struct Waiting {
        Bytes frame;
        QDeadlineTimer until;
    };

    [[nodiscard]] bool isTogether() const { return m_localPort != 0; }
    [[nodiscard]] QHostAddress hostAddress() const {
        return m_key.second.isV4() ? QHostAddress(ipv4(m_key.second)) : QHostAddress(m_key.second.mapped().data());
    }

    /// From a port that further connections may share.
    void connectTo(const QHostAddress& address) {
        m_socket.bind(m_key.second.isV4() ? QHostAddress(QHostAddress::AnyIPv4) : QHostAddress(QHostAddress::AnyIPv6),
                      m_localPort, QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint);
        m_socket.connectToHost(address, m_key.second.port());
    }

    void failed() {
        if (m_ready || m_left || !isTogether() || m_patience.remainingTime() <= tryAgainMs) {
            end();
            return;
        }
        QTimer::singleShot(tryAgainMs, &m_context, [this] {
            if (!m_ready && !m_left) {
                m_socket.abort();
                connectTo(hostAddress());
            }
        });
    }

    static quint32 ipv4(const Endpoint& endpoint) {
        const auto bytes = endpoint.address();
        return static_cast<quint32>(bytes[0]) << 24 | static_cast<quint32>(bytes[1]) << 16 |
               static_cast<quint32>(bytes[2]) << 8 | bytes[3];
    }

    void ready() {
        m_ready = true;
        m_patience.stop();
        keepShort(m_socket);
        write();
    }

    void dropOldest() {
        m_waitingBytes -= m_waiting.front().frame.size();
        m_waiting.pop_front();
    }

    void write() {
        // One at a time into Qt's buffer, which cannot be emptied again.
        while (m_ready && !m_waiting.empty() && m_socket.bytesToWrite() == 0 && m_socket.encryptedBytesToWrite() == 0) {
            const auto next = std::move(m_waiting.front());
            m_waiting.pop_front();  // before the socket, which calls back here when it has written
            m_waitingBytes -= next.frame.size();
            if (!next.until.hasExpired()) {
                m_socket.write(reinterpret_cast<const char*>(next.frame.data()),
                               static_cast<qint64>(next.frame.size()));
                m_socket.flush();
            }
        }
    }

    void read() {
        const auto arrived = m_socket.read(bytesPerTurn);
        m_cutter.push(ByteView(reinterpret_cast<const std::uint8_t*>(arrived.constData()),
                               static_cast<std::size_t>(arrived.size())));
        while (!m_left) {
            const auto datagram = m_cutter.next();
            if (!datagram) {
                break;
            }
            m_owner.m_received(m_key.first, m_key.second, *datagram);
        }
        if (m_cutter.isBroken()) {
            QMetaObject::invokeMethod(
                &m_context, [this] { end(); }, Qt::QueuedConnection);
        } else if (m_socket.bytesAvailable() > 0) {
            QMetaObject::invokeMethod(
                &m_context, [this] { read(); }, Qt::QueuedConnection);
        }
    }

    void end() {
        // A refused attempt of several is not the end; failed() sees to it.
        if (!m_left && (m_ready || !isTogether() || m_patience.remainingTime() <= tryAgainMs)) {
            m_owner.over(m_key);
        }
    }

    TcpTransport& m_owner;
    Key m_key;
    QSslSocket m_socket;
    QTimer m_patience;
    Cutter m_cutter;
    std::deque<Waiting> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::uint16_t m_localPort = 0;  ///< of a simultaneous open; 0: any
    bool m_ready = false;
    bool m_left = false;
    QObject m_context;  ///< last, so that it goes first: no signal reaches a half-destroyed connection
};

TcpTransport::TcpTransport() = default;
TcpTransport::~TcpTransport() = default;

void TcpTransport::open(Received received, Ended ended) {
    m_received = std::move(received);
    m_ended = std::move(ended);
}

void TcpTransport::send(Way way, const Endpoint& to, ByteView bytes, const Endpoint& sharing) {
    const Key key{way, to};
    auto found = m_connections.find(key);
    if (found == m_connections.end()) {
        if (m_connections.size() >= mostConnections) {
            qCWarning(lcRuntime) << "too many connections";
            return;
        }
        const auto name = m_names.find(to.withPort(0));
        const auto like = sharing.isValid() ? m_connections.find({Way::Tcp, sharing}) : m_connections.end();
        if (sharing.isValid() && (like == m_connections.end() || like->second->localPort() == 0)) {
            return;  // what the other side knows of us is not true any more
        }
        found = m_connections
                    .emplace(key, std::make_unique<Connection>(*this, key, name == m_names.end() ? "" : name->second,
                                                               sharing.isValid() ? like->second->localPort() : 0))
                    .first;
    }
    found->second->send(bytes);
}

void TcpTransport::hangUp(Way way, const Endpoint& to) {
    auto node = m_connections.extract({way, to});
    if (node.empty()) {
        return;
    }
    // It has a moment for its last words; and this may be called from inside its own signal.
    node.mapped()->leave();
    m_leaving.push_back(std::move(node.mapped()));
    QTimer::singleShot(farewell, this, [this] { m_leaving.pop_front(); });
}

void TcpTransport::setName(const Endpoint& address, const std::string& name) {
    if (m_names.size() < mostNames) {
        m_names[address.withPort(0)] = name;
    }
}

void TcpTransport::over(const Key& key) {
    auto node = m_connections.extract(key);
    if (!node.empty()) {
        node.mapped().reset();
        m_ended(key.first, key.second);
    }
}

}  // namespace nightjar

#include "moc_tcptransport.cpp"
