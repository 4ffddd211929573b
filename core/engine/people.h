// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "chat/pairing.h"
#include "engine/context.h"
#include "link/hubsession.h"

namespace nightjar::engine {

struct Parts;

/// Invitations and contacts: how two people come to know each other, and how they stop (docs/protocol.md section 6).
class People {
public:
    explicit People(Parts& parts) : m_parts(parts) {}

    void invite(const CreateInvitation& command);
    void revoke(const RevokeInvitation& command);
    void accept(const AcceptInvitation& command);
    void list(const ListContacts& command);
    void rename(const RenameContact& command);
    void remove(const DeleteContact& command);
    void safetyNumber(const GetSafetyNumber& command);
    /// The other side asked us to forget them.
    void erasedByPeer(const ContactId& contact);

    /// Goes on with acceptances that a crash interrupted.
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const { return m_expireAt; }

private:
    void takeBlob(store::AcceptRecord accept, RequestId request);
    void blobAnswered(const store::AcceptRecord& accept, RequestId request, const link::HubAnswer& answer);
    void createQueue(const store::AcceptRecord& accept, RequestId request, wire::InvitationBlob blob);
    void complete(const store::AcceptRecord& accept, RequestId request, const wire::InvitationBlob& blob,
                  const wire::HubAddress& hub, const chat::NewQueue& queue);
    void giveUp(const store::AcceptRecord& accept, RequestId request, ErrorCode code);
    void forget(const ContactId& contact);
    void scheduleExpiry();

    Parts& m_parts;
    Instant m_expireAt = never;
};

}  // namespace nightjar::engine
