// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <string>

#include "base/bytes.h"
#include "base/endpoint.h"
#include "base/way.h"

namespace nightjar {

/// Datagrams through TCP and TLS connections, for networks that carry no UDP. Lives in the thread that made it.
class StreamTransport {
public:
    using Received = std::function<void(Way way, const Endpoint& from, ByteView bytes)>;
    using Ended = std::function<void(Way way, const Endpoint& to)>;

    virtual ~StreamTransport() = default;
    /// Both are called from the event loop only, never from inside send(); the bytes are valid during the call.
    virtual void open(Received received, Ended ended) = 0;
    /// Connects when there is no connection to `to` yet. What the connection cannot take soon is dropped: a datagram
    /// that comes late is worth less than the one after it.
    /// `sharing`, where valid: the new connection leaves from the local port of the one to that endpoint, and is tried
    /// again for some seconds when it is refused: the other side makes the same one (simultaneous open).
    virtual void send(Way way, const Endpoint& to, ByteView bytes, const Endpoint& sharing = {}) = 0;
    /// Closes the connection without calling `ended`.
    virtual void hangUp(Way way, const Endpoint& to) = 0;
    /// `address` was found under this name: what a TLS connection to it says where it wants to go (SNI).
    virtual void setName(const Endpoint& address, const std::string& name) = 0;
};

}  // namespace nightjar
