// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "base/endpoint.h"

namespace nightjar {

/// Sends and receives datagrams on one port. Lives in the thread that made it.
class DatagramTransport {
public:
    using Received = std::function<void(const Endpoint& from, ByteView bytes)>;

    virtual ~DatagramTransport() = default;
    /// False when no socket could be had. `received` is called for every datagram from then on, never from inside
    /// send(); the bytes are valid during the call only.
    [[nodiscard]] virtual bool open(Received received) = 0;
    /// The local port; zero before open().
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Best effort, as UDP is: what the system cannot take is lost. `ttl`: the hops it may take, 0: as many as usual.
    virtual void send(const Endpoint& to, ByteView bytes, std::uint8_t ttl = 0) = 0;
};

}  // namespace nightjar
