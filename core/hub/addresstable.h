// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/endpoint.h"
#include "base/random.h"
#include "hub/tokenbucket.h"

namespace nightjar::hub {

/// What is counted for one network address (IPv4 address or IPv6 /64).
struct AddressSlot {
    TokenBucket hellos;
    TokenBucket unknown;
    TokenBucket creations;
    TokenBucket takes;
    TokenBucket questions;  ///< to the directory
    TokenBucket parcels;
    std::size_t sessions = 0;
};

/// Finds the slot of an address. The table never grows, whoever forges however many addresses: it has a fixed number
/// of slots, addresses share them by a keyed hash, and nobody outside knows who shares with whom.
class AddressTable {
public:
    explicit AddressTable(RandomSource& random);
    [[nodiscard]] AddressSlot& slotOf(const Endpoint& address);

private:
    /// With 50,000 sessions a dozen share one, far below the limits per address.
    static constexpr std::size_t slotCount = 4096;

    ByteArray<32> m_key{};
    std::vector<AddressSlot> m_slots;
};

}  // namespace nightjar::hub
