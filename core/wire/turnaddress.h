// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <string>

#include "base/endpoint.h"
#include "base/way.h"

namespace nightjar::wire {

inline constexpr std::uint16_t turnPort = 3478;
inline constexpr std::uint16_t turnTlsPort = 5349;

/// Where a TURN server is, as operators write it (RFC 7065): `turn:HOST[:PORT][?transport=udp|tcp]` or
/// `turns:HOST[:PORT]`.
struct TurnAddress {
    std::string host;  ///< a name, an IPv4 address, or an IPv6 address in brackets; at most 255 bytes
    std::uint16_t port = turnPort;
    Way way = Way::Udp;  ///< Udp, TurnTcp or TurnTls

    [[nodiscard]] static std::optional<TurnAddress> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;
    /// The address, if the host is one.
    [[nodiscard]] std::optional<Endpoint> endpoint() const;
    bool operator==(const TurnAddress&) const = default;
};

}  // namespace nightjar::wire
