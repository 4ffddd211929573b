// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/memoryparcels.h"

namespace nightjar::hub {

ParcelOutcome MemoryParcels::open(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t chunks, Instant now,
                                  ParcelState& state) {
    auto found = m_parcels.find({queue, parcel});
    if (found == m_parcels.end()) {
        if (chunks == 0) {
            return ParcelOutcome::Unknown;
        }
        const auto bytes = parcelBytes(chunks);
        if (bytes > m_quota.largest) {
            return ParcelOutcome::TooLarge;
        }
        std::uint64_t ofQueue = 0;
        std::size_t count = 0;
        for (auto it = m_parcels.lower_bound({queue, {}}); it != m_parcels.end() && it->first.first == queue; ++it) {
            ofQueue += it->second.gone ? 0 : parcelBytes(it->second.chunks);
            count += it->second.gone ? 0 : 1;
        }
        if (ofQueue + bytes > m_quota.perQueue || count >= m_quota.countPerQueue) {
            return ParcelOutcome::Full;
        }
        if (m_usage.bytes + bytes > m_quota.bytes || m_parcels.size() >= m_quota.count) {
            return ParcelOutcome::LimitReached;
        }
        m_usage.bytes += bytes;
        ++m_usage.count;
        found = m_parcels.emplace(Key{queue, parcel}, Parcel{chunks, now, false, {}}).first;
    }
    const auto& one = found->second;
    if (one.gone) {
        return ParcelOutcome::Gone;
    }
    if (chunks != 0 && chunks != one.chunks) {
        return ParcelOutcome::Conflict;
    }
    state.chunks = one.chunks;
    state.have.assign((one.chunks + 7) / 8, 0);
    for (const auto& [index, chunk] : one.have) {
        state.have[index / 8] = static_cast<std::uint8_t>(state.have[index / 8] | 1u << (index % 8));
    }
    return ParcelOutcome::Done;
}

ParcelOutcome MemoryParcels::put(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                 ByteView chunk) {
    const auto found = m_parcels.find({queue, parcel});
    if (found == m_parcels.end() || index >= found->second.chunks) {
        return ParcelOutcome::Unknown;
    }
    if (found->second.gone) {
        return ParcelOutcome::Gone;
    }
    found->second.have.try_emplace(index, toBytes(chunk));
    return ParcelOutcome::Done;
}

ParcelOutcome MemoryParcels::get(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                 Bytes& chunk) {
    const auto found = m_parcels.find({queue, parcel});
    if (found == m_parcels.end()) {
        return ParcelOutcome::Unknown;
    }
    if (found->second.gone) {
        return ParcelOutcome::Gone;
    }
    const auto at = found->second.have.find(index);
    if (at == found->second.have.end()) {
        return ParcelOutcome::Absent;
    }
    chunk = at->second;
    return ParcelOutcome::Done;
}

void MemoryParcels::end(Parcel& parcel) {
    if (!parcel.gone) {
        m_usage.bytes -= parcelBytes(parcel.chunks);
        --m_usage.count;
        parcel.gone = true;
        parcel.have.clear();
    }
}

void MemoryParcels::remove(const QueueId& queue, const wire::ParcelId& parcel) {
    if (const auto found = m_parcels.find({queue, parcel}); found != m_parcels.end()) {
        end(found->second);
    }
}

void MemoryParcels::removeAll(const QueueId& queue) {
    auto it = m_parcels.lower_bound({queue, {}});
    while (it != m_parcels.end() && it->first.first == queue) {
        end(it->second);
        it = m_parcels.erase(it);
    }
}

void MemoryParcels::expire(Instant now) {
    for (auto it = m_parcels.begin(); it != m_parcels.end();) {
        const bool over = now >= it->second.opened + m_quota.life;
        if (over) {
            end(it->second);
        }
        it = over ? m_parcels.erase(it) : std::next(it);
    }
}

}  // namespace nightjar::hub
