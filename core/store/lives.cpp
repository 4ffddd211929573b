// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/lives.h"

namespace nightjar::store {

namespace {

std::vector<MessageId> idsOf(Statement row) {
    std::vector<MessageId> out;
    while (row.next()) {
        out.push_back(row.id<MessageId>(0));
    }
    return out;
}

}  // namespace

std::optional<LifeRecord> Lives::find(const ContactId& contact) const {
    auto row = m_database.query(
        "SELECT turn, life_from, life_ms, said, their_from, their_ms, they_tell_read, their_ahead_ms FROM lives WHERE "
        "contact = ?1",
        contact);
    if (!row.next()) {
        return std::nullopt;
    }
    LifeRecord record;
    record.turn = static_cast<std::uint32_t>(row.integer(0));
    record.rule = {row.enumeration(1, LifeFrom::Read), row.integer(2)};
    record.said = row.bytes(3);
    record.theirs = {row.enumeration(4, LifeFrom::Read), row.integer(5)};
    record.theyTellRead = row.boolean(6);
    if (!row.isNull(7)) {
        record.theirClockAheadMs = row.integer(7);
    }
    return record;
}

void Lives::set(const ContactId& contact, const LifeRecord& record) {
    m_database.run(
        "INSERT INTO lives (contact, turn, life_from, life_ms, said, their_from, their_ms, they_tell_read, "
        "their_ahead_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (contact) DO UPDATE SET turn = ?2, "
        "life_from = ?3, life_ms = ?4, said = ?5, their_from = ?6, their_ms = ?7, they_tell_read = ?8, "
        "their_ahead_ms = ?9",
        contact, record.turn, record.rule.from, record.rule.ms, record.said, record.theirs.from, record.theirs.ms,
        record.theyTellRead, record.theirClockAheadMs);
}

std::vector<MessageRecord> Lives::due(std::int64_t nowMs, std::size_t limit) const {
    return Messages(m_database).ending(nowMs, limit);
}

std::optional<std::int64_t> Lives::firstEndMs() const {
    auto row =
        m_database.query("SELECT ends_ms FROM messages WHERE ends_ms <> 0 AND deleted = 0 ORDER BY ends_ms LIMIT 1");
    return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

std::optional<std::int64_t> Lives::lastEndMs() const {
    auto row = m_database.query(
        "SELECT ends_ms FROM messages WHERE ends_ms <> 0 AND deleted = 0 ORDER BY ends_ms DESC LIMIT 1");
    return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

std::vector<MessageId> Lives::beginUnread(const ContactId& contact, std::int64_t nowMs) {
    return begin(idsOf(m_database.query("SELECT id FROM messages WHERE contact = ?1 AND life_waits = 1 AND unread = 1 "
                                        "AND row > (SELECT floor FROM contacts WHERE id = ?1) ORDER BY row",
                                        contact)),
                 contact, nowMs);
}

std::vector<MessageId> Lives::beginReadUpTo(const ContactId& contact, const MessageId& last, std::int64_t nowMs) {
    return begin(
        idsOf(m_database.query("SELECT id FROM messages WHERE contact = ?1 AND life_waits = 1 AND mine = 1 AND row <= "
                               "(SELECT row FROM messages WHERE contact = ?1 AND id = ?2 AND mine = 1) ORDER BY row",
                               contact, last)),
        contact, nowMs);
}

bool Lives::begin(const ContactId& contact, const MessageId& message, std::int64_t nowMs) {
    m_database.run(
        "UPDATE messages SET ends_ms = min(ends_ms, ?3 + life_ms), life_waits = 0 "
        "WHERE id = ?2 AND contact = ?1 AND life_waits = 1",
        contact, message, nowMs);
    return m_database.changes() > 0;
}

std::vector<MessageId> Lives::begin(const std::vector<MessageId>& ids, const ContactId& contact, std::int64_t nowMs) {
    for (const auto& id : ids) {
        begin(contact, id, nowMs);
    }
    return ids;
}

void Lives::shift(std::int64_t byMs, std::int64_t lastRow) {
    // Zero means that there is none.
    m_database.run(
        "UPDATE messages SET ends_ms = max(ends_ms + ?1, 1) WHERE ends_ms <> 0 AND deleted = 0 AND row <= ?2", byMs,
        lastRow);
}

std::int64_t Lives::lastRow() const {
    auto row = m_database.query("SELECT max(row) FROM messages");
    return row.next() ? row.integer(0) : 0;
}

}  // namespace nightjar::store
