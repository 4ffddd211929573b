// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "crypto/keys.h"
#include "hub/addressstore.h"
#include "hub/parcels.h"
#include "wire/hubmessages.h"

namespace nightjar::hub {

// What a hub keeps for its clients: docs/protocol.md, section 5. No identity and no network address is part of it.

/// Bounds of one queue.
inline constexpr std::size_t maxQueueEnvelopes = 1024;
inline constexpr std::size_t maxQueueBytes = 4 * 1024 * 1024;
inline constexpr Duration envelopeLife = std::chrono::hours(30 * 24);
/// How long senders are told that a queue was deleted.
inline constexpr Duration tombstoneLife = std::chrono::hours(30 * 24);
/// A queue or public address that nobody used for so long is deleted.
inline constexpr Duration unusedLife = std::chrono::hours(180 * 24);
/// When a queue was used is noted so precisely: one write a day at most.
inline constexpr Duration useGranularity = std::chrono::hours(24);
/// Longest life of an invitation.
inline constexpr Duration maxBlobLife = std::chrono::hours(7 * 24);
/// How long whoever took a blob may ask for it again.
inline constexpr Duration blobRepeatLife = std::chrono::hours(24);
/// How long after its end a blob is still told to be used or expired.
inline constexpr Duration blobMemory = std::chrono::hours(30 * 24);

/// Bounds of everything together, so that strangers cannot fill the disk.
struct StoreQuota {
    std::size_t queues = 1'000'000;  ///< tombstones included
    std::size_t blobs = 200'000;
    std::uint64_t envelopeBytes = std::uint64_t(4) << 30;
    std::size_t addresses = 20'000;  ///< tombstones included; each with a stock of at most maxStock
    ParcelQuota parcels{};
};

struct QueueKeys {
    crypto::PublicKey receiver;
    crypto::PublicKey sender;
    bool operator==(const QueueKeys&) const = default;
};

struct StoredEnvelope {
    wire::DeliveryNumber number = 0;
    Bytes envelope;
};

enum class CreateOutcome : std::uint8_t { Done, KeyConflict, Gone, LimitReached };
enum class FindOutcome : std::uint8_t { Found, Unknown, Gone };
enum class PutOutcome : std::uint8_t { Done, Full, Unknown, Gone, LimitReached };
enum class BlobPutOutcome : std::uint8_t { Done, Conflict, LimitReached };
enum class BlobTakeOutcome : std::uint8_t { Taken, Unknown, Used, Expired };
enum class BlobRevokeOutcome : std::uint8_t { Done, Unknown, NotAuthorised };

/// Where queues, envelopes and blobs lie. Belongs to one thread.
///
/// Calls between two commits are one transaction and see each other's effects. What a call says is true once commit()
/// said so; when commit() fails, nothing since the commit before has happened, and reads may have found nothing.
class QueueStore {
public:
    virtual ~QueueStore() = default;

    /// Done as well when the queue exists with the same keys.
    [[nodiscard]] virtual CreateOutcome createQueue(const QueueId& queue, const QueueKeys& keys, Instant now) = 0;
    /// Fills `keys` when it is Found.
    [[nodiscard]] virtual FindOutcome findQueue(const QueueId& queue, QueueKeys& keys) = 0;
    /// The highest tenure of a receiver that was attached; 0 when there is no such queue.
    [[nodiscard]] virtual std::uint64_t tenure(const QueueId& queue) = 0;
    virtual void setTenure(const QueueId& queue, std::uint64_t tenure) = 0;
    /// Its receiver is there: see unusedLife. What is put is use as well.
    virtual void noteUse(const QueueId& queue, Instant now) = 0;
    /// Appends. Done without effect when the same envelope lies there already: a sender repeats what it had no answer
    /// for.
    [[nodiscard]] virtual PutOutcome put(const QueueId& queue, ByteView envelope, Instant now) = 0;
    /// The envelopes with numbers above `after`, oldest first, at most `most`.
    [[nodiscard]] virtual std::vector<StoredEnvelope> envelopes(const QueueId& queue, wire::DeliveryNumber after,
                                                                std::size_t most) = 0;
    /// Deletes one envelope; no effect when there is none.
    virtual void acknowledge(const QueueId& queue, wire::DeliveryNumber number) = 0;
    /// Deletes the queue with its parcels and all in it and leaves a tombstone.
    virtual void deleteQueue(const QueueId& queue, Instant now) = 0;

    /// Done as well when it was put before with the same content and revocation hash.
    [[nodiscard]] virtual BlobPutOutcome putBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash,
                                                 ByteView content, Instant now, Instant expires) = 0;
    /// Fills `content` when it is Taken: by the first token that asks, and by the same for blobRepeatLife.
    [[nodiscard]] virtual BlobTakeOutcome takeBlob(const wire::BlobId& blob, const wire::BlobToken& token, Instant now,
                                                   Bytes& content) = 0;
    /// Deletes the blob whose revocation hash this is.
    [[nodiscard]] virtual BlobRevokeOutcome revokeBlob(const wire::BlobId& blob,
                                                       const ByteArray<32>& revocationHash) = 0;

    [[nodiscard]] virtual AddressStore& addresses() = 0;

    /// Fills `state` when it is Done. With `chunks` the parcel is made if there is none; with zero it is only looked
    /// at.
    [[nodiscard]] virtual ParcelOutcome openParcel(const QueueId& queue, const wire::ParcelId& parcel,
                                                   std::uint32_t chunks, Instant now, ParcelState& state) = 0;
    /// Done as well when the chunk is there: the first one counts.
    [[nodiscard]] virtual ParcelOutcome putChunk(const QueueId& queue, const wire::ParcelId& parcel,
                                                 std::uint32_t index, ByteView chunk) = 0;
    /// Fills `chunk` when it is Done.
    [[nodiscard]] virtual ParcelOutcome getChunk(const QueueId& queue, const wire::ParcelId& parcel,
                                                 std::uint32_t index, Bytes& chunk) = 0;
    /// Deletes the chunks and leaves a tombstone; no effect when there is no such parcel.
    virtual void deleteParcel(const QueueId& queue, const wire::ParcelId& parcel, Instant now) = 0;
    [[nodiscard]] virtual ParcelUsage parcelUsage() const = 0;

    /// Deletes what is past its time, a bounded amount at a time; true when there may be more.
    virtual bool expire(Instant now) = 0;
    /// Makes everything since the last commit durable. False (full disk, broken disk): nothing of it happened.
    [[nodiscard]] virtual bool commit() = 0;
};

}  // namespace nightjar::hub
