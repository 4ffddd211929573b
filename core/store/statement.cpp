// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/statement.h"

#include <sqlcipher/sqlite3.h>

#include <utility>

#include "store/database.h"

namespace nightjar::store {

Statement::Statement(Database& database, std::string_view sql, sqlite3_stmt* handle)
    : m_database(&database), m_sql(sql), m_handle(handle) {
}

Statement::Statement(Statement&& other) noexcept
    : m_database(other.m_database),
      m_sql(other.m_sql),
      m_handle(std::exchange(other.m_handle, nullptr)),
      m_done(other.m_done),
      m_failed(other.m_failed) {
}

Statement::~Statement() {
    if (m_handle != nullptr) {
        m_database->giveBack(m_sql, m_handle);
    }
}

bool Statement::next() {
    // Stepping a finished statement would run it again.
    if (m_handle == nullptr || m_done || m_failed || m_database->refuses()) {
        return false;
    }
    const int code = sqlite3_step(m_handle);
    if (code == SQLITE_ROW) {
        return true;
    }
    m_done = code == SQLITE_DONE;
    check(m_done ? SQLITE_OK : code);
    return false;
}

void Statement::check(int sqliteCode) {
    if (sqliteCode != SQLITE_OK) {
        m_failed = true;
        m_database->remember(sqliteCode);
    }
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_handle, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_handle, column);
}

std::string Statement::text(int column) const {
    return toText(blob(column));
}

ByteView Statement::blob(int column) const {
    // The pointer first: asking for the size may not convert it any more afterwards (SQLite's documented order).
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_handle, column));
    const auto size = sqlite3_column_bytes(m_handle, column);
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(size)};
}

void Statement::bind(int index, std::int64_t value) {
    if (m_handle != nullptr) {
        check(sqlite3_bind_int64(m_handle, index, value));
    }
}

void Statement::bind(int index, double value) {
    if (m_handle != nullptr) {
        check(sqlite3_bind_double(m_handle, index, value));
    }
}

void Statement::bind(int index, std::string_view value) {
    if (m_handle != nullptr) {
        const char* data = value.data() == nullptr ? "" : value.data();
        m_database->m_group.bytes += value.size();
        check(sqlite3_bind_text64(m_handle, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    }
}

void Statement::bind(int index, ByteView value) {
    if (m_handle == nullptr) {
        return;
    }
    m_database->m_group.bytes += value.size();
    // A null pointer would bind NULL; an empty blob is meant.
    check(value.empty() ? sqlite3_bind_zeroblob(m_handle, index, 0)
                        : sqlite3_bind_blob64(m_handle, index, value.data(), value.size(), SQLITE_TRANSIENT));
}

void Statement::bindNull(int index) {
    if (m_handle != nullptr) {
        check(sqlite3_bind_null(m_handle, index));
    }
}

}  // namespace nightjar::store
