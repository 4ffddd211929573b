// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// A server that queues of this identity or of its contacts live at.
struct HubRecord {
    std::string address;       ///< nightjar-hub://HOST:PORT/KEY
    std::string lastEndpoint;  ///< where it answered last ("192.0.2.1:3478"), so that a start needs no name lookup
    std::int64_t lastSeenMs = 0;
    Bytes memory;  ///< what the link learned about the way there (round-trip time, keep-alive); opaque here
};

class Hubs {
public:
    explicit Hubs(Database& database) : m_database(database) {}

    [[nodiscard]] std::optional<HubRecord> find(std::string_view address) const;
    [[nodiscard]] std::vector<HubRecord> all() const;
    /// Adds it or replaces what is known about it.
    void put(const HubRecord& hub);
    void remove(std::string_view address);

private:
    Database& m_database;
};

/// A queue that is no longer wanted and must still be deleted at its hub.
struct DeadQueue {
    std::string hub;
    QueueId id;
    SecretBytes secret;  ///< the receiver's
    std::int64_t sinceMs = 0;
};

class DeadQueues {
public:
    explicit DeadQueues(Database& database) : m_database(database) {}

    /// Doing it twice is the same as once.
    void add(const DeadQueue& queue);
    /// The oldest first.
    [[nodiscard]] std::vector<DeadQueue> all() const;
    void remove(const QueueId& id);

private:
    Database& m_database;
};

}  // namespace nightjar::store
