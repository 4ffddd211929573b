// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/profile.h"

namespace nightjar::store {

std::optional<Bytes> Profile::get(std::string_view key) const {
    auto row = m_database.query("SELECT value FROM profile WHERE key = ?1", key);
    return row.next() ? std::optional(row.bytes(0)) : std::nullopt;
}

std::string Profile::text(std::string_view key) const {
    auto row = m_database.query("SELECT value FROM profile WHERE key = ?1", key);
    return row.next() ? row.text(0) : std::string();
}

std::optional<SecretBytes> Profile::secret(std::string_view key) const {
    auto row = m_database.query("SELECT value FROM profile WHERE key = ?1", key);
    return row.next() ? std::optional(row.secret(0)) : std::nullopt;
}

void Profile::set(std::string_view key, ByteView value) {
    m_database.run("INSERT INTO profile (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", key,
                   value);
}

void Profile::setText(std::string_view key, std::string_view value) {
    set(key, asBytes(value));
}

void Profile::remove(std::string_view key) {
    m_database.run("DELETE FROM profile WHERE key = ?1", key);
}

}  // namespace nightjar::store
