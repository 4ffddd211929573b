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

std::optional<HeldRecord> Held::take(const ContactId& contact, std::uint64_t seq) {
    std::optional<HeldRecord> out;
    {
        auto row =
            m_database.query("SELECT content, arrived_ms FROM held WHERE contact = ?1 AND seq = ?2", contact, seq);
        if (row.next()) {
            out = HeldRecord{seq, row.bytes(0), row.integer(1)};
        }
    }
    if (out) {
        m_database.run("DELETE FROM held WHERE contact = ?1 AND seq = ?2", contact, seq);
    }
    return out;
}

std::vector<HeldRecord> Held::all(const ContactId& contact) const {
    std::vector<HeldRecord> out;
    auto row = m_database.query("SELECT seq, content, arrived_ms FROM held WHERE contact = ?1 ORDER BY seq", contact);
    while (row.next()) {
        out.push_back({static_cast<std::uint64_t>(row.integer(0)), row.bytes(1), row.integer(2)});
    }
    return out;
}

std::int64_t Held::count(const ContactId& contact) const {
    auto row = m_database.query("SELECT count(*) FROM held WHERE contact = ?1", contact);
    return row.next() ? row.integer(0) : 0;
}

std::optional<std::int64_t> Held::oldestMs(const ContactId& contact) const {
    auto row = m_database.query("SELECT min(arrived_ms) FROM held WHERE contact = ?1", contact);
    return row.next() && !row.isNull(0) ? std::optional(row.integer(0)) : std::nullopt;
}

bool SeenEnvelopes::add(const EnvelopeId& id, std::int64_t nowMs, std::int64_t expiresMs) {
    m_database.run("INSERT INTO seen_envelopes (id, at_ms, expires_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
                   id, nowMs, expiresMs);
    return m_database.changes() > 0;
}

bool SeenEnvelopes::contains(const EnvelopeId& id) const {
    auto row = m_database.query("SELECT 1 FROM seen_envelopes WHERE id = ?1", id);
    return row.next();
}

void SeenEnvelopes::forgetExpired(std::int64_t nowMs) {
    m_database.run("DELETE FROM seen_envelopes WHERE expires_ms <= ?1", nowMs);
}

}  // namespace nightjar::store
