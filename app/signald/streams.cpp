// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "streams.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "socketaddress.h"

namespace nightjar::signald {

namespace {

/// Listeners carry ids above all connections.
constexpr std::uint64_t listenerBit = std::uint64_t(1) << 63;
constexpr int eventsPerTurn = 512;
constexpr int acceptsPerTurn = 64;
/// From one connection in one turn: nobody keeps the others waiting.
constexpr std::size_t readPerTurn = 16 * 1024;
/// What the system may hold unsent: little, since it cannot be dropped there.
constexpr int mostUnsentInSystem = 8 * 1024;
/// A client that acknowledges nothing for so long is gone (RFC 5482).
constexpr unsigned userTimeoutMs = 30'000;
constexpr long certificateLife = 10L * 365 * 24 * 3600;

Bytes networkOf(const Endpoint& address) {
    constexpr std::size_t ipv6Network = 8;
    return toBytes(address.isV4() ? address.address() : address.address().first(ipv6Network));
}

/// A P-256 key and a certificate for it that it signs itself.
bool addOwnCertificate(SSL_CTX* context) {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    bool done = key != nullptr && certificate != nullptr;
    if (done) {
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), certificateLife);
        X509_set_pubkey(certificate, key);
        auto* const name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate, name);
        done = X509_sign(certificate, key, EVP_sha256()) != 0 && SSL_CTX_use_certificate(context, certificate) == 1 &&
               SSL_CTX_use_PrivateKey(context, key) == 1;
    }
    X509_free(certificate);
    EVP_PKEY_free(key);
    return done;
}

/// Takes what a client that poses as a browser offers.
int chooseProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in, unsigned inSize,
                   void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    const int chosen =
        SSL_select_next_proto(const_cast<unsigned char**>(out), outSize, ours, sizeof(ours) - 1, in, inSize);
    return chosen == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

bool again(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

Streams::Streams(StreamLimits limits) : m_limits(limits), m_epoll(::epoll_create1(EPOLL_CLOEXEC)) {
}

Streams::~Streams() {
    while (!m_connections.empty()) {
        close(m_connections.begin()->first);
    }
    for (const int listener : m_listeners) {
        ::close(listener);
    }
    SSL_CTX_free(m_tls);
    if (m_epoll >= 0) {
        ::close(m_epoll);
    }
}

Result<void, std::string> Streams::prepareTls(const std::string& pemFile) {
    auto* const context = SSL_CTX_new(TLS_server_method());
    if (context == nullptr) {
        return Unexpected{std::string("no TLS: OpenSSL does not start")};
    }
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);  // idle connections hold no buffers
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    const bool done = pemFile.empty()
                          ? addOwnCertificate(context)
                          : SSL_CTX_use_certificate_chain_file(context, pemFile.c_str()) == 1 &&
                                SSL_CTX_use_PrivateKey_file(context, pemFile.c_str(), SSL_FILETYPE_PEM) == 1 &&
                                SSL_CTX_check_private_key(context) == 1;
    ERR_clear_error();
    if (!done) {
        SSL_CTX_free(context);
        return Unexpected{pemFile.empty() ? std::string("cannot make a certificate")
                                          : "no certificate chain and key in " + pemFile};
    }
    SSL_CTX_free(m_tls);
    m_tls = context;
    return {};
}

Result<void, std::string> Streams::listen(const Endpoint& at) {
    const bool v6 = !at.isV4();
    const int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int no = 0;
    const int yes = 1;
    if (descriptor >= 0) {
        ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        if (v6) {
            ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
        }
    }
    const auto system = toSystem(at, v6);
    epoll_event event{EPOLLIN, {}};
    event.data.u64 = listenerBit | static_cast<std::uint64_t>(descriptor);
    if (descriptor < 0 || ::bind(descriptor, reinterpret_cast<const sockaddr*>(&system.storage), system.length) != 0 ||
        ::listen(descriptor, SOMAXCONN) != 0 || ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        const std::string reason = std::strerror(errno);
        if (descriptor >= 0) {
            ::close(descriptor);
        }
        return Unexpected{"cannot listen on TCP port " + std::to_string(at.port()) + ": " + reason};
    }
    m_listeners.push_back(descriptor);
    return {};
}

std::vector<hub::Incoming> Streams::receive(Instant now) {
    std::vector<hub::Incoming> out;
    for (const auto id : std::exchange(m_over, {})) {
        close(id);
    }
    closeLate(now);
    std::array<epoll_event, eventsPerTurn> events{};
    const int count = ::epoll_wait(m_epoll, events.data(), eventsPerTurn, 0);
    for (int i = 0; i < count; ++i) {
        const auto id = events[static_cast<std::size_t>(i)].data.u64;
        if ((id & listenerBit) != 0) {
            accept(now, static_cast<int>(id & ~listenerBit));
            continue;
        }
        const auto found = m_connections.find(id);
        if (found == m_connections.end()) {
            continue;
        }
        take(now, *found->second, out);
        if (events[static_cast<std::size_t>(i)].events & EPOLLOUT) {
            write(now, *found->second);
        }
    }
    return out;
}

void Streams::accept(Instant now, int listener) {
    for (int i = 0; i < acceptsPerTurn; ++i) {
        sockaddr_storage storage{};
        socklen_t length = sizeof(storage);
        const int descriptor =
            ::accept4(listener, reinterpret_cast<sockaddr*>(&storage), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) {
            return;
        }
        const auto from = fromSystem(storage);
        auto& ofAddress = m_perAddress[networkOf(from)];
        if (m_connections.size() >= m_limits.connections || !m_accepts.take(now, m_limits.accepts) ||
            (ofAddress >= m_limits.connectionsPerAddress && !from.isLoopback())) {
            if (ofAddress == 0) {
                m_perAddress.erase(networkOf(from));
            }
            ::close(descriptor);
            continue;
        }
        ++ofAddress;
        const int yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &mostUnsentInSystem, sizeof(mostUnsentInSystem));
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &userTimeoutMs, sizeof(userTimeoutMs));
        auto connection = std::make_unique<Connection>();
        connection->id = ++m_lastId;
        connection->descriptor = descriptor;
        connection->from = from;
        connection->deadline = now + m_limits.firstFrame;
        m_deadlines.emplace(std::pair(connection->deadline, connection->id), connection->id);
        epoll_event event{EPOLLIN, {}};
        event.data.u64 = connection->id;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
        m_connections.emplace(connection->id, std::move(connection));
    }
}

/// Plain or TLS, by the first byte. False while it has not come.
bool Streams::sniff(Connection& connection, bool& over) {
    std::uint8_t first = 0;
    const auto count = ::recv(connection.descriptor, &first, 1, MSG_PEEK);
    if (count <= 0) {
        over = count == 0 || !again(errno);
        return false;
    }
    connection.sniffed = true;
    if (!wire::beginsTls(first)) {
        return true;
    }
    connection.tls = m_tls == nullptr ? nullptr : SSL_new(m_tls);
    if (connection.tls == nullptr || SSL_set_fd(connection.tls, connection.descriptor) != 1) {
        over = true;
        return false;
    }
    SSL_set_accept_state(connection.tls);
    return true;
}

Streams::Moved Streams::read(Connection& connection, MutableByteView into, std::size_t& count) {
    count = 0;
    if (connection.tls == nullptr) {
        const auto got = ::recv(connection.descriptor, into.data(), into.size(), 0);
        if (got > 0) {
            count = static_cast<std::size_t>(got);
            return Moved::Some;
        }
        return got < 0 && again(errno) ? Moved::Nothing : Moved::Over;
    }
    ERR_clear_error();
    const int result = SSL_read_ex(connection.tls, into.data(), into.size(), &count);
    if (result == 1) {
        return Moved::Some;
    }
    const int error = SSL_get_error(connection.tls, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Moved::Nothing : Moved::Over;
}

void Streams::take(Instant now, Connection& connection, std::vector<hub::Incoming>& into) {
    bool over = false;
    if (!connection.sniffed && !sniff(connection, over)) {
        if (over) {
            m_over.push_back(connection.id);
        }
        return;
    }
    // All of a turn in one push: the views of what is cut from it live until the next.
    Bytes arrived(readPerTurn);
    std::size_t size = 0;
    auto moved = Moved::Some;
    while (moved == Moved::Some && size < arrived.size()) {
        std::size_t count = 0;
        moved = read(connection, MutableByteView(arrived).subspan(size), count);
        size += count;
    }
    connection.reader.push(ByteView(arrived).first(size));
    while (const auto datagram = connection.reader.next()) {
        into.push_back({hub::Port::Main, connection.from, *datagram, {}, connection.id});
        connection.proven = true;
        schedule(connection, now + m_limits.idle);
    }
    if (moved == Moved::Over || connection.reader.isBroken()) {
        m_over.push_back(connection.id);  // later: what came before the end is still to be handled
    } else if (connection.tls != nullptr && SSL_pending(connection.tls) > 0) {
        schedule(connection, std::min(connection.deadline, now + m_limits.idle));
    }
}

void Streams::send(Instant now, const std::vector<hub::Outgoing>& datagrams) {
    for (const auto& datagram : datagrams) {
        const auto found = datagram.connection == 0 ? m_connections.end() : m_connections.find(datagram.connection);
        if (found == m_connections.end()) {
            continue;
        }
        auto& connection = *found->second;
        auto frame = wire::encodeStreamFrame(datagram.datagram);
        connection.waitingBytes += frame.size();
        connection.waiting.push_back({std::move(frame), now});
        write(now, connection);
    }
}

Streams::Moved Streams::writeSome(Connection& connection, ByteView bytes, std::size_t& count) {
    count = 0;
    if (connection.tls == nullptr) {
        const auto put = ::send(connection.descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (put > 0) {
            count = static_cast<std::size_t>(put);
            return Moved::Some;
        }
        return put < 0 && again(errno) ? Moved::Nothing : Moved::Over;
    }
    ERR_clear_error();
    const int result = SSL_write_ex(connection.tls, bytes.data(), bytes.size(), &count);
    if (result == 1) {
        return Moved::Some;
    }
    const int error = SSL_get_error(connection.tls, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Moved::Nothing : Moved::Over;
}

void Streams::write(Instant now, Connection& connection) {
    auto& waiting = connection.waiting;
    while (!waiting.empty()) {
        // A frame that was begun has to be finished; the others may have become old.
        if (connection.written == 0 &&
            (now - waiting.front().since > m_limits.longestWait || connection.waitingBytes > m_limits.waitingBytes)) {
            connection.waitingBytes -= waiting.front().frame.size();
            waiting.pop_front();
            continue;
        }
        std::size_t count = 0;
        const auto moved = writeSome(connection, ByteView(waiting.front().frame).subspan(connection.written), count);
        if (moved != Moved::Some) {
            if (moved == Moved::Over) {
                m_over.push_back(connection.id);
                waiting.clear();
                connection.waitingBytes = 0;
                connection.written = 0;
            }
            break;
        }
        connection.written += count;
        if (connection.written == waiting.front().frame.size()) {
            connection.waitingBytes -= connection.written;
            connection.written = 0;
            waiting.pop_front();
        }
    }
    // A frame that was begun stays; of those behind it the oldest go.
    while (connection.waitingBytes > m_limits.waitingBytes && waiting.size() > 1) {
        connection.waitingBytes -= waiting[1].frame.size();
        waiting.erase(waiting.begin() + 1);
    }
    watch(connection);
}

void Streams::watch(Connection& connection) {
    const bool wants = !connection.waiting.empty();
    if (wants == connection.wantsWrite) {
        return;
    }
    connection.wantsWrite = wants;
    epoll_event event{wants ? EPOLLIN | EPOLLOUT : EPOLLIN, {}};
    event.data.u64 = connection.id;
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection.descriptor, &event);
}

void Streams::schedule(Connection& connection, Instant deadline) {
    m_deadlines.erase({connection.deadline, connection.id});
    connection.deadline = deadline;
    m_deadlines.emplace(std::pair(deadline, connection.id), connection.id);
}

Instant Streams::nextDeadline() const {
    return !m_over.empty() ? Instant{} : m_deadlines.empty() ? never : m_deadlines.begin()->first.first;
}

void Streams::closeLate(Instant now) {
    while (!m_deadlines.empty() && m_deadlines.begin()->first.first <= now) {
        close(m_deadlines.begin()->second);
    }
}

void Streams::close(hub::ConnectionId id) {
    const auto node = m_connections.extract(id);
    if (node.empty()) {
        return;
    }
    auto& connection = *node.mapped();
    m_deadlines.erase({connection.deadline, id});
    const auto network = networkOf(connection.from);
    if (--m_perAddress[network] == 0) {
        m_perAddress.erase(network);
    }
    if (connection.tls != nullptr) {
        SSL_shutdown(connection.tls);
        SSL_free(connection.tls);
        ERR_clear_error();
    }
    ::close(connection.descriptor);
}

}  // namespace nightjar::signald
