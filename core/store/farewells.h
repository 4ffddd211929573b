// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/contacts.h"

namespace nightjar::store {

/// A last envelope for somebody who is no contact any more: it asks them to forget us.
struct Farewell {
    QueueEnd queue;  ///< theirs
    Bytes bytes;     ///< the sealed envelope
    std::int64_t sinceMs = 0;
    std::int64_t againMs = 0;  ///< not to be handed over before this
};

/// What is left of contacts that were deleted at both sides, until their side did it. No name, no key of theirs.
class Farewells {
public:
    explicit Farewells(Database& database) : m_database(database) {}

    void add(const Farewell& farewell);
    /// The oldest first.
    [[nodiscard]] std::vector<Farewell> all() const;
    void setAgain(const QueueId& queue, std::int64_t againMs);
    void remove(const QueueId& queue);

private:
    Database& m_database;
};

}  // namespace nightjar::store
