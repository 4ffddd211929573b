// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "hub/hub.h"

namespace nightjar::signald {

/// The UDP sockets of a server: P, P + 1, and the one for questions from the LAN when P is another port.
class Sockets {
public:
    /// Port 0 takes any free pair. With `discovery` the LAN is listened to as well, if nobody else does. The error is a
    /// sentence.
    [[nodiscard]] static Result<Sockets, std::string> open(const Endpoint& listen, bool discovery);
    Sockets(Sockets&&) noexcept;
    Sockets& operator=(Sockets&&) noexcept;
    ~Sockets();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// For poll().
    [[nodiscard]] std::vector<int> descriptors() const;
    /// What has come, without waiting; at most some hundreds of datagrams. Views are valid until the next call.
    [[nodiscard]] std::vector<hub::Incoming> receive();
    /// What the network does not take is lost, as datagrams are.
    void send(const std::vector<hub::Outgoing>& datagrams);

private:
    struct Buffers;
    struct Socket {
        hub::Port port = hub::Port::Main;
        int descriptor = -1;
        bool v6 = false;
    };
    Sockets();
    void receiveFrom(const Socket& socket, std::vector<hub::Incoming>& into);
    [[nodiscard]] bool add(hub::Port port, const Endpoint& address, bool shared);
    void closeAll();

    std::vector<Socket> m_sockets;
    std::uint16_t m_port = 0;
    std::unique_ptr<Buffers> m_buffers;
};

}  // namespace nightjar::signald
