// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "datagramsender.h"
#include "hub/hub.h"

namespace nightjar::signald {

/// Where a server listens to UDP.
struct SocketsConfig {
    Endpoint listen;              ///< P and P + 1; port 0 takes any free pair
    Endpoint second;              ///< another address for the same ports, if there is one
    bool discovery = false;       ///< listen to questions from the LAN as well, if nobody else does
    std::uint16_t directory = 0;  ///< the port of the tutorial's directory; 0: none
};

/// The UDP sockets of a server: P and P + 1 at one or two addresses, and those of other services.
class Sockets {
public:
    /// The error is a sentence.
    [[nodiscard]] static Result<Sockets, std::string> open(const SocketsConfig& config);
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
        Endpoint address;     ///< that it is bound to, where there are two; port 1
        bool second = false;  ///< of the two
        DatagramSender sender;
    };
    [[nodiscard]] static bool carries(const Socket& socket, const hub::Outgoing& datagram);
    Sockets();
    void receiveFrom(const Socket& socket, std::vector<hub::Incoming>& into);
    [[nodiscard]] bool add(hub::Port port, const Endpoint& address, bool shared);
    void closeAll();

    std::vector<Socket> m_sockets;
    std::uint16_t m_port = 0;
    std::unique_ptr<Buffers> m_buffers;
};

}  // namespace nightjar::signald
