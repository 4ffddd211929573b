// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <variant>

#include "base/bytes.h"

namespace nightjar::wire {

// Reliable messages on a link between two peers: docs/protocol.md, section 9.

struct EnvelopeMessage {
    ByteView envelope;  ///< of one of the sizes of section 7; a view into the message
};
using LinkMessage = std::variant<EnvelopeMessage>;

[[nodiscard]] Bytes encodeLinkMessage(const LinkMessage& message);
[[nodiscard]] std::optional<LinkMessage> decodeLinkMessage(ByteView message);

}  // namespace nightjar::wire
