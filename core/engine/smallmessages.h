// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// A message that is one content and a row beside it: a place, a card.
struct SmallMessage {
    store::MessageKind kind = store::MessageKind::Location;
    std::string text;
};

/// Stores a message of ours, answers the command with it and lets it go; `body` makes what carries it, `beside` stores
/// what belongs to it in the same transaction. Its id; nothing, and the command is answered, where that cannot be.
std::optional<MessageId> sendSmall(Parts& parts, RequestId request, const ContactId& contact, SmallMessage message,
                                   const std::function<wire::ContentBody(const MessageId& onWire)>& body,
                                   const std::function<void(const MessageId& id)>& beside);

/// Stores one of theirs, in the transaction under way. `beside` as above, with the conversation that shows it.
void takeSmall(Parts& parts, const ContactId& contact, const wire::Content& content, const MessageId& onWire,
               SmallMessage message, AfterCommit& after,
               const std::function<void(const ContactId& conversation, const MessageId& id)>& beside);

/// Posts a message of ours that failed once more; in the transaction under way.
[[nodiscard]] bool postAgain(Parts& parts, const store::MessageRecord& record);

}  // namespace nightjar::engine
