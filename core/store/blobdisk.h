// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace nightjar::store {

enum class BlobError : std::uint8_t {
    Missing,  ///< no such file, or it ends before
    Changed,  ///< it is not the file any more that it was
    Full,
    Denied,
    Io,
};

/// Tells one state of a file from another: who it is, how long, when it was last written.
using FileStamp = ByteArray<24>;
struct SourceInfo {
    std::uint64_t size = 0;
    FileStamp stamp{};
};

/// A file that is being written at a path of the user's choice. What was there before stays until finish(); when this
/// goes without it, nothing is left.
class BlobTarget {
public:
    virtual ~BlobTarget() = default;
    [[nodiscard]] virtual Result<void, BlobError> append(ByteView bytes) = 0;
    [[nodiscard]] virtual Result<void, BlobError> finish() = 0;
};

/// Port: the sealed chunks in a container's blob folder, and the files outside that a person names. No call may take
/// longer than it takes to move so many bytes.
class BlobDisk {
public:
    virtual ~BlobDisk() = default;

    /// All of `out`, or an error.
    [[nodiscard]] virtual Result<void, BlobError> read(const std::string& name, std::uint64_t offset,
                                                       MutableByteView out) = 0;
    /// As much of `out` as there is; how many bytes that are.
    [[nodiscard]] virtual Result<std::size_t, BlobError> readSome(const std::string& name, std::uint64_t offset,
                                                                  MutableByteView out) = 0;
    /// Makes the file if it is not there. Survives the end of the process, but a power cut only after sync().
    [[nodiscard]] virtual Result<void, BlobError> write(const std::string& name, std::uint64_t offset,
                                                        ByteView bytes) = 0;
    [[nodiscard]] virtual Result<void, BlobError> sync(const std::string& name) = 0;
    /// No error when it is not there. Its bytes are sealed under a key that the database has just forgotten, so they
    /// need not be overwritten.
    virtual void remove(const std::string& name) = 0;
    [[nodiscard]] virtual std::vector<std::string> list() = 0;
    /// Bytes that may still be written into the folder.
    [[nodiscard]] virtual std::uint64_t freeSpace() = 0;

    /// A regular file at a path that a person named.
    [[nodiscard]] virtual Result<SourceInfo, BlobError> inspect(const std::string& path) = 0;
    /// All of `out`, if the file still is what it was; else Changed or Missing.
    [[nodiscard]] virtual Result<void, BlobError> readSource(const std::string& path, const FileStamp& stamp,
                                                             std::uint64_t offset, MutableByteView out) = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<BlobTarget>, BlobError> create(const std::string& path) = 0;
};

}  // namespace nightjar::store
