// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "wire/hubmessages.h"

namespace nightjar::hub {

// Files that wait for the receiver of a queue (docs/protocol.md, section 5): so many sealed chunks under a random name.

/// Bounds of one queue's parcels, and of all together. A parcel counts with all its chunks from its opening on.
struct ParcelQuota {
    /// The largest; nothing is taken when it is zero.
    std::uint64_t largest = std::uint64_t(256) << 20;
    std::uint64_t perQueue = std::uint64_t(512) << 20;
    std::size_t countPerQueue = 64;
    std::uint64_t bytes = std::uint64_t(4) << 30;
    std::size_t count = 200'000;  ///< tombstones included
    /// From the opening on; so long it is also told afterwards that it was fetched or withdrawn.
    Duration life = std::chrono::hours(14 * 24);
};

/// Which chunks are there: a bit for each, the lowest of the first byte for chunk 0.
struct ParcelState {
    std::uint32_t chunks = 0;
    Bytes have;
};

enum class ParcelOutcome : std::uint8_t {
    Done,
    Unknown,       ///< there is no such parcel or queue, or its time is over
    Gone,          ///< it was fetched or withdrawn
    Conflict,      ///< it has another number of chunks
    TooLarge,      ///< the hub takes none of this size
    Full,          ///< the queue has too many, until they are fetched
    LimitReached,  ///< the hub has too many
    Absent,        ///< this chunk did not come yet
};

/// What lies at the hub now.
struct ParcelUsage {
    std::size_t count = 0;
    std::uint64_t bytes = 0;
};

/// Bytes that a parcel of so many chunks may take.
[[nodiscard]] std::uint64_t parcelBytes(std::uint32_t chunks);

}  // namespace nightjar::hub
