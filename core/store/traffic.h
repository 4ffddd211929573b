// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// What a month cost for one purpose, in bytes of whole IP packets.
struct TrafficRecord {
    std::int64_t month = 0;  ///< 12 * year + month - 1, of UTC
    std::uint8_t kind = 0;   ///< the numbers are the caller's
    std::int64_t sent = 0;
    std::int64_t received = 0;
};

class Traffic {
public:
    explicit Traffic(Database& database) : m_database(database) {}

    /// On top of what is there.
    void add(const TrafficRecord& more);
    /// From the newest month on.
    [[nodiscard]] std::vector<TrafficRecord> all() const;
    void forgetBefore(std::int64_t month);

private:
    Database& m_database;
};

}  // namespace nightjar::store
