// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <span>

#include "wire/stun.h"

namespace nightjar::wire {

// What a STUN server says (RFC 8489 sections 6.3 and 14, RFC 5780 section 7), never longer than it is allowed to be.

struct BindingAnswer {
    StunTransaction transaction;
    Endpoint mapped;
    Endpoint origin;  ///< RESPONSE-ORIGIN: where the answer comes from; invalid: not told
    Endpoint other;   ///< OTHER-ADDRESS: where it came from if both were changed; invalid: there is no such address
    bool fingerprint = false;
};
/// At most `most` bytes: XOR-MAPPED-ADDRESS and the fingerprint for certain, OTHER-ADDRESS and RESPONSE-ORIGIN as far
/// as they fit. Nothing when not even the first do.
[[nodiscard]] std::optional<Bytes> encodeBindingAnswer(const BindingAnswer& answer, std::size_t most);

/// Error 420: these attributes have to be understood and are not. Nothing when it is longer than `most`.
[[nodiscard]] std::optional<Bytes> encodeUnknownAttributes(const StunTransaction& transaction,
                                                           std::span<const std::uint16_t> unknown, bool fingerprint,
                                                           std::size_t most);

}  // namespace nightjar::wire
