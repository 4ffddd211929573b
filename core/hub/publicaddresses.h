// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "hub/addressstore.h"
#include "hub/session.h"

namespace nightjar::hub {

/// Public addresses (docs/protocol.md, section 12): their owners stock them with sealed one-time invitations, and
/// whoever has the link takes one for a proof of work. Nothing of a taker is kept but the token that they drew.
class PublicAddresses {
public:
    PublicAddresses(const crypto::KeyPair& hubKeys, AddressStore& store, RandomSource& random);

    /// What is answered, with the bytes that a BlobReply shows.
    struct Reply {
        wire::HubReply reply;
        Bytes blob{};
    };
    [[nodiscard]] Reply set(Instant now, const Session& session, const wire::AddressSetRequest& request);
    [[nodiscard]] Reply stock(Instant now, const Session& session, const wire::AddressStockRequest& request);
    [[nodiscard]] Reply remove(Instant now, const Session& session, const wire::AddressDeleteRequest& request);
    [[nodiscard]] Reply take(Instant now, const wire::AddressTakeRequest& request);
    [[nodiscard]] Reply ask(Instant now, const wire::AddressAskRequest& request);

private:
    [[nodiscard]] bool isOwner(const Session& session, const crypto::PublicKey& owner, const wire::AddressId& address,
                               ByteView mac) const;
    [[nodiscard]] Reply standing(Instant now, std::uint64_t req, const wire::AddressId& address);
    [[nodiscard]] ByteArray<16> seedOf(const wire::AddressId& address, std::uint32_t issued, std::uint8_t bits) const;
    [[nodiscard]] bool isGood(Instant now, const wire::AddressId& address, const AddressRecord& record,
                              const wire::WorkTicket& ticket) const;

    const crypto::KeyPair& m_hubKeys;
    AddressStore& m_store;
    ByteArray<32> m_ticketKey{};  ///< drawn at every start: tickets need not be kept
};

}  // namespace nightjar::hub
