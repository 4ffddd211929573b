// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <compare>
#include <optional>

#include "base/bytes.h"

namespace nightjar {

/// An IP address and UDP port. IPv4 is kept as an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), so one
/// comparison serves both families.
class Endpoint {
public:
    Endpoint() = default;
    /// From the 4 or 16 bytes of an address in network order.
    Endpoint(ByteView address, std::uint16_t port);
    [[nodiscard]] static Endpoint v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d,
                                     std::uint16_t port);
    /// "192.0.2.1:3478" or "[2001:db8::1]:3478"; names are not resolved.
    [[nodiscard]] static std::optional<Endpoint> parse(std::string_view text);

    [[nodiscard]] bool isV4() const;
    /// 4 bytes for IPv4, 16 for IPv6.
    [[nodiscard]] ByteView address() const;
    [[nodiscard]] const ByteArray<16>& mapped() const { return m_address; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] bool isValid() const { return m_port != 0; }
    /// 127/8 and ::1.
    [[nodiscard]] bool isLoopback() const;
    /// RFC 1918, RFC 6598, RFC 3927, RFC 4193, link-local and loopback: never reachable from the open Internet.
    [[nodiscard]] bool isPrivate() const;
    [[nodiscard]] Endpoint withPort(std::uint16_t port) const;
    [[nodiscard]] std::string toString() const;

    auto operator<=>(const Endpoint&) const = default;

private:
    ByteArray<16> m_address{};
    std::uint16_t m_port = 0;
};

}  // namespace nightjar

template <>
struct std::hash<nightjar::Endpoint> {
    std::size_t operator()(const nightjar::Endpoint& endpoint) const noexcept {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        std::memcpy(&high, endpoint.mapped().data(), 8);
        std::memcpy(&low, endpoint.mapped().data() + 8, 8);
        return (high * 0x9e3779b97f4a7c15u) ^ (low * 0xc2b2ae3d27d4eb4fu) ^ endpoint.port();
    }
};
