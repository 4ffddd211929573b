// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/renewals.h"

namespace nightjar::store {

std::optional<RenewalRecord> Renewals::find(const ContactId& contact) const {
    auto row =
        m_database.query("SELECT secrets, unopened, asks, ask_at_ms, wanted FROM renewals WHERE contact = ?1", contact);
    if (!row.next()) {
        return std::nullopt;
    }
    RenewalRecord record;
    record.secrets = row.secret(0);
    const auto ids = row.bytes(1);
    for (std::size_t at = 0; at + EnvelopeId::length <= ids.size(); at += EnvelopeId::length) {
        record.unopened.push_back({toArray<EnvelopeId::length>(ByteView(ids).subspan(at, EnvelopeId::length))});
    }
    record.asks = static_cast<std::uint32_t>(row.integer(2));
    record.askAtMs = row.integer(3);
    record.wanted = row.boolean(4);
    return record;
}

void Renewals::set(const ContactId& contact, const RenewalRecord& record) {
    Bytes ids;
    for (const auto& id : record.unopened) {
        append(ids, id.value);
    }
    m_database.run(
        "INSERT INTO renewals (contact, secrets, unopened, asks, ask_at_ms, wanted) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT (contact) DO UPDATE SET secrets = ?2, unopened = ?3, asks = ?4, ask_at_ms = ?5, wanted = ?6",
        contact, record.secrets, ids, record.asks, record.askAtMs, record.wanted);
}

std::vector<ContactId> Renewals::wanted() const {
    std::vector<ContactId> out;
    auto row = m_database.query("SELECT contact FROM renewals WHERE wanted = 1");
    while (row.next()) {
        out.push_back(row.id<ContactId>(0));
    }
    return out;
}

}  // namespace nightjar::store
