// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "chat/publicaddress.h"
#include "engine/context.h"
#include "link/hubsession.h"

namespace nightjar::engine {

struct Parts;

/// Invitations and contacts: how two people come to know each other, and how they stop (docs/protocol.md section 6).
class People {
public:
    explicit People(Parts& parts) : m_parts(parts) {}

    void invite(const CreateInvitation& command);
    void listInvitations(const ListInvitations& command);
    void revoke(const RevokeInvitation& command);
    void accept(const AcceptInvitation& command);
    /// An invitation that no person asked for. `also`: in the transaction that makes it usable; `over`: when that is
    /// done, or cannot be.
    void inviteQuietly(std::function<void(const chat::NewInvitation&)> also, std::function<void()> over);
    /// The same of an acceptance, however long the server is away. Once more does no harm.
    void acceptQuietly(const std::string& link);
    void list(const ListContacts& command);
    void rename(const RenameContact& command);
    void remove(const DeleteContact& command);
    void safetyNumber(const GetSafetyNumber& command);
    void acceptRequest(const AcceptContact& command);
    void refuseRequest(const RefuseContact& command);
    void block(const BlockContact& command);
    void unblock(const UnblockContact& command);
    void setPrivacy(const SetContactPrivacy& command);
    /// Ends an own invitation; its queue is deleted, now or when the hub is reached.
    [[nodiscard]] Result<void, store::StoreError> end(const store::InvitationRecord& invitation,
                                                      store::InvitationState state);
    /// Ends everything with everybody: queues, invitations, contacts.
    void leaveAll();
    /// Forgets a contact, without a word to them.
    void drop(const ContactId& contact);
    /// The other side asked us to forget them; in the transaction under way. Where they may not, they are Gone.
    void erasedByPeer(const ContactId& contact, AfterCommit& after);

    /// Of a new contact, behind HELLO or WELCOME: whether they may delete here. In the transaction under way.
    void agree(const ContactId& contact, bool mayErase);

    /// Goes on with acceptances that a crash interrupted, and ends invitations that it left half made.
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    using Outcome = Result<void, store::StoreError>;
    struct Waiter {
        RequestId request = 0;  ///< zero: an acceptance that was taken up after a restart
        Instant until = never;  ///< told then that the hub does not answer
    };

    /// Somebody wants an invitation: a person, or who introduces people.
    struct Wish {
        RequestId request = 0;
        std::function<void(const chat::NewInvitation&)> also;  ///< in the transaction that makes it usable
        std::function<void()> over;                            ///< it is, or will not be
    };
    void publish(std::shared_ptr<chat::NewInvitation> made, Duration life, Wish wish);
    void published(const chat::NewInvitation& made, const Wish& wish);
    void abandon(const store::InvitationRecord& invitation, const Wish& wish, const link::HubAnswer& answer);

    // An acceptance: the invitation, a queue for the answers, then contact and HELLO at once.
    void takeBlob(store::AcceptRecord record, RequestId request, Duration howLong);
    void taken(const std::shared_ptr<store::AcceptRecord>& record, Duration howLong, const link::HubAnswer& answer);
    void complete(const store::AcceptRecord& record, const chat::TakenInvitation& invitation,
                  const wire::HubAddress& hub, const chat::NewQueue& queue);
    /// A queue that no contact got.
    void discard(const wire::HubAddress& hub, const chat::NewQueue& queue);
    void notAnswered(const store::AcceptRecord& record, const link::HubAnswer& answer);
    /// Tells those who wait; the acceptance can be taken up again.
    void postpone(const store::AcceptRecord& record, ErrorCode code);
    void giveUp(const store::AcceptRecord& record, ErrorCode code);

    /// `farewell`: they are asked to forget us, too.
    [[nodiscard]] Outcome forget(const ContactId& contact, bool farewell = false);
    /// In the transaction under way.
    void forget(const store::ContactRecord& contact, AfterCommit& after);
    void scheduleExpiry();

    Parts& m_parts;
    std::set<InvitationId> m_publishing;  ///< somebody waits for their link
    /// Acceptances under way by their tokens, and who waits for them.
    std::map<ByteArray<16>, std::vector<Waiter>> m_accepting;
    Instant m_expireAt = never;
};

}  // namespace nightjar::engine
