// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"
#include "base/endpoint.h"
#include "base/way.h"

namespace nightjar::link {

/// No socket: through the TURN server of the identity. The engine sees to it.
inline constexpr SocketNumber throughTurn = maxSockets;

/// A way to an address of somebody: out of which socket, or through which stream.
struct Route {
    Endpoint remote;
    Way way = Way::Udp;
    SocketNumber socket = 0;  ///< of Way::Udp

    Route() = default;
    /// Not explicit: an address alone means the way that everything takes.
    Route(const Endpoint& to, Way by = Way::Udp, SocketNumber from = 0) : remote(to), way(by), socket(from) {}
    auto operator<=>(const Route&) const = default;
};

/// A datagram that wants to be sent: by UDP from a socket of ours, or through the connection to `to`.
struct OutgoingDatagram {
    Endpoint to;
    Bytes bytes;
    Way way = Way::Udp;
    SocketNumber socket = 0;
    std::uint8_t ttl = 0;  ///< hops that it may take; 0: as many as usual
};

}  // namespace nightjar::link
