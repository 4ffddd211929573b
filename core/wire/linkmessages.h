// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>
#include <vector>

#include "base/ids.h"

namespace nightjar::wire {

// Reliable messages on a link between two peers: docs/protocol.md, section 9.

/// Envelope ids in one STORED.
inline constexpr std::size_t maxStoredIds = 64;

struct EnvelopeMessage {
    ByteView envelope;  ///< of one of the sizes of section 7; a view into the message
};
/// "These are on my disk."
struct StoredMessage {
    std::vector<EnvelopeId> envelopes;  ///< 1 … maxStoredIds
};
using LinkMessage = std::variant<EnvelopeMessage, StoredMessage>;

[[nodiscard]] Bytes encodeLinkMessage(const LinkMessage& message);
[[nodiscard]] std::optional<LinkMessage> decodeLinkMessage(ByteView message);

}  // namespace nightjar::wire
