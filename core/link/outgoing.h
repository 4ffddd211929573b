// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"
#include "base/endpoint.h"
#include "base/way.h"

namespace nightjar::link {

/// A datagram that wants to be sent: by UDP from a socket of ours, or through the connection to `to`.
struct OutgoingDatagram {
    Endpoint to;
    Bytes bytes;
    Way way = Way::Udp;
    SocketNumber socket = 0;
    std::uint8_t ttl = 0;  ///< hops that it may take; 0: as many as usual
};

}  // namespace nightjar::link
