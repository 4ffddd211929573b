// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "crypto/keys.h"
#include "wire/hubmessages.h"

namespace nightjar::hub {

// What a hub keeps for public addresses: docs/protocol.md, section 12. No identity and no network address is part of
// it; who took an invitation is a random token.

/// Invitations that may lie in stock for one address.
inline constexpr std::size_t maxStock = 64;
/// Longest life of one of them.
inline constexpr Duration maxStockLife = std::chrono::hours(30 * 24);
/// How long whoever took one may ask for it again; also how far back a quota looks.
inline constexpr Duration takenMemory = std::chrono::hours(24);

struct AddressRecord {
    crypto::PublicKey owner;
    wire::AddressRules rules;
    std::uint32_t inStock = 0;
    std::uint32_t takenLastHour = 0;
    std::uint32_t takenLastDay = 0;
};

enum class AddressFound : std::uint8_t { Found, Unknown, Gone };
enum class AddressSetOutcome : std::uint8_t { Done, KeyConflict, Gone, LimitReached };
enum class StockOutcome : std::uint8_t { Done, Full, Unknown, LimitReached };
enum class AddressTakeOutcome : std::uint8_t { Taken, Unknown, Gone, UsedUp };

/// Where public addresses and their stock lie: a part of a QueueStore, of whose transactions it is.
class AddressStore {
public:
    virtual ~AddressStore() = default;

    /// Fills `record` when it is Found.
    [[nodiscard]] virtual AddressFound findAddress(const wire::AddressId& address, Instant now,
                                                   AddressRecord& record) = 0;
    /// Makes it, or changes its rules when it is there with the same owner.
    [[nodiscard]] virtual AddressSetOutcome setAddress(const wire::AddressId& address, const crypto::PublicKey& owner,
                                                       const wire::AddressRules& rules, Instant now) = 0;
    /// Done without effect when the same item lies there already or was taken: an owner repeats what it had no answer
    /// for.
    [[nodiscard]] virtual StockOutcome addToStock(const wire::AddressId& address, ByteView item, Instant now,
                                                  Instant expires) = 0;
    /// Fills `item` when it is Taken: the oldest one for a new token, within the quota; the same as before for a token
    /// that comes again within takenMemory.
    [[nodiscard]] virtual AddressTakeOutcome takeFromStock(const wire::AddressId& address, const wire::BlobToken& token,
                                                           Instant now, Bytes& item) = 0;
    /// Deletes the address and its stock and leaves a tombstone.
    virtual void deleteAddress(const wire::AddressId& address, Instant now) = 0;
};

}  // namespace nightjar::hub
