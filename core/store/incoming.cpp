// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/incoming.h"

namespace nightjar::store {

void Held::add(const ContactId& contact, const HeldRecord& record) {
    m_database.run(
        "INSERT INTO held (contact, seq, content, arrived_ms) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (contact, seq) DO NOTHING",
        contact, record.seq, record.content, record.arrivedMs);
}

std::optional<HeldRecord> Held::first(const ContactId& contact) const {
    auto row =
        m_database.query("SELECT seq, content, arrived_ms FROM held WHERE contact = ?1 ORDER BY seq LIMIT 1", contact);
    if (!row.next()) {
        return std::nullopt;
    }
    return HeldRecord{static_cast<std::uint64_t>(row.integer(0)), row.bytes(1), row.integer(2)};
}

void Held::remove(const ContactId& contact, std::uint64_t seq) {
    m_database.run("DELETE FROM held WHERE contact = ?1 AND seq = ?2", contact, seq);
}

std::int64_t Held::count(const ContactId& contact) const {
    auto row = m_database.query("SELECT count(*) FROM held WHERE contact = ?1", contact);
    return row.next() ? row.integer(0) : 0;
}

std::int64_t Held::bytes(const ContactId& contact) const {
    auto row = m_database.query("SELECT total(length(content)) FROM held WHERE contact = ?1", contact);
    return row.next() ? row.integer(0) : 0;
}

std::optional<std::uint64_t> Held::last(const ContactId& contact) const {
    auto row = m_database.query("SELECT max(seq) FROM held WHERE contact = ?1", contact);
    return row.next() && !row.isNull(0) ? std::optional(static_cast<std::uint64_t>(row.integer(0))) : std::nullopt;
}

std::optional<std::int64_t> Held::oldestMs(const ContactId& contact) const {
    auto row = m_database.query("SELECT min(arrived_ms) FROM held WHERE contact = ?1", contact);
    return row.next() && !row.isNull(0) ? std::optional(row.integer(0)) : std::nullopt;
}

void OwedReceipts::add(const ContactId& contact, const EnvelopeId& envelope) {
    m_database.run("INSERT INTO owed_receipts (contact, envelope) VALUES (?1, ?2)", contact, envelope);
}

std::vector<EnvelopeId> OwedReceipts::take(const ContactId& contact) {
    std::vector<EnvelopeId> out;
    {
        auto row = m_database.query("SELECT envelope FROM owed_receipts WHERE contact = ?1 ORDER BY row", contact);
        while (row.next()) {
            out.push_back(row.id<EnvelopeId>(0));
        }
    }
    m_database.run("DELETE FROM owed_receipts WHERE contact = ?1", contact);
    return out;
}

bool SeenEnvelopes::add(const EnvelopeId& id, bool receipted, std::int64_t expiresMs) {
    m_database.run(
        "INSERT INTO seen_envelopes (id, receipted, expires_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING", id,
        receipted, expiresMs);
    return m_database.changes() > 0;
}

std::optional<bool> SeenEnvelopes::find(const EnvelopeId& id) const {
    auto row = m_database.query("SELECT receipted FROM seen_envelopes WHERE id = ?1", id);
    return row.next() ? std::optional(row.boolean(0)) : std::nullopt;
}

void SeenEnvelopes::forgetExpired(std::int64_t nowMs) {
    m_database.run("DELETE FROM seen_envelopes WHERE expires_ms <= ?1", nowMs);
}

}  // namespace nightjar::store
