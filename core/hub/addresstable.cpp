// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/addresstable.h"

#include "crypto/kdf.h"

namespace nightjar::hub {

AddressTable::AddressTable(RandomSource& random) : m_slots(slotCount) {
    random.fill(m_key);
}

AddressSlot& AddressTable::slotOf(const Endpoint& address) {
    constexpr std::size_t ipv6Network = 8;
    const auto network = address.isV4() ? address.address() : address.address().first(ipv6Network);
    const auto hash = crypto::hash256(network, m_key);
    return m_slots[(static_cast<std::size_t>(hash[0]) << 8 | hash[1]) % slotCount];
}

}  // namespace nightjar::hub
