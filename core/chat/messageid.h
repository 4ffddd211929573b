// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/ids.h"
#include "base/instant.h"

namespace nightjar::chat {

/// The id that a text has when it does not carry one (docs/protocol.md section 8): both sides find it from what the
/// content says anyway. `sender` is the identity key (32 bytes) that the author has for this contact.
[[nodiscard]] MessageId messageIdOf(ByteView sender, std::uint64_t order, Instant time);

}  // namespace nightjar::chat
