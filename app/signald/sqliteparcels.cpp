// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "sqliteparcels.h"

#include <algorithm>

namespace nightjar::signald {

using namespace hub;

namespace {

/// Rows that one sweep deletes, so that it takes milliseconds: a chunk covers five pages.
constexpr std::int64_t sweepRows = 500;

}  // namespace

/// `bytes` is what the parcel counts for until its chunks are swept away: deleting a large one at once would hold
/// everybody up. The queue of a deleted queue is its negative row, since the row may be given again.
void SqliteParcels::createTables(store::Database& database) {
    database.script(R"sql(
CREATE TABLE parcels (
    row INTEGER PRIMARY KEY,
    queue INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    chunks INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    opened_ms INTEGER NOT NULL,
    deleted_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX parcels_by_id ON parcels (queue, id);
CREATE INDEX parcels_by_age ON parcels (opened_ms);
CREATE INDEX parcels_to_sweep ON parcels (row) WHERE deleted_ms IS NOT NULL AND bytes > 0;

CREATE TABLE parcel_chunks (
    row INTEGER PRIMARY KEY,
    parcel INTEGER NOT NULL,
    number INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX parcel_chunks_by_number ON parcel_chunks (parcel, number);
)sql");
}

SqliteParcels::SqliteParcels(store::Database& database, const ParcelQuota& quota, std::function<void()> begin)
    : m_database(database), m_quota(quota), m_begin(std::move(begin)), m_usage(measure()), m_committed(m_usage) {
}

SqliteParcels::Usage SqliteParcels::measure() {
    auto row = m_database.query(
        "SELECT count(*), count(CASE WHEN deleted_ms IS NULL THEN 1 END), coalesce(sum(bytes), 0) FROM parcels");
    return row.next() ? Usage{row.integer(0), row.integer(1), row.integer(2)} : Usage{};
}

std::optional<SqliteParcels::Parcel> SqliteParcels::find(std::int64_t queue, const wire::ParcelId& parcel) {
    auto row =
        m_database.query("SELECT row, chunks, deleted_ms FROM parcels WHERE queue = ?1 AND id = ?2", queue, parcel);
    if (!row.next()) {
        return std::nullopt;
    }
    return Parcel{row.integer(0), static_cast<std::uint32_t>(row.integer(1)), !row.isNull(2)};
}

/// Why the queue gets no further parcel of this size.
std::optional<ParcelOutcome> SqliteParcels::whyNot(std::int64_t queue, std::uint64_t bytes) {
    if (bytes > m_quota.largest) {
        return ParcelOutcome::TooLarge;
    }
    auto row = m_database.query(
        "SELECT count(*), coalesce(sum(bytes), 0) FROM parcels WHERE queue = ?1 AND deleted_ms IS NULL", queue);
    if (row.next() && (row.integer(0) >= static_cast<std::int64_t>(m_quota.countPerQueue) ||
                       static_cast<std::uint64_t>(row.integer(1)) + bytes > m_quota.perQueue)) {
        return ParcelOutcome::Full;
    }
    if (bytesOf(m_usage) + bytes > m_quota.bytes || m_usage.rows >= static_cast<std::int64_t>(m_quota.count)) {
        return ParcelOutcome::LimitReached;
    }
    return std::nullopt;
}

ParcelOutcome SqliteParcels::open(std::int64_t queue, const wire::ParcelId& parcel, std::uint32_t chunks, Instant now,
                                  ParcelState& state) {
    const auto found = find(queue, parcel);
    if (!found) {
        if (chunks == 0) {
            return ParcelOutcome::Unknown;
        }
        const auto bytes = parcelBytes(chunks);
        if (const auto reason = whyNot(queue, bytes)) {
            return *reason;
        }
        m_begin();
        m_database.run("INSERT INTO parcels (queue, id, chunks, bytes, opened_ms) VALUES (?1, ?2, ?3, ?4, ?5)", queue,
                       parcel, chunks, bytes, toUnixMs(now));
        ++m_usage.rows;
        ++m_usage.live;
        m_usage.bytes += static_cast<std::int64_t>(bytes);
        state = {chunks, Bytes((chunks + 7) / 8)};
        return ParcelOutcome::Done;
    }
    if (found->gone) {
        return ParcelOutcome::Gone;
    }
    if (chunks != 0 && chunks != found->chunks) {
        return ParcelOutcome::Conflict;
    }
    state.chunks = found->chunks;
    state.have.assign((found->chunks + 7) / 8, 0);
    auto rows = m_database.query("SELECT number FROM parcel_chunks WHERE parcel = ?1", found->row);
    while (rows.next()) {
        const auto index = static_cast<std::uint32_t>(rows.integer(0));
        if (index < found->chunks) {
            state.have[index / 8] = static_cast<std::uint8_t>(state.have[index / 8] | 1u << (index % 8));
        }
    }
    return ParcelOutcome::Done;
}

ParcelOutcome SqliteParcels::put(std::int64_t queue, const wire::ParcelId& parcel, std::uint32_t index,
                                 ByteView chunk) {
    const auto found = find(queue, parcel);
    if (!found || index >= found->chunks) {
        return ParcelOutcome::Unknown;
    }
    if (found->gone) {
        return ParcelOutcome::Gone;
    }
    m_begin();
    m_database.run("INSERT OR IGNORE INTO parcel_chunks (parcel, number, content) VALUES (?1, ?2, ?3)", found->row,
                   index, chunk);
    return ParcelOutcome::Done;
}

ParcelOutcome SqliteParcels::get(std::int64_t queue, const wire::ParcelId& parcel, std::uint32_t index, Bytes& chunk) {
    const auto found = find(queue, parcel);
    if (!found) {
        return ParcelOutcome::Unknown;
    }
    if (found->gone) {
        return ParcelOutcome::Gone;
    }
    auto row =
        m_database.query("SELECT content FROM parcel_chunks WHERE parcel = ?1 AND number = ?2", found->row, index);
    if (!row.next()) {
        return ParcelOutcome::Absent;
    }
    chunk = row.bytes(0);
    return ParcelOutcome::Done;
}

void SqliteParcels::remove(std::int64_t queue, const wire::ParcelId& parcel, Instant now) {
    const auto found = find(queue, parcel);
    if (!found || found->gone) {
        return;
    }
    m_begin();
    m_database.run("UPDATE parcels SET deleted_ms = ?2 WHERE row = ?1", found->row, toUnixMs(now));
    --m_usage.live;
    (void)sweepDeleted();
}

void SqliteParcels::removeAll(std::int64_t queue, Instant now) {
    m_begin();
    m_database.run("UPDATE parcels SET deleted_ms = ?2 WHERE queue = ?1 AND deleted_ms IS NULL", queue, toUnixMs(now));
    m_usage.live -= m_database.changes();
    m_database.run("DELETE FROM parcels WHERE queue = ?1 AND bytes = 0", queue);
    m_usage.rows -= m_database.changes();
    // What is left waits to be swept, under a name that a later one in the same row cannot have: names are random.
    m_database.run("UPDATE parcels SET queue = -queue WHERE queue = ?1", queue);
    (void)sweepDeleted();
}

/// Takes chunks of deleted parcels away; true when there may be more.
bool SqliteParcels::sweepDeleted() {
    auto left = sweepRows;
    while (left > 0) {
        std::int64_t parcel = 0;
        std::int64_t bytes = 0;
        {
            auto row =
                m_database.query("SELECT row, bytes FROM parcels WHERE deleted_ms IS NOT NULL AND bytes > 0 LIMIT 1");
            if (!row.next()) {
                return false;
            }
            parcel = row.integer(0);
            bytes = row.integer(1);
        }
        m_begin();
        m_database.run(
            "DELETE FROM parcel_chunks WHERE row IN (SELECT row FROM parcel_chunks WHERE parcel = ?1 LIMIT ?2)", parcel,
            left);
        const auto done = m_database.changes();
        if (done < left) {
            m_database.run("UPDATE parcels SET bytes = 0 WHERE row = ?1", parcel);
            m_usage.bytes -= bytes;
        }
        if (m_database.error()) {
            return false;
        }
        left -= std::max<std::int64_t>(done, 1);
    }
    return true;
}

bool SqliteParcels::expire(Instant now) {
    m_begin();
    const auto bound = toUnixMs(now - m_quota.life);
    m_database.run(
        "UPDATE parcels SET deleted_ms = ?2 WHERE row IN"
        " (SELECT row FROM parcels WHERE opened_ms <= ?1 AND deleted_ms IS NULL LIMIT ?3)",
        bound, toUnixMs(now), sweepRows);
    m_usage.live -= m_database.changes();
    bool more = m_database.changes() == sweepRows;
    more = sweepDeleted() || more;
    m_database.run(
        "DELETE FROM parcels WHERE row IN (SELECT row FROM parcels WHERE opened_ms <= ?1 AND bytes = 0 LIMIT ?2)",
        bound, sweepRows);
    m_usage.rows -= m_database.changes();
    return more || m_database.changes() == sweepRows;
}

}  // namespace nightjar::signald
