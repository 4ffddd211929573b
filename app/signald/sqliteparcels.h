// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "hub/parcels.h"
#include "store/database.h"

namespace nightjar::signald {

/// The parcels of a SqliteQueueStore, in the same file and transactions; what hub::QueueStore says of each call. A
/// queue is named by its row.
class SqliteParcels {
public:
    static void createTables(store::Database& database);

    /// `begin` starts the transaction under way unless there is one.
    SqliteParcels(store::Database& database, const hub::ParcelQuota& quota, std::function<void()> begin);

    [[nodiscard]] hub::ParcelOutcome open(std::int64_t queue, const wire::ParcelId& parcel, std::uint32_t chunks,
                                          Instant now, hub::ParcelState& state);
    [[nodiscard]] hub::ParcelOutcome put(std::int64_t queue, const wire::ParcelId& parcel, std::uint32_t index,
                                         ByteView chunk);
    [[nodiscard]] hub::ParcelOutcome get(std::int64_t queue, const wire::ParcelId& parcel, std::uint32_t index,
                                         Bytes& chunk);
    void remove(std::int64_t queue, const wire::ParcelId& parcel, Instant now);
    void removeAll(std::int64_t queue, Instant now);
    /// Deletes what is past its time and what deleted parcels left, a bounded amount; true when there may be more.
    bool expire(Instant now);
    /// The transaction ended.
    void settle(bool committed) { (committed ? m_committed : m_usage) = committed ? m_usage : m_committed; }
    [[nodiscard]] hub::ParcelUsage usage() const { return {static_cast<std::size_t>(m_usage.live), bytesOf(m_usage)}; }

private:
    struct Parcel {
        std::int64_t row = 0;
        std::uint32_t chunks = 0;
        bool gone = false;
    };
    struct Usage {
        std::int64_t rows = 0;   ///< tombstones included
        std::int64_t live = 0;   ///< not deleted
        std::int64_t bytes = 0;  ///< of those that were not swept yet
    };
    [[nodiscard]] static std::uint64_t bytesOf(const Usage& usage) { return static_cast<std::uint64_t>(usage.bytes); }
    [[nodiscard]] Usage measure();
    [[nodiscard]] std::optional<Parcel> find(std::int64_t queue, const wire::ParcelId& parcel);
    [[nodiscard]] std::optional<hub::ParcelOutcome> whyNot(std::int64_t queue, std::uint64_t bytes);
    bool sweepDeleted();

    store::Database& m_database;
    hub::ParcelQuota m_quota;
    std::function<void()> m_begin;
    Usage m_usage;
    Usage m_committed;
};

}  // namespace nightjar::signald
