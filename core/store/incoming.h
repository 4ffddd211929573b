// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Decrypted content that arrived before its predecessors.
struct HeldRecord {
    std::uint64_t seq = 0;
    Bytes content;
    std::int64_t arrivedMs = 0;
};

/// Content that waits for its turn, per contact.
class Held {
public:
    explicit Held(Database& database) : m_database(database) {}

    /// The first of a number wins; a second is ignored.
    void add(const ContactId& contact, const HeldRecord& record);
    void remove(const ContactId& contact, std::uint64_t seq);
    /// The one with the lowest number.
    [[nodiscard]] std::optional<HeldRecord> first(const ContactId& contact) const;
    [[nodiscard]] std::int64_t count(const ContactId& contact) const;
    [[nodiscard]] std::int64_t bytes(const ContactId& contact) const;
    /// The highest number.
    [[nodiscard]] std::optional<std::uint64_t> last(const ContactId& contact) const;
    /// When the oldest held content of this contact arrived.
    [[nodiscard]] std::optional<std::int64_t> oldestMs(const ContactId& contact) const;

private:
    Database& m_database;
};

/// Receipts of a contact who waits for our yes: given with it, or never.
class OwedReceipts {
public:
    explicit OwedReceipts(Database& database) : m_database(database) {}

    void add(const ContactId& contact, const EnvelopeId& envelope);
    /// All of one contact, the oldest first; they are owed no more.
    std::vector<EnvelopeId> take(const ContactId& contact);

private:
    Database& m_database;
};

/// Envelopes that were taken in: a second copy, by another path or after a restart, is recognised.
class SeenEnvelopes {
public:
    explicit SeenEnvelopes(Database& database) : m_database(database) {}

    /// True the first time. `receipted`: the sender waits for a receipt, so a second copy is answered with one, too. It
    /// is remembered until `expiresMs`, at least as long as any hub may keep a copy.
    bool add(const EnvelopeId& id, bool receipted, std::int64_t expiresMs);
    /// Whether it is receipted; nothing when it was never seen.
    [[nodiscard]] std::optional<bool> find(const EnvelopeId& id) const;
    void forgetExpired(std::int64_t nowMs);

private:
    Database& m_database;
};

}  // namespace nightjar::store
