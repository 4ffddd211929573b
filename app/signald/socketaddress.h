// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "base/endpoint.h"

namespace nightjar::signald {

/// An endpoint as the system calls want it.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

/// For a socket of that family.
[[nodiscard]] inline SocketAddress toSystem(const Endpoint& endpoint, bool v6) {
    SocketAddress out;
    if (v6) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(endpoint.port());
        std::memcpy(&address.sin6_addr, endpoint.mapped().data(), 16);
        std::memcpy(&out.storage, &address, sizeof(address));
        out.length = sizeof(address);
    } else {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(endpoint.port());
        std::memcpy(&address.sin_addr, endpoint.mapped().data() + 12, 4);
        std::memcpy(&out.storage, &address, sizeof(address));
        out.length = sizeof(address);
    }
    return out;
}

[[nodiscard]] inline Endpoint fromSystem(const sockaddr_storage& storage) {
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 address{};
        std::memcpy(&address, &storage, sizeof(address));
        return {ByteView(address.sin6_addr.s6_addr, 16), ntohs(address.sin6_port)};
    }
    sockaddr_in address{};
    std::memcpy(&address, &storage, sizeof(address));
    ByteArray<4> raw{};
    std::memcpy(raw.data(), &address.sin_addr, raw.size());
    return {raw, ntohs(address.sin_port)};
}

}  // namespace nightjar::signald
