// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "store/database.h"

namespace nightjar::store {

/// As what the queues of this container are received from (docs/protocol.md section 5, Tenure): zero until it was
/// restored from a backup. It only rises, and by rising takes over from the device that had the lower one.
class Tenure {
public:
    explicit Tenure(Database& database) : m_database(database) {}

    [[nodiscard]] std::uint64_t get() const;
    /// Higher than ever before: of two that were restored from one backup, the later one has the higher.
    void renew(Instant now);
    void raiseTo(std::uint64_t tenure);
    /// A private identity takes over when the identity around it has, once for each tenure of that one. Its number is
    /// ahead of the time, by as much as belongs to this container: containers restored together would otherwise have
    /// one number in common, which would tell a server that they belong together.
    void follow(std::uint64_t outer, Instant now, const ContainerId& self);

private:
    void set(std::uint64_t tenure);
    void renewAt(std::uint64_t seconds);

    Database& m_database;
};

}  // namespace nightjar::store
