// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"

namespace nightjar::engine {

/// Whether the latest message of this conversation is this notice, so that saying it again says nothing.
[[nodiscard]] bool endsWithNotice(store::Database& database, const ContactId& conversation, std::string_view text);
/// Something about the conversation itself that a person should know (values.h); in the transaction under way.
void addNotice(Context& context, const ContactId& conversation, const MessageId& id, std::string_view text,
               AfterCommit& after);

}  // namespace nightjar::engine
