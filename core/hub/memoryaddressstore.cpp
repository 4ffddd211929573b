// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/memoryaddressstore.h"

#include <algorithm>

#include "base/hash.h"
#include "hub/queuestore.h"

namespace nightjar::hub {

AddressRecord MemoryAddressStore::describe(const Address& address, Instant now) {
    AddressRecord record{address.owner, address.rules};
    for (const auto& item : address.stock) {
        record.inStock += !item.takenBy && now < item.expires ? 1 : 0;
        record.takenLastHour += item.takenBy && now < item.takenAt + 1h ? 1 : 0;
        record.takenLastDay += item.takenBy && now < item.takenAt + takenMemory ? 1 : 0;
    }
    return record;
}

AddressFound MemoryAddressStore::findAddress(const wire::AddressId& address, Instant now, AddressRecord& record) {
    const auto found = m_addresses.find(address);
    if (found == m_addresses.end()) {
        return AddressFound::Unknown;
    }
    if (found->second.deletedAt) {
        return AddressFound::Gone;
    }
    record = describe(found->second, now);
    return AddressFound::Found;
}

AddressSetOutcome MemoryAddressStore::setAddress(const wire::AddressId& address, const crypto::PublicKey& owner,
                                                 const wire::AddressRules& rules, Instant now) {
    const auto found = m_addresses.find(address);
    if (found == m_addresses.end()) {
        if (m_addresses.size() >= m_most) {
            return AddressSetOutcome::LimitReached;
        }
        m_addresses[address] = {owner, rules, {}, now, std::nullopt};
        return AddressSetOutcome::Done;
    }
    auto& known = found->second;
    if (known.deletedAt) {
        return AddressSetOutcome::Gone;
    }
    if (known.owner != owner) {
        return AddressSetOutcome::KeyConflict;
    }
    known.rules = rules;
    known.usedAt = now;
    return AddressSetOutcome::Done;
}

StockOutcome MemoryAddressStore::addToStock(const wire::AddressId& address, ByteView item, Instant now,
                                            Instant expires) {
    const auto found = m_addresses.find(address);
    if (found == m_addresses.end() || found->second.deletedAt) {
        return StockOutcome::Unknown;
    }
    auto& known = found->second;
    const auto digest = blake2b256(item);
    if (std::any_of(known.stock.begin(), known.stock.end(), [&](const auto& one) { return one.digest == digest; })) {
        return StockOutcome::Done;
    }
    if (describe(known, now).inStock >= maxStock) {
        return StockOutcome::Full;
    }
    known.stock.push_back({digest, toBytes(item), expires, std::nullopt, {}});
    known.usedAt = now;
    return StockOutcome::Done;
}

AddressTakeOutcome MemoryAddressStore::takeFromStock(const wire::AddressId& address, const wire::BlobToken& token,
                                                     Instant now, Bytes& item) {
    const auto found = m_addresses.find(address);
    if (found == m_addresses.end()) {
        return AddressTakeOutcome::Unknown;
    }
    auto& known = found->second;
    if (known.deletedAt) {
        return AddressTakeOutcome::Gone;
    }
    for (const auto& one : known.stock) {
        if (one.takenBy == token && now < one.takenAt + takenMemory) {
            item = one.bytes;
            return AddressTakeOutcome::Taken;
        }
    }
    const auto record = describe(known, now);
    const auto next = std::find_if(known.stock.begin(), known.stock.end(),
                                   [&](const auto& one) { return !one.takenBy && now < one.expires; });
    if (record.takenLastHour >= known.rules.perHour || record.takenLastDay >= known.rules.perDay ||
        next == known.stock.end()) {
        return AddressTakeOutcome::UsedUp;
    }
    next->takenBy = token;
    next->takenAt = now;
    item = next->bytes;
    return AddressTakeOutcome::Taken;
}

void MemoryAddressStore::deleteAddress(const wire::AddressId& address, Instant now) {
    if (const auto found = m_addresses.find(address); found != m_addresses.end() && !found->second.deletedAt) {
        found->second = Address{};
        found->second.deletedAt = now;
    }
}

void MemoryAddressStore::expire(Instant now) {
    for (auto& [id, address] : m_addresses) {
        std::erase_if(address.stock, [&](const auto& item) {
            return item.takenBy ? now >= item.takenAt + takenMemory : now >= item.expires;
        });
        if (!address.deletedAt && now >= address.usedAt + unusedLife) {
            deleteAddress(id, now);
        }
    }
    std::erase_if(m_addresses, [&](const auto& entry) {
        return entry.second.deletedAt && now >= *entry.second.deletedAt + tombstoneLife;
    });
}

}  // namespace nightjar::hub
