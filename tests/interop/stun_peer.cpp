// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Our client's questions at a foreign STUN server, from real sockets: stun_peer OWN-ADDRESS SERVER:PORT prints what it
// concludes, as Status::natType, and the address that it learned.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <map>

#include "link/natprobe.h"

using namespace nightjar;

namespace {

sockaddr_in toSystem(const Endpoint& endpoint) {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = htons(endpoint.port());
    std::memcpy(&out.sin_addr, endpoint.address().data(), 4);
    return out;
}

int openAt(const Endpoint& own, std::uint16_t& port) {
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM, 0);
    auto address = toSystem(own.withPort(0));
    socklen_t length = sizeof(address);
    if (descriptor < 0 || ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        std::perror("stun_peer");
        std::exit(2);
    }
    port = ntohs(address.sin_port);
    return descriptor;
}

}  // namespace

int main(int count, char** arguments) {
    const auto own = count == 3 ? Endpoint::parse(std::string(arguments[1]) + ":1") : std::nullopt;
    const auto server = count == 3 ? Endpoint::parse(arguments[2]) : std::nullopt;
    if (!own || !server) {
        std::fputs("usage: stun_peer OWN-ADDRESS SERVER:PORT\n", stderr);
        return 2;
    }
    const auto clock = [] {
        return Instant{std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())};
    };
    SystemRandom random;
    link::NatProbe probe(random);
    std::map<SocketNumber, int> sockets;
    const auto socketOf = [&](SocketNumber number, std::uint16_t& port) {
        if (const auto found = sockets.find(number); found != sockets.end()) {
            return found->second;
        }
        return sockets[number] = openAt(*own, port);
    };
    std::uint16_t port = 0;
    (void)socketOf(0, port);
    probe.start(clock(), *server, {own->withPort(port)});
    while (probe.nextDeadline() != never) {
        for (const auto& datagram : probe.poll(clock())) {
            const auto to = toSystem(datagram.to);
            ::sendto(socketOf(datagram.socket, port), datagram.bytes.data(), datagram.bytes.size(), 0,
                     reinterpret_cast<const sockaddr*>(&to), sizeof(to));
        }
        std::vector<pollfd> waitFor;
        for (const auto& [number, descriptor] : sockets) {
            waitFor.push_back({descriptor, POLLIN, 0});
        }
        const auto wait = probe.nextDeadline() == never ? Duration{} : probe.nextDeadline() - clock();
        ::poll(waitFor.data(), waitFor.size(), static_cast<int>(std::max<std::int64_t>(0, toMs(wait) + 1)));
        for (const auto& entry : waitFor) {
            ByteArray<2048> buffer{};  // who gives PADDING back gives 1,500 bytes of it
            sockaddr_in from{};
            socklen_t length = sizeof(from);
            const auto size = ::recvfrom(entry.fd, buffer.data(), buffer.size(), MSG_DONTWAIT,
                                         reinterpret_cast<sockaddr*>(&from), &length);
            if (size > 0) {
                const Endpoint source(ByteView(reinterpret_cast<const std::uint8_t*>(&from.sin_addr), 4),
                                      ntohs(from.sin_port));
                (void)probe.handle(clock(), source, ByteView(buffer).first(static_cast<std::size_t>(size)));
            }
        }
    }
    std::printf("%.*s %s\n", static_cast<int>(probe.typeName().size()), probe.typeName().data(),
                probe.publicAddress().toString().c_str());
    return 0;
}
