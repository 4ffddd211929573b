// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/context.h"

#include "base/log.h"
#include "engine/attachments.h"
#include "engine/groupvalues.h"
#include "engine/lifeterms.h"
#include "store/lives.h"
#include "store/notes.h"
#include "store/places.h"
#include "store/profile.h"

namespace nightjar::engine {

ErrorCode errorOf(store::StoreError error) {
    switch (error) {
        case store::StoreError::DiskFull:
            return ErrorCode::DiskFull;
        case store::StoreError::Damaged:
        case store::StoreError::WrongKey:
        case store::StoreError::Foreign:
            return ErrorCode::StoreDamaged;
        default:
            return ErrorCode::Internal;
    }
}

bool Context::commit(store::Transaction& transaction) {
    const auto result = transaction.commit();
    if (!result) {
        problem(errorOf(result.error()));
    }
    return result.has_value();
}

bool Context::commit(store::Transaction& transaction, RequestId request) {
    const auto result = transaction.commit();
    if (!result) {
        fail(request, errorOf(result.error()));
    }
    return result.has_value();
}

bool Context::commit(store::Transaction& transaction, AfterCommit after) {
    if (!commit(transaction)) {
        return false;
    }
    for (const auto& what : after) {
        what();
    }
    return true;
}

void Context::problem(ErrorCode code) {
    if (code == m_lastProblem && now < m_problemAgainAt) {
        return;
    }
    m_lastProblem = code;
    m_problemAgainAt = now + problemInterval;
    qCWarning(lcStore) << "the store refuses:" << QLatin1String(errorName(code).data());
    emit(Problem{code});
}

void Context::fail(RequestId request, ErrorCode code) {
    if (request != 0) {
        emit(CommandFailed{request, code});
    }
}

void Context::done(RequestId request) {
    if (request != 0) {
        emit(CommandDone{request});
    }
}

ErrorCode Context::whyNot(const store::ContactRecord& contact) const {
    if (store::Profile(database).get(store::Profile::supersededKey)) {
        return ErrorCode::Superseded;
    }
    if (store::Contacts(database).rules(contact.id).blocked) {
        return ErrorCode::ContactBlocked;
    }
    switch (contact.state) {
        case store::ContactState::Gone:
            return ErrorCode::ContactGone;
        case store::ContactState::Requested:
            return ErrorCode::ContactNotAccepted;
        default:
            return ErrorCode::None;
    }
}

std::optional<store::ContactRecord> Context::recipient(RequestId request, const ContactId& contact) {
    auto record = store::Contacts(database).find(contact);
    auto problem = record ? whyNot(*record) : ErrorCode::UnknownContact;
    if (record && problem == ErrorCode::None && !hasAnybody(database, contact)) {
        problem = ErrorCode::GroupEmpty;
    }
    if (problem != ErrorCode::None) {
        fail(request, problem);
        return std::nullopt;
    }
    return record;
}

void Context::contactChanged(const ContactId& contact) {
    if (auto changed = contactOf(database, contact)) {
        emit(ContactChanged{std::move(*changed)});
    }
}

void Context::messageChanged(const ContactId& contact, const MessageId& message) {
    /// What a screen may show of them at once; the others are read anew when they come into view.
    constexpr std::size_t maxQuoting = 100;
    store::Messages messages(database);
    if (const auto record = messages.find(contact, message)) {
        emit(MessageChanged{toMessage(database, *record)});
    }
    for (const auto& quoting : messages.quoting(contact, message, maxQuoting)) {
        emit(MessageChanged{toMessage(database, quoting)});
    }
}

namespace {

/// The beginning of a text, cut between two characters.
std::string previewOf(std::string_view text) {
    if (text.size() <= maxPreviewBytes) {
        return std::string(text);
    }
    auto end = maxPreviewBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
        --end;
    }
    return std::string(text.substr(0, end));
}

}  // namespace

Quote toQuote(store::Database& database, const ContactId& contact, const MessageId& quoted) {
    Quote quote{quoted, Quote::State::Unknown, false, MessageKind::Text, {}};
    store::Messages messages(database);
    if (const auto record = messages.find(contact, quoted); record && (record->mine || record->receivedMs != 0)) {
        quote.state = Quote::State::Present;
        quote.mine = record->mine;
        quote.kind = static_cast<MessageKind>(record->kind);
        quote.preview = previewOf(record->text);
    } else if (messages.knows(contact, quoted)) {
        quote.state = Quote::State::Deleted;
    }
    return quote;
}

Message toMessage(store::Database& database, const store::MessageRecord& record) {
    static_assert(static_cast<int>(MessageKind::Card) == static_cast<int>(store::MessageKind::Card));
    Message message;
    message.id = record.id;
    message.contact = record.contact;
    message.kind = static_cast<MessageKind>(record.kind);
    message.mine = record.mine;
    message.text = record.text;
    message.time = fromUnixMs(record.timeMs);
    message.state = static_cast<MessageState>(record.state);
    message.reason = static_cast<ErrorCode>(record.reason);
    message.callLength = std::chrono::milliseconds(record.callMs);
    message.callBytes = record.callBytes;
    attach(database, message);
    if (record.quote) {
        message.quote = toQuote(database, record.contact, *record.quote);
    }
    message.forwarded = record.forwarded;
    message.origin = record.origin;
    if (record.editedMs != 0) {
        message.edited = fromUnixMs(record.editedMs);
    }
    for (const auto& [mine, emoji] : store::Changes(database).reactions(record.contact, record.id)) {
        for (const auto& one : emoji) {
            message.reactions.push_back({mine, one});
        }
    }
    message.life = toRule(record.life);
    if (record.endsMs != 0 && !record.lifeWaits) {
        message.ends = fromUnixMs(record.endsMs);
    }
    if (const auto place = message.kind == MessageKind::Location
                               ? store::Places(database).find(record.contact, record.id)
                               : std::nullopt) {
        message.place = Place{place->point, fromUnixMs(place->measuredMs), std::nullopt, !place->ended};
        if (place->untilMs != 0) {
            message.place->until = fromUnixMs(place->untilMs);
        }
    } else if (message.kind == MessageKind::Card) {
        message.link = store::Cards(database).link(record.contact, record.id);
    }
    describeGroup(database, message);
    return message;
}

Contact toContact(store::Database& database, const store::ContactRecord& record, const store::ChatSummary& summary) {
    Contact contact;
    contact.id = record.id;
    contact.name = record.localName.empty() ? record.name : record.localName;
    static_assert(static_cast<int>(ContactState::Requested) == static_cast<int>(store::ContactState::Requested) &&
                  static_cast<int>(ContactState::Gone) == static_cast<int>(store::ContactState::Gone));
    contact.state = static_cast<ContactState>(record.state);
    contact.unread = summary.unread;
    contact.relayOnly = store::Contacts(database).isRelayOnly(record.id);
    const auto rules = store::Contacts(database).rules(record.id);
    contact.blocked = rules.blocked;
    contact.privacy = {rules.receipts, rules.read, rules.typing, rules.mayErase};
    contact.theyMayErase = rules.letsErase;
    contact.givesReceipts = rules.givesReceipts;
    contact.address = store::Contacts(database).address(record.id);
    if (const auto life = store::Lives(database).find(record.id)) {
        contact.life = toRule(life->rule);
    }
    if (auto draft = store::Drafts(database).find(record.id)) {
        contact.draft = Draft{std::move(draft->text), std::nullopt, draft->editing};
        if (draft->quote) {
            contact.draft->quote = toQuote(database, record.id, *draft->quote);
        }
    }
    contact.recorded = store::Recordings(database).frames(record.id, store::RecordingUse::Draft) * 20ms;
    if (summary.last) {
        contact.last = toMessage(database, *summary.last);
    }
    describeGroup(database, contact);
    return contact;
}

std::optional<Contact> contactOf(store::Database& database, const ContactId& id) {
    const auto record = store::Contacts(database).find(id);
    if (!record) {
        return std::nullopt;
    }
    return toContact(database, *record, store::Messages(database).summary(id));
}

}  // namespace nightjar::engine
