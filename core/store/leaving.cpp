// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/leaving.h"

namespace nightjar::store {

namespace {

/// Fewer are gone in some tens of milliseconds.
constexpr std::int64_t fewMessages = 32;
constexpr std::string_view messagesTable = "messages";

std::string literal(const ContactId& contact) {
    return "x'" + contact.toString() + "'";
}

}  // namespace

bool Leaving::isLong(const ContactId& contact) const {
    auto row = m_database.query("SELECT count(*) FROM (SELECT 1 FROM messages WHERE contact = ?1 LIMIT ?2)", contact,
                                fewMessages + 1);
    return row.next() && row.integer(0) > fewMessages;
}

std::vector<Leaving::Hanging> Leaving::tables() const {
    std::vector<Hanging> out;
    auto row = m_database.query(
        "SELECT t.name, k.on_delete = 'CASCADE' FROM sqlite_schema t, pragma_foreign_key_list(t.name) k "
        "WHERE t.type = 'table' AND k.\"table\" = 'contacts' AND k.\"from\" = 'contact' ORDER BY t.rowid");
    while (row.next()) {
        out.push_back({row.text(0), row.boolean(1)});
    }
    return out;
}

bool Leaving::begin(const ContactId& contact) {
    m_database.run(
        "UPDATE contacts SET leaving = 1, floor = 9223372036854775807, name = '', local_name = '', created_ms = 0, "
        "own_secret = x'', own_public = x'', peer_public = x'', receive_hub = NULL, receive_queue = NULL, "
        "receive_secret = NULL, send_hub = NULL, send_queue = NULL, send_secret = NULL, last_read_ms = 0, "
        "link_memory = x'', address = '' WHERE id = ?1",
        contact);
    if (m_database.changes() == 0) {
        return false;
    }
    for (const auto& [table, cascades] : tables()) {
        if (table == messagesTable) {
            continue;
        }
        m_database.script((cascades ? "DELETE FROM " + table : "UPDATE " + table + " SET contact = NULL") +
                          " WHERE contact = " + literal(contact));
    }
    return true;
}

std::vector<ContactId> Leaving::all() const {
    std::vector<ContactId> out;
    auto row = m_database.query("SELECT id FROM contacts WHERE leaving = 1");
    while (row.next()) {
        out.push_back(row.id<ContactId>(0));
    }
    return out;
}

bool Leaving::contains(const ContactId& contact) const {
    auto row = m_database.query("SELECT 1 FROM contacts WHERE id = ?1 AND leaving = 1", contact);
    return row.next();
}

void Leaving::removeSome(const ContactId& contact, std::size_t most) {
    m_database.run("DELETE FROM messages WHERE row IN (SELECT row FROM messages WHERE contact = ?1 LIMIT ?2)", contact,
                   most);
    if (!m_database.error() && m_database.changes() < static_cast<std::int64_t>(most)) {
        m_database.run("DELETE FROM contacts WHERE id = ?1 AND leaving = 1", contact);
    }
}

}  // namespace nightjar::store
