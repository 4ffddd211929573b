// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/group.h"

#include <algorithm>

#include "base/buffer.h"
#include "base/hash.h"
#include "engine/groupvalues.h"
#include "engine/parts.h"

namespace nightjar::engine {

namespace {

using store::MemberState;

MessageId idOf(const store::MemberId& author, const MessageId& onWire) {
    ByteWriter out;
    out.bytes(asBytes("NJ1 group message"));
    out.bytes(author.value);
    out.bytes(onWire.value);
    return {toArray<MessageId::length>(blake2b256(out.view()))};
}

/// What the content says that makes a message; nothing of others.
std::optional<MessageId> madeBy(const wire::ContentBody& body) {
    if (const auto* const text = std::get_if<wire::TextContent>(&body)) {
        return text->message;
    }
    if (const auto* const file = std::get_if<wire::FileContent>(&body)) {
        return file->message;
    }
    if (const auto* const note = std::get_if<wire::NoteContent>(&body)) {
        return note->message;
    }
    if (const auto* const location = std::get_if<wire::LocationContent>(&body)) {
        return location->message;
    }
    if (const auto* const card = std::get_if<wire::CardContent>(&body)) {
        return card->message;
    }
    return std::nullopt;
}

/// Bodies that hold secrets cannot be copied; their bytes can. The caller wipes them.
Bytes encoded(wire::ContentBody body, Instant time) {
    const std::uint64_t order = wire::isOrdered(body) ? 1 : 0;  // its own it gets with a session
    return wire::encodeContent({order, time, std::move(body)});
}

}  // namespace

// ---- what there is

bool Group::exists() const {
    return store::Group(m_parts.context.database).find().has_value();
}

bool Group::isGroup(const ContactId& contact) const {
    const auto group = store::Group(m_parts.context.database).find();
    return group && group->contact == contact;
}

bool Group::isMember(const ContactId& contact) const {
    return store::Group(m_parts.context.database).member(contact).has_value();
}

ContactId Group::conversation(const ContactId& contact) const {
    const auto group = store::Group(m_parts.context.database).find();
    return group && isMember(contact) ? group->contact : contact;
}

bool Group::refuses(RequestId request, const ContactId& contact) {
    if (!isGroup(contact)) {
        return false;
    }
    m_parts.context.fail(request, ErrorCode::NotInGroups);
    return true;
}

// ---- names of messages

Group::Named Group::newMessage() const {
    auto& context = m_parts.context;
    const auto group = store::Group(context.database).find();
    const auto onWire = MessageId::draw(context.random);
    return {idOf(group ? group->own : store::MemberId{}, onWire), onWire};
}

MessageId Group::onWire(const ContactId& conversation, const MessageId& id) const {
    const auto nonce = isGroup(conversation) ? store::Group(m_parts.context.database).nonceOf(id) : std::nullopt;
    return nonce ? MessageId{*nonce} : id;
}

MessageId Group::received(const ContactId& contact, const MessageId& onWire) {
    store::Group group(m_parts.context.database);
    const auto member = group.member(contact);
    if (!member) {
        return onWire;
    }
    const auto id = idOf(member->id, onWire);
    group.addMessage(id, member->id, onWire.value);
    return id;
}

bool Group::wrote(const ContactId& contact, const store::MessageRecord& message) const {
    if (message.mine) {
        return false;
    }
    const store::Group group(m_parts.context.database);
    const auto member = group.member(contact);
    return !member || group.authorOf(message.id) == member->id;
}

std::vector<ContactId> Group::sessions(const ContactId& conversation) const {
    if (!isGroup(conversation)) {
        return {conversation};
    }
    std::vector<ContactId> out;
    for (const auto& member : store::Group(m_parts.context.database).members()) {
        if (member.contact && member.state == MemberState::In) {
            out.push_back(*member.contact);
        }
    }
    return out;
}

// ---- out

bool Group::post(const ContactId& conversation, wire::ContentBody body, std::optional<MessageId> message) {
    if (!isGroup(conversation)) {
        return m_parts.outgoing.post(conversation, std::move(body), message);
    }
    auto bytes = encoded(std::move(body), m_parts.context.now);
    const bool posted = postEach(
        conversation,
        [&bytes](const auto&) -> std::optional<wire::ContentBody> {
            auto content = wire::decodeContent(bytes);
            return content ? std::optional(std::move(content->body)) : std::nullopt;
        },
        message);
    wipe(bytes);
    return posted;
}

bool Group::postEach(const ContactId& conversation, const Make& make, std::optional<MessageId> message) {
    auto& context = m_parts.context;
    if (!isGroup(conversation)) {
        auto body = make(conversation);
        return body && m_parts.outgoing.post(conversation, std::move(*body), message);
    }
    store::Group group(context.database);
    bool posted = false;
    bool ordered = false;
    for (const auto& member : group.members()) {
        const bool coming = member.state == MemberState::Coming;
        if (member.state == MemberState::Out || (!coming && !member.contact)) {
            continue;
        }
        auto body = make(coming ? std::nullopt : member.contact);
        if (!body) {
            continue;
        }
        ordered = wire::isOrdered(*body);
        const auto nonce = madeBy(*body);
        bool accepted = true;
        if (coming) {
            auto bytes = encoded(std::move(*body), context.now);
            group.wait(member.id, {message, context.nowMs(), bytes});
            wipe(bytes);
        } else {
            accepted = m_parts.outgoing.post(*member.contact, std::move(*body), message);
        }
        if (accepted && message) {
            group.addMessage(*message, std::nullopt, nonce.value_or(MessageId{}).value);
            group.expect(*message, member.id);
        }
        posted = posted || accepted;
    }
    store::Contacts contacts(context.database);
    if (const auto record = contacts.find(conversation); record && ordered) {
        contacts.setNextOutSeq(conversation, record->nextOutSeq + 1);  // own changes have an order, too
    }
    return posted;
}

void Group::stands(const store::MemberRecord& member, AfterCommit& after) {
    auto& context = m_parts.context;
    for (auto& waiting : store::Group(context.database).takeWaiting(member.id)) {
        auto content = wire::decodeContent(waiting.content);
        wipe(waiting.content);
        if (!content) {
            continue;
        }
        bool there = true;
        if (const auto* const file = std::get_if<wire::FileContent>(&content->body)) {
            there = waiting.message &&
                    m_parts.transfers.offerAlso(*member.contact, *waiting.message, file->blob, file->key, after);
        } else if (const auto* const note = std::get_if<wire::NoteContent>(&content->body)) {
            there = waiting.message &&
                    m_parts.transfers.offerAlso(*member.contact, *waiting.message, note->blob, note->key, after);
        }
        if (there) {
            (void)m_parts.outgoing.post(*member.contact, std::move(content->body), waiting.message, content->time);
        }
    }
}

void Group::wake(const ContactId& conversation) {
    for (const auto& session : sessions(conversation)) {
        m_parts.outgoing.wake(session);
    }
}

void Group::deliver(const ContactId& conversation) {
    // No links in a group: who is there at the same time as we are is nobody's business, and seven handshakes cost more
    // than a text.
    if (!isGroup(conversation)) {
        m_parts.links.want(conversation);
    }
    wake(conversation);
}

void Group::postRead(const ContactId& conversation, const std::vector<MessageId>& read) {
    if (!isGroup(conversation)) {
        (void)m_parts.outgoing.post(conversation, wire::ReadContent{read.back()});
        return;
    }
    const store::Group group(m_parts.context.database);
    for (const auto& [author, last] : group.latestOfEach(read)) {
        if (const auto member = group.member(author); member && member->contact) {
            (void)m_parts.outgoing.post(*member->contact, wire::ReadContent{last});
        }
    }
}

// ---- how own messages stand

void Group::advance(const ContactId& contact, const MessageId& message, MessageState state, ErrorCode reason,
                    AfterCommit& after) {
    auto& context = m_parts.context;
    const auto number = static_cast<std::int32_t>(reason);
    const auto stored = static_cast<store::MessageState>(state);
    store::Group group(context.database);
    if (const auto member = group.member(contact)) {
        if (group.advance(message, member->id, stored, number)) {
            settle(message, after);
        }
        return;
    }
    if (store::Messages(context.database).advance(contact, message, stored, number)) {
        after.emplace_back([&context, contact, message, state, reason] {
            context.emit(MessageStateChanged{message, contact, state, reason});
        });
    }
}

/// As far as it has come with everybody; whom it cannot reach does not hold it up.
void Group::settle(const MessageId& message, AfterCommit& after) {
    auto& context = m_parts.context;
    const store::Group group(context.database);
    const auto found = group.find();
    const auto deliveries = group.deliveries(message);
    if (!found || deliveries.empty()) {
        return;
    }
    auto least = store::MessageState::Failed;
    for (const auto& one : deliveries) {
        least = std::min(least, one.state);  // Failed is above all that can be reached
    }
    const auto reason = least == store::MessageState::Failed ? deliveries.front().reason : 0;
    if (store::Messages(context.database).advance(found->contact, message, least, reason)) {
        after.emplace_back([&context, message, contact = found->contact, least, reason] {
            context.emit(MessageStateChanged{message, contact, static_cast<MessageState>(least),
                                             static_cast<ErrorCode>(reason)});
        });
    }
}

void Group::readUpTo(const ContactId& contact, const MessageId& last, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    if (const auto member = group.member(contact)) {
        for (const auto& message : group.unreadBy(member->id, last)) {
            if (group.advance(message, member->id, store::MessageState::Read, 0)) {
                settle(message, after);
            }
        }
        return;
    }
    for (const auto& message : store::Messages(context.database).readUpTo(contact, last)) {
        after.emplace_back([&context, contact, message] {
            context.emit(MessageStateChanged{message, contact, MessageState::Read, ErrorCode::None});
        });
    }
}

void Group::erase(const ContactId& conversation, const MessageId& message) {
    auto& database = m_parts.context.database;
    store::Messages(database).remove(conversation, message);
    if (isGroup(conversation)) {
        store::Group(database).removeMessage(message);
    }
}

void Group::withoutMember(const store::MemberId& member, AfterCommit& after) {
    for (const auto& message : store::Group(m_parts.context.database).unreadBy(member)) {
        settle(message, after);
    }
}

void Group::states(const GetMessageStates& command) {
    auto& context = m_parts.context;
    const auto message = store::Messages(context.database).find(command.contact, command.message);
    if (!message || !message->mine || !isGroup(command.contact)) {
        return context.fail(command.request, message ? ErrorCode::BadArgument : ErrorCode::UnknownMessage);
    }
    const store::Group group(context.database);
    MessageStatesAnswer answer{command.request, command.message, {}};
    for (const auto& one : group.deliveries(command.message)) {
        const auto member = group.member(one.member);
        answer.members.push_back({member ? member->name : std::string(), static_cast<MessageState>(one.state),
                                  static_cast<ErrorCode>(one.reason)});
    }
    context.emit(std::move(answer));
}

// ---- as people see it

std::optional<Event> Group::shown(Event event) const {
    auto& database = m_parts.context.database;
    const auto found = store::Group(database).find();
    if (!found) {
        return event;
    }
    const auto seen = [&]() -> std::optional<Event> {
        auto contact = contactOf(database, found->contact);
        return contact ? std::optional<Event>(ContactChanged{std::move(*contact)}) : std::nullopt;
    };
    if (auto* const answer = std::get_if<ContactAnswer>(&event)) {
        if (auto contact = isMember(answer->contact.id) ? contactOf(database, found->contact) : std::nullopt) {
            answer->contact = std::move(*contact);
        }
        return event;
    }
    if (auto* const moved = std::get_if<TransferChanged>(&event)) {
        if (!isMember(moved->contact)) {
            return event;
        }
        const auto file = fileOfMessage(database, found->contact, moved->message);
        moved->contact = found->contact;
        if (file) {
            moved->state = static_cast<TransferState>(file->state);
            moved->reason = static_cast<ErrorCode>(file->reason);
            moved->done = file->done;
        }
        return event;
    }
    return std::visit(
        [&](auto& one) -> std::optional<Event> {
            using E = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<E, ContactAdded> || std::is_same_v<E, ContactChanged>) {
                return isMember(one.contact.id) ? seen() : std::optional(std::move(event));
            } else if constexpr (requires { ContactId(one.contact); }) {
                if (isMember(one.contact)) {
                    return std::nullopt;
                }
            } else if constexpr (requires { one.message.contact; }) {
                if (isMember(one.message.contact)) {
                    return std::nullopt;
                }
            }
            return std::optional(std::move(event));
        },
        event);
}

void Group::start() {
    if (exists()) {
        m_parts.context.shown = [this](Event event) { return shown(std::move(event)); };
    }
}

}  // namespace nightjar::engine
