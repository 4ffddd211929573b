// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <utility>

#include "hub/parcels.h"

namespace nightjar::hub {

/// The parcels of a MemoryQueueStore; what QueueStore says of each call.
class MemoryParcels {
public:
    explicit MemoryParcels(const ParcelQuota& quota) : m_quota(quota) {}

    [[nodiscard]] ParcelOutcome open(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t chunks,
                                     Instant now, ParcelState& state);
    [[nodiscard]] ParcelOutcome put(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                    ByteView chunk);
    [[nodiscard]] ParcelOutcome get(const QueueId& queue, const wire::ParcelId& parcel, std::uint32_t index,
                                    Bytes& chunk);
    void remove(const QueueId& queue, const wire::ParcelId& parcel);
    void removeAll(const QueueId& queue);
    void expire(Instant now);
    [[nodiscard]] ParcelUsage usage() const { return m_usage; }

private:
    using Key = std::pair<QueueId, wire::ParcelId>;
    struct Parcel {
        std::uint32_t chunks = 0;
        Instant opened;
        bool gone = false;
        std::map<std::uint32_t, Bytes> have;
    };
    void end(Parcel& parcel);

    ParcelQuota m_quota;
    std::map<Key, Parcel> m_parcels;
    ParcelUsage m_usage;
};

}  // namespace nightjar::hub
