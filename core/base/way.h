// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar {

/// How a datagram travels (docs/protocol.md, section 2): by itself, or framed in a stream for networks that carry no
/// UDP. In the order of preference.
enum class Way : std::uint8_t {
    Udp,
    Tcp,  ///< a TCP connection
    Tls,  ///< the same inside TLS, which hides and passes for HTTPS, and vouches for nothing
    // To a TURN server, whose messages tell their own length (RFC 8656 section 3.1):
    TurnTcp,
    TurnTls,
};

/// "udp", "tcp", "tls".
[[nodiscard]] constexpr std::string_view wayName(Way way) {
    return way == Way::Udp ? "udp" : way == Way::Tcp || way == Way::TurnTcp ? "tcp" : "tls";
}

/// A UDP socket of an engine: 0 is the one of docs/protocol.md section 2; further ones are opened by the first
/// datagram that is sent through them.
using SocketNumber = std::uint16_t;

/// Sockets of one engine: birthday probing takes most (256).
inline constexpr SocketNumber maxSockets = 266;

}  // namespace nightjar
