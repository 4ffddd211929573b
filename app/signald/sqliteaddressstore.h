// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "hub/addressstore.h"
#include "store/database.h"

namespace nightjar::signald {

/// The public addresses of a SqliteQueueStore, in its file and its transactions.
class SqliteAddressStore final : public hub::AddressStore {
public:
    /// `begin` opens the transaction under way, if none is.
    SqliteAddressStore(store::Database& database, std::size_t mostAddresses, std::function<void()> begin)
        : m_database(database), m_most(mostAddresses), m_begin(std::move(begin)) {}

    static void createTables(store::Database& database);

    [[nodiscard]] hub::AddressFound findAddress(const wire::AddressId& address, Instant now,
                                                hub::AddressRecord& record) override;
    [[nodiscard]] hub::AddressSetOutcome setAddress(const wire::AddressId& address, const crypto::PublicKey& owner,
                                                    const wire::AddressRules& rules, Instant now) override;
    [[nodiscard]] hub::StockOutcome addToStock(const wire::AddressId& address, ByteView item, Instant now,
                                               Instant expires) override;
    [[nodiscard]] hub::AddressTakeOutcome takeFromStock(const wire::AddressId& address, const wire::BlobToken& token,
                                                        Instant now, Bytes& item) override;
    void deleteAddress(const wire::AddressId& address, Instant now) override;
    /// As QueueStore::expire().
    bool expire(Instant now);

private:
    struct Address {
        std::int64_t row = 0;
        crypto::PublicKey owner;
        wire::AddressRules rules;
        bool deleted = false;
    };

    [[nodiscard]] std::optional<Address> find(const wire::AddressId& address);
    [[nodiscard]] std::int64_t countAddresses();
    [[nodiscard]] std::uint32_t countInStock(std::int64_t row, Instant now);
    [[nodiscard]] std::uint32_t countTaken(std::int64_t row, Instant since);
    void bury(std::int64_t row, Instant now);

    store::Database& m_database;
    std::size_t m_most;
    std::function<void()> m_begin;
};

}  // namespace nightjar::signald
