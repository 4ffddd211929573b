// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "engine/context.h"
#include "wire/hubmessages.h"
#include "wire/packet.h"

namespace nightjar::engine {

struct Parts;

/// Where an envelope came from, and so who waits for our answer.
struct Origin {
    std::string hub;  ///< empty: by link
    QueueId queue;
    wire::DeliveryNumber number = 0;  ///< 0: transient; of a message on the link if it came by one
    wire::ChannelId link;             ///< our id of the link it came by
    [[nodiscard]] bool isLink() const { return hub.empty(); }
};

/// What is answered to envelopes that are on our disk (docs/protocol.md section 8, Delivery): STORED to a link at once;
/// to what came through the hub a RECEIPT, which has to be in our outbox before the hub may forget the envelope. So a
/// crash at any instant costs a second copy at most.
class Receipts {
public:
    explicit Receipts(Parts& parts) : m_parts(parts) {}

    void owe(const ContactId& contact, const EnvelopeId& envelope, const Origin& origin);
    /// Nothing is to be said to the sender; the hub need not keep it.
    void acknowledge(const Origin& origin);
    void contactRemoved(const ContactId& contact) { m_debts.erase(contact); }
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Owed {
        EnvelopeId envelope;
        Origin origin;
    };
    struct Debt {
        std::vector<Owed> owed;
        Instant due = never;
    };
    /// False when the disk refused.
    [[nodiscard]] bool pay(const ContactId& contact, const std::vector<Owed>& owed);

    Parts& m_parts;
    std::map<ContactId, Debt> m_debts;
};

}  // namespace nightjar::engine
