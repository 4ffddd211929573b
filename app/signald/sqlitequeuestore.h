// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "hub/queuestore.h"
#include "sqliteaddressstore.h"
#include "sqliteparcels.h"
#include "store/database.h"

namespace nightjar::signald {

/// A QueueStore in one SQLite file. Not encrypted: envelopes and blobs are, end to end, and there is nothing else in it
/// but random numbers and times.
class SqliteQueueStore final : public hub::QueueStore {
public:
    /// Makes the file if there is none. Foreign, damaged and newer files are left untouched.
    [[nodiscard]] static Result<std::unique_ptr<SqliteQueueStore>, store::StoreError> open(
        const std::string& path, const hub::StoreQuota& quota = {});

    [[nodiscard]] hub::CreateOutcome createQueue(const QueueId& queue, const hub::QueueKeys& keys,
                                                 Instant now) override;
    [[nodiscard]] hub::FindOutcome findQueue(const QueueId& queue, hub::QueueKeys& keys) override;
    [[nodiscard]] std::uint64_t tenure(const QueueId& queue) override;
    void setTenure(const QueueId& queue, std::uint64_t tenure) override;
    void noteUse(const QueueId& queue, Instant now) override;
    [[nodiscard]] hub::PutOutcome put(const QueueId& queue, ByteView envelope, Instant now) override;
    [[nodiscard]] std::vector<hub::StoredEnvelope> envelopes(const QueueId& queue, wire::DeliveryNumber after,
                                                             std::size_t most) override;
    void acknowledge(const QueueId& queue, wire::DeliveryNumber number) override;
    void deleteQueue(const QueueId& queue, Instant now) override;
    [[nodiscard]] hub::BlobPutOutcome putBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash,
                                              ByteView content, Instant now, Instant expires) override;
    [[nodiscard]] hub::BlobTakeOutcome takeBlob(const wire::BlobId& blob, const wire::BlobToken& token, Instant now,
                                                Bytes& content) override;
    [[nodiscard]] hub::BlobRevokeOutcome revokeBlob(const wire::BlobId& blob,
                                                    const ByteArray<32>& revocationHash) override;
    [[nodiscard]] hub::AddressStore& addresses() override { return m_addresses; }
    [[nodiscard]] hub::ParcelOutcome openParcel(const QueueId& queue, const wire::ParcelId& parcel,
                                                std::uint32_t chunks, Instant now, hub::ParcelState& state) override;
    [[nodiscard]] hub::ParcelOutcome putChunk(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                              ByteView chunk) override;
    [[nodiscard]] hub::ParcelOutcome getChunk(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                              Bytes& chunk) override;
    void deleteParcel(const QueueId& queue, const wire::ParcelId& parcel, Instant now) override;
    [[nodiscard]] hub::ParcelUsage parcelUsage() const override { return m_parcels.usage(); }
    bool expire(Instant now) override;
    [[nodiscard]] bool commit() override;

    /// Why the last commit() failed; nothing when it did not.
    [[nodiscard]] std::optional<store::StoreError> problem() const { return m_problem; }
    /// For tests: makes the disk full at so many pages of 4 KiB. Zero: no bound.
    void limitPages(std::int64_t pages) { m_database->limitPages(pages); }

private:
    struct Queue {
        std::int64_t row = 0;
        hub::QueueKeys keys;
        std::int64_t lastNumber = 0;
        std::int64_t count = 0;
        std::int64_t bytes = 0;
        std::int64_t usedMs = 0;
        bool deleted = false;
    };
    /// What is there, so that quotas cost no query.
    struct Usage {
        std::int64_t queues = 0;
        std::int64_t blobs = 0;
        std::int64_t bytes = 0;
    };

    SqliteQueueStore(std::unique_ptr<store::Database> database, const hub::StoreQuota& quota);

    void begin();
    [[nodiscard]] Usage measure();
    [[nodiscard]] std::optional<Queue> find(const QueueId& queue);
    void bury(const Queue& queue, Instant now);
    void noteUse(const Queue& queue, Instant now);
    /// The row of a queue that is there and not deleted.
    [[nodiscard]] std::optional<std::int64_t> liveRow(const QueueId& queue);
    void removeEnvelope(std::int64_t row, std::int64_t queueRow, std::int64_t bytes);
    bool expireEnvelopes(Instant now);
    bool expireQueues(Instant now);
    bool expireUnused(Instant now);
    bool expireBlobs(Instant now);

    std::unique_ptr<store::Database> m_database;
    hub::StoreQuota m_quota;
    Usage m_usage;
    Usage m_committed;
    std::optional<store::Transaction> m_transaction;
    std::optional<store::StoreError> m_problem;
    SqliteAddressStore m_addresses;
    SqliteParcels m_parcels;
};

}  // namespace nightjar::signald
