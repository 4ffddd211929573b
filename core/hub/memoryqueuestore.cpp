// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/memoryqueuestore.h"

#include <algorithm>

#include "base/hash.h"
#include "wire/envelope.h"

namespace nightjar::hub {

CreateOutcome MemoryQueueStore::createQueue(const QueueId& queue, const QueueKeys& keys, Instant now) {
    if (const auto found = m_queues.find(queue); found != m_queues.end()) {
        if (found->second.deletedAt) {
            return CreateOutcome::Gone;
        }
        return found->second.keys == keys ? CreateOutcome::Done : CreateOutcome::KeyConflict;
    }
    if (m_queues.size() >= m_quota.queues) {
        return CreateOutcome::LimitReached;
    }
    m_queues[queue].keys = keys;
    m_queues[queue].usedAt = now;
    return CreateOutcome::Done;
}

FindOutcome MemoryQueueStore::findQueue(const QueueId& queue, QueueKeys& keys) {
    const auto found = m_queues.find(queue);
    if (found == m_queues.end()) {
        return FindOutcome::Unknown;
    }
    if (found->second.deletedAt) {
        return FindOutcome::Gone;
    }
    keys = found->second.keys;
    return FindOutcome::Found;
}

std::uint64_t MemoryQueueStore::tenure(const QueueId& queue) {
    const auto found = m_queues.find(queue);
    return found == m_queues.end() ? 0 : found->second.tenure;
}

void MemoryQueueStore::setTenure(const QueueId& queue, std::uint64_t tenure) {
    if (const auto found = m_queues.find(queue); found != m_queues.end()) {
        found->second.tenure = tenure;
    }
}

void MemoryQueueStore::noteUse(const QueueId& queue, Instant now) {
    if (const auto found = m_queues.find(queue); found != m_queues.end()) {
        found->second.usedAt = std::max(found->second.usedAt, now);
    }
}

PutOutcome MemoryQueueStore::put(const QueueId& queue, ByteView envelope, Instant now) {
    const auto found = m_queues.find(queue);
    if (found == m_queues.end()) {
        return PutOutcome::Unknown;
    }
    auto& box = found->second;
    if (box.deletedAt) {
        return PutOutcome::Gone;
    }
    const auto id = wire::envelopeId(envelope);
    if (std::any_of(box.envelopes.begin(), box.envelopes.end(), [&](const auto& one) { return one.id == id; })) {
        return PutOutcome::Done;
    }
    if (box.envelopes.size() >= maxQueueEnvelopes || box.bytes + envelope.size() > maxQueueBytes) {
        return PutOutcome::Full;
    }
    if (m_bytes + envelope.size() > m_quota.envelopeBytes) {
        return PutOutcome::LimitReached;
    }
    box.envelopes.push_back({++box.lastNumber, id, now, toBytes(envelope)});
    box.bytes += envelope.size();
    m_bytes += envelope.size();
    box.usedAt = std::max(box.usedAt, now);
    return PutOutcome::Done;
}

std::vector<StoredEnvelope> MemoryQueueStore::envelopes(const QueueId& queue, wire::DeliveryNumber after,
                                                        std::size_t most) {
    std::vector<StoredEnvelope> out;
    const auto found = m_queues.find(queue);
    if (found == m_queues.end()) {
        return out;
    }
    for (const auto& envelope : found->second.envelopes) {
        if (out.size() == most) {
            break;
        }
        if (envelope.number > after) {
            out.push_back({envelope.number, envelope.bytes});
        }
    }
    return out;
}

void MemoryQueueStore::removeEnvelope(Queue& queue, std::deque<Envelope>::iterator envelope) {
    queue.bytes -= envelope->bytes.size();
    m_bytes -= envelope->bytes.size();
    queue.envelopes.erase(envelope);
}

void MemoryQueueStore::acknowledge(const QueueId& queue, wire::DeliveryNumber number) {
    const auto found = m_queues.find(queue);
    if (found == m_queues.end()) {
        return;
    }
    auto& envelopes = found->second.envelopes;
    const auto envelope =
        std::find_if(envelopes.begin(), envelopes.end(), [&](const auto& one) { return one.number == number; });
    if (envelope != envelopes.end()) {
        removeEnvelope(found->second, envelope);
    }
}

void MemoryQueueStore::deleteQueue(const QueueId& queue, Instant now) {
    const auto found = m_queues.find(queue);
    if (found == m_queues.end()) {
        return;
    }
    m_bytes -= found->second.bytes;
    m_parcels.removeAll(queue);
    found->second = Queue{};
    found->second.deletedAt = now;
}

BlobPutOutcome MemoryQueueStore::putBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash,
                                         ByteView content, Instant /*now*/, Instant expires) {
    const auto contentHash = blake2b256(content);
    if (const auto found = m_blobs.find(blob); found != m_blobs.end()) {
        const bool same = found->second.contentHash == contentHash && found->second.revocationHash == revocationHash;
        return same ? BlobPutOutcome::Done : BlobPutOutcome::Conflict;
    }
    if (m_blobs.size() >= m_quota.blobs) {
        return BlobPutOutcome::LimitReached;
    }
    m_blobs[blob] = {revocationHash, contentHash, toBytes(content), expires, std::nullopt, {}};
    return BlobPutOutcome::Done;
}

BlobTakeOutcome MemoryQueueStore::takeBlob(const wire::BlobId& blob, const wire::BlobToken& token, Instant now,
                                           Bytes& content) {
    const auto found = m_blobs.find(blob);
    if (found == m_blobs.end()) {
        return BlobTakeOutcome::Unknown;
    }
    auto& one = found->second;
    if (one.takenBy) {
        if (*one.takenBy != token || now >= one.takenAt + blobRepeatLife) {
            return BlobTakeOutcome::Used;
        }
    } else if (now >= one.expires) {
        return BlobTakeOutcome::Expired;
    } else {
        one.takenBy = token;
        one.takenAt = now;
    }
    content = one.content;
    return BlobTakeOutcome::Taken;
}

BlobRevokeOutcome MemoryQueueStore::revokeBlob(const wire::BlobId& blob, const ByteArray<32>& revocationHash) {
    const auto found = m_blobs.find(blob);
    if (found == m_blobs.end()) {
        return BlobRevokeOutcome::Unknown;
    }
    if (!constantTimeEqual(found->second.revocationHash, revocationHash)) {
        return BlobRevokeOutcome::NotAuthorised;
    }
    m_blobs.erase(found);
    return BlobRevokeOutcome::Done;
}

bool MemoryQueueStore::expire(Instant now) {
    m_parcels.expire(now);
    for (auto& [id, queue] : m_queues) {
        while (!queue.envelopes.empty() && now >= queue.envelopes.front().storedAt + envelopeLife) {
            removeEnvelope(queue, queue.envelopes.begin());
        }
        if (!queue.deletedAt && now >= queue.usedAt + unusedLife) {
            deleteQueue(id, now);
        }
    }
    std::erase_if(m_queues, [&](const auto& entry) {
        return entry.second.deletedAt && now >= *entry.second.deletedAt + tombstoneLife;
    });
    std::erase_if(m_blobs, [&](const auto& entry) { return now >= entry.second.expires + blobMemory; });
    for (auto& [id, blob] : m_blobs) {
        const bool over = blob.takenBy ? now >= blob.takenAt + blobRepeatLife : now >= blob.expires;
        if (over) {
            blob.content = {};
        }
    }
    m_addresses.expire(now);
    return false;
}

std::size_t MemoryQueueStore::envelopeCount() const {
    std::size_t count = 0;
    for (const auto& [id, queue] : m_queues) {
        count += queue.envelopes.size();
    }
    return count;
}

}  // namespace nightjar::hub
