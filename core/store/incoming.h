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
    /// Hands out and removes it.
    [[nodiscard]] std::optional<HeldRecord> take(const ContactId& contact, std::uint64_t seq);
    /// In the order of their numbers.
    [[nodiscard]] std::vector<HeldRecord> all(const ContactId& contact) const;
    [[nodiscard]] std::int64_t count(const ContactId& contact) const;
    /// When the oldest held content of this contact arrived.
    [[nodiscard]] std::optional<std::int64_t> oldestMs(const ContactId& contact) const;

private:
    Database& m_database;
};

/// Envelopes that were taken in: a second copy, by another path or after a restart, is recognised.
class SeenEnvelopes {
public:
    explicit SeenEnvelopes(Database& database) : m_database(database) {}

    /// True the first time. It is remembered until `expiresMs`, at least as long as any hub may keep a copy.
    bool add(const EnvelopeId& id, std::int64_t nowMs, std::int64_t expiresMs);
    [[nodiscard]] bool contains(const EnvelopeId& id) const;
    void forgetExpired(std::int64_t nowMs);

private:
    Database& m_database;
};

}  // namespace nightjar::store
