// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "sqlitequeuestore.h"

#include "base/hash.h"
#include "store/migrations.h"
#include "wire/envelope.h"

namespace nightjar::signald {

namespace {

using namespace hub;

/// "NJhb" in the file header.
constexpr std::int32_t applicationId = 0x4e4a6862;
/// Rows that one sweep deletes of each kind, so that it takes milliseconds.
constexpr std::int64_t sweepRows = 500;

/// `digest` is the envelope id: it recognises a repeated PUT. `row` of envelopes ascends with time, so the sweep
/// needs no index on it. The content of a blob is given until content_until_ms: to anybody until it expires, or for a
/// day to who took it; the row stays longer, to say what became of it.
void createTables(store::Database& database) {
    database.script(R"sql(
CREATE TABLE queues (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    receiver_key BLOB NOT NULL CHECK (length(receiver_key) = 32),
    sender_key BLOB NOT NULL CHECK (length(sender_key) = 32),
    last_number INTEGER NOT NULL DEFAULT 0,
    envelope_count INTEGER NOT NULL DEFAULT 0,
    envelope_bytes INTEGER NOT NULL DEFAULT 0,
    deleted_ms INTEGER
) STRICT;
CREATE INDEX queues_by_deletion ON queues (deleted_ms) WHERE deleted_ms IS NOT NULL;

CREATE TABLE envelopes (
    row INTEGER PRIMARY KEY,
    queue INTEGER NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    stored_ms INTEGER NOT NULL,
    envelope BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX envelopes_by_number ON envelopes (queue, number);
CREATE UNIQUE INDEX envelopes_by_digest ON envelopes (queue, digest);

CREATE TABLE blobs (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    revocation_hash BLOB NOT NULL,
    content_hash BLOB NOT NULL,
    content BLOB,
    content_until_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    taken_by BLOB
) STRICT;
CREATE INDEX blobs_by_end ON blobs (expires_ms);
CREATE INDEX blobs_by_end_of_content ON blobs (content_until_ms) WHERE content IS NOT NULL;
)sql");
}

/// Nobody knows when the queues that are there were used: take it for now.
void addUse(store::Database& database) {
    database.script(R"sql(
ALTER TABLE queues ADD COLUMN used_ms INTEGER NOT NULL DEFAULT 0;
UPDATE queues SET used_ms = unixepoch() * 1000;
CREATE INDEX queues_by_use ON queues (used_ms) WHERE deleted_ms IS NULL;
)sql");
}

void addTenure(store::Database& database) {
    database.script("ALTER TABLE queues ADD COLUMN tenure INTEGER NOT NULL DEFAULT 0");
}

const store::Schema& hubSchema() {
    static constexpr store::Migration migrations[] = {{1, "queues, envelopes, blobs", createTables},
                                                      {2, "when a queue was used", addUse},
                                                      {3, "public addresses", SqliteAddressStore::createTables},
                                                      {4, "parcels", SqliteParcels::createTables},
                                                      {5, "tenures of receivers", addTenure}};
    static constexpr store::Schema schema{applicationId, migrations};
    return schema;
}

}  // namespace

Result<std::unique_ptr<SqliteQueueStore>, store::StoreError> SqliteQueueStore::open(const std::string& path,
                                                                                    const StoreQuota& quota) {
    auto database = store::Database::openPlain(path, store::OpenMode::CreateIfMissing);
    if (!database) {
        return Unexpected{database.error()};
    }
    if (const auto migrated = store::migrate(**database, hubSchema()); !migrated) {
        return Unexpected{migrated.error()};
    }
    auto store = std::unique_ptr<SqliteQueueStore>(new SqliteQueueStore(std::move(*database), quota));
    if (const auto error = store->m_database->takeError()) {
        return Unexpected{*error};
    }
    return store;
}

SqliteQueueStore::SqliteQueueStore(std::unique_ptr<store::Database> database, const StoreQuota& quota)
    : m_database(std::move(database)),
      m_quota(quota),
      m_usage(measure()),
      m_committed(m_usage),
      m_addresses(*m_database, quota.addresses, [this] { begin(); }),
      m_parcels(*m_database, quota.parcels, [this] { begin(); }) {
}

SqliteQueueStore::Usage SqliteQueueStore::measure() {
    auto row = m_database->query(
        "SELECT (SELECT count(*) FROM queues), (SELECT count(*) FROM blobs),"
        " (SELECT coalesce(sum(envelope_bytes), 0) FROM queues)");
    return row.next() ? Usage{row.integer(0), row.integer(1), row.integer(2)} : Usage{};
}

// ---- turns

void SqliteQueueStore::begin() {
    if (!m_transaction) {
        m_transaction.emplace(*m_database);
    }
}

bool SqliteQueueStore::commit() {
    m_problem.reset();
    if (m_transaction) {
        const auto done = m_transaction->commit();
        m_transaction.reset();
        if (!done) {
            m_problem = done.error();
        }
    } else {
        m_problem = m_database->takeError();  // of a read
    }
    (m_problem ? m_usage : m_committed) = m_problem ? m_committed : m_usage;
    m_parcels.settle(!m_problem);
    return !m_problem;
}

// ---- queues

std::optional<SqliteQueueStore::Queue> SqliteQueueStore::find(const QueueId& queue) {
    auto row = m_database->query(
        "SELECT row, receiver_key, sender_key, last_number, envelope_count, envelope_bytes, deleted_ms, used_ms"
        " FROM queues WHERE id = ?1",
        queue.value);
    if (!row.next()) {
        return std::nullopt;
    }
    Queue out;
    out.row = row.integer(0);
    out.keys = {{row.array<32>(1)}, {row.array<32>(2)}};
    out.lastNumber = row.integer(3);
    out.count = row.integer(4);
    out.bytes = row.integer(5);
    out.deleted = !row.isNull(6);
    out.usedMs = row.integer(7);
    return out;
}

CreateOutcome SqliteQueueStore::createQueue(const QueueId& queue, const QueueKeys& keys, Instant now) {
    if (const auto found = find(queue)) {
        if (found->deleted) {
            return CreateOutcome::Gone;
        }
        return found->keys == keys ? CreateOutcome::Done : CreateOutcome::KeyConflict;
    }
    if (m_usage.queues >= static_cast<std::int64_t>(m_quota.queues)) {
        return CreateOutcome::LimitReached;
    }
    begin();
    m_database->run("INSERT INTO queues (id, receiver_key, sender_key, used_ms) VALUES (?1, ?2, ?3, ?4)", queue.value,
                    keys.receiver.value, keys.sender.value, toUnixMs(now));
    ++m_usage.queues;
    return CreateOutcome::Done;
}

FindOutcome SqliteQueueStore::findQueue(const QueueId& queue, QueueKeys& keys) {
    const auto found = find(queue);
    if (!found) {
        return FindOutcome::Unknown;
    }
    keys = found->keys;
    return found->deleted ? FindOutcome::Gone : FindOutcome::Found;
}

std::uint64_t SqliteQueueStore::tenure(const QueueId& queue) {
    auto row = m_database->query("SELECT tenure FROM queues WHERE id = ?1", queue.value);
    return row.next() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

void SqliteQueueStore::setTenure(const QueueId& queue, std::uint64_t tenure) {
    begin();
    m_database->run("UPDATE queues SET tenure = ?2 WHERE id = ?1", queue.value, tenure);
}

void SqliteQueueStore::noteUse(const QueueId& queue, Instant now) {
    if (const auto found = find(queue); found && !found->deleted) {
        noteUse(*found, now);
    }
}

void SqliteQueueStore::noteUse(const Queue& queue, Instant now) {
    if (now >= fromUnixMs(queue.usedMs) + useGranularity) {
        begin();
        m_database->run("UPDATE queues SET used_ms = ?2 WHERE row = ?1", queue.row, toUnixMs(now));
    }
}

PutOutcome SqliteQueueStore::put(const QueueId& queue, ByteView envelope, Instant now) {
    const auto found = find(queue);
    if (!found) {
        return PutOutcome::Unknown;
    }
    if (found->deleted) {
        return PutOutcome::Gone;
    }
    const auto digest = wire::envelopeId(envelope);
    {
        auto known =
            m_database->query("SELECT 1 FROM envelopes WHERE queue = ?1 AND digest = ?2", found->row, digest.value);
        if (known.next()) {
            return PutOutcome::Done;
        }
    }
    const auto size = static_cast<std::int64_t>(envelope.size());
    if (found->count >= static_cast<std::int64_t>(maxQueueEnvelopes) ||
        found->bytes + size > static_cast<std::int64_t>(maxQueueBytes)) {
        return PutOutcome::Full;
    }
    if (static_cast<std::uint64_t>(m_usage.bytes + size) > m_quota.envelopeBytes) {
        return PutOutcome::LimitReached;
    }
    begin();
    m_database->run("INSERT INTO envelopes (queue, number, digest, stored_ms, envelope) VALUES (?1, ?2, ?3, ?4, ?5)",
                    found->row, found->lastNumber + 1, digest.value, toUnixMs(now), envelope);
    m_database->run(
        "UPDATE queues SET last_number = last_number + 1, envelope_count = envelope_count + 1,"
        " envelope_bytes = envelope_bytes + ?2 WHERE row = ?1",
        found->row, size);
    noteUse(*found, now);
    m_usage.bytes += size;
    return PutOutcome::Done;
}

std::vector<StoredEnvelope> SqliteQueueStore::envelopes(const QueueId& queue, wire::DeliveryNumber after,
                                                        std::size_t most) {
    std::vector<StoredEnvelope> out;
    auto rows = m_database->query(
        "SELECT number, envelope FROM envelopes WHERE queue = (SELECT row FROM queues WHERE id = ?1) AND number > ?2"
        " ORDER BY number LIMIT ?3",
        queue.value, after, most);
    while (rows.next()) {
        out.push_back({static_cast<wire::DeliveryNumber>(rows.integer(0)), rows.bytes(1)});
    }
    return out;
}

void SqliteQueueStore::removeEnvelope(std::int64_t row, std::int64_t queueRow, std::int64_t bytes) {
    begin();
    m_database->run("DELETE FROM envelopes WHERE row = ?1", row);
    m_database->run(
        "UPDATE queues SET envelope_count = envelope_count - 1, envelope_bytes = envelope_bytes - ?2 WHERE row = ?1",
        queueRow, bytes);
    m_usage.bytes -= bytes;
}

void SqliteQueueStore::acknowledge(const QueueId& queue, wire::DeliveryNumber number) {
    std::int64_t row = 0;
    std::int64_t queueRow = 0;
    std::int64_t bytes = 0;
    {
        auto found = m_database->query(
            "SELECT row, queue, length(envelope) FROM envelopes"
            " WHERE queue = (SELECT row FROM queues WHERE id = ?1) AND number = ?2",
            queue.value, number);
        if (!found.next()) {
            return;
        }
        row = found.integer(0);
        queueRow = found.integer(1);
        bytes = found.integer(2);
    }
    removeEnvelope(row, queueRow, bytes);
}

void SqliteQueueStore::deleteQueue(const QueueId& queue, Instant now) {
    const auto found = find(queue);
    if (found && !found->deleted) {
        bury(*found, now);
    }
}

void SqliteQueueStore::bury(const Queue& queue, Instant now) {
    begin();
    m_database->run("DELETE FROM envelopes WHERE queue = ?1", queue.row);
    m_database->run(
        "UPDATE queues SET deleted_ms = ?2, envelope_count = 0, envelope_bytes = 0,"
        " receiver_key = zeroblob(32), sender_key = zeroblob(32) WHERE row = ?1",
        queue.row, toUnixMs(now));
    m_usage.bytes -= queue.bytes;
    m_parcels.removeAll(queue.row, now);
}

// ---- parcels

std::optional<std::int64_t> SqliteQueueStore::liveRow(const QueueId& queue) {
    auto row = m_database->query("SELECT row FROM queues WHERE id = ?1 AND deleted_ms IS NULL", queue.value);
    return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

ParcelOutcome SqliteQueueStore::openParcel(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t chunks,
                                           Instant now, ParcelState& state) {
    const auto row = liveRow(queue);
    return row ? m_parcels.open(*row, parcel, chunks, now, state) : ParcelOutcome::Unknown;
}

ParcelOutcome SqliteQueueStore::putChunk(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                         ByteView chunk) {
    const auto row = liveRow(queue);
    return row ? m_parcels.put(*row, parcel, index, chunk) : ParcelOutcome::Unknown;
}

ParcelOutcome SqliteQueueStore::getChunk(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                         Bytes& chunk) {
    const auto row = liveRow(queue);
    return row ? m_parcels.get(*row, parcel, index, chunk) : ParcelOutcome::Unknown;
}

void SqliteQueueStore::deleteParcel(const QueueId& queue, const wire::ParcelId& parcel, Instant now) {
    if (const auto row = liveRow(queue)) {
        m_parcels.remove(*row, parcel, now);
    }
}

// ---- blobs

BlobPutOutcome SqliteQueueStore::putBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash,
                                         ByteView content, Instant /*now*/, Instant expires) {
    const auto contentHash = blake2b256(content);
    {
        auto known = m_database->query("SELECT revocation_hash, content_hash FROM blobs WHERE id = ?1", blob.value);
        if (known.next()) {
            const bool same = known.array<32>(0) == revocationHash && known.array<32>(1) == contentHash;
            return same ? BlobPutOutcome::Done : BlobPutOutcome::Conflict;
        }
    }
    if (m_usage.blobs >= static_cast<std::int64_t>(m_quota.blobs)) {
        return BlobPutOutcome::LimitReached;
    }
    begin();
    m_database->run(
        "INSERT INTO blobs (id, revocation_hash, content_hash, content, content_until_ms, expires_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        blob.value, revocationHash, contentHash, content, toUnixMs(expires));
    ++m_usage.blobs;
    return BlobPutOutcome::Done;
}

BlobTakeOutcome SqliteQueueStore::takeBlob(const wire::BlobId& blob, const wire::BlobToken& token, Instant now,
                                           Bytes& content) {
    std::int64_t row = 0;
    {
        auto found =
            m_database->query("SELECT row, content_until_ms, taken_by, content FROM blobs WHERE id = ?1", blob.value);
        if (!found.next()) {
            return BlobTakeOutcome::Unknown;
        }
        row = found.integer(0);
        content = found.bytes(3);
        const bool over = now >= fromUnixMs(found.integer(1));
        if (const auto takenBy = found.optionalId<wire::BlobToken>(2)) {
            return *takenBy == token && !over ? BlobTakeOutcome::Taken : BlobTakeOutcome::Used;
        }
        if (over) {
            return BlobTakeOutcome::Expired;
        }
    }
    begin();
    m_database->run("UPDATE blobs SET taken_by = ?2, content_until_ms = ?3 WHERE row = ?1", row, token.value,
                    toUnixMs(now + blobRepeatLife));
    return BlobTakeOutcome::Taken;
}

BlobRevokeOutcome SqliteQueueStore::revokeBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash) {
    std::int64_t row = 0;
    {
        auto found = m_database->query("SELECT row, revocation_hash FROM blobs WHERE id = ?1", blob.value);
        if (!found.next()) {
            return BlobRevokeOutcome::Unknown;
        }
        if (!constantTimeEqual(found.blob(1), revocationHash)) {
            return BlobRevokeOutcome::NotAuthorised;
        }
        row = found.integer(0);
    }
    begin();
    m_database->run("DELETE FROM blobs WHERE row = ?1", row);
    --m_usage.blobs;
    return BlobRevokeOutcome::Done;
}

// ---- what is past its time

bool SqliteQueueStore::expire(Instant now) {
    const bool envelopes = expireEnvelopes(now);
    const bool queues = expireQueues(now);
    const bool unused = expireUnused(now);
    const bool blobs = expireBlobs(now);
    const bool addresses = m_addresses.expire(now);
    const bool parcels = m_parcels.expire(now);
    return envelopes || queues || unused || blobs || addresses || parcels;
}

bool SqliteQueueStore::expireEnvelopes(Instant now) {
    struct Row {
        std::int64_t row;
        std::int64_t queue;
        std::int64_t bytes;
    };
    std::vector<Row> old;
    {
        const auto bound = toUnixMs(now - envelopeLife);
        auto rows = m_database->query(
            "SELECT row, queue, length(envelope), stored_ms FROM envelopes ORDER BY row LIMIT ?1", sweepRows);
        while (rows.next() && rows.integer(3) <= bound) {
            old.push_back({rows.integer(0), rows.integer(1), rows.integer(2)});
        }
    }
    for (const auto& one : old) {
        removeEnvelope(one.row, one.queue, one.bytes);
    }
    return old.size() == static_cast<std::size_t>(sweepRows);
}

bool SqliteQueueStore::expireQueues(Instant now) {
    begin();
    m_database->run(
        "DELETE FROM queues WHERE row IN (SELECT row FROM queues WHERE deleted_ms IS NOT NULL AND deleted_ms <= ?1"
        " LIMIT ?2)",
        toUnixMs(now - tombstoneLife), sweepRows);
    m_usage.queues -= m_database->changes();
    return m_database->changes() == sweepRows;
}

bool SqliteQueueStore::expireUnused(Instant now) {
    std::vector<Queue> unused;
    {
        auto rows = m_database->query(
            "SELECT row, envelope_bytes FROM queues WHERE deleted_ms IS NULL AND used_ms <= ?1"
            " LIMIT ?2",
            toUnixMs(now - unusedLife), sweepRows);
        while (rows.next()) {
            Queue queue;
            queue.row = rows.integer(0);
            queue.bytes = rows.integer(1);
            unused.push_back(queue);
        }
    }
    for (const auto& queue : unused) {
        bury(queue, now);
    }
    return unused.size() == static_cast<std::size_t>(sweepRows);
}

bool SqliteQueueStore::expireBlobs(Instant now) {
    begin();
    m_database->run("DELETE FROM blobs WHERE row IN (SELECT row FROM blobs WHERE expires_ms <= ?1 LIMIT ?2)",
                    toUnixMs(now - blobMemory), sweepRows);
    m_usage.blobs -= m_database->changes();
    const bool more = m_database->changes() == sweepRows;
    m_database->run(
        "UPDATE blobs SET content = NULL WHERE row IN (SELECT row FROM blobs WHERE content IS NOT NULL"
        " AND content_until_ms <= ?1 LIMIT ?2)",
        toUnixMs(now), sweepRows);
    return more || m_database->changes() == sweepRows;
}

}  // namespace nightjar::signald
