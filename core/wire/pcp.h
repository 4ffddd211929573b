// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/endpoint.h"
#include "base/ids.h"

namespace nightjar::wire {

// Port Control Protocol (RFC 6887), as much of it as is needed to ask a router for one UDP port: the MAP opcode without
// options.

/// Where routers take requests; the same for NAT-PMP (RFC 6887 section 19).
inline constexpr std::uint16_t portControlPort = 5351;
inline constexpr std::uint8_t pcpVersion = 2;
/// A MAP request, and its answer.
inline constexpr std::size_t pcpMapSize = 60;
/// The header alone: what some answers with an error have.
inline constexpr std::size_t pcpHeaderSize = 24;
/// The longest message (RFC 6887 section 7).
inline constexpr std::size_t pcpMaxSize = 1100;

/// Proves that whoever changes a mapping is who made it (RFC 6887 section 11.2).
using PcpNonce = StrongId<struct PcpNonceTag, 12>;

/// RFC 6887 section 7.4; others than these are carried as they came.
enum class PcpResult : std::uint8_t {
    Success = 0,
    UnsupportedVersion = 1,
    NotAuthorised = 2,
    UnsupportedOpcode = 4,
    NoResources = 8,
    AddressMismatch = 12,
};

struct PcpMapRequest {
    Endpoint client;             ///< our address as the router has to see it, and the port that is to be reached
    std::uint32_t lifetime = 0;  ///< seconds; 0 deletes the mapping
    PcpNonce nonce;
    Endpoint suggested;  ///< what the router may keep to; port 0: whatever it likes
};
[[nodiscard]] Bytes encodePcpMapRequest(const PcpMapRequest& request);
/// Nothing unless it is a MAP request for UDP. For the routers of tests.
[[nodiscard]] std::optional<PcpMapRequest> decodePcpMapRequest(ByteView datagram);

struct PcpMapAnswer {
    PcpResult result = PcpResult::Success;
    std::uint32_t lifetime = 0;  ///< seconds: of the mapping; of an error: for so long it will stay one
    std::uint32_t epoch = 0;     ///< seconds since the router forgot all mappings (RFC 6887 section 8.5)
    /// Of an answer that is long enough to name its mapping: all of Success, most others.
    struct Mapping {
        PcpNonce nonce;
        std::uint16_t internalPort = 0;
        Endpoint external;  ///< of Success valid
    };
    std::optional<Mapping> mapping;
};
[[nodiscard]] Bytes encodePcpMapAnswer(const PcpMapAnswer& answer);
/// Nothing unless it is an answer of version 2 to a MAP request for UDP.
[[nodiscard]] std::optional<PcpMapAnswer> decodePcpMapAnswer(ByteView datagram);

}  // namespace nightjar::wire
