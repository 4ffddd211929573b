// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/smallmessages.h"

#include "engine/parts.h"
#include "store/places.h"

namespace nightjar::engine {

std::optional<MessageId> sendSmall(Parts& parts, RequestId request, const ContactId& contact, SmallMessage message,
                                   const std::function<wire::ContentBody(const MessageId& onWire)>& body,
                                   const std::function<void(const MessageId& id)>& beside) {
    auto& context = parts.context;
    parts.life.announce(contact);
    const auto to = context.recipient(request, contact);
    if (!to) {
        return std::nullopt;
    }
    const auto drawn = MessageId::draw(context.random);
    const auto named = parts.group.isGroup(contact) ? parts.group.newMessage() : Group::Named{drawn, drawn};
    store::MessageRecord record;
    record.id = named.id;
    record.contact = contact;
    record.kind = message.kind;
    record.mine = true;
    record.seq = to->nextOutSeq;
    record.text = std::move(message.text);
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;

    store::Transaction transaction(context.database);
    parts.life.give(record);
    store::Messages(context.database).add(record);
    beside(record.id);
    const bool posted = parts.group.post(contact, body(named.onWire), record.id);
    if (!posted && !context.database.error()) {
        context.fail(request, ErrorCode::Internal);
        return std::nullopt;
    }
    if (!context.commit(transaction, request)) {
        return std::nullopt;
    }
    const auto told = toMessage(context.database, record);
    context.emit(MessageAnswer{request, told});
    context.emit(MessageAdded{told});
    parts.group.deliver(contact);
    return record.id;
}

void takeSmall(Parts& parts, const ContactId& contact, const wire::Content& content, const MessageId& onWire,
               SmallMessage message, AfterCommit& after,
               const std::function<void(const ContactId& conversation, const MessageId& id)>& beside) {
    store::MessageRecord record;
    record.id = parts.group.received(contact, onWire);
    record.contact = parts.group.conversation(contact);
    record.kind = message.kind;
    record.seq = content.order;
    record.text = std::move(message.text);
    record.timeMs = toUnixMs(content.time);
    record.receivedMs = parts.context.nowMs();
    record.state = store::MessageState::Received;
    record.unread = true;
    if (!parts.life.receive(contact, content, record) || !store::Messages(parts.context.database).add(record)) {
        return;
    }
    beside(record.contact, record.id);
    after.emplace_back([&parts, contact, conversation = record.contact, id = record.id] {
        const auto shown = store::Messages(parts.context.database).find(conversation, id);
        if (!shown) {
            return;  // deleted by what came with it
        }
        parts.typing.heard(conversation, false);
        parts.context.emit(MessageAdded{toMessage(parts.context.database, *shown)});
        parts.context.contactChanged(conversation);
        parts.links.noteActivity(contact);
    });
}

bool postAgain(Parts& parts, const store::MessageRecord& record) {
    auto& database = parts.context.database;
    const auto onWire = parts.group.onWire(record.contact, record.id);
    if (record.kind == store::MessageKind::Card) {
        const auto link = store::Cards(database).link(record.contact, record.id);
        return parts.group.post(record.contact, wire::CardContent{onWire, record.text, link}, record.id);
    }
    // Sent again, a place stays where it was last.
    auto place = store::Places(database).find(record.contact, record.id);
    if (!place) {
        return false;
    }
    place->ended = true;
    store::Places(database).update(*place);
    return parts.group.post(record.contact, wire::LocationContent{onWire, place->point, 0, record.text}, record.id);
}

}  // namespace nightjar::engine
