// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "sockets.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

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

/// Room for the control message that tells or sets the own address of a datagram (IP_PKTINFO, RFC 3542 section 6.1).
union Control {
    cmsghdr alignment;
    std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> room{};
};

/// The own address that a datagram came to. A broadcast has none that could answer: then it is the one of the
/// interface.
Endpoint ownAddress(msghdr& header) {
    for (auto* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
        if (item->cmsg_level == IPPROTO_IP && item->cmsg_type == IP_PKTINFO) {
            in_pktinfo info{};
            std::memcpy(&info, CMSG_DATA(item), sizeof(info));
            ByteArray<4> raw{};
            std::memcpy(raw.data(), &info.ipi_spec_dst, raw.size());
            return {raw, 1};
        }
        if (item->cmsg_level == IPPROTO_IPV6 && item->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info{};
            std::memcpy(&info, CMSG_DATA(item), sizeof(info));
            return {ByteView(info.ipi6_addr.s6_addr, 16), 1};
        }
    }
    return {};
}

void setOwnAddress(msghdr& header, Control& control, const Endpoint& via, bool v6) {
    if (!via.isValid()) {
        return;
    }
    header.msg_control = control.room.data();
    header.msg_controllen = v6 ? CMSG_SPACE(sizeof(in6_pktinfo)) : CMSG_SPACE(sizeof(in_pktinfo));
    auto* const item = CMSG_FIRSTHDR(&header);
    if (v6) {
        in6_pktinfo info{};
        std::memcpy(&info.ipi6_addr, via.mapped().data(), 16);
        item->cmsg_level = IPPROTO_IPV6;
        item->cmsg_type = IPV6_PKTINFO;
        item->cmsg_len = CMSG_LEN(sizeof(info));
        std::memcpy(CMSG_DATA(item), &info, sizeof(info));
    } else {
        in_pktinfo info{};
        std::memcpy(&info.ipi_spec_dst, via.mapped().data() + 12, 4);
        item->cmsg_level = IPPROTO_IP;
        item->cmsg_type = IP_PKTINFO;
        item->cmsg_len = CMSG_LEN(sizeof(info));
        std::memcpy(CMSG_DATA(item), &info, sizeof(info));
    }
}

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
    m_sockets.push_back({port, descriptor, v6});
    return true;
}

Result<Sockets, std::string> Sockets::open(const Endpoint& listen, bool discovery) {
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
    if (discovery && sockets.m_port != wire::discoveryPort) {
        // Without it the server works all the same; it only is not found by asking.
        (void)sockets.add(hub::Port::Discovery, listen.withPort(wire::discoveryPort), true);
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
    std::array<mmsghdr, batch> headers{};
    std::array<iovec, batch> vectors{};
    std::array<SocketAddress, batch> addresses{};
    std::array<Control, batch> controls{};
    for (const auto& socket : m_sockets) {
        std::size_t filled = 0;
        const auto flush = [&] {
            for (std::size_t sent = 0; sent < filled;) {
                const int count = ::sendmmsg(socket.descriptor, headers.data() + sent,
                                             static_cast<unsigned>(filled - sent), MSG_DONTWAIT);
                if (count > 0) {
                    sent += static_cast<std::size_t>(count);
                } else if (errno != EAGAIN && headers[sent].msg_hdr.msg_control != nullptr) {
                    // The address is not ours any more, or never was (a broadcast): the system knows another.
                    headers[sent].msg_hdr.msg_control = nullptr;
                    headers[sent].msg_hdr.msg_controllen = 0;
                } else {
                    ++sent;  // refused (no route, buffer full): lost, but those behind it are not
                }
            }
            filled = 0;
        };
        for (const auto& datagram : datagrams) {
            if (datagram.port != socket.port || datagram.connection != 0) {
                continue;
            }
            addresses[filled] = toSystem(datagram.to, socket.v6);
            vectors[filled] = {const_cast<std::uint8_t*>(datagram.datagram.data()), datagram.datagram.size()};
            headers[filled] = {};
            headers[filled].msg_hdr.msg_name = &addresses[filled].storage;
            headers[filled].msg_hdr.msg_namelen = addresses[filled].length;
            headers[filled].msg_hdr.msg_iov = &vectors[filled];
            headers[filled].msg_hdr.msg_iovlen = 1;
            setOwnAddress(headers[filled].msg_hdr, controls[filled], datagram.via, socket.v6);
            if (++filled == batch) {
                flush();
            }
        }
        flush();
    }
}

}  // namespace nightjar::signald
