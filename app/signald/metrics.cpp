// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "metrics.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "socketaddress.h"

namespace nightjar::signald {

namespace {

constexpr std::size_t mostConnections = 8;
constexpr std::size_t longestRequest = 4096;
constexpr Duration patience = 2s;

void watch(int epoll, int descriptor) {
    epoll_event event{EPOLLIN, {}};
    event.data.fd = descriptor;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void add(std::string& out, std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    out.append("# HELP nightjar_").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE nightjar_").append(name).append(" ").append(type).append("\n");
    out.append("nightjar_").append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

std::string metricsText(const hub::Counters& c, std::size_t connections) {
    std::string out;
    add(out, "sessions", "gauge", "Clients with a session.", c.sessions);
    add(out, "sessions_half_open", "gauge", "Sessions that have not proven anything yet.", c.halfOpen);
    add(out, "connections", "gauge", "TCP and TLS connections.", connections);
    add(out, "attached_queues", "gauge", "Queues with a receiver or sender.", c.attached);
    add(out, "datagrams_in_total", "counter", "Datagrams received.", c.datagramsIn);
    add(out, "datagrams_out_total", "counter", "Datagrams sent.", c.datagramsOut);
    add(out, "hellos_refused_total", "counter", "Hellos beyond a limit.", c.hellosRefused);
    add(out, "cookies_sent_total", "counter", "Hellos whose address was to be proven.", c.cookiesSent);
    add(out, "envelopes_stored_total", "counter", "Envelopes accepted.", c.envelopesStored);
    add(out, "envelopes_delivered_total", "counter", "Envelopes handed over.", c.envelopesDelivered);
    add(out, "relayed_total", "counter", "Packets relayed.", c.relayed);
    add(out, "commits_failed_total", "counter", "Turns that the disk did not take.", c.commitsFailed);
    return out;
}

Metrics::~Metrics() {
    for (const auto& connection : m_connections) {
        ::close(connection.descriptor);
    }
    for (const int descriptor : {m_listener, m_epoll}) {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
}

Result<void, std::string> Metrics::listen(std::uint16_t port) {
    const auto at = toSystem(Endpoint::v4(127, 0, 0, 1, port), false);
    const int yes = 1;
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (m_epoll < 0 || m_listener < 0 ||
        ::bind(m_listener, reinterpret_cast<const sockaddr*>(&at.storage), at.length) != 0 ||
        ::listen(m_listener, static_cast<int>(mostConnections)) != 0) {
        return Unexpected{"cannot listen on TCP port " + std::to_string(port) +
                          " of this machine: " + std::strerror(errno)};
    }
    watch(m_epoll, m_listener);
    return {};
}

Instant Metrics::nextDeadline() const {
    Instant next = never;
    for (const auto& connection : m_connections) {
        next = std::min(next, connection.deadline);
    }
    return next;
}

void Metrics::serve(Instant now, const hub::Counters& counters, std::size_t connections) {
    std::array<epoll_event, mostConnections + 1> events{};
    const int count = m_epoll < 0 ? 0 : ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 0);
    if (count <= 0 && nextDeadline() > now) {
        return;
    }
    const auto text = metricsText(counters, connections);
    std::erase_if(m_connections, [&](Connection& connection) {
        const bool over = advance(connection, text) || connection.deadline <= now;
        if (over) {
            ::close(connection.descriptor);
        }
        return over;
    });
    accept(now);
}

void Metrics::accept(Instant now) {
    for (int descriptor = 0; descriptor >= 0;) {
        descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0 && m_connections.size() < mostConnections) {
            watch(m_epoll, descriptor);
            m_connections.push_back({descriptor, now + patience, {}});
        } else if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
}

bool Metrics::advance(Connection& connection, const std::string& text) {
    std::array<char, 1024> buffer{};
    for (;;) {
        const auto got = ::recv(connection.descriptor, buffer.data(), buffer.size(), 0);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
            return true;
        }
        if (got < 0) {
            break;
        }
        connection.request.append(buffer.data(), static_cast<std::size_t>(got));
        if (connection.request.size() > longestRequest) {
            return true;
        }
    }
    if (connection.request.find("\r\n\r\n") == std::string::npos) {
        return false;
    }
    const auto answer =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: " + std::to_string(text.size()) +
        "\r\nConnection: close\r\n\r\n" + text;
    // A few KB always fit the buffer of a fresh connection.
    (void)::send(connection.descriptor, answer.data(), answer.size(), MSG_NOSIGNAL);
    return true;
}

}  // namespace nightjar::signald
