// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/logfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace nightjar::store {

namespace {

constexpr std::uint64_t statBlock = 512;  // of st_blocks, whatever the file system uses (POSIX leaves it open; all do)

bool hasFreeSpace(int descriptor, std::size_t bytes) {
    struct statvfs system {};
    return ::fstatvfs(descriptor, &system) != 0 || std::uint64_t{system.f_bavail} * system.f_frsize >= bytes;
}

}  // namespace

StoreError errorOfErrno(int number, StoreError otherwise) {
    switch (number) {
        case ENOSPC:
        case EDQUOT:
            return StoreError::DiskFull;
        case EACCES:
        case EPERM:
        case EROFS:
            return StoreError::ReadOnly;
        case ENOENT:
        case ENOTDIR:
            return StoreError::NotFound;
        default:
            return otherwise;
    }
}

LogFile::~LogFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

bool LogFile::isOpen() {
    if (m_descriptor < 0) {
        m_descriptor = ::open(m_path.c_str(), O_RDWR | O_CLOEXEC);
    }
    return m_descriptor >= 0;
}

Result<void, StoreError> LogFile::sync() {
    if (!isOpen() || ::fdatasync(m_descriptor) != 0) {
        return Unexpected{errorOfErrno(errno, StoreError::Io)};
    }
    return {};
}

Result<void, StoreError> LogFile::reserve(std::size_t bytes) {
    struct stat file {};
    if (!isOpen() || ::fstat(m_descriptor, &file) != 0) {
        return {};  // there is no log yet: SQLite will tell what is wrong
    }
    const auto size = static_cast<std::uint64_t>(file.st_size);
    if (static_cast<std::uint64_t>(file.st_blocks) * statBlock >= size + bytes) {
        return {};
    }
#ifdef FALLOC_FL_KEEP_SIZE
    // Twice as much as is asked for, so that not every call has to.
    if (::fallocate(m_descriptor, FALLOC_FL_KEEP_SIZE, file.st_size, static_cast<off_t>(2 * bytes)) == 0 ||
        ::fallocate(m_descriptor, FALLOC_FL_KEEP_SIZE, file.st_size, static_cast<off_t>(bytes)) == 0) {
        return {};
    }
    if (errorOfErrno(errno, StoreError::Io) == StoreError::DiskFull) {
        return Unexpected{StoreError::DiskFull};
    }
#endif
    if (!hasFreeSpace(m_descriptor, bytes)) {
        return Unexpected{StoreError::DiskFull};
    }
    return {};
}

}  // namespace nightjar::store
