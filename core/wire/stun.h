// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/endpoint.h"
#include "base/ids.h"

namespace nightjar::wire {

// STUN (RFC 8489), as much of it as is needed to learn one's own address and what the NAT does (RFC 5780): Binding
// requests and their answers, without authentication (docs/protocol.md, section 2). What a server says: stunanswers.h.

/// Pairs an answer with its question (RFC 8489 section 5).
using StunTransaction = StrongId<struct StunTransactionTag, 12>;

inline constexpr std::size_t stunHeaderSize = 20;
/// A success response with XOR-MAPPED-ADDRESS over IPv4 and over IPv6.
inline constexpr std::size_t stunAnswerSizeV4 = 32;
inline constexpr std::size_t stunAnswerSizeV6 = 44;

/// The two lowest bits of the class, as C1 C0 (RFC 8489 section 5).
enum class StunClass : std::uint8_t { Request = 0, Indication = 1, Success = 2, Error = 3 };

/// CHANGE-REQUEST (RFC 5780 section 7.2): what of the server's the answer is to come from another of.
struct StunChange {
    bool address = false;
    bool port = false;
};

struct StunMessage {
    StunClass kind = StunClass::Request;
    StunTransaction transaction;
    /// XOR-MAPPED-ADDRESS, or MAPPED-ADDRESS of servers that know only RFC 3489.
    std::optional<Endpoint> mapped;
    /// ERROR-CODE, 300 … 699.
    std::optional<int> errorCode;
    StunChange change;
    /// RESPONSE-PORT: where the answer is to go, at the address of the question.
    std::optional<std::uint16_t> responsePort;
    std::optional<Endpoint> other;   ///< OTHER-ADDRESS
    std::optional<Endpoint> origin;  ///< RESPONSE-ORIGIN
    bool fingerprint = false;        ///< FINGERPRINT is there, and right
    /// Attributes of the range that must be understood (below 0x8000) and are not; whoever gets a request with one
    /// may not answer with success. At most stunMaxUnknown are listed.
    std::vector<std::uint16_t> unknownRequired;
};
inline constexpr std::size_t stunMaxUnknown = 8;

/// A Binding request of stunAnswerSizeV6 bytes: padded (PADDING, RFC 5780 section 7.6), so that the answer is never
/// longer than the question. `responsePort`: another port of ours to answer to (RFC 5780 section 7.5); zero: this one.
[[nodiscard]] Bytes encodeBindingRequest(const StunTransaction& transaction, StunChange change = {},
                                         std::uint16_t responsePort = 0);
/// stunAnswerSizeV4 or stunAnswerSizeV6 bytes.
[[nodiscard]] Bytes encodeBindingSuccess(const StunTransaction& transaction, const Endpoint& mapped);
/// Nothing unless it is a well-formed message of the Binding method with the magic cookie; with a FINGERPRINT that is
/// not the last attribute or not right it is none (RFC 8489 section 14.7). Integrity attributes are skipped unread.
[[nodiscard]] std::optional<StunMessage> decodeStun(ByteView datagram);

}  // namespace nightjar::wire
