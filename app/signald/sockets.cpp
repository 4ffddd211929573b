// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "sockets.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "packetinfo.h"
#include "socketaddress.h"
#include "wire/discovery.h"

namespace nightjar::signald {

namespace {

/// Datagrams that one system call moves, and that one turn of the hub takes from a socket.
constexpr std::size_t batch = 64;
constexpr std::size_t batchesPerTurn = 8;
/// One byte more than the longest that can be ours, so that longer ones are recognised.
constexpr std::size_t bufferSize = wire::maxDatagramRead + 1;
/// Some 10,000 clients may speak within the time of a commit.
constexpr int socketBuffer = 4 * 1024 * 1024;
constexpr int triesForAPair = 50;

std::string sentence(const Endpoint& address) {
    if (errno == EADDRINUSE) {
        return "UDP port " + std::to_string(address.port()) + " is in use by another program";
    }
    if (errno == EACCES) {
        return "not allowed to listen on UDP port " + std::to_string(address.port());
    }
    if (errno == EADDRNOTAVAIL) {
        return "this machine does not have the address of " + address.toString();
    }
    return "cannot listen on " + address.toString() + ": " + std::strerror(errno);
}

}  // namespace

struct Sockets::Buffers {
    std::array<mmsghdr, batch> headers{};
    std::array<iovec, batch> vectors{};
    std::array<sockaddr_storage, batch> addresses{};
    std::array<Control, batch> controls{};
    /// Of all sockets and batches of a turn: what receive() gives are views of these.
    std::vector<std::array<std::uint8_t, bufferSize>> datagrams;
    std::size_t used = 0;
};

Sockets::Sockets() : m_buffers(std::make_unique<Buffers>()) {
}

Sockets::Sockets(Sockets&& other) noexcept
    : m_sockets(std::exchange(other.m_sockets, {})), m_port(other.m_port), m_buffers(std::move(other.m_buffers)) {
}

Sockets& Sockets::operator=(Sockets&& other) noexcept {
    if (this != &other) {
        closeAll();
        m_sockets = std::exchange(other.m_sockets, {});
        m_port = other.m_port;
        m_buffers = std::move(other.m_buffers);
    }
    return *this;
}

Sockets::~Sockets() {
    closeAll();
}

void Sockets::closeAll() {
    for (const auto& socket : m_sockets) {
        ::close(socket.descriptor);
    }
    m_sockets.clear();
}

bool Sockets::add(hub::Port port, const Endpoint& address, bool shared) {
    const bool v6 = !address.isV4();
    const int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return false;
    }
    const int no = 0;
    const int yes = 1;
    if (v6) {
        ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
        ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, &yes, sizeof(yes));
    } else {
        ::setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, &yes, sizeof(yes));
    }
    if (shared) {
        ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    }
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &socketBuffer, sizeof(socketBuffer));
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &socketBuffer, sizeof(socketBuffer));
    auto system = toSystem(address, v6);
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&system.storage), system.length) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&system.storage), &system.length) != 0) {
        const int reason = errno;
        ::close(descriptor);
        errno = reason;
        return false;
    }
    if (port == hub::Port::Main) {
        m_port = fromSystem(system.storage).port();
    }
    m_sockets.push_back({port, descriptor, v6, {}, false, DatagramSender(descriptor, v6)});
    return true;
}

/// Where one port is open at two addresses, the answer leaves from the one that it has to come from.
bool Sockets::carries(const Socket& socket, const hub::Outgoing& datagram) {
    const bool fits = !socket.address.isValid() ||
                      (datagram.via.isValid() ? socket.address == datagram.via.withPort(1) : !socket.second);
    return datagram.connection == 0 && datagram.port == socket.port && fits;
}

Result<Sockets, std::string> Sockets::open(const SocketsConfig& config) {
    const auto& [listen, second, discovery, directory] = config;
    Sockets sockets;
    for (int tries = 1;; ++tries) {
        if (!sockets.add(hub::Port::Main, listen, false)) {
            return Unexpected{sentence(listen)};
        }
        const auto next = listen.withPort(static_cast<std::uint16_t>(sockets.m_port + 1));
        if (next.port() != 0 && sockets.add(hub::Port::Alternate, next, false)) {
            break;
        }
        if (listen.port() != 0 || tries == triesForAPair) {
            return Unexpected{sentence(next)};
        }
        sockets.closeAll();
    }
    if (second.isValid()) {
        for (auto& socket : sockets.m_sockets) {
            socket.address = listen.withPort(1);
        }
        for (const auto port : {hub::Port::Main, hub::Port::Alternate}) {
            const int offset = port == hub::Port::Main ? 0 : 1;
            const auto at = second.withPort(static_cast<std::uint16_t>(listen.port() + offset));
            if (!sockets.add(port, at, false)) {
                return Unexpected{sentence(at)};
            }
            sockets.m_sockets.back().address = second.withPort(1);
            sockets.m_sockets.back().second = true;
        }
    }
    if (discovery && sockets.m_port != wire::discoveryPort) {
        // Without it the server works all the same; it only is not found by asking.
        (void)sockets.add(hub::Port::Discovery, listen.withPort(wire::discoveryPort), true);
    }
    if (directory != 0 && !sockets.add(hub::Port::Directory, listen.withPort(directory), false)) {
        return Unexpected{sentence(listen.withPort(directory))};
    }
    sockets.m_buffers->datagrams.resize(batch * batchesPerTurn * sockets.m_sockets.size());
    return sockets;
}

std::vector<int> Sockets::descriptors() const {
    std::vector<int> out;
    for (const auto& socket : m_sockets) {
        out.push_back(socket.descriptor);
    }
    return out;
}

std::vector<hub::Incoming> Sockets::receive() {
    std::vector<hub::Incoming> out;
    m_buffers->used = 0;
    for (const auto& socket : m_sockets) {
        receiveFrom(socket, out);
    }
    return out;
}

void Sockets::receiveFrom(const Socket& socket, std::vector<hub::Incoming>& into) {
    auto& buffers = *m_buffers;
    for (std::size_t round = 0; round < batchesPerTurn; ++round) {
        auto* const datagrams = buffers.datagrams.data() + buffers.used;
        for (std::size_t i = 0; i < batch; ++i) {
            buffers.vectors[i] = {datagrams[i].data(), bufferSize};
            buffers.headers[i] = {};
            buffers.headers[i].msg_hdr.msg_name = &buffers.addresses[i];
            buffers.headers[i].msg_hdr.msg_namelen = sizeof(sockaddr_storage);
            buffers.headers[i].msg_hdr.msg_iov = &buffers.vectors[i];
            buffers.headers[i].msg_hdr.msg_iovlen = 1;
            buffers.headers[i].msg_hdr.msg_control = buffers.controls[i].room.data();
            buffers.headers[i].msg_hdr.msg_controllen = buffers.controls[i].room.size();
        }
        const int count = ::recvmmsg(socket.descriptor, buffers.headers.data(), batch, MSG_DONTWAIT, nullptr);
        if (count <= 0) {
            return;
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            const std::size_t size = buffers.headers[i].msg_len;
            if (size > 0 && size <= wire::maxDatagramRead) {
                into.push_back({socket.port, fromSystem(buffers.addresses[i]), ByteView(datagrams[i].data(), size),
                                ownAddress(buffers.headers[i].msg_hdr)});
            }
        }
        buffers.used += static_cast<std::size_t>(count);
        if (static_cast<std::size_t>(count) < batch) {
            return;
        }
    }
}

void Sockets::send(const std::vector<hub::Outgoing>& datagrams) {
    for (auto& socket : m_sockets) {
        for (const auto& datagram : datagrams) {
            if (carries(socket, datagram)) {
                socket.sender.add(datagram);
            }
        }
        socket.sender.flush();
    }
}

}  // namespace nightjar::signald
