// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/result.h"
#include "crypto/tripleratchet.h"
#include "store/contacts.h"
#include "wire/content.h"
#include "wire/envelope.h"

namespace nightjar::chat {

/// Why an envelope could not be opened.
enum class OpenError : std::uint8_t {
    Malformed,   ///< not an envelope, or its content breaks a bound
    NotForUs,    ///< no key of this session fits: foreign, changed on its way, or too far ahead
    AlreadyRead  ///< its key was used: a copy of something taken in before
};

/// A finished envelope: its bytes never change again (docs/decisions/0003).
struct SealedEnvelope {
    EnvelopeId id;
    std::uint64_t order = 0;  ///< of an ordered content, else 0
    Bytes bytes;
};

/// A content as it will stand in an envelope; secret, so the caller wipes it.
struct ComposedContent {
    std::uint64_t order = 0;  ///< of an ordered content, else 0
    Bytes bytes;
};

/// What first messages need (docs/protocol.md section 6), for as long as there may be any.
struct Opening {
    /// What each of them repeats, so that any of them can open the session.
    struct Answer {
        crypto::PublicKey ephemeral;
        crypto::KemCiphertext kemCiphertext{};
    };
    SecretBytes firstMessageKey;
    std::optional<Answer> answer;  ///< of the accepter, who sends them; the inviter only has to read it
    std::int64_t overMs = 0;       ///< since when they have sent others, as far as we know; 0: not yet
};

/// What turns contents into envelopes and back: the ratchet of each contact, kept in the store. Every call belongs into
/// the caller's transaction, so that a ratchet never moves without the message it moved for.
class Sessions {
public:
    Sessions(store::Database& database, RandomSource& random) : m_database(database), m_random(random) {}

    /// A new session; `opening` is kept until the other side proves that it has the session, too.
    void begin(const ContactId& contact, const crypto::TripleRatchet& ratchet, const Opening& opening);

    /// Forgets what begin() kept besides the ratchet; the contact goes.
    void end(const ContactId& contact);

    /// Nothing when the session cannot send (no such contact, or an inviter whose accepter has not written).
    [[nodiscard]] std::optional<SealedEnvelope> seal(const ContactId& contact, wire::ContentBody body, Instant now);
    /// The same in two steps. compose() gives the content its number and moves nothing else; sealContent() moves the
    /// ratchet.
    [[nodiscard]] std::optional<ComposedContent> compose(const ContactId& contact, wire::ContentBody body, Instant now);
    [[nodiscard]] std::optional<SealedEnvelope> sealContent(const ContactId& contact, const ComposedContent& content);
    /// Moves the ratchet, also for an UnknownContent. After an error the caller abandons its transaction.
    [[nodiscard]] Result<wire::Content, OpenError> open(const store::ContactRecord& contact, ByteView envelope,
                                                        Instant now);
    /// Drops what was kept for first messages that may still be on their way, of sessions that needed none since
    /// before then.
    void forgetOpenings(Instant neededBefore);

private:
    [[nodiscard]] std::optional<Opening> opening(const ContactId& contact) const;
    void keep(const ContactId& contact, const Opening& opening);
    void noteTypeOne(const ContactId& contact, Opening opening, Instant now);

    store::Database& m_database;
    RandomSource& m_random;
};

}  // namespace nightjar::chat
