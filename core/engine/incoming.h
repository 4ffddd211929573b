// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "engine/receipts.h"
#include "store/invitations.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Envelopes on their way in (docs/protocol.md section 8): recognised when they come twice, opened, put in order and
/// acted upon, all in one transaction with the ratchet that moved; only then is anybody told.
class Incoming {
public:
    explicit Incoming(Parts& parts) : m_parts(parts) {}

    void arrivedFromHub(const QueueId& queue, wire::DeliveryNumber number, ByteView envelope);
    void arrivedByLink(const ContactId& contact, ByteView envelope, const Origin& origin);

    /// In the transaction under way: nothing ordered below this will come any more.
    void comesNext(const ContactId& contact, std::uint64_t order, AfterCommit& after);

    void contactRemoved(const ContactId& contact) { m_gaps.erase(contact); }
    void invitationEnded(const QueueId& queue) { m_early.erase(queue); }
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    void arrived(const store::ContactRecord& contact, ByteView envelope, const Origin& origin);
    void arrivedOpening(const store::InvitationRecord& invitation, ByteView envelope, const Origin& origin);
    void notStored(const Origin& origin);
    /// From somebody we do not listen to: the session and the order go on, and nothing else comes of it.
    void discard(const store::ContactRecord& contact, ByteView envelope, const Origin& origin);

    // In the transaction under way.
    void take(const ContactId& contact, wire::Content content, AfterCommit& after);
    void apply(const ContactId& contact, wire::Content& content, AfterCommit& after);
    void applyText(const ContactId& contact, const wire::Content& content, wire::TextContent& text, AfterCommit& after);
    void applyUnknown(const ContactId& contact, wire::UnknownContent& unknown, AfterCommit& after);
    void applyWelcome(const ContactId& contact, wire::WelcomeContent& welcome, AfterCommit& after);
    void applyEdit(const ContactId& contact, const wire::Content& content, AfterCommit& after);
    void applyReact(const ContactId& contact, const wire::Content& content, AfterCommit& after);
    /// The message that a change is for. Nothing when there is none to change; a change that came too early is kept.
    [[nodiscard]] std::optional<store::MessageRecord> changed(const ContactId& contact, const MessageId& id,
                                                              const wire::Content& content);
    /// Applies what overtook this message, once that is in the store.
    void applyEarly(const ContactId& conversation, const MessageId& id, AfterCommit& after);
    void applyDelete(const ContactId& from, const wire::Content& content, AfterCommit& after);
    /// Applies what is held up to the first gap; `pastGap`: up to the second.
    void release(const ContactId& contact, bool pastGap, AfterCommit& after);
    void skip(const ContactId& contact, const wire::OrderRange& range, AfterCommit& after);
    void watchGap(const ContactId& contact);
    /// Tells them what is missing; in a transaction of its own.
    void askForMissing(const ContactId& contact);
    [[nodiscard]] bool mayAsk(const ContactId& contact) const;

    Parts& m_parts;
    /// Contents wait for one that has not come.
    struct Gap {
        std::uint64_t missing = 0;  ///< the first that has not come
        Instant askAt;              ///< its sender is asked then
        Instant mayAskAt;           ///< and not before this, even when they show that they are there
        Duration wait{};            ///< until the question after that
        Instant until;              ///< given up then
    };
    std::map<ContactId, Gap> m_gaps;
    /// Second messages of an accepter that overtook the first: they wait for its HELLO.
    std::map<QueueId, std::vector<std::pair<Bytes, Origin>>> m_early;
    /// Queues with envelopes that our disk did not take: to be fetched again.
    std::map<QueueId, Instant> m_fetchAgain;
    Instant m_forgetAt{};
};

}  // namespace nightjar::engine
