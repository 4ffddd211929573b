// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/wipenotices.h"

namespace nightjar::store {

std::vector<WipeNotices::Armed> WipeNotices::armed() const {
    std::vector<Armed> out;
    auto row = m_database.query("SELECT contact, key, wipes_there, erases_chat FROM wipe_notices");
    while (row.next()) {
        out.push_back({row.id<ContactId>(0), row.secret(1), row.boolean(2), row.boolean(3)});
    }
    return out;
}

std::optional<WipeNotices::Armed> WipeNotices::find(const ContactId& contact) const {
    auto row = m_database.query("SELECT key, wipes_there, erases_chat FROM wipe_notices WHERE contact = ?1", contact);
    return row.next() ? std::optional(Armed{contact, row.secret(0), row.boolean(1), row.boolean(2)}) : std::nullopt;
}

void WipeNotices::arm(const Armed& armed) {
    m_database.run(
        "INSERT INTO wipe_notices (contact, key, wipes_there, erases_chat) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (contact) DO UPDATE SET key = ?2, wipes_there = ?3, erases_chat = ?4",
        armed.contact, armed.key, armed.wipesThere, armed.erasesChat);
}

void WipeNotices::disarm(const ContactId& contact) {
    m_database.run("DELETE FROM wipe_notices WHERE contact = ?1", contact);
}

std::optional<SecretBytes> WipeNotices::theirKey(const ContactId& contact) const {
    auto row = m_database.query("SELECT key FROM wipe_notice_keys WHERE contact = ?1", contact);
    return row.next() ? std::optional(row.secret(0)) : std::nullopt;
}

void WipeNotices::setTheirKey(const ContactId& contact, const SecretBytes& key) {
    m_database.run(
        "INSERT INTO wipe_notice_keys (contact, key) VALUES (?1, ?2) ON CONFLICT (contact) DO UPDATE SET key = ?2",
        contact, key);
}

void WipeNotices::forgetTheirKey(const ContactId& contact) {
    m_database.run("DELETE FROM wipe_notice_keys WHERE contact = ?1", contact);
}

}  // namespace nightjar::store
