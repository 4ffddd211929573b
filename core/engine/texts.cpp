// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/texts.h"

#include <algorithm>
#include <set>

#include "chat/messageid.h"
#include "engine/parts.h"
#include "engine/smallmessages.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

constexpr std::uint32_t maxPage = 500;

bool isBlank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

static_assert(static_cast<int>(SearchKind::Places) == static_cast<int>(store::SearchFor::Places));

std::vector<Message> toMessages(store::Database& database, const std::vector<store::MessageRecord>& records) {
    std::vector<Message> out;
    std::transform(records.begin(), records.end(), std::back_inserter(out),
                   [&](const store::MessageRecord& record) { return toMessage(database, record); });
    return out;
}

/// None when it may be sent as a text.
ErrorCode problemOf(std::string_view text) {
    if (text.size() > maxTextBytes) {
        return ErrorCode::MessageTooLong;
    }
    return isBlank(text) || !isUtf8(asBytes(text)) ? ErrorCode::BadArgument : ErrorCode::None;
}

bool areReactions(const std::vector<std::string>& emoji) {
    static_assert(nightjar::maxReactions == wire::maxReactions && nightjar::maxEmojiBytes == wire::maxEmojiBytes);
    return emoji.size() <= nightjar::maxReactions && std::set(emoji.begin(), emoji.end()).size() == emoji.size() &&
           std::all_of(emoji.begin(), emoji.end(), [](const std::string& one) {
               return !isBlank(one) && one.size() <= nightjar::maxEmojiBytes && isUtf8(asBytes(one));
           });
}

}  // namespace

std::optional<store::MessageRecord> Texts::message(RequestId request, const ContactId& contact,
                                                   const MessageId& id) const {
    auto record = store::Messages(m_parts.context.database).find(contact, id);
    if (!record) {
        m_parts.context.fail(request, ErrorCode::UnknownMessage);
    }
    return record;
}

bool Texts::dropDraft(const ContactId& contact, std::string_view text) {
    store::Drafts drafts(m_parts.context.database);
    const auto draft = drafts.find(contact);
    if (!draft || draft->text != text) {
        return false;
    }
    drafts.remove(contact);
    return true;
}

void Texts::send(const SendText& command) {
    if (command.quote && !store::Messages(m_parts.context.database).knows(command.contact, *command.quote)) {
        return m_parts.context.fail(command.request, store::Contacts(m_parts.context.database).find(command.contact)
                                                         ? ErrorCode::UnknownMessage
                                                         : ErrorCode::UnknownContact);
    }
    compose(command.request, command.contact, command.text, {command.quote, false, {}});
}

void Texts::compose(RequestId request, const ContactId& contact, const std::string& text,
                    const wire::MessageContext& how) {
    auto& context = m_parts.context;
    if (const auto problem = problemOf(text); problem != ErrorCode::None) {
        return context.fail(request, problem);
    }
    m_parts.life.announce(contact);
    const auto to = m_parts.context.recipient(request, contact);
    if (!to) {
        return;
    }
    const auto plain = chat::messageIdOf(to->ownPublic, to->nextOutSeq, context.now);
    const auto named = m_parts.group.isGroup(contact) ? m_parts.group.newMessage() : Group::Named{plain, plain};
    store::MessageRecord record;
    record.id = named.id;
    record.contact = contact;
    record.mine = true;
    record.seq = to->nextOutSeq;
    record.text = text;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;
    record.quote = how.quote;
    record.forwarded = how.forwarded;
    record.origin = how.origin;

    store::Transaction transaction(context.database);
    m_parts.life.give(record);
    store::Messages(context.database).add(record);
    const bool posted = m_parts.group.post(contact, wire::TextContent{named.onWire, text, how}, record.id);
    if (!posted && !context.database.error()) {
        return context.fail(request, ErrorCode::Internal);
    }
    const bool drafted = dropDraft(contact, text);
    if (!context.commit(transaction, request)) {
        return;
    }
    const auto message = toMessage(context.database, record);
    context.emit(MessageAnswer{request, message});
    context.emit(MessageAdded{message});
    if (drafted) {
        context.contactChanged(contact);
    }
    m_parts.typing.sent(contact);
    m_parts.group.deliver(contact);
}

void Texts::edit(const EditMessage& command) {
    auto& context = m_parts.context;
    if (const auto problem = problemOf(command.text); problem != ErrorCode::None) {
        return context.fail(command.request, problem);
    }
    const auto to = m_parts.context.recipient(command.request, command.contact);
    const auto before = to ? message(command.request, command.contact, command.message) : std::nullopt;
    if (!before) {
        return;
    }
    if (!before->mine || before->kind != store::MessageKind::Text) {
        return context.fail(command.request, ErrorCode::NotOwnMessage);
    }
    store::Messages messages(context.database);
    const bool changed = before->text != command.text;
    store::Transaction transaction(context.database);
    if (changed && before->state == store::MessageState::Failed) {
        messages.rewrite(command.contact, command.message, command.text);  // they never had it
    } else if (changed) {
        messages.edit(command.contact, command.message, {to->nextOutSeq, context.nowMs(), command.text});
        const bool posted = m_parts.group.post(command.contact, wire::EditContent{command.message, command.text});
        if (!posted && !context.database.error()) {
            return context.fail(command.request, ErrorCode::Internal);
        }
    }
    const bool drafted = dropDraft(command.contact, command.text);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (const auto after = messages.find(command.contact, command.message)) {
        context.emit(MessageAnswer{command.request, toMessage(context.database, *after)});
    }
    if (changed) {
        context.database.truncateWal();
        context.messageChanged(command.contact, command.message);
        m_parts.group.deliver(command.contact);
    }
    if (changed || drafted) {
        context.contactChanged(command.contact);
    }
}

void Texts::history(const GetMessageHistory& command) {
    auto& context = m_parts.context;
    const auto present = message(command.request, command.contact, command.message);
    if (!present) {
        return;
    }
    MessageHistoryAnswer answer{command.request, command.message, {}};
    for (auto& version : store::Changes(context.database).versions(command.contact, command.message)) {
        answer.versions.push_back({fromUnixMs(version.timeMs), std::move(version.text)});
    }
    const auto since = present->editedMs != 0 ? present->editedMs : present->timeMs;
    answer.versions.push_back({fromUnixMs(since), present->text});
    context.emit(std::move(answer));
}

void Texts::react(const ReactToMessage& command) {
    auto& context = m_parts.context;
    if (!areReactions(command.emoji)) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const auto to = m_parts.context.recipient(command.request, command.contact);
    const auto under = to ? message(command.request, command.contact, command.message) : std::nullopt;
    if (!under) {
        return;
    }
    if (under->kind == store::MessageKind::Notice || under->kind == store::MessageKind::Call) {
        return context.fail(command.request, ErrorCode::BadArgument);  // only one side has these
    }
    store::Transaction transaction(context.database);
    store::Changes(context.database)
        .setReactions(command.contact, command.message, true, to->nextOutSeq, command.emoji);
    const bool posted = m_parts.group.post(command.contact, wire::ReactContent{command.message, command.emoji});
    if (!posted && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    const auto changed = toMessage(context.database, *under);
    context.emit(MessageAnswer{command.request, changed});
    context.emit(MessageChanged{changed});
    m_parts.group.deliver(command.contact);
}

void Texts::resend(const ResendMessage& command) {
    auto& context = m_parts.context;
    const auto to = m_parts.context.recipient(command.request, command.contact);
    const auto failed = to ? message(command.request, command.contact, command.message) : std::nullopt;
    if (!failed) {
        return;
    }
    const bool text = failed->kind == store::MessageKind::Text;
    const bool small = failed->kind == store::MessageKind::Location || failed->kind == store::MessageKind::Card;
    if (!failed->mine || (!text && !small)) {
        return context.fail(command.request, ErrorCode::NotOwnMessage);
    }
    if (failed->state != store::MessageState::Failed) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    store::Messages messages(context.database);
    store::Transaction transaction(context.database);
    messages.requeue(command.contact, command.message, to->nextOutSeq);
    const wire::MessageContext how{failed->quote, failed->forwarded, failed->origin};
    const auto onWire = m_parts.group.onWire(command.contact, failed->id);
    const bool posted =
        small ? postAgain(m_parts, *failed)
              : m_parts.group.post(command.contact, wire::TextContent{onWire, failed->text, how}, failed->id);
    if (!posted && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (const auto queued = messages.find(command.contact, command.message)) {
        context.emit(MessageAnswer{command.request, toMessage(context.database, *queued)});
    }
    context.emit(MessageStateChanged{command.message, command.contact, MessageState::Queued, ErrorCode::None});
    m_parts.group.deliver(command.contact);
}

void Texts::setDraft(const SetDraft& command) {
    auto& context = m_parts.context;
    if (!store::Contacts(context.database).find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (command.text.size() > maxTextBytes || !isUtf8(asBytes(command.text))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    store::Transaction transaction(context.database);
    store::Drafts drafts(context.database);
    if (command.text.empty() && !command.quote && !command.editing) {
        drafts.remove(command.contact);
    } else {
        drafts.set(command.contact, {command.text, command.quote, command.editing});
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.contactChanged(command.contact);
    context.done(command.request);
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
    context.emit(MessagesAnswer{command.request, toMessages(context.database, page), more});
}

void Texts::search(const SearchMessages& command) {
    auto& context = m_parts.context;
    const auto limit = std::clamp<std::uint32_t>(command.limit, 1, maxPage);
    const auto found = store::Messages(context.database)
                           .search(command.text, command.contact, limit, static_cast<store::SearchFor>(command.kind));
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, errorOf(*error));
    }
    context.emit(MessagesAnswer{command.request, toMessages(context.database, found), false});
}

void Texts::markRead(const MarkRead& command) {
    auto& context = m_parts.context;
    store::Messages messages(context.database);
    if (messages.unread(command.contact) == 0) {
        return;
    }
    const auto rules = store::Contacts(context.database).rules(command.contact);
    const auto contact = store::Contacts(context.database).find(command.contact);
    const bool tell = rules.read && !rules.blocked && contact && contact->state != store::ContactState::Requested &&
                      store::Profile(context.database).text("setting/read-receipts") != "off";
    AfterCommit after;
    store::Transaction transaction(context.database);
    m_parts.life.readHere(command.contact, after);
    const auto read = messages.markRead(command.contact, context.nowMs());
    if (tell && !read.empty()) {
        m_parts.group.postRead(command.contact, read);
    }
    if (!context.commit(transaction, std::move(after))) {
        return;
    }
    context.contactChanged(command.contact);
    m_parts.group.wake(command.contact);
}

}  // namespace nightjar::engine
