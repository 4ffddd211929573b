// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/usage.h"

#include "store/files.h"

namespace nightjar::store {

std::int64_t Usage::number(std::string_view sql) const {
    auto row = m_database.query(sql);
    return row.next() ? row.integer(0) : 0;
}

std::int64_t Usage::fileBytes() const {
    return number("PRAGMA page_count") * number("PRAGMA page_size");
}

std::int64_t Usage::freeBytes() const {
    return number("PRAGMA freelist_count") * number("PRAGMA page_size");
}

std::int64_t Usage::outboxBytes() const {
    return number("SELECT coalesce(sum(length(bytes) + length(content)), 0) FROM outbox");
}

std::vector<FilesUse> Usage::files() const {
    std::vector<FilesUse> out;
    auto row = m_database.query(
        "SELECT f.contact, m.kind, sum(CASE WHEN f.mine = 1 OR f.state = ?1 THEN f.size ELSE f.done END) "
        "FROM files f JOIN messages m ON m.id = f.message AND m.contact = f.contact "
        "WHERE f.local <> '' AND f.row = (SELECT min(e.row) FROM files e WHERE e.local = f.local AND e.local <> '') "
        "GROUP BY f.contact, m.kind",  // what was forwarded lies there once
        FileState::Done);
    while (row.next()) {
        out.push_back({row.id<ContactId>(0), row.enumeration(1, MessageKind::Card), row.integer(2)});
    }
    return out;
}

std::vector<MessagesUse> Usage::messages() const {
    std::vector<MessagesUse> out;
    auto row = m_database.query(
        "SELECT m.contact, count(*) FROM messages m JOIN contacts c ON c.id = m.contact "
        "WHERE m.deleted = 0 AND m.row > c.floor GROUP BY m.contact");
    while (row.next()) {
        out.push_back({row.id<ContactId>(0), row.integer(1)});
    }
    return out;
}

}  // namespace nightjar::store
