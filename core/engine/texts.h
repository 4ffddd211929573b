// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// What a person does with messages: the commands of that section in commands.h.
class Texts {
public:
    explicit Texts(Parts& parts) : m_parts(parts) {}

    void send(const SendText& command);
    void edit(const EditMessage& command);
    void history(const GetMessageHistory& command);
    void react(const ReactToMessage& command);
    void resend(const ResendMessage& command);
    void setDraft(const SetDraft& command);
    void list(const ListMessages& command);
    void search(const SearchMessages& command);
    void markRead(const MarkRead& command);
    /// A text of ours: stored, answered with, and on its way.
    void compose(RequestId request, const ContactId& contact, const std::string& text, const wire::MessageContext& how);

private:
    /// A message of this conversation. Nothing, and the command is answered, when there is none.
    [[nodiscard]] std::optional<store::MessageRecord> message(RequestId request, const ContactId& contact,
                                                              const MessageId& id) const;
    /// The draft became a message: it goes, in the transaction under way. Whether there was one.
    [[nodiscard]] bool dropDraft(const ContactId& contact, std::string_view text);

    Parts& m_parts;
};

}  // namespace nightjar::engine
