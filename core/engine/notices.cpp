// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/notices.h"

namespace nightjar::engine {

bool endsWithNotice(store::Database& database, const ContactId& conversation, std::string_view text) {
    const auto last = store::Messages(database).summary(conversation).last;
    return last && last->kind == store::MessageKind::Notice && last->text == text;
}

void addNotice(Context& context, const ContactId& conversation, const MessageId& id, std::string_view text,
               AfterCommit& after) {
    store::MessageRecord notice;
    notice.id = id;
    notice.contact = conversation;
    notice.kind = store::MessageKind::Notice;
    notice.text = text;
    notice.timeMs = context.nowMs();
    notice.receivedMs = context.nowMs();
    notice.state = store::MessageState::Received;
    store::Messages(context.database).add(notice);
    after.emplace_back([&context, notice = std::move(notice)] {
        context.emit(MessageAdded{toMessage(context.database, notice)});
        context.contactChanged(notice.contact);
    });
}

}  // namespace nightjar::engine
