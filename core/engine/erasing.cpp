// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/erasing.h"

#include <algorithm>

#include "chat/messageid.h"
#include "engine/hubmemory.h"
#include "engine/parts.h"
#include "store/files.h"
#include "store/leaving.h"
#include "store/outbox.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// Emptied in one step: 15 to 25 ms where there are a million messages, nearly all of it the words in the index.
constexpr std::size_t portion = 32;
/// What is out of sight can wait at the start: first comes what a person wants to see.
constexpr Duration startPatience = 2s;
constexpr Duration farewellRefused = std::chrono::hours(1);
/// Twice as long as a hub keeps a queue that nobody uses.
constexpr Duration farewellLife = std::chrono::hours(360 * 24);

/// The message that a content in the outbox is about.
std::optional<MessageId> subjectOf(const wire::Content& content, ByteView ownPublic) {
    if (const auto* const text = std::get_if<wire::TextContent>(&content.body)) {
        return text->message.isNull() ? chat::messageIdOf(ownPublic, content.order, content.time) : text->message;
    }
    if (const auto* const edit = std::get_if<wire::EditContent>(&content.body)) {
        return edit->message;
    }
    if (const auto* const reaction = std::get_if<wire::ReactContent>(&content.body)) {
        return reaction->message;
    }
    if (const auto* const file = std::get_if<wire::FileContent>(&content.body)) {
        return file->message;
    }
    if (const auto* const note = std::get_if<wire::NoteContent>(&content.body)) {
        return note->message;
    }
    if (const auto* const part = std::get_if<wire::NotePartContent>(&content.body)) {
        return part->message;
    }
    if (const auto* const location = std::get_if<wire::LocationContent>(&content.body)) {
        return location->message;
    }
    if (const auto* const moved = std::get_if<wire::MovedContent>(&content.body)) {
        return moved->message;
    }
    if (const auto* const card = std::get_if<wire::CardContent>(&content.body)) {
        return card->message;
    }
    return std::nullopt;
}

std::span<const store::MessageKind> kindsOf(StorageKind kind) {
    using store::MessageKind;
    static constexpr MessageKind texts[] = {MessageKind::Text, MessageKind::Call, MessageKind::Notice,
                                            MessageKind::Location, MessageKind::Card};
    static constexpr MessageKind photos[] = {MessageKind::Photo};
    static constexpr MessageKind notes[] = {MessageKind::Note};
    static constexpr MessageKind files[] = {MessageKind::File};
    switch (kind) {
        case StorageKind::Texts:
            return texts;
        case StorageKind::Photos:
            return photos;
        case StorageKind::Notes:
            return notes;
        case StorageKind::Files:
            break;
    }
    return files;
}

}  // namespace

// ---- here

void Erasing::forgetOutgoing(const ContactId& contact, const std::vector<MessageId>& messages) {
    auto& context = m_parts.context;
    const auto who = store::Contacts(context.database).find(contact);
    if (!who) {
        return;
    }
    store::Outbox outbox(context.database);
    for (const auto& entry : outbox.withContent(contact)) {
        auto content = wire::decodeContent(entry.content);
        const auto subject = content ? subjectOf(*content, who->ownPublic) : std::nullopt;
        if (!subject || std::find(messages.begin(), messages.end(), *subject) == messages.end()) {
            continue;
        }
        if (!entry.sealed) {
            const wire::Content instead{content->order, content->time, wire::DeleteContent{*subject}};
            outbox.replace(entry.row, wire::DeleteContent::type, wire::encodeContent(instead));
        } else {
            outbox.redact(entry.row);
        }
    }
}

void Erasing::eraseMessages(const ContactId& contact, const std::vector<MessageId>& messages, AfterCommit& after) {
    for (const auto& message : messages) {
        m_parts.transfers.messageRemoved(contact, message, after);
        m_parts.group.erase(contact, message);
    }
    forgetOutgoing(contact, messages);
    m_parts.housekeeping.noteDeletion();
}

void Erasing::erased() {
    auto& context = m_parts.context;
    for (const auto& contact : store::Leaving(context.database).all()) {
        m_hidden.insert(contact);
        m_emptyAt = context.now;
    }
    context.database.truncateWal();
}

void Erasing::remove(const DeleteMessage& command) {
    auto& context = m_parts.context;
    const auto found = store::Messages(context.database).withId(command.message);
    if (found.empty()) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    AfterCommit after;
    bool refused = false;
    store::Transaction transaction(context.database);
    for (const auto& message : found) {
        // Own ones only: what they wrote is theirs to take back. Also one that was not sent yet: its envelope stays,
        // because a number left out would hold up those after it, and DELETE follows.
        if (command.both && message.mine && message.kind != store::MessageKind::Call) {
            const bool may = store::Contacts(context.database).rules(message.contact).letsErase;
            refused = refused || !may;
            if (may) {
                (void)m_parts.group.post(message.contact, wire::DeleteContent{message.id});
            }
        }
        eraseMessages(message.contact, {message.id}, after);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    erased();
    for (const auto& what : after) {
        what();
    }
    for (const auto& message : found) {
        context.emit(MessageRemoved{message.id, message.contact});
        context.messageChanged(message.contact, message.id);
        context.contactChanged(message.contact);
        m_parts.group.wake(message.contact);
    }
    refused ? context.fail(command.request, ErrorCode::ErasureRefused) : context.done(command.request);
}

void Erasing::hide(const ContactId& contact, std::optional<std::uint64_t> seen, AfterCommit& after) {
    store::Messages(m_parts.context.database).hide(contact, seen);
    after.emplace_back([this, contact] {
        m_hidden.insert(contact);
        m_emptyAt = m_parts.context.now;
        erased();
        m_parts.context.emit(ChatCleared{contact});
        m_parts.context.contactChanged(contact);
        m_parts.outgoing.wake(contact);
    });
}

void Erasing::emptyHidden(const ContactId& contact, AfterCommit& after) {
    if (store::Leaving leaving(m_parts.context.database); leaving.contains(contact)) {
        return leaving.removeSome(contact, portion);
    }
    const auto some = store::Messages(m_parts.context.database).hidden(contact, portion);
    if (!some.empty()) {
        eraseMessages(contact, some, after);
    }
}

void Erasing::clear(const DeleteChat& command) {
    auto& context = m_parts.context;
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    // Who removed us has nothing of it any more. In a group each takes back what they wrote, message by message.
    const bool there =
        command.both && contact->state != store::ContactState::Gone && !m_parts.group.isGroup(contact->id);
    const bool refused = there && !store::Contacts(context.database).rules(contact->id).letsErase;
    m_parts.player.contactRemoved(contact->id);
    m_parts.recorder.discard({0, contact->id});
    AfterCommit after;
    store::Transaction transaction(context.database);
    if (there && !refused && !m_parts.outgoing.post(contact->id, wire::ClearContent{contact->nextInSeq - 1}) &&
        !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    store::Drafts(context.database).remove(contact->id);
    hide(contact->id, std::nullopt, after);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    for (const auto& what : after) {
        what();
    }
    refused ? context.fail(command.request, ErrorCode::ErasureRefused) : context.done(command.request);
}

void Erasing::clear(const ClearStorage& command) {
    auto& context = m_parts.context;
    if (command.contact && !store::Contacts(context.database).find(*command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    AfterCommit after;
    store::Transaction transaction(context.database);
    for (const auto& contact : store::Messages(context.database).hideKinds(kindsOf(command.kind), command.contact)) {
        emptyHidden(contact, after);
        after.emplace_back([this, contact] {
            m_hidden.insert(contact);
            m_emptyAt = m_parts.context.now;
            m_parts.context.emit(ChatCleared{contact});
            m_parts.context.contactChanged(contact);
        });
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    erased();
    for (const auto& what : after) {
        what();
    }
    context.done(command.request);
}

// ---- for them

void Erasing::clearArrived(const ContactId& contact, const wire::ClearContent& clear, AfterCommit& after) {
    if (store::Contacts(m_parts.context.database).rules(contact).mayErase && !m_parts.group.isMember(contact)) {
        // What we wrote and they had not seen then reaches them afterwards, so it stays on both sides.
        hide(contact, clear.seen, after);
    }
}

// ---- farewells

void Erasing::bidFarewell(const store::ContactRecord& contact) {
    auto& context = m_parts.context;
    if (!contact.send) {
        return;
    }
    auto sealed = chat::Sessions(context.database, context.random).seal(contact.id, wire::EraseContent{}, context.now);
    if (sealed) {
        store::Farewells(context.database)
            .add({{contact.send->hub, contact.send->id, contact.send->secret.clone()},
                  std::move(sealed->bytes),
                  toUnixMs(m_parts.age.now()),
                  0});
    }
}

void Erasing::sayFarewells(const std::string& hub) {
    auto& context = m_parts.context;
    if (!m_parts.hubs.isOnline(hub)) {
        return;
    }
    for (const auto& farewell : store::Farewells(context.database).all()) {
        const auto again = fromUnixMs(farewell.againMs);
        if (farewell.queue.hub != hub || m_asked.contains(farewell.queue.id) || again > m_parts.age.now()) {
            continue;
        }
        m_asked.insert(farewell.queue.id);
        m_parts.hubs.put(
            farewell.queue, farewell.bytes, false,
            [this, queue = farewell.queue.id](const link::HubAnswer& answer) { farewellAnswered(queue, answer); });
    }
}

void Erasing::farewellAnswered(const QueueId& queue, const link::HubAnswer& answer) {
    auto& context = m_parts.context;
    m_asked.erase(queue);
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        return;  // the next session with the hub
    }
    const auto now = m_parts.age.now();
    const bool taken = answer.outcome == link::HubAnswer::Outcome::Done;
    // Whoever carries it out deletes the queue: that is the answer.
    const bool over = !taken && (answer.error == wire::HubError::Gone || answer.error == wire::HubError::UnknownQueue ||
                                 answer.error == wire::HubError::NotAuthorised ||
                                 answer.error == wire::HubError::Malformed || answer.error == wire::HubError::TooLarge);
    store::Farewells farewells(context.database);
    store::Transaction transaction(context.database);
    for (const auto& farewell : farewells.all()) {
        if (farewell.queue.id != queue) {
            continue;
        }
        if (over || fromUnixMs(farewell.sinceMs) + farewellLife < now) {
            farewells.remove(queue);
            m_parts.hubs.stopSending(farewell.queue);
        } else {
            farewells.setAgain(queue, toUnixMs(now + (taken ? hubMemory : farewellRefused)));
        }
    }
    if (context.commit(transaction)) {
        m_farewellsAt = std::min(m_farewellsAt, context.now + farewellRefused);
    }
}

void Erasing::hubCameOnline(const std::string& hub) {
    sayFarewells(hub);
}

// ---- time

void Erasing::start() {
    for (const auto& contact : store::Messages(m_parts.context.database).withHidden()) {
        m_hidden.insert(contact);
    }
    for (const auto& contact : store::Leaving(m_parts.context.database).all()) {
        m_hidden.insert(contact);
    }
    if (!m_hidden.empty()) {
        m_emptyAt = m_parts.context.now + startPatience;
    }
    if (!store::Farewells(m_parts.context.database).all().empty()) {
        m_farewellsAt = m_parts.context.now + farewellRefused;
    }
}

void Erasing::tick() {
    auto& context = m_parts.context;
    if (m_farewellsAt <= context.now) {
        m_farewellsAt = never;
        for (const auto& farewell : store::Farewells(context.database).all()) {
            m_farewellsAt = context.now + farewellRefused;
            sayFarewells(farewell.queue.hub);
        }
    }
    if (m_hidden.empty() || m_emptyAt > context.now) {
        return;
    }
    const auto contact = *m_hidden.begin();
    AfterCommit after;
    store::Transaction transaction(context.database);
    emptyHidden(contact, after);
    const bool more = !store::Messages(context.database).hidden(contact, 1).empty() ||
                      store::Leaving(context.database).contains(contact);
    if (!context.commit(transaction, std::move(after))) {
        m_emptyAt = context.now + diskPatience;
        return;
    }
    if (!more) {
        m_hidden.erase(contact);
        erased();
    }
}

Instant Erasing::nextDeadline() const {
    return std::min(m_farewellsAt, m_hidden.empty() ? never : m_emptyAt);
}

}  // namespace nightjar::engine
