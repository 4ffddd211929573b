// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "chat/sessions.h"
#include "crypto/linkkeys.h"
#include "store/invitations.h"
#include "wire/hubmessages.h"
#include "wire/invitationblob.h"

namespace nightjar::chat {

/// How long an invitation can be used if nothing else is said; no hub keeps a blob longer (docs/protocol.md section 5).
inline constexpr Duration invitationLife = std::chrono::hours(7 * 24);

/// An invitation before anybody knows of it: what to store, what to ask of the hub, what to show.
struct NewInvitation {
    store::InvitationRecord record;
    wire::WireKey receiverKey{};
    wire::WireKey senderKey{};
    wire::BlobId blobId;
    ByteArray<32> revocationHash{};
    Bytes blob;
    std::string link;
};
/// The same without its blob, and what belongs into that.
struct DrawnInvitation {
    NewInvitation invitation;
    Bytes plaintext;  ///< the caller wipes it
};
[[nodiscard]] DrawnInvitation drawInvitation(const wire::HubAddress& hub, std::string_view name, Instant now,
                                             RandomSource& random, Duration life);
/// `secret`: the 32 bytes k of the link, where they are not to be drawn.
[[nodiscard]] NewInvitation makeInvitation(const wire::HubAddress& hub, std::string_view name, Instant now,
                                           RandomSource& random, Duration life = invitationLife, ByteView secret = {});
/// The link of an invitation that is still open.
[[nodiscard]] std::string linkOf(const store::InvitationRecord& invitation);

/// A queue of ours that does not exist yet.
struct NewQueue {
    QueueId id;
    crypto::KeyPair receiver;
    crypto::KeyPair sender;

    [[nodiscard]] static NewQueue draw(RandomSource& random);
};

/// Why the first envelope of an accepter did not make a contact.
enum class CompleteError : std::uint8_t {
    Foreign,  ///< whoever wrote it does not have the invitation, or it was changed on its way
    NotHello  ///< theirs, but another envelope has to come first; or their keys are unusable
};

/// Both ends of making a contact: docs/protocol.md section 6. Calls belong into the caller's transaction.
class Pairing {
public:
    Pairing(store::Database& database, RandomSource& random) : m_database(database), m_random(random) {}

    /// What the blob of this link says; nothing when it is not what the inviter made.
    [[nodiscard]] static std::optional<wire::InvitationBlob> openBlob(const wire::InvitationLink& link, ByteView blob);

    /// As the accepter: stores the contact and its session. What has to be sent next is HELLO, by the caller.
    /// Nothing when the inviter's keys are unusable.
    [[nodiscard]] std::optional<store::ContactRecord> accept(const wire::InvitationLink& link,
                                                             const wire::InvitationBlob& blob,
                                                             const wire::HubAddress& ownHub, const NewQueue& queue,
                                                             std::string_view localName, Instant now);

    /// As the inviter: the first envelope of whoever used the invitation. Stores the contact and its session and ends
    /// the invitation. What has to be sent next is WELCOME, by the caller.
    [[nodiscard]] Result<store::ContactRecord, CompleteError> complete(const store::InvitationRecord& invitation,
                                                                       ByteView envelope, Instant now);

private:
    store::Database& m_database;
    RandomSource& m_random;
};

}  // namespace nightjar::chat
