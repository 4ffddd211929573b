// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "chat/renewals.h"
#include "engine/context.h"
#include "store/outbox.h"

namespace nightjar::engine {

struct Parts;

/// Sessions that work on one side only, because the other's store was put back from a backup: docs/protocol.md section
/// 7, Renewal. Whoever cannot open an envelope asks for fresh keys and names it; whoever wrote that envelope answers.
/// What is still in the outboxes is then sealed anew.
class Repair {
public:
    explicit Repair(Parts& parts) : m_parts(parts) {}

    /// This envelope opens by no key of the session. False when that could not be written down: it must come again.
    [[nodiscard]] bool unopened(const store::ContactRecord& contact, ByteView envelope, bool transient);

    // In the transaction under way.
    /// Begins the session that this envelope answers us with, if it does.
    void answered(const store::ContactRecord& contact, ByteView envelope, AfterCommit& after);
    void apply(const ContactId& contact, const wire::RenewedContent& renewed, AfterCommit& after);

    void contactRemoved(const ContactId& contact);
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const { return m_askAt; }

private:
    [[nodiscard]] bool asked(const store::ContactRecord& contact, const wire::RenewMessage& request);
    [[nodiscard]] bool isOurs(const ContactId& contact, const std::vector<EnvelopeId>& envelopes) const;
    /// When requests of a contact were answered within the last hour, unix ms.
    [[nodiscard]] std::vector<std::int64_t> answeredLately(const ContactId& contact) const;
    [[nodiscard]] bool ask(const ContactId& contact);
    void scheduleAsk();
    /// Until a request may be made.
    [[nodiscard]] Duration pauseLeft(const ContactId& contact) const;

    // In the transaction under way.
    [[nodiscard]] chat::Renewals::Progress progress(const ContactId& contact) const;
    void beginAnew(const ContactId& contact, AfterCommit& after);
    void renumber(const ContactId& contact, std::uint64_t expected);

    Parts& m_parts;
    Instant m_askAt = never;
};

}  // namespace nightjar::engine
