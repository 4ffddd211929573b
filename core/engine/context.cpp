// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/context.h"

#include "base/log.h"

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

void Context::contactChanged(const ContactId& contact) {
    if (auto changed = contactOf(database, contact)) {
        emit(ContactChanged{std::move(*changed)});
    }
}

Message toMessage(const store::MessageRecord& record) {
    static_assert(static_cast<int>(MessageKind::Notice) == static_cast<int>(store::MessageKind::Notice));
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
    if (summary.last) {
        contact.last = toMessage(*summary.last);
    }
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
