// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/contacts.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class InvitationState : std::uint8_t { Open, Used, Revoked, Expired };

/// An invitation that we made.
struct InvitationRecord {
    InvitationId id;
    SecretBytes linkKey;  ///< the 32 bytes k in the link
    QueueEnd queue;       ///< where the answer arrives; ours to receive from
    SecretBytes secrets;  ///< identity and one-time secrets, as chat/ encodes them
    std::int64_t createdMs = 0;
    std::int64_t expiresMs = 0;
    InvitationState state = InvitationState::Open;
    bool published = false;              ///< the hub confirmed that it holds the blob
    std::optional<ContactId> contact;    ///< whom it became
    bool requests = false;               ///< whoever uses it waits for our yes (a public address)
    std::optional<AddressId> address{};  ///< the public address that hands it out
    bool mayErase = true;                ///< whoever uses it may delete here what is between us
};

class Invitations {
public:
    explicit Invitations(Database& database) : m_database(database) {}

    void add(const InvitationRecord& invitation);
    [[nodiscard]] std::optional<InvitationRecord> find(const InvitationId& id) const;
    [[nodiscard]] std::optional<InvitationRecord> byQueue(const QueueId& queue) const;
    /// The oldest first.
    [[nodiscard]] std::vector<InvitationRecord> open() const;
    [[nodiscard]] std::vector<InvitationRecord> openOf(const AddressId& address) const;
    void setPublished(const InvitationId& id);
    /// Ends it: an invitation never opens again. Its secrets are erased; the row stays, so that a later use is
    /// recognised, until forget().
    void end(const InvitationId& id, InvitationState state, const std::optional<ContactId>& contact = {});
    /// Drops ended invitations made before then.
    void forget(std::int64_t createdBeforeMs);

private:
    Database& m_database;
};

/// Where the acceptance of somebody's invitation stands. Stored as numbers: append only.
enum class AcceptState : std::uint8_t {
    Taking,     ///< asking the hub for the blob
    Answering,  ///< the first message is in the outbox
};

/// An invitation that we are accepting; written before the first packet, so that a crash does not burn the link.
struct AcceptRecord {
    ByteArray<16> token{};  ///< tells the hub that it is the same taker asking again
    std::string link;
    std::string name;  ///< how we want to call them
    AcceptState state = AcceptState::Taking;
    SecretBytes secrets;  ///< as chat/ encodes them
    std::int64_t createdMs = 0;
    std::optional<ContactId> contact;
    bool mayErase = true;  ///< they may delete here what is between us
};

class Accepts {
public:
    explicit Accepts(Database& database) : m_database(database) {}

    /// Adds it or replaces the one with its token.
    void put(const AcceptRecord& accept);
    [[nodiscard]] std::optional<AcceptRecord> find(const ByteArray<16>& token) const;
    [[nodiscard]] std::optional<AcceptRecord> byLink(std::string_view link) const;
    /// The oldest first.
    [[nodiscard]] std::vector<AcceptRecord> all() const;
    void remove(const ByteArray<16>& token);

private:
    Database& m_database;
};

}  // namespace nightjar::store
