// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "vault/disk.h"

namespace nightjar::vault {

/// How many PINs in a row were wrong, in the file "attempts": counted before the PIN is looked at, so that pulling the
/// plug does not win a guess. A courtesy against people with a keyboard; whoever can write the file can reset it.
///
/// Two copies, written in turn, so that a torn write spoils the older one only.
class Attempts {
public:
    explicit Attempts(Disk& disk) : m_disk(disk) {}

    static constexpr std::string_view fileName = "attempts";

    /// 0 s, then 1, 2, 4 … 60 s after so many failures in a row.
    [[nodiscard]] static Duration delayAfter(std::uint32_t failures);

    /// How long the next attempt will be refused. If the clock was set back, or the file is damaged, the delay begins
    /// now.
    [[nodiscard]] Result<Duration, DiskError> waiting(Instant now);
    /// Counts one attempt; on disk when this returns. The delay that follows if it fails.
    [[nodiscard]] Result<Duration, DiskError> count(Instant now);
    /// Wrong PINs in a row so far.
    [[nodiscard]] Result<std::uint32_t, DiskError> failures(Instant now);
    /// The PIN was right.
    [[nodiscard]] Result<void, DiskError> reset();
    /// Makes the file of a new profile.
    [[nodiscard]] Result<void, DiskError> create();

private:
    struct Record {
        std::uint64_t generation = 0;
        std::uint32_t failures = 0;
        std::int64_t lastMs = 0;
    };
    [[nodiscard]] static Bytes encode(const Record& record);
    [[nodiscard]] static std::optional<Record> decode(ByteView bytes);
    [[nodiscard]] Result<Record, DiskError> read(Instant now);
    [[nodiscard]] Result<void, DiskError> write(Record record);

    Disk& m_disk;
};

}  // namespace nightjar::vault
