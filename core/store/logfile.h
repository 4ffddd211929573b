// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"
#include "store/error.h"

namespace nightjar::store {

/// What a failed system call means for a store; `otherwise` for what has no meaning of its own.
[[nodiscard]] StoreError errorOfErrno(int number, StoreError otherwise);

/// The write-ahead log of a database, beside SQLite, which writes it. The log is a file of its own without locks, so a
/// descriptor of ours does no harm (sqlite.org/howtocorrupt.html section 2.2 is about files with locks).
class LogFile {
public:
    explicit LogFile(std::string path) : m_path(std::move(path)) {}
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    /// What was written through any descriptor survives a power cut from now on.
    [[nodiscard]] Result<void, StoreError> sync();
    /// So many bytes more will find room, a full disk or quota notwithstanding; the size of the file stays. DiskFull
    /// when there is none. On file systems that cannot give such a promise the free space decides.
    [[nodiscard]] Result<void, StoreError> reserve(std::size_t bytes);

private:
    [[nodiscard]] bool isOpen();

    std::string m_path;
    int m_descriptor = -1;
};

}  // namespace nightjar::store
