// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <vector>

#include "hub/addressstore.h"

namespace nightjar::hub {

/// The public addresses of a MemoryQueueStore.
class MemoryAddressStore final : public AddressStore {
public:
    explicit MemoryAddressStore(std::size_t mostAddresses) : m_most(mostAddresses) {}

    [[nodiscard]] AddressFound findAddress(const wire::AddressId& address, Instant now, AddressRecord& record) override;
    [[nodiscard]] AddressSetOutcome setAddress(const wire::AddressId& address, const crypto::PublicKey& owner,
                                               const wire::AddressRules& rules, Instant now) override;
    [[nodiscard]] StockOutcome addToStock(const wire::AddressId& address, ByteView item, Instant now,
                                          Instant expires) override;
    [[nodiscard]] AddressTakeOutcome takeFromStock(const wire::AddressId& address, const wire::BlobToken& token,
                                                   Instant now, Bytes& item) override;
    void deleteAddress(const wire::AddressId& address, Instant now) override;
    void expire(Instant now);

private:
    struct Item {
        ByteArray<32> digest{};
        Bytes bytes;
        Instant expires;
        std::optional<wire::BlobToken> takenBy;
        Instant takenAt;
    };
    struct Address {
        crypto::PublicKey owner;
        wire::AddressRules rules;
        std::vector<Item> stock;  ///< the oldest first
        Instant usedAt;
        std::optional<Instant> deletedAt;
    };

    [[nodiscard]] static AddressRecord describe(const Address& address, Instant now);

    std::size_t m_most;
    std::map<wire::AddressId, Address> m_addresses;
};

}  // namespace nightjar::hub
