// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "chat/sessions.h"
#include "store/renewals.h"
#include "wire/renewmessage.h"

namespace nightjar::chat {

/// Fresh keys for two people whose session does not work any more on one side, because a store was put back from a
/// backup: docs/protocol.md section 7, Renewal. Who asks takes the inviter's part of the handshake, who answers the
/// accepter's. Calls belong into the caller's transaction.
class Renewals {
public:
    Renewals(store::Database& database, RandomSource& random) : m_database(database), m_random(random) {}

    /// How far each side has come in the order of its contents.
    struct Progress {
        std::uint64_t lowest = 0;    ///< the first of ours that may still come
        std::uint64_t expected = 0;  ///< what their next new one must not be below
    };

    /// A request that names these envelopes. A request that was not answered yet is made again with the same keys, so
    /// that either copy can be answered. Nothing when the keys of the contact are unusable.
    [[nodiscard]] std::optional<SealedEnvelope> ask(const store::ContactRecord& contact, const Progress& progress,
                                                    const std::vector<EnvelopeId>& unopened);

    /// What somebody asks; nothing unless this is a request of that contact.
    [[nodiscard]] static std::optional<wire::RenewMessage> read(const store::ContactRecord& contact, ByteView envelope);

    /// Begins the session that was asked for. From here on our envelopes are first messages until the contact answers.
    /// An own request with a higher name is withdrawn: the contact will do the same with theirs if it is the higher
    /// one. False when the keys are unusable.
    [[nodiscard]] bool accept(const store::ContactRecord& contact, const wire::RenewMessage& request);

    /// If this envelope answers our request, begins the session; Sessions::open() then opens the envelope. After an
    /// error there the caller abandons its transaction, and nothing has happened.
    [[nodiscard]] bool complete(const store::ContactRecord& contact, ByteView envelope);

private:
    store::Database& m_database;
    RandomSource& m_random;
};

}  // namespace nightjar::chat
