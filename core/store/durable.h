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
[[nodiscard]] Result<void, StoreError> syncFile(const std::string& path);
/// Replaces `to`, at once.
[[nodiscard]] Result<void, StoreError> renameFile(const std::string& from, const std::string& to);
/// Overwrites the first 16 MiB and removes it. No error when it is not there.
[[nodiscard]] Result<void, StoreError> shredFile(const std::string& path);
/// Bytes that may still be written beside this file.
[[nodiscard]] std::uint64_t freeBytesBeside(const std::string& path);

}  // namespace nightjar::store
