// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/publicaddresses.h"

namespace nightjar::store {

namespace {

// In the order in which readAddress() takes them.
#define NIGHTJAR_ADDRESS_COLUMNS \
    "id, hub, signing, owner, per_hour, per_day, bits, created_ms, state, in_stock, taken_today"

AddressRecord readAddress(const Statement& row) {
    AddressRecord address;
    address.id = row.id<AddressId>(0);
    address.hub = row.text(1);
    address.signing = row.secret(2);
    address.owner = row.secret(3);
    address.perHour = static_cast<std::uint32_t>(row.integer(4));
    address.perDay = static_cast<std::uint32_t>(row.integer(5));
    address.bits = static_cast<std::uint8_t>(row.integer(6));
    address.createdMs = row.integer(7);
    address.state = row.enumeration(8, AddressState::Deleting);
    address.inStock = static_cast<std::uint32_t>(row.integer(9));
    address.takenToday = static_cast<std::uint32_t>(row.integer(10));
    return address;
}

}  // namespace

void PublicAddresses::add(const AddressRecord& address) {
    m_database.run("INSERT INTO addresses (" NIGHTJAR_ADDRESS_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                   address.id, address.hub, address.signing, address.owner, address.perHour, address.perDay,
                   address.bits, address.createdMs, address.state, address.inStock, address.takenToday);
}

std::optional<AddressRecord> PublicAddresses::find(const AddressId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_ADDRESS_COLUMNS " FROM addresses WHERE id = ?1", id);
    return row.next() ? std::optional(readAddress(row)) : std::nullopt;
}

std::vector<AddressRecord> PublicAddresses::all() const {
    std::vector<AddressRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_ADDRESS_COLUMNS " FROM addresses ORDER BY row");
    while (row.next()) {
        out.push_back(readAddress(row));
    }
    return out;
}

void PublicAddresses::setState(const AddressId& id, AddressState state) {
    m_database.run("UPDATE addresses SET state = ?2 WHERE id = ?1", id, state);
}

void PublicAddresses::setRules(const AddressId& id, std::uint32_t perHour, std::uint32_t perDay, std::uint8_t bits) {
    m_database.run("UPDATE addresses SET per_hour = ?2, per_day = ?3, bits = ?4 WHERE id = ?1", id, perHour, perDay,
                   bits);
}

void PublicAddresses::setStanding(const AddressId& id, std::uint32_t inStock, std::uint32_t takenToday) {
    m_database.run("UPDATE addresses SET in_stock = ?2, taken_today = ?3 WHERE id = ?1", id, inStock, takenToday);
}

void PublicAddresses::remove(const AddressId& id) {
    m_database.run("DELETE FROM addresses WHERE id = ?1", id);
}

#undef NIGHTJAR_ADDRESS_COLUMNS

}  // namespace nightjar::store
