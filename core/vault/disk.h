// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace nightjar::vault {

enum class DiskError : std::uint8_t {
    NotFound,
    Exists,
    TooLarge,  ///< the file is longer than the reader allows
    Full,
    ReadOnly,  ///< or no permission
    Io,
};

/// Port: the files of one profile folder. Names are relative to it, with '/' between folder and file. When a call that
/// changes something returns success, the change survives a power cut.
class Disk {
public:
    virtual ~Disk() = default;

    /// The whole file, which has at most `most` bytes.
    [[nodiscard]] virtual Result<Bytes, DiskError> read(std::string_view name, std::size_t most) = 0;
    /// Replaces the bytes at `offset` where they lie, so that the old ones are gone as far as the file system allows.
    /// The file exists.
    [[nodiscard]] virtual Result<void, DiskError> overwrite(std::string_view name, std::size_t offset,
                                                            ByteView bytes) = 0;
    /// A new file; Exists when there is one. A crash may leave a part of it.
    [[nodiscard]] virtual Result<void, DiskError> create(std::string_view name, ByteView bytes) = 0;
    /// Replaces `to` if it exists, at once.
    [[nodiscard]] virtual Result<void, DiskError> rename(std::string_view from, std::string_view to) = 0;
    /// A new folder; no error when it is there already.
    [[nodiscard]] virtual Result<void, DiskError> makeFolder(std::string_view name) = 0;
    /// The names in a folder ("" for the profile folder itself), sorted.
    [[nodiscard]] virtual Result<std::vector<std::string>, DiskError> list(std::string_view folder) = 0;
    /// Overwrites a file, or everything in a folder, and removes it. No error when it does not exist.
    [[nodiscard]] virtual Result<void, DiskError> shred(std::string_view name) = 0;
    /// Bytes that may still be written.
    [[nodiscard]] virtual Result<std::uint64_t, DiskError> freeSpace() = 0;
};

}  // namespace nightjar::vault
