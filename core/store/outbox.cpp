// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/outbox.h"

namespace nightjar::store {

namespace {

// In the order in which readEntry() takes them. "state <> 1" is spelled as in the index outbox_due.
#define NIGHTJAR_OUTBOX_COLUMNS "id, contact, message, kind, bytes, created_ms, attempts, next_attempt_ms, state"
static_assert(static_cast<int>(OutboxState::AtHub) == 1);

OutboxRecord readEntry(const Statement& row) {
    OutboxRecord entry;
    entry.id = row.id<EnvelopeId>(0);
    entry.contact = row.id<ContactId>(1);
    entry.message = row.optionalId<MessageId>(2);
    entry.kind = static_cast<std::uint8_t>(row.integer(3));
    entry.bytes = row.bytes(4);
    entry.createdMs = row.integer(5);
    entry.attempts = static_cast<std::uint32_t>(row.integer(6));
    entry.nextAttemptMs = row.integer(7);
    entry.state = row.enumeration(8, OutboxState::Refused);
    return entry;
}

std::vector<OutboxRecord> readEntries(Statement row) {
    std::vector<OutboxRecord> out;
    while (row.next()) {
        out.push_back(readEntry(row));
    }
    return out;
}

}  // namespace

bool Outbox::add(const OutboxRecord& entry) {
    m_database.run("INSERT INTO outbox (" NIGHTJAR_OUTBOX_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING",
                   entry.id, entry.contact, entry.message, entry.kind, entry.bytes, entry.createdMs, entry.attempts,
                   entry.nextAttemptMs, entry.state);
    return m_database.changes() > 0;
}

std::optional<OutboxRecord> Outbox::find(const EnvelopeId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS " FROM outbox WHERE id = ?1", id);
    return row.next() ? std::optional(readEntry(row)) : std::nullopt;
}

std::vector<OutboxRecord> Outbox::due(std::int64_t nowMs, std::size_t limit) const {
    return readEntries(m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                                        " FROM outbox WHERE state <> 1 AND next_attempt_ms <= ?1 ORDER BY row LIMIT ?2",
                                        nowMs, limit));
}

std::vector<OutboxRecord> Outbox::forContact(const ContactId& contact, std::size_t limit) const {
    return readEntries(m_database.query(
        "SELECT " NIGHTJAR_OUTBOX_COLUMNS " FROM outbox WHERE contact = ?1 ORDER BY row LIMIT ?2", contact, limit));
}

std::optional<std::int64_t> Outbox::nextDueMs() const {
    auto row = m_database.query("SELECT min(next_attempt_ms) FROM outbox WHERE state <> 1");
    return row.next() && !row.isNull(0) ? std::optional(row.integer(0)) : std::nullopt;
}

std::int64_t Outbox::count() const {
    auto row = m_database.query("SELECT count(*) FROM outbox");
    return row.next() ? row.integer(0) : 0;
}

std::int64_t Outbox::countUnsent() const {
    auto row = m_database.query("SELECT count(*) FROM outbox WHERE state <> 1");
    return row.next() ? row.integer(0) : 0;
}

std::int64_t Outbox::countFor(const ContactId& contact) const {
    auto row = m_database.query("SELECT count(*) FROM outbox WHERE contact = ?1", contact);
    return row.next() ? row.integer(0) : 0;
}

void Outbox::reschedule(const EnvelopeId& id, std::uint32_t attempts, std::int64_t nextAttemptMs) {
    m_database.run("UPDATE outbox SET attempts = ?2, next_attempt_ms = ?3 WHERE id = ?1", id, attempts, nextAttemptMs);
}

void Outbox::setState(const EnvelopeId& id, OutboxState state) {
    m_database.run("UPDATE outbox SET state = ?2 WHERE id = ?1", id, state);
}

void Outbox::wake(const ContactId& contact, std::int64_t nowMs) {
    m_database.run("UPDATE outbox SET next_attempt_ms = ?2 WHERE contact = ?1 AND state <> 1 AND next_attempt_ms > ?2",
                   contact, nowMs);
}

bool Outbox::remove(const EnvelopeId& id) {
    m_database.run("DELETE FROM outbox WHERE id = ?1", id);
    return m_database.changes() > 0;
}

void Outbox::removeForMessage(const ContactId& contact, const MessageId& message) {
    m_database.run("DELETE FROM outbox WHERE contact = ?1 AND message = ?2", contact, message);
}

#undef NIGHTJAR_OUTBOX_COLUMNS

}  // namespace nightjar::store
