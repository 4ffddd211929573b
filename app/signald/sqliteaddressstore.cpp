// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "sqliteaddressstore.h"

#include "base/hash.h"
#include "hub/queuestore.h"

namespace nightjar::signald {

namespace {

using namespace hub;

/// Rows that one sweep deletes of each kind, so that it takes milliseconds.
constexpr std::int64_t sweepRows = 500;

}  // namespace

/// What was taken stays in `stock` for a day: it is the account of the quotas, so that no crash gives any of them back.
void SqliteAddressStore::createTables(store::Database& database) {
    database.script(R"sql(
CREATE TABLE addresses (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    owner_key BLOB NOT NULL CHECK (length(owner_key) = 32),
    per_hour INTEGER NOT NULL,
    per_day INTEGER NOT NULL,
    bits INTEGER NOT NULL,
    used_ms INTEGER NOT NULL,
    deleted_ms INTEGER
) STRICT;
CREATE INDEX addresses_by_deletion ON addresses (deleted_ms) WHERE deleted_ms IS NOT NULL;
CREATE INDEX addresses_by_use ON addresses (used_ms) WHERE deleted_ms IS NULL;

CREATE TABLE stock (
    row INTEGER PRIMARY KEY,
    address INTEGER NOT NULL,
    digest BLOB NOT NULL,
    item BLOB NOT NULL,
    expires_ms INTEGER NOT NULL,
    token BLOB,
    taken_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX stock_by_digest ON stock (address, digest);
CREATE INDEX stock_to_give ON stock (address, row) WHERE token IS NULL;
CREATE UNIQUE INDEX stock_by_token ON stock (address, token) WHERE token IS NOT NULL;
CREATE INDEX stock_taken ON stock (address, taken_ms) WHERE taken_ms IS NOT NULL;
CREATE INDEX stock_by_expiry ON stock (expires_ms) WHERE token IS NULL;
CREATE INDEX stock_by_taking ON stock (taken_ms) WHERE taken_ms IS NOT NULL;
)sql");
}

std::optional<SqliteAddressStore::Address> SqliteAddressStore::find(const wire::AddressId& address) {
    auto row = m_database.query(
        "SELECT row, owner_key, per_hour, per_day, bits, deleted_ms FROM addresses WHERE id = ?1", address.value);
    if (!row.next()) {
        return std::nullopt;
    }
    return Address{row.integer(0),
                   {row.array<32>(1)},
                   {static_cast<std::uint32_t>(row.integer(2)), static_cast<std::uint32_t>(row.integer(3)),
                    static_cast<std::uint8_t>(row.integer(4))},
                   !row.isNull(5)};
}

std::int64_t SqliteAddressStore::countAddresses() {
    auto row = m_database.query("SELECT count(*) FROM addresses");
    return row.next() ? row.integer(0) : 0;
}

std::uint32_t SqliteAddressStore::countInStock(std::int64_t address, Instant now) {
    auto row = m_database.query("SELECT count(*) FROM stock WHERE address = ?1 AND token IS NULL AND expires_ms > ?2",
                                address, toUnixMs(now));
    return row.next() ? static_cast<std::uint32_t>(row.integer(0)) : 0;
}

std::uint32_t SqliteAddressStore::countTaken(std::int64_t address, Instant since) {
    auto row =
        m_database.query("SELECT count(*) FROM stock WHERE address = ?1 AND taken_ms > ?2", address, toUnixMs(since));
    return row.next() ? static_cast<std::uint32_t>(row.integer(0)) : 0;
}

AddressFound SqliteAddressStore::findAddress(const wire::AddressId& address, Instant now, AddressRecord& record) {
    const auto found = find(address);
    if (!found) {
        return AddressFound::Unknown;
    }
    if (found->deleted) {
        return AddressFound::Gone;
    }
    record = {found->owner, found->rules, countInStock(found->row, now), countTaken(found->row, now - 1h),
              countTaken(found->row, now - takenMemory)};
    return AddressFound::Found;
}

AddressSetOutcome SqliteAddressStore::setAddress(const wire::AddressId& address, const crypto::PublicKey& owner,
                                                 const wire::AddressRules& rules, Instant now) {
    if (const auto found = find(address)) {
        if (found->deleted) {
            return AddressSetOutcome::Gone;
        }
        if (found->owner != owner) {
            return AddressSetOutcome::KeyConflict;
        }
        m_begin();
        m_database.run("UPDATE addresses SET per_hour = ?2, per_day = ?3, bits = ?4, used_ms = ?5 WHERE row = ?1",
                       found->row, rules.perHour, rules.perDay, rules.bits, toUnixMs(now));
        return AddressSetOutcome::Done;
    }
    if (countAddresses() >= static_cast<std::int64_t>(m_most)) {
        return AddressSetOutcome::LimitReached;
    }
    m_begin();
    m_database.run(
        "INSERT INTO addresses (id, owner_key, per_hour, per_day, bits, used_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        address.value, owner.value, rules.perHour, rules.perDay, rules.bits, toUnixMs(now));
    return AddressSetOutcome::Done;
}

StockOutcome SqliteAddressStore::addToStock(const wire::AddressId& address, ByteView item, Instant now,
                                            Instant expires) {
    const auto found = find(address);
    if (!found || found->deleted) {
        return StockOutcome::Unknown;
    }
    const auto digest = blake2b256(item);
    {
        auto known = m_database.query("SELECT 1 FROM stock WHERE address = ?1 AND digest = ?2", found->row, digest);
        if (known.next()) {
            return StockOutcome::Done;
        }
    }
    if (countInStock(found->row, now) >= maxStock) {
        return StockOutcome::Full;
    }
    m_begin();
    m_database.run("INSERT INTO stock (address, digest, item, expires_ms) VALUES (?1, ?2, ?3, ?4)", found->row, digest,
                   item, toUnixMs(expires));
    m_database.run("UPDATE addresses SET used_ms = ?2 WHERE row = ?1", found->row, toUnixMs(now));
    return StockOutcome::Done;
}

AddressTakeOutcome SqliteAddressStore::takeFromStock(const wire::AddressId& address, const wire::BlobToken& token,
                                                     Instant now, Bytes& item) {
    const auto found = find(address);
    if (!found) {
        return AddressTakeOutcome::Unknown;
    }
    if (found->deleted) {
        return AddressTakeOutcome::Gone;
    }
    {
        auto again = m_database.query("SELECT item FROM stock WHERE address = ?1 AND token = ?2 AND taken_ms > ?3",
                                      found->row, token.value, toUnixMs(now - takenMemory));
        if (again.next()) {
            item = again.bytes(0);
            return AddressTakeOutcome::Taken;
        }
    }
    if (countTaken(found->row, now - 1h) >= found->rules.perHour ||
        countTaken(found->row, now - takenMemory) >= found->rules.perDay) {
        return AddressTakeOutcome::UsedUp;
    }
    std::int64_t row = 0;
    {
        auto next = m_database.query(
            "SELECT row, item FROM stock WHERE address = ?1 AND token IS NULL AND expires_ms > ?2 ORDER BY row LIMIT 1",
            found->row, toUnixMs(now));
        if (!next.next()) {
            return AddressTakeOutcome::UsedUp;
        }
        row = next.integer(0);
        item = next.bytes(1);
    }
    m_begin();
    m_database.run("UPDATE stock SET token = ?2, taken_ms = ?3 WHERE row = ?1", row, token.value, toUnixMs(now));
    return AddressTakeOutcome::Taken;
}

void SqliteAddressStore::bury(std::int64_t row, Instant now) {
    m_begin();
    m_database.run("DELETE FROM stock WHERE address = ?1", row);
    m_database.run("UPDATE addresses SET deleted_ms = ?2, owner_key = zeroblob(32) WHERE row = ?1", row, toUnixMs(now));
}

void SqliteAddressStore::deleteAddress(const wire::AddressId& address, Instant now) {
    if (const auto found = find(address); found && !found->deleted) {
        bury(found->row, now);
    }
}

bool SqliteAddressStore::expire(Instant now) {
    std::vector<std::int64_t> unused;
    {
        auto rows = m_database.query("SELECT row FROM addresses WHERE deleted_ms IS NULL AND used_ms <= ?1 LIMIT ?2",
                                     toUnixMs(now - unusedLife), sweepRows);
        while (rows.next()) {
            unused.push_back(rows.integer(0));
        }
    }
    for (const auto row : unused) {
        bury(row, now);
    }
    m_begin();
    bool more = unused.size() == static_cast<std::size_t>(sweepRows);
    const auto noteMore = [&] { more = more || m_database.changes() == sweepRows; };
    m_database.run(
        "DELETE FROM addresses WHERE row IN (SELECT row FROM addresses WHERE deleted_ms IS NOT NULL AND"
        " deleted_ms <= ?1 LIMIT ?2)",
        toUnixMs(now - tombstoneLife), sweepRows);
    noteMore();
    m_database.run(
        "DELETE FROM stock WHERE row IN (SELECT row FROM stock WHERE token IS NULL AND expires_ms <= ?1 LIMIT ?2)",
        toUnixMs(now), sweepRows);
    noteMore();
    m_database.run(
        "DELETE FROM stock WHERE row IN (SELECT row FROM stock WHERE taken_ms IS NOT NULL AND taken_ms <= ?1 LIMIT ?2)",
        toUnixMs(now - takenMemory), sweepRows);
    noteMore();
    return more;
}

}  // namespace nightjar::signald
