// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>

#include "chat/sessions.h"
#include "engine/context.h"
#include "link/hubsession.h"
#include "store/outbox.h"

namespace nightjar::engine {

struct Parts;

/// Envelopes on their way out (docs/protocol.md section 8, Delivery). What is accepted lies in the outbox until the
/// other side's receipt comes, whatever fails in between.
///
/// An envelope of the outbox is, seen from here:
///   waiting    on disk, to be handed over as soon as there is a way
///   under way  given to a link or a hub, the answer is owed (memory only)
///   at hub     the hub has it on its disk; waits again when the hub may have forgotten it
///   gone       the receipt came, or the contact is no more
class Outgoing {
public:
    explicit Outgoing(Parts& parts) : m_parts(parts) {}

    /// Seals a content and puts it into the outbox, in the caller's transaction. False when that cannot be: they
    /// removed us, or the transaction has failed. Then wake().
    /// `written`: when, by our clock, if that is not now.
    [[nodiscard]] bool post(const ContactId& contact, wire::ContentBody body, std::optional<MessageId> message = {},
                            std::optional<Instant> written = {});
    /// What opens a session that begins anew: before all that waits. In the caller's transaction; then sealedAnew().
    [[nodiscard]] bool postFirst(const ContactId& contact, wire::ContentBody body);
    /// A request for fresh keys, in the caller's transaction.
    void postRequest(const ContactId& contact, chat::SealedEnvelope request);
    /// The envelopes of this contact are others now (store::Outbox::unseal).
    void sealedAnew(const ContactId& contact);
    /// For who is there now: through the hub if a receiver is attached, and what belongs to a call over the link as
    /// well. `answer` hears whether somebody took it; over a link that is assumed.
    void sendTransient(const ContactId& contact, wire::ContentBody body, std::function<void(bool taken)> answer = {});
    /// Only over a link that is up; else it is forgotten.
    void sendByLink(const ContactId& contact, wire::ContentBody body);
    /// There is something to hand over, or a way to do it: drain() will look.
    void wake(const ContactId& contact) { m_awake.insert(contact); }
    /// The other side has these on its disk.
    void stored(const ContactId& contact, const std::vector<EnvelopeId>& envelopes);
    /// The same, told by a RECEIPT that is being stored: in its transaction, since it does not come a second time.
    void receiptArrived(const ContactId& contact, const std::vector<EnvelopeId>& envelopes, AfterCommit& after);

    /// The other side has not got these, and they hold up what came after them: what we have goes again, and of what we
    /// have not it is told that it will not come. In the caller's transaction.
    void missing(const ContactId& contact, const wire::OrderRange& range, AfterCommit& after);

    /// A message of ours goes at both sides: what carries it and is still here says that instead. In the caller's
    /// transaction.
    void withdraw(const store::MessageRecord& message, AfterCommit& after);
    /// They will take nothing any more: what waits has failed.
    void theyLeft(const ContactId& contact) { contactGone(contact); }

    void hubCameOnline(const std::string& hub);
    void linkRaised(const ContactId& contact);
    void linkClosed(const ContactId& contact);
    void contactRemoved(const ContactId& contact);

    void start();
    void tick();
    /// Notes what was answered and hands over what can be; true when it did something.
    bool drain();
    [[nodiscard]] Instant nextDeadline() const;

private:
    /// Handed over, the answer is owed.
    struct UnderWay {
        ContactId contact;
        bool byLink = false;
        Instant since;
        Instant giveUpAt = never;  ///< of a link: then the hub gets it
    };
    /// A hub that takes nothing for a contact now (mailbox full, too many requests).
    struct Refusal {
        Duration wait{};
        Instant until;
    };
    enum class Fate : std::uint8_t { AtHub, Stored };
    struct News {
        ContactId contact;
        Fate fate = Fate::AtHub;
    };

    void pump(const ContactId& contact);
    /// Seals those that have no seal, up to so many and to the first that nothing may overtake. False when the disk
    /// refused.
    [[nodiscard]] bool sealWaiting(std::vector<store::OutboxRecord>& entries, std::size_t most);
    [[nodiscard]] std::optional<store::OutboxRecord> composed(const ContactId& contact, wire::ContentBody body,
                                                              std::optional<Instant> written = {});
    void handOver(const store::ContactRecord& contact, const store::OutboxRecord& entry, bool hubReady);
    void hubAnswered(const ContactId& contact, const EnvelopeId& envelope, const link::HubAnswer& answer);
    void refused(const ContactId& contact, const EnvelopeId& envelope, wire::HubError error);
    void undeliverable(const ContactId& contact, const EnvelopeId& envelope);
    void contactGone(const ContactId& contact);
    void expire();
    [[nodiscard]] bool givesReceipts(const ContactId& contact) const;
    void takeNews();
    /// Writes down what became of an envelope, in the caller's transaction.
    void conclude(const store::OutboxRecord& entry, Fate fate, AfterCommit& after);
    void forget(const EnvelopeId& envelope);
    [[nodiscard]] std::size_t countUnderWay(const ContactId& contact) const;

    Parts& m_parts;
    std::set<ContactId> m_awake;
    std::map<EnvelopeId, UnderWay> m_underWay;
    /// What a link kept for too long: the hub gets it, too.
    std::map<EnvelopeId, ContactId> m_linkFailed;
    std::map<ContactId, Refusal> m_refusals;
    /// Answers that are not on our disk yet; all of one input go there together.
    std::map<EnvelopeId, News> m_news;
    Instant m_newsAt{};  ///< not before: the disk refused
    Instant m_takeBackAt = never;
    Instant m_expireAt{};
};

}  // namespace nightjar::engine
