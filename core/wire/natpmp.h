// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <variant>

#include "base/endpoint.h"

namespace nightjar::wire {

// NAT Port Mapping Protocol (RFC 6886): the elder of PCP, which many home routers still speak alone. Two questions:
// what is your address, and give me this UDP port.

/// The question for the router's outer address (RFC 6886 section 3.2): 2 bytes.
[[nodiscard]] Bytes encodeNatPmpAddressRequest();
/// Asks for a UDP port (section 3.3): 12 bytes. `lifetime` in seconds; with 0 and `externalPort` 0 it deletes.
[[nodiscard]] Bytes encodeNatPmpMapRequest(std::uint16_t internalPort, std::uint16_t externalPort,
                                           std::uint32_t lifetime);

/// RFC 6886 section 3.5; others than these are carried as they came.
enum class NatPmpResult : std::uint16_t { Success = 0, UnsupportedVersion = 1, Refused = 2 };

/// An answer of version 0, whatever was asked: routers that know only this protocol answer PCP so.
struct NatPmpAnswer {
    NatPmpResult result = NatPmpResult::Success;
    std::uint32_t epoch = 0;  ///< seconds since the router forgot all mappings (section 3.6)
    struct Address {
        ByteArray<4> address{};
    };
    struct Mapping {
        std::uint16_t internalPort = 0;
        std::uint16_t externalPort = 0;  ///< of a mapping that was deleted 0
        std::uint32_t lifetime = 0;      ///< seconds
    };
    /// What it says; nothing of an error.
    std::variant<std::monostate, Address, Mapping> what;
};
/// Nothing unless it is an answer to one of the two questions, or an error.
[[nodiscard]] std::optional<NatPmpAnswer> decodeNatPmpAnswer(ByteView datagram);

}  // namespace nightjar::wire
