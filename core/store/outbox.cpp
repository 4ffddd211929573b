// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/outbox.h"

namespace nightjar::store {

namespace {

// In the order in which readEntry() takes them. The bytes stand last, so that the other columns are read without them.
#define NIGHTJAR_OUTBOX_COLUMNS "id, contact, message, kind, created_ms, state, again_ms, seq, content, bytes"
// Spelled as numbers in the statements and in the index outbox_again.
static_assert(static_cast<int>(OutboxState::Waiting) == 0 && static_cast<int>(OutboxState::AtHub) == 1);

OutboxRecord readEntry(const Statement& row) {
    OutboxRecord entry;
    entry.id = row.id<EnvelopeId>(0);
    entry.contact = row.id<ContactId>(1);
    entry.message = row.optionalId<MessageId>(2);
    entry.kind = static_cast<std::uint8_t>(row.integer(3));
    entry.createdMs = row.integer(4);
    entry.state = row.enumeration(5, OutboxState::AtHub);
    entry.againMs = row.integer(6);
    entry.seq = row.integer(7);
    entry.content = row.bytes(8);
    entry.bytes = row.bytes(9);
    entry.row = row.integer(10);
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
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
                   entry.id, entry.contact, entry.message, entry.kind, entry.createdMs, entry.state, entry.againMs,
                   entry.seq, entry.content, entry.bytes);
    return m_database.changes() > 0;
}

std::optional<OutboxRecord> Outbox::find(const EnvelopeId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS ", row FROM outbox WHERE id = ?1", id);
    return row.next() ? std::optional(readEntry(row)) : std::nullopt;
}

std::vector<OutboxRecord> Outbox::waiting(const ContactId& contact, std::int64_t after, std::size_t limit) const {
    return readEntries(
        m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                         ", row FROM outbox WHERE contact = ?1 AND state = 0 AND row > ?2 ORDER BY row LIMIT ?3",
                         contact, after, limit));
}

std::vector<OutboxRecord> Outbox::forContact(const ContactId& contact, std::size_t limit) const {
    return readEntries(m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                                        ", row FROM outbox WHERE contact = ?1 ORDER BY row LIMIT ?2",
                                        contact, limit));
}

std::vector<OutboxRecord> Outbox::waitingSince(std::int64_t createdBeforeMs, std::size_t limit) const {
    return readEntries(m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                                        ", row FROM outbox WHERE state = 0 AND message IS NOT NULL AND created_ms < ?1 "
                                        "ORDER BY row LIMIT ?2",
                                        createdBeforeMs, limit));
}

std::int64_t Outbox::count() const {
    auto row = m_database.query("SELECT count(*) FROM outbox");
    return row.next() ? row.integer(0) : 0;
}

std::int64_t Outbox::countWaiting() const {
    auto row = m_database.query("SELECT count(*) FROM outbox WHERE state = 0");
    return row.next() ? row.integer(0) : 0;
}

std::int64_t Outbox::countFor(const ContactId& contact) const {
    auto row = m_database.query("SELECT count(*) FROM outbox WHERE contact = ?1", contact);
    return row.next() ? row.integer(0) : 0;
}

bool Outbox::has(const ContactId& contact, std::uint8_t kind) const {
    auto row = m_database.query("SELECT 1 FROM outbox WHERE contact = ?1 AND kind = ?2 LIMIT 1", contact, kind);
    return row.next();
}

std::optional<std::int64_t> Outbox::lowestSeq(const ContactId& contact, std::int64_t from) const {
    auto row =
        m_database.query("SELECT min(seq) FROM outbox WHERE contact = ?1 AND seq >= ?2 AND seq <> 0", contact, from);
    return row.next() && !row.isNull(0) ? std::optional(row.integer(0)) : std::nullopt;
}

bool Outbox::hasUnknownSeq(const ContactId& contact) const {
    auto row = m_database.query("SELECT 1 FROM outbox WHERE contact = ?1 AND seq = -1 LIMIT 1", contact);
    return row.next();
}

void Outbox::takeBack(const ContactId& contact, std::int64_t fromSeq, std::int64_t endSeq) {
    m_database.run(
        "UPDATE outbox SET state = 0 WHERE contact = ?1 AND seq >= ?2 AND seq < ?3 AND seq <> 0 AND state = 1", contact,
        fromSeq, endSeq);
}

void Outbox::setAtHub(const EnvelopeId& id, std::int64_t againMs) {
    m_database.run("UPDATE outbox SET state = 1, again_ms = ?2 WHERE id = ?1", id, againMs);
}

std::vector<ContactId> Outbox::takeBack(std::int64_t nowMs) {
    std::vector<ContactId> whose;
    {
        auto row = m_database.query("SELECT DISTINCT contact FROM outbox WHERE state = 1 AND again_ms <= ?1", nowMs);
        while (row.next()) {
            whose.push_back(row.id<ContactId>(0));
        }
    }
    if (!whose.empty()) {
        m_database.run("UPDATE outbox SET state = 0 WHERE state = 1 AND again_ms <= ?1", nowMs);
    }
    return whose;
}

std::optional<std::int64_t> Outbox::nextAgainMs() const {
    auto row = m_database.query("SELECT min(again_ms) FROM outbox WHERE state = 1");
    return row.next() && !row.isNull(0) ? std::optional(row.integer(0)) : std::nullopt;
}

bool Outbox::remove(const EnvelopeId& id) {
    m_database.run("DELETE FROM outbox WHERE id = ?1", id);
    return m_database.changes() > 0;
}

std::vector<Outbox::Inside> Outbox::withContent(const ContactId& contact) const {
    std::vector<Inside> out;
    auto row = m_database.query(
        "SELECT row, bytes <> x'', content FROM outbox WHERE contact = ?1 AND content <> x'' ORDER BY row", contact);
    while (row.next()) {
        out.push_back({row.integer(0), row.boolean(1), row.bytes(2)});
    }
    return out;
}

void Outbox::redact(std::int64_t row) {
    m_database.run("UPDATE outbox SET content = x'' WHERE row = ?1", row);
}

void Outbox::replace(std::int64_t row, std::uint8_t kind, ByteView content) {
    m_database.run("UPDATE outbox SET content = ?3, kind = ?2, message = NULL WHERE row = ?1", row, kind, content);
}

bool Outbox::addFirst(const OutboxRecord& entry) {
    m_database.run("INSERT INTO outbox (" NIGHTJAR_OUTBOX_COLUMNS
                   ", row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
                   "coalesce((SELECT min(row) FROM outbox), 1) - 1) ON CONFLICT (id) DO NOTHING",
                   entry.id, entry.contact, entry.message, entry.kind, entry.createdMs, entry.state, entry.againMs,
                   entry.seq, entry.content, entry.bytes);
    return m_database.changes() > 0;
}

void Outbox::unseal(const ContactId& contact, RandomSource& random) {
    std::vector<std::int64_t> rows;
    {
        auto row =
            m_database.query("SELECT row FROM outbox WHERE contact = ?1 AND content <> x'' ORDER BY row", contact);
        while (row.next()) {
            rows.push_back(row.integer(0));
        }
    }
    for (const auto row : rows) {
        m_database.run("UPDATE outbox SET id = ?2, bytes = x'', state = 0, again_ms = 0 WHERE row = ?1", row,
                       EnvelopeId::draw(random));
    }
}

bool Outbox::hasUnsealed(const ContactId& contact) const {
    auto row = m_database.query("SELECT 1 FROM outbox WHERE contact = ?1 AND bytes = x'' LIMIT 1", contact);
    return row.next();
}

std::vector<OutboxRecord> Outbox::unsealedOrdered(const ContactId& contact, std::int64_t after,
                                                  std::size_t limit) const {
    return readEntries(m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                                        ", row FROM outbox WHERE contact = ?1 AND bytes = x'' AND seq > 0 AND row > ?2 "
                                        "ORDER BY row LIMIT ?3",
                                        contact, after, limit));
}

void Outbox::renumber(std::int64_t row, std::int64_t seq, ByteView content) {
    m_database.run("UPDATE outbox SET seq = ?2, content = ?3 WHERE row = ?1", row, seq, content);
}

void Outbox::setSealed(std::int64_t row, const EnvelopeId& id, ByteView bytes) {
    m_database.run("UPDATE outbox SET id = ?2, bytes = ?3 WHERE row = ?1", row, id, bytes);
}

void Outbox::removeKind(const ContactId& contact, std::uint8_t kind) {
    m_database.run("DELETE FROM outbox WHERE contact = ?1 AND kind = ?2", contact, kind);
}

std::vector<OutboxRecord> Outbox::forMessage(const ContactId& contact, const MessageId& message) const {
    return readEntries(m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                                        ", row FROM outbox WHERE contact = ?1 AND message = ?2 ORDER BY row",
                                        contact, message));
}

std::vector<OutboxRecord> Outbox::ofKind(const ContactId& contact, std::uint8_t kind) const {
    return readEntries(m_database.query("SELECT " NIGHTJAR_OUTBOX_COLUMNS
                                        ", row FROM outbox WHERE contact = ?1 AND kind = ?2 ORDER BY row",
                                        contact, kind));
}

void Outbox::replace(const OutboxRecord& entry, std::uint8_t kind, ByteView content, const EnvelopeId& id) {
    m_database.run(
        "UPDATE outbox SET kind = ?2, content = ?3, message = NULL, id = CASE state WHEN 0 THEN ?4 ELSE id END, "
        "bytes = CASE state WHEN 0 THEN x'' ELSE bytes END WHERE row = ?1",
        entry.row, kind, content, id);
}

#undef NIGHTJAR_OUTBOX_COLUMNS

// ---- what nobody answers

namespace {
/// A receipt names up to 24 envelopes; so many cover what can be under way at once.
constexpr std::int64_t maxSentNotes = 64;
}  // namespace

void SentNotes::add(const ContactId& contact, const EnvelopeId& envelope) {
    m_database.run("INSERT INTO sent_notes (contact, id) VALUES (?1, ?2)", contact, envelope);
    m_database.run(
        "DELETE FROM sent_notes WHERE contact = ?1 AND row <= (SELECT row FROM sent_notes WHERE contact = ?1 "
        "ORDER BY row DESC LIMIT 1 OFFSET ?2)",
        contact, maxSentNotes);
}

bool SentNotes::has(const ContactId& contact, const EnvelopeId& envelope) const {
    auto row = m_database.query("SELECT 1 FROM sent_notes WHERE contact = ?1 AND id = ?2", contact, envelope);
    return row.next();
}

void SentNotes::forget(const ContactId& contact) {
    m_database.run("DELETE FROM sent_notes WHERE contact = ?1", contact);
}

}  // namespace nightjar::store
