// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/attempts.h"

#include <algorithm>

#include "base/buffer.h"
#include "crypto/kdf.h"

namespace nightjar::vault {

namespace {

// The copies lie in different pages, so that no single write of the device touches both.
constexpr std::size_t copyDistance = 4096;
constexpr std::size_t fileSize = copyDistance * 2;
constexpr std::size_t fieldsSize = 20;
constexpr std::size_t recordSize = fieldsSize + 16;
constexpr std::int64_t longestDelaySeconds = 60;
// Where the delay reaches its longest; also what a damaged file counts as.
constexpr std::uint32_t failuresOfLongestDelay = 7;
constexpr std::uint32_t mostFailures = 1'000'000;

}  // namespace

Duration Attempts::delayAfter(std::uint32_t failures) {
    if (failures == 0) {
        return Duration::zero();
    }
    const auto doublings = std::min(failures, failuresOfLongestDelay) - 1;
    return std::chrono::seconds(std::min(std::int64_t{1} << doublings, longestDelaySeconds));
}

Bytes Attempts::encode(const Record& record) {
    ByteWriter out;
    out.u64(record.generation);
    out.u32(record.failures);
    out.u64(static_cast<std::uint64_t>(record.lastMs));
    out.bytes(crypto::hash128({out.view()}));
    return out.take();
}

std::optional<Attempts::Record> Attempts::decode(ByteView bytes) {
    if (bytes.size() < recordSize ||
        !constantTimeEqual(crypto::hash128({bytes.first(fieldsSize)}), bytes.subspan(fieldsSize, 16))) {
        return std::nullopt;
    }
    ByteReader in(bytes);
    Record record;
    record.generation = in.u64();
    record.failures = in.u32();
    record.lastMs = std::max<std::int64_t>(0, static_cast<std::int64_t>(in.u64()));
    // The last generation of all could not be followed.
    return record.generation == UINT64_MAX ? std::nullopt : std::optional(record);
}

Result<Attempts::Record, DiskError> Attempts::read(Instant now) {
    const auto bytes = m_disk.read(fileName, fileSize);
    if (!bytes && bytes.error() == DiskError::NotFound) {
        return Record{};
    }
    if (!bytes && bytes.error() != DiskError::TooLarge) {
        return Unexpected{bytes.error()};
    }
    std::optional<Record> newest;
    for (std::size_t offset = 0; bytes && offset < bytes->size(); offset += copyDistance) {
        const auto record = decode(ByteView(*bytes).subspan(offset));
        if (record && (!newest || record->generation > newest->generation)) {
            newest = record;
        }
    }
    auto record = newest.value_or(Record{1, failuresOfLongestDelay, toUnixMs(now)});
    if (newest && (record.failures == 0 || record.lastMs <= toUnixMs(now))) {
        return record;
    }
    record.lastMs = toUnixMs(now);
    if (!newest && !(bytes && bytes->size() == fileSize)) {
        if (const auto gone = m_disk.shred(fileName); !gone) {
            return Unexpected{gone.error()};
        }
    }
    if (const auto done = write(record); !done) {
        return Unexpected{done.error()};
    }
    return record;
}

Result<void, DiskError> Attempts::write(Record record) {
    ++record.generation;
    const auto bytes = encode(record);
    const auto offset = static_cast<std::size_t>(record.generation % 2) * copyDistance;
    auto done = m_disk.overwrite(fileName, offset, bytes);
    if (done || done.error() != DiskError::NotFound) {
        return done;
    }
    if (auto made = create(); !made) {
        return made;
    }
    return m_disk.overwrite(fileName, offset, bytes);
}

Result<void, DiskError> Attempts::create() {
    Bytes file(fileSize);
    const auto first = encode({});
    std::copy(first.begin(), first.end(), file.begin());
    return m_disk.create(fileName, file);
}

Result<Duration, DiskError> Attempts::waiting(Instant now) {
    const auto record = read(now);
    if (!record) {
        return Unexpected{record.error()};
    }
    const auto until = fromUnixMs(record->lastMs) + delayAfter(record->failures);
    return record->failures == 0 ? Duration::zero() : std::max(Duration::zero(), Duration(until - now));
}

Result<Duration, DiskError> Attempts::count(Instant now) {
    auto record = read(now);
    if (!record) {
        return Unexpected{record.error()};
    }
    record->failures = std::min(record->failures + 1, mostFailures);
    record->lastMs = toUnixMs(now);
    if (const auto done = write(*record); !done) {
        return Unexpected{done.error()};
    }
    return delayAfter(record->failures);
}

Result<std::uint32_t, DiskError> Attempts::failures(Instant now) {
    const auto record = read(now);
    if (!record) {
        return Unexpected{record.error()};
    }
    return record->failures;
}

Result<void, DiskError> Attempts::reset() {
    // Only the generation of the record on disk is needed; the time does not matter once there are no failures.
    auto record = read(Instant::max() - std::chrono::hours(1));
    if (!record) {
        return Unexpected{record.error()};
    }
    return write({record->generation, 0, 0});
}

}  // namespace nightjar::vault
