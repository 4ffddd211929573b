// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/texts.h"

#include <algorithm>

#include "engine/parts.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

constexpr std::uint32_t maxPage = 500;

bool isBlank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::vector<Message> toMessages(const std::vector<store::MessageRecord>& records) {
    std::vector<Message> out;
    std::transform(records.begin(), records.end(), std::back_inserter(out), toMessage);
    return out;
}

}  // namespace

void Texts::send(const SendText& command) {
    auto& context = m_parts.context;
    if (command.text.size() > maxTextBytes) {
        return context.fail(command.request, ErrorCode::MessageTooLong);
    }
    if (isBlank(command.text) || !isUtf8(asBytes(command.text))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (contact->state == store::ContactState::Gone) {
        return context.fail(command.request, ErrorCode::ContactGone);
    }
    store::MessageRecord record;
    record.id = MessageId::draw(context.random);
    record.contact = command.contact;
    record.mine = true;
    record.seq = contact->nextOutSeq;
    record.text = command.text;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;

    store::Transaction transaction(context.database);
    store::Messages(context.database).add(record);
    const bool posted = m_parts.outgoing.post(command.contact, wire::TextContent{record.id, command.text}, record.id);
    if (!posted && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    const auto message = toMessage(record);
    context.emit(MessageAnswer{command.request, message});
    context.emit(MessageAdded{message});
    m_parts.links.want(command.contact);
    m_parts.outgoing.wake(command.contact);
}

void Texts::list(const ListMessages& command) {
    auto& context = m_parts.context;
    if (!store::Contacts(context.database).find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (command.before && command.from) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const store::Messages messages(context.database);
    if (command.from && !messages.knows(command.contact, *command.from)) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    const auto limit = std::clamp<std::uint32_t>(command.limit, 1, maxPage);
    auto page = command.from ? messages.pageFrom(command.contact, *command.from, limit + 1)
                             : messages.page(command.contact, command.before, limit + 1);
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, errorOf(*error));
    }
    // One more than wanted tells whether there are more, on the side that the page grows to.
    const bool more = page.size() > limit;
    if (more) {
        page.erase(command.from ? page.end() - 1 : page.begin());
    }
    context.emit(MessagesAnswer{command.request, toMessages(page), more});
}

void Texts::search(const SearchMessages& command) {
    auto& context = m_parts.context;
    const auto limit = std::clamp<std::uint32_t>(command.limit, 1, maxPage);
    const auto found = store::Messages(context.database).search(command.text, command.contact, limit);
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, errorOf(*error));
    }
    context.emit(MessagesAnswer{command.request, toMessages(found), false});
}

void Texts::remove(const DeleteMessage& command) {
    auto& context = m_parts.context;
    store::Messages messages(context.database);
    const auto found = messages.withId(command.message);
    if (found.empty()) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    store::Transaction transaction(context.database);
    for (const auto& message : found) {
        // Own texts only: what they wrote is theirs to take back. Also one that was not sent yet: its envelope stays,
        // because a number left out would hold up those after it, and DELETE follows.
        if (command.both && message.mine && message.kind == store::MessageKind::Text) {
            (void)m_parts.outgoing.post(message.contact, wire::DeleteContent{message.id});
        }
        messages.remove(message.contact, message.id);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.database.truncateWal();
    for (const auto& message : found) {
        context.emit(MessageRemoved{message.id, message.contact});
        context.contactChanged(message.contact);
        m_parts.outgoing.wake(message.contact);
    }
    context.done(command.request);
}

void Texts::markRead(const MarkRead& command) {
    auto& context = m_parts.context;
    store::Messages messages(context.database);
    if (messages.unread(command.contact) == 0) {
        return;
    }
    const bool tell = store::Profile(context.database).text("setting/read-receipts") != "off";
    store::Transaction transaction(context.database);
    const auto read = messages.markRead(command.contact, context.nowMs());
    if (tell && !read.empty()) {
        (void)m_parts.outgoing.post(command.contact, wire::ReadContent{read.back()});
    }
    if (!context.commit(transaction)) {
        return;
    }
    context.contactChanged(command.contact);
    m_parts.outgoing.wake(command.contact);
}

}  // namespace nightjar::engine
