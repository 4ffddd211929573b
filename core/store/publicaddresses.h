// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class AddressState : std::uint8_t {
    Making,    ///< the hub was asked, nobody has its link yet
    Open,      ///< hands out invitations
    Deleting,  ///< is to be deleted at its hub
};

/// A public address of ours.
struct AddressRecord {
    AddressId id;
    std::string hub;      ///< nightjar-hub://HOST:PORT/KEY
    SecretBytes signing;  ///< the seed of the Ed25519 pair whose public half is in the link
    SecretBytes owner;    ///< X25519: what the hub knows us by
    std::uint32_t perHour = 0;
    std::uint32_t perDay = 0;
    std::uint8_t bits = 0;
    std::int64_t createdMs = 0;
    AddressState state = AddressState::Making;
    std::uint32_t inStock = 0;     ///< as the hub told last
    std::uint32_t takenToday = 0;  ///< likewise
};

class PublicAddresses {
public:
    explicit PublicAddresses(Database& database) : m_database(database) {}

    void add(const AddressRecord& address);
    [[nodiscard]] std::optional<AddressRecord> find(const AddressId& id) const;
    /// The oldest first.
    [[nodiscard]] std::vector<AddressRecord> all() const;
    void setState(const AddressId& id, AddressState state);
    void setRules(const AddressId& id, std::uint32_t perHour, std::uint32_t perDay, std::uint8_t bits);
    void setStanding(const AddressId& id, std::uint32_t inStock, std::uint32_t takenToday);
    void remove(const AddressId& id);

private:
    Database& m_database;
};

}  // namespace nightjar::store
