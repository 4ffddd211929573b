// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "events.h"
#include "store/files.h"
#include "store/group.h"

namespace nightjar::engine {

// What the interface sees of a group: docs/protocol.md section 18.

/// Authors of a message, of what it answers and of the emoji under it. Nothing changes where there is no group.
void describeGroup(store::Database& database, Message& message);
/// Who is in it, and what it is called for want of a name of its own.
void describeGroup(store::Database& database, Contact& contact);
/// False for a group that nobody but us is in.
[[nodiscard]] bool hasAnybody(store::Database& database, const ContactId& conversation);
/// The file of a message as this conversation has it. In a group what came lies with whoever sent it, and what we send
/// stands for what each of them gets.
[[nodiscard]] std::optional<store::FileRecord> fileOfMessage(store::Database& database, const ContactId& conversation,
                                                             const MessageId& message);

}  // namespace nightjar::engine
