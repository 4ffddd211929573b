// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <concepts>
#include <string>

#include "base/ids.h"
#include "base/secret.h"

struct sqlite3_stmt;

namespace nightjar::store {

class Database;

/// A prepared statement on loan from its database's cache. Step with next(), read the columns of the current row by
/// index from zero. Views into a row are valid until the next step.
///
/// A step that fails ends the rows and is remembered by the database (see Database): no caller has to look at every
/// step.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    /// Moves to the next row; false after the last one and after an error.
    [[nodiscard]] bool next();

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] ByteView blob(int column) const;
    [[nodiscard]] Bytes bytes(int column) const { return toBytes(blob(column)); }
    [[nodiscard]] SecretBytes secret(int column) const { return SecretBytes(blob(column)); }
    /// The null id if the column has another length than the id.
    template <class Id>
    [[nodiscard]] Id id(int column) const {
        return Id::fromBytes(blob(column)).value_or(Id{});
    }
    /// Zeros if the column has another length.
    template <std::size_t N>
    [[nodiscard]] ByteArray<N> array(int column) const {
        const auto value = blob(column);
        return value.size() == N ? toArray<N>(value) : ByteArray<N>{};
    }
    template <class Id>
    [[nodiscard]] std::optional<Id> optionalId(int column) const {
        return isNull(column) ? std::nullopt : Id::fromBytes(blob(column));
    }
    /// The enumeration is contiguous from zero to `last`; anything else in the column reads as `last`.
    template <class Enum>
    [[nodiscard]] Enum enumeration(int column, Enum last) const {
        const auto value = integer(column);
        return value >= 0 && value <= static_cast<std::int64_t>(last) ? static_cast<Enum>(value) : last;
    }

private:
    friend class Database;
    Statement(Database& database, std::string_view sql, sqlite3_stmt* handle);

    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind(int index, ByteView value);
    void bindNull(int index);
    void check(int sqliteCode);

    void bindValue(int index, std::nullptr_t) { bindNull(index); }
    void bindValue(int index, std::integral auto value) { bind(index, static_cast<std::int64_t>(value)); }
    void bindValue(int index, std::floating_point auto value) { bind(index, static_cast<double>(value)); }
    template <class E>
    requires std::is_enum_v<E>
    void bindValue(int index, E value) { bind(index, static_cast<std::int64_t>(value)); }
    void bindValue(int index, std::string_view value) { bind(index, value); }
    void bindValue(int index, const char* value) { bind(index, std::string_view(value)); }
    void bindValue(int index, const std::string& value) { bind(index, std::string_view(value)); }
    void bindValue(int index, ByteView value) { bind(index, value); }
    void bindValue(int index, const Bytes& value) { bind(index, ByteView(value)); }
    void bindValue(int index, const SecretBytes& value) { bind(index, value.view()); }
    template <std::size_t N>
    void bindValue(int index, const ByteArray<N>& value) {
        bind(index, ByteView(value));
    }
    template <class Tag, std::size_t N>
    void bindValue(int index, const StrongId<Tag, N>& value) {
        bind(index, ByteView(value.value));
    }
    template <class T>
    void bindValue(int index, const std::optional<T>& value) {
        if (value) {
            bindValue(index, *value);
        } else {
            bindNull(index);
        }
    }

    Database* m_database;
    std::string_view m_sql;
    sqlite3_stmt* m_handle;  ///< null: could not be prepared, or the transaction has failed already
    bool m_done = false;
    bool m_failed = false;
};

}  // namespace nightjar::store
