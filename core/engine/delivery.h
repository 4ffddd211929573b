// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <map>
#include <set>

#include "chat/sessions.h"
#include "engine/context.h"
#include "link/hubsession.h"
#include "store/invitations.h"
#include "store/outbox.h"
#include "wire/hubmessages.h"

namespace nightjar::engine {

struct Parts;

/// Envelopes on their way out and in (docs/protocol.md section 8, Delivery). What is accepted lies in the outbox until
/// the other side's receipt comes, whatever fails in between; what arrives is stored before anybody is told.
///
/// An envelope of the outbox is, seen from here:
///   waiting   on disk, to be handed over as soon as there is a way
///   under way given to a link or a hub, the answer is owed (memory only)
///   at hub    the hub has it on its disk
///   gone      the receipt came, or the contact is no more
class Delivery {
public:
    explicit Delivery(Parts& parts) : m_parts(parts) {}

    // ---- out

    /// Seals a content and puts it into the outbox, in the caller's transaction. False when that cannot be.
    [[nodiscard]] bool post(const ContactId& contact, wire::ContentBody body, std::optional<MessageId> message = {});
    /// Commands.
    void sendText(const SendText& command);
    void deleteMessage(const DeleteMessage& command);
    void markRead(const MarkRead& command);
    /// For who is there now: over the link, or through the hub if a receiver is attached. `answer` hears whether
    /// somebody took it; over a link that is assumed.
    void sendTransient(const ContactId& contact, wire::ContentBody body, std::function<void(bool taken)> answer = {});
    /// Hands over what can be handed over.
    void pump(const ContactId& contact);

    // ---- in

    void arrivedFromHub(const QueueId& queue, wire::DeliveryNumber number, ByteView envelope);
    void arrivedByLink(const ContactId& contact, ByteView envelope);
    /// The other side has these on its disk.
    void stored(const ContactId& contact, const std::vector<EnvelopeId>& envelopes);

    // ---- what happens around

    void hubCameOnline(const std::string& hub);
    void linkClosed(const ContactId& contact);
    void contactRemoved(const ContactId& contact);
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    /// Handed over, the answer is owed.
    struct UnderWay {
        ContactId contact;
        bool byLink = false;
        Instant giveUpAt = never;  ///< of a link: then the hub gets it
    };
    /// Where an envelope came from, and so who waits for our answer.
    struct Origin {
        std::string hub;  ///< empty: by link
        QueueId queue;
        wire::DeliveryNumber number = 0;
        [[nodiscard]] bool isLink() const { return hub.empty(); }
    };
    struct Owed {
        EnvelopeId envelope;
        Origin origin;
    };

    void handOver(const store::ContactRecord& contact, const store::OutboxRecord& entry);
    void hubAnswered(const ContactId& contact, const EnvelopeId& envelope, const link::HubAnswer& answer);
    void refused(const ContactId& contact, const EnvelopeId& envelope, wire::HubError error);
    void contactGone(const ContactId& contact);
    void advance(const ContactId& contact, const MessageId& message, MessageState state,
                 ErrorCode reason = ErrorCode::None);

    void arrived(const store::ContactRecord& contact, ByteView envelope, const Origin& origin);
    void arrivedOpening(const store::InvitationRecord& invitation, ByteView envelope, const Origin& origin);
    /// In the transaction under way; what is to be told and done after the commit goes to m_after.
    void take(const ContactId& contact, wire::Content content);
    void takeInOrder(const ContactId& contact, wire::Content content);
    void apply(const ContactId& contact, wire::Content& content);
    void releaseHeld(const ContactId& contact, bool evenWithGaps);
    void finish(bool committed);
    void owe(const ContactId& contact, const EnvelopeId& envelope, const Origin& origin, bool receipt);
    void acknowledge(const Origin& origin);
    void flushReceipts(const ContactId& contact);

    Parts& m_parts;
    std::map<EnvelopeId, UnderWay> m_underWay;
    std::map<ContactId, std::vector<Owed>> m_owed;
    std::map<ContactId, Instant> m_flushAt;
    std::map<ContactId, Instant> m_heldUntil;
    /// Second messages of an accepter that overtook the first: they wait for its HELLO.
    std::map<QueueId, std::vector<std::pair<Bytes, Origin>>> m_early;
    std::vector<std::function<void()>> m_after;
    Instant m_pumpAt = never;
};

}  // namespace nightjar::engine
