// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>

#include "hub/memoryaddressstore.h"
#include "hub/memoryparcels.h"
#include "hub/queuestore.h"

namespace nightjar::hub {

/// A QueueStore that forgets everything with its object: for the simulated world and the benches. A commit always
/// succeeds.
class MemoryQueueStore : public QueueStore {
public:
    explicit MemoryQueueStore(StoreQuota quota = {})
        : m_quota(quota), m_addresses(quota.addresses), m_parcels(quota.parcels) {}

    [[nodiscard]] CreateOutcome createQueue(const QueueId& queue, const QueueKeys& keys, Instant now) override;
    [[nodiscard]] FindOutcome findQueue(const QueueId& queue, QueueKeys& keys) override;
    [[nodiscard]] std::uint64_t tenure(const QueueId& queue) override;
    void setTenure(const QueueId& queue, std::uint64_t tenure) override;
    void noteUse(const QueueId& queue, Instant now) override;
    [[nodiscard]] PutOutcome put(const QueueId& queue, ByteView envelope, Instant now) override;
    [[nodiscard]] std::vector<StoredEnvelope> envelopes(const QueueId& queue, wire::DeliveryNumber after,
                                                        std::size_t most) override;
    void acknowledge(const QueueId& queue, wire::DeliveryNumber number) override;
    void deleteQueue(const QueueId& queue, Instant now) override;
    [[nodiscard]] BlobPutOutcome putBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash,
                                         ByteView content, Instant now, Instant expires) override;
    [[nodiscard]] BlobTakeOutcome takeBlob(const wire::BlobId& blob, const wire::BlobToken& token, Instant now,
                                           Bytes& content) override;
    [[nodiscard]] BlobRevokeOutcome revokeBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash) override;
    [[nodiscard]] AddressStore& addresses() override { return m_addresses; }
    [[nodiscard]] ParcelOutcome openParcel(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t chunks,
                                           Instant now, ParcelState& state) override {
        return m_queues.contains(queue) ? m_parcels.open(queue, parcel, chunks, now, state) : ParcelOutcome::Unknown;
    }
    [[nodiscard]] ParcelOutcome putChunk(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                         ByteView chunk) override {
        return m_parcels.put(queue, parcel, index, chunk);
    }
    [[nodiscard]] ParcelOutcome getChunk(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                         Bytes& chunk) override {
        return m_parcels.get(queue, parcel, index, chunk);
    }
    void deleteParcel(const QueueId& queue, const wire::ParcelId& parcel, Instant /*now*/) override {
        m_parcels.remove(queue, parcel);
    }
    [[nodiscard]] ParcelUsage parcelUsage() const override { return m_parcels.usage(); }
    bool expire(Instant now) override;
    [[nodiscard]] bool commit() override { return true; }

    /// All envelopes of all queues.
    [[nodiscard]] std::size_t envelopeCount() const;

private:
    struct Envelope {
        wire::DeliveryNumber number = 0;
        EnvelopeId id;
        Instant storedAt;
        Bytes bytes;
    };
    struct Queue {
        QueueKeys keys;
        std::deque<Envelope> envelopes;
        std::size_t bytes = 0;
        wire::DeliveryNumber lastNumber = 0;
        Instant usedAt;
        std::uint64_t tenure = 0;
        std::optional<Instant> deletedAt;
    };
    struct Blob {
        ByteArray<32> revocationHash{};
        ByteArray<32> contentHash{};
        Bytes content;
        Instant expires;
        std::optional<wire::BlobToken> takenBy;
        Instant takenAt;
    };

    void removeEnvelope(Queue& queue, std::deque<Envelope>::iterator envelope);

    StoreQuota m_quota;
    std::map<QueueId, Queue> m_queues;
    std::map<wire::BlobId, Blob> m_blobs;
    MemoryAddressStore m_addresses;
    MemoryParcels m_parcels;
    std::uint64_t m_bytes = 0;
};

}  // namespace nightjar::hub
