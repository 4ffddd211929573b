// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "store/error.h"

namespace nightjar::store {

// Files beside a database. What returns success survives a power cut.

/// Replaces what is there; readable and writable for its owner only.
[[nodiscard]] Result<void, StoreError> writeFile(const std::string& path, ByteView bytes);
/// NotFound when there is none; Damaged when it is longer than `most`.
[[nodiscard]] Result<Bytes, StoreError> readFile(const std::string& path, std::size_t most);
/// At most `most` bytes from `offset` on; fewer at the end.
[[nodiscard]] Result<Bytes, StoreError> readPart(const std::string& path, std::uint64_t offset, std::size_t most);
/// A file that was not there, written from its beginning to its end; for its owner only.
class NewFile {
public:
    /// Exists when there is one.
    [[nodiscard]] static Result<NewFile, StoreError> create(const std::string& path);
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&& other) noexcept;
    ~NewFile();

    [[nodiscard]] Result<void, StoreError> append(ByteView bytes);
    /// Survives a power cut then, name and all. Once, and nothing after it.
    [[nodiscard]] Result<void, StoreError> finish();

private:
    NewFile(std::string path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

    std::string m_path;
    int m_descriptor;
};
/// For its owner only; no error when it is there.
[[nodiscard]] Result<void, StoreError> makeFolder(const std::string& path);
[[nodiscard]] Result<void, StoreError> syncFile(const std::string& path);
/// Replaces `to`, at once.
[[nodiscard]] Result<void, StoreError> renameFile(const std::string& from, const std::string& to);
/// Overwrites the first 16 MiB and removes it. No error when it is not there.
[[nodiscard]] Result<void, StoreError> shredFile(const std::string& path);
/// Bytes that may still be written beside this file or folder, which is there.
[[nodiscard]] std::uint64_t freeBytesBeside(const std::string& path);

}  // namespace nightjar::store
